"""Two people at the same line, or at the same budget, in the same moment."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lestari.domain.budgets.allocating import OverLine
from lestari.domain.budgets.models import Allocation, BudgetLine, PlanDocument
from lestari.domain.commitments.models import Commitment
from lestari.foundation.kernel.errors import Refused
from tests.clock import Clock
from tests.databases import OwnDatabase
from tests.domain.builders import REVISED_ON, Loop, row
from tests.world import People, load_world


@pytest.fixture
def story(own_database: OwnDatabase, clock: Clock) -> tuple[Loop, list[Commitment], BudgetLine]:
    loop = Loop(People(load_world()), clock)
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
