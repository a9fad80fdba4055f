"""Two people at the same line, or at the same budget, in the same moment."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from lestari.domain.budgets.allocating import OverLine
from lestari.domain.budgets.models import Allocation, BudgetLine, PlanDocument
from lestari.domain.commitments.models import Commitment
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.ledger.transactions import write_transaction
from tests.clock import Clock
from tests.databases import OwnDatabase
from tests.domain.builders import REVISED_ON, Loop, row
from tests.world import People, World


@pytest.fixture
def story(own_database: OwnDatabase, clock: Clock) -> tuple[Loop, list[Commitment], BudgetLine]:
    loop = Loop(People(World()), clock)
    innovation, plan = loop.innovation(), loop.plan_line()
    promises = [loop.planned(innovation, plan, place=f"Dusun {number}") for number in (1, 2, 3)]
    (line,) = loop.budget(row(100))
    loop.officer()
    return loop, promises, line


def trying(function: Callable[[], object]) -> Callable[[], str]:
    def tried() -> str:
        try:
            function()
        except OverLine:
            return "over"
        except Refused:
            return "refused"
        return "done"

    return tried


def overlapping(
    own_database: OwnDatabase,
    first: Callable[[], str],
    second: Callable[[], str],
    last: Callable[[], str] | None = None,
) -> list[str]:
    """Let the second begin when the first has happened and is not committed, and come to wait for it; `last` ends that transaction."""
    begun = threading.Event()

    def one() -> str:
        try:
            with write_transaction():
                told = first()
                begun.set()
                if own_database.vendor == "postgresql":
                    _until_somebody_waits()
                return last() if last else told
        finally:
            begun.set()

    def other() -> str:
        begun.wait()
        return second()

    return own_database.at_once([one, other])


def _until_somebody_waits() -> None:
    with connection.cursor() as cursor:
        for _turn in range(100):
            cursor.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)"
                " WHERE NOT granted AND datname = current_database()"
            )
            if cursor.fetchone() != (0,):
                return
            time.sleep(0.02)


def test_a_line_is_not_overdrawn_by_people_who_come_at_once(
    own_database: OwnDatabase, story: tuple[Loop, list[Commitment], BudgetLine]
) -> None:
    loop, promises, line = story
    deeds = [trying(lambda one=one: loop.fund(one, line, 60)) for one in promises]

    assert sorted(own_database.at_once(deeds)) == ["done", "over", "over"]
    assert list(Allocation.objects.values_list("amount", flat=True)) == [60]


def test_a_budget_is_entered_once(
    own_database: OwnDatabase, story: tuple[Loop, list[Commitment], BudgetLine]
) -> None:
    loop, _promises, _line = story
    deeds = [trying(lambda: loop.document("apbdes", row(1), year=2027)) for _number in range(3)]

    assert sorted(own_database.at_once(deeds)) == ["done", "refused", "refused"]
    assert PlanDocument.objects.filter(year=2027).count() == 1


def test_funding_and_a_revision_at_once_leave_no_money_on_a_replaced_line(
    own_database: OwnDatabase, story: tuple[Loop, list[Commitment], BudgetLine]
) -> None:
    """Whoever comes first: the money is on the line that is in force, or it was refused."""
    loop, promises, line = story
    funding = trying(lambda: loop.fund(promises[0], line, 60, on=REVISED_ON))
    revising = trying(lambda: loop.revise(line.document, row(100, line=line.pk)))

    funded, revised = own_database.at_once([funding, revising])

    open_on = list(Allocation.objects.filter(until=None).values_list("line__document__state", flat=True))
    assert (revised, open_on) == ("done", ["in_force"] if funded == "done" else [])


def test_a_budget_that_is_voided_while_it_begins_to_pay_pays_for_nothing(
    own_database: OwnDatabase, story: tuple[Loop, list[Commitment], BudgetLine]
) -> None:
    loop, promises, line = story
    funding = trying(lambda: loop.fund(promises[0], line, 60))
    voiding = trying(lambda: loop.do("budgets.void", loop.officer(), document_of(line), reason="Salah desa"))

    assert overlapping(own_database, funding, voiding) == ["done", "done"]

    assert list(Allocation.objects.values_list("amount", "voided")) == [(60, True)]
    assert Commitment.objects.get(pk=promises[0].pk).state == "planned"


def test_a_promise_is_not_planned_into_a_plan_that_is_replaced_meanwhile(
    own_database: OwnDatabase, story: tuple[Loop, list[Commitment], BudgetLine]
) -> None:
    loop, promises, _line = story
    plan, promise = promises[0].plan_line, loop.pledge(promises[0].innovation)
    assert plan is not None
    planning = trying(
        lambda: loop.do("commitment.plan", loop.officer(), promise, line=plan, on=date(2025, 10, 1))
    )
    revising = trying(lambda: loop.revise(document_of(plan), row(5), on=date(2025, 10, 1)))

    assert overlapping(own_database, planning, revising) == ["done", "done"]

    promise.refresh_from_db()
    assert (promise.state, promise.plan_line) == ("pledged", None)
    assert not Commitment.objects.filter(plan_line__document__state="replaced").exists()


def test_funding_and_revising_do_not_wait_for_each_other(
    own_database: OwnDatabase, story: tuple[Loop, list[Commitment], BudgetLine]
) -> None:
    """Both take the promise before the line: what came first is done first."""
    loop, promises, line = story
    loop.fund(promises[0], line, 60)

    def opened() -> str:  # what perform() does first
        return Commitment.objects.select_for_update().get(pk=promises[0].pk).state

    adding = trying(lambda: loop.fund(promises[0], line, 40, on=REVISED_ON, kind="commitment.add_funding"))
    revising = trying(lambda: loop.revise(document_of(line), row(100, line=line.pk)))

    assert overlapping(own_database, opened, revising, adding) == ["done", "done"]

    rows = Allocation.objects.filter(until=None).order_by("amount")
    assert list(rows.values_list("amount", "line__document__state")) == [(40, "in_force"), (60, "in_force")]


def document_of(line: BudgetLine) -> PlanDocument:
    return PlanDocument.objects.select_related("region").get(pk=line.document_id)
