"""Whatever people do in whatever order: the stays have no gap, and a deed told twice is done once."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lestari.domain.budgets.models import Allocation, BudgetLine, PlanDocument
from lestari.domain.commitments.models import Commitment
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.kernel.ids import uuid7
from lestari.foundation.ledger.models import Event
from lestari.foundation.workflow.models import Flowing, Stay
from tests.domain.builders import YEAR, Loop, original, row
from tests.domain.conftest import all_holds

quick = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
days = st.integers(0, 200).map(lambda number: date(2026, 1, 10) + timedelta(days=number))
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
        "start": {"photos": (original(),)},
        "report_done": {
            "realised_amount": 1,
            "result": "Selesai",
            "photos": (original(),),
            "papers": (original("paper"),),
        },
        "verify": {"papers": (original("paper"),)},
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
