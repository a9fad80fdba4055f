"""Whatever people do in whatever order: no line is overdrawn on any day, the report is the sum, the stays have no gap."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lestari.domain.budgets.allocating import OverLine
from lestari.domain.budgets.models import Allocation, BudgetLine, PlanDocument
from lestari.domain.commitments.models import Commitment
from lestari.domain.insight.figures import report
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.kernel.ids import uuid7
from lestari.foundation.ledger.models import Event
from lestari.foundation.workflow.models import Flowing, Stay
from tests.domain.builders import YEAR, Loop, original, row
from tests.domain.conftest import all_holds

TODAY = date(2026, 8, 11)
quick = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
days = st.integers(0, 200).map(lambda number: date(2026, 1, 10) + timedelta(days=number))
money = st.integers(1, 120)
deeds = st.lists(
    st.tuples(
        st.sampled_from(["fund", "fund", "add", "revise", "drop", "release", "void_revision", "void"]),
        days,
        money,
        st.integers(0, 2),
    ),
    min_size=3,
    max_size=9,
)
walks = st.lists(
    st.tuples(
        st.sampled_from(
            ["plan", "budget", "start", "report_done", "verify", "send_back", "unverify", "release", "unplan",
             "carry_over", "drop", "take_up", "void", "revise"]
        ),
        days,
        st.booleans(),
    ),
    min_size=4,
    max_size=14,
)  # fmt: skip


class Undo(Exception):  # noqa: N818
    """Ends an example and takes back what it wrote."""


@pytest.fixture
def promises(loop: Loop) -> list[Commitment]:
    innovation, plan = loop.innovation(), loop.plan_line()
    loop.budget(row(100), row(100, "ADD"))
    return [loop.planned(innovation, plan, place=f"Dusun {number}") for number in range(3)]


@quick
@given(deeds)
def test_no_line_is_overdrawn_and_the_report_is_the_sum(
    loop: Loop, promises: list[Commitment], done: list
) -> None:
    try:
        with transaction.atomic():
            for verb, day, amount, which in done:
                _pay(loop, Commitment.objects.get(pk=promises[which].pk), verb, day, amount)
                _never_overdrawn()
            _report_is_the_sum(loop)
            all_holds()
            raise Undo
    except Undo:
        return


def _pay(loop: Loop, promise: Commitment, verb: str, day: date, amount: int) -> None:
    document = PlanDocument.objects.select_related("region").get(kind="apbdes", state="in_force")
    lines = loop.lines(document)
    try:
        with transaction.atomic():
            if verb == "fund":
                loop.fund(promise, lines[0], amount, day)
            elif verb == "add":
                loop.fund(promise, lines[amount % 2], amount, day, "commitment.add_funding")
            elif verb == "revise":
                changed = [
                    row(value, line.source, line=line.pk)
                    for line, value in zip(lines, (amount, 100), strict=True)
                ]
                loop.revise(document, *changed, on=day)
            elif verb == "void_revision" and document.replaces_id:
                loop.do("budgets.void", loop.officer(), document, reason="Salah")
            elif verb in {"drop", "release", "void"}:
                loop.back(verb, promise, day, by=loop.tpid() if verb == "void" else None)
    except OverLine as refusal:
        assert set(refusal.errors) == {"amount"}
    except Refused as refusal:
        assert set(refusal.errors) <= {"", "on", "line"}


def _on(day: date) -> list[Allocation]:
    """The allocations in force on a day, told without the code under test."""
    rows = Allocation.objects.select_related("line", "funding__commitment")
    return [
        one for one in rows if not one.voided and one.since <= day and (one.until is None or day < one.until)
    ]


def _edges() -> set[date]:
    rows = Allocation.objects.values_list("since", "until")
    return {day for pair in rows for day in pair if day is not None} | {TODAY}


def _never_overdrawn() -> None:
    amounts = dict(BudgetLine.objects.values_list("pk", "amount"))
    for day in _edges():
        tied: dict[Any, int] = {}
        for one in _on(day):
            tied[one.line_id] = tied.get(one.line_id, 0) + one.amount
        assert [pk for pk, amount in tied.items() if amount > amounts[pk]] == []


def _report_is_the_sum(loop: Loop) -> None:
    for day in _edges():
        expected = sum(
            one.amount
            for one in _on(day)
            if one.line.source == "DD" and one.funding.commitment.state != "void"
        )
        assert report(loop.regions["18"], day).figures["commitments_dana_desa"] == expected
    for one in _on(TODAY):
        assert one.funding.commitment.state != "dropped"


@quick
@given(walks)
def test_any_walk_keeps_the_stays_without_a_gap_and_a_replay_changes_nothing(
    loop: Loop, promises: list[Commitment], done: list
) -> None:
    try:
        with transaction.atomic():
            promise = promises[0]
            for verb, day, twice in done:
                promise.refresh_from_db()
                _step(loop, promise, verb, day, twice)
            _stays_agree(promise)
            all_holds()
            raise Undo
    except Undo:
        return


def _answers(loop: Loop, promise: Commitment, verb: str, day: date) -> dict[str, Any]:
    document = PlanDocument.objects.get(kind="apbdes", state="in_force")
    asked: dict[str, dict[str, Any]] = {
        "plan": {"line": BudgetLine.objects.get(document__kind="rkpdes")},
        "budget": {"line": loop.lines(document)[0], "amount": 40},
        "start": {},
        "report_done": {"realised_amount": 1, "result": "Selesai", "photos": (original(),)},
        "verify": {},
        "carry_over": {"reason": "Musyawarah", "year": promise.year + 1},
        "take_up": {"reason": "Musyawarah", "year": YEAR},
    }
    return {"on": day, **asked.get(verb, {"reason": "Musyawarah"})}


def _step(loop: Loop, promise: Commitment, verb: str, day: date, twice: bool) -> None:
    document = PlanDocument.objects.select_related("region").get(kind="apbdes", state="in_force")
    actors = {"verify": "tpid", "send_back": "tpid", "void": "tpid", "unverify": "tik"}
    actor = loop.people(actors[verb]) if verb in actors else loop.officer()
    try:
        with transaction.atomic():
            if verb == "revise":
                (first, *_rest) = loop.lines(document)
                loop.revise(document, row(day.day * 4, line=first.pk), on=day)
                return
            act, answers = uuid7(), _answers(loop, promise, verb, day)
            first_time = loop.do(f"commitment.{verb}", actor, promise, **answers, act_id=act)
            if twice:
                before = _everything(promise)
                again = loop.do(f"commitment.{verb}", actor, promise, **answers, act_id=act)
                assert (again.act, again.state) == (first_time.act, first_time.state)
                assert _everything(promise) == before
    except Refused as refusal:
        assert set(refusal.errors) <= {"", "on", "line", "year", "amount"}


def _everything(promise: Commitment) -> tuple[Any, ...]:
    promise.refresh_from_db()
    return (
        promise.version,
        promise.state,
        Event.objects.count(),
        Stay.objects.count(),
        Allocation.objects.count(),
    )


def _stays_agree(promise: Flowing) -> None:
    promise.refresh_from_db()
    stays = list(Stay.objects.filter(record=promise.pk).order_by("id"))
    assert stays[-1].state == promise.state
    assert [stay.until for stay in stays if stay.until is None] == [None]
    for before, after in pairwise(stays):
        assert before.until == after.since
        assert before.since <= after.since
