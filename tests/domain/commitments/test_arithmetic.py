"""Whatever happens to budgets and promises in whatever order, no line is overdrawn on any day and the report is their sum."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lestari.domain.budgets.models import Allocation, BudgetLine, PlanDocument
from lestari.domain.commitments.models import Commitment
from lestari.domain.commitments.workflow import FALLS_BACK
from lestari.domain.insight.figures import FIGURE_OF
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.workflow.models import Stay
from tests.domain.builders import APBDES_ON, Loop, row
from tests.domain.conftest import all_holds
from tests.world import KUTA_DALOM, TANGGAMUS

pytestmark = pytest.mark.django_db

TODAY = date(2026, 8, 11)
SOURCES = ("DD", "ADD")
FUNDED = Commitment.flow.by_key.keys() - {"pledged", "planned", "dropped", "void"}
quick = settings(
    # The rule is the same on both: the second database is asked whether it keeps it too.
    max_examples=30 if connection.vendor == "sqlite" else 12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@dataclass
class Village:
    """Three promises in the RKPDes and a budget of two lines."""

    loop: Loop
    promises: list[Commitment]
    first: PlanDocument

    def document(self) -> PlanDocument:
        return PlanDocument.objects.select_related("region").get(kind="apbdes", state="in_force")

    def line(self, number: int) -> BudgetLine:
        lines = self.loop.lines(self.document())
        return lines[number % len(lines)]

    def promise(self, number: int) -> Commitment:
        promise = self.promises[number % len(self.promises)]
        promise.refresh_from_db()
        return promise


@dataclass(frozen=True)
class Turn:
    """What an example draws: which deed, on which promise and line, how much, how many days on."""

    deed: int
    promise: int
    line: int
    amount: str | int
    step: int


Deed = Callable[[Village, Commitment, BudgetLine, int, date], object]


def fund(village: Village, promise: Commitment, line: BudgetLine, amount: int, on: date) -> object:
    kind = "commitment.budget" if promise.state == "planned" else "commitment.add_funding"
    return village.loop.fund(promise, line, amount, on=on, kind=kind)


def adjust(village: Village, promise: Commitment, _line: BudgetLine, amount: int, on: date) -> object:
    rows = Allocation.objects.filter(funding__commitment=promise, until=None, voided=False)
    told = {"allocation": rows.first(), "amount": amount, "on": on}
    if told["allocation"] is None:  # a verified promise whose budget was voided
        return None
    return village.loop.do("commitment.adjust_funding", village.loop.officer(), promise, **told)


def revise(village: Village, _promise: Commitment, line: BudgetLine, amount: int, on: date) -> object:
    """Cut or raise one line, carry the others on; one rupiah means that the line goes."""
    old = village.loop.lines(village.document())
    rows = [
        row(amount if one == line else one.amount, one.source, line=one.pk)
        for one in old
        if one != line or amount != 1
    ]
    return village.loop.revise(village.document(), *(rows or [row(amount)]), on=on)


def revise_late(village: Village, promise: Commitment, line: BudgetLine, amount: int, _on: date) -> object:
    """A revision of long ago that is told only now."""
    return revise(village, promise, line, amount, village.document().dated + timedelta(days=amount % 7))


def void_revision(village: Village, *_drawn: object) -> object:
    document = village.document()
    if document.pk == village.first.pk:
        return None
    return village.loop.do("budgets.void", village.loop.officer(), document, reason="Salah catat")


def back(verb: str, **more: object) -> Deed:
    def go(village: Village, promise: Commitment, _line: BudgetLine, _amount: int, on: date) -> object:
        by = village.loop.tpid() if verb == "void" else None
        return village.loop.back(verb, promise, on, by, **more)

    return go


def start(village: Village, promise: Commitment, _line: BudgetLine, _amount: int, on: date) -> object:
    return village.loop.start(promise, on)


def report_done(village: Village, promise: Commitment, _line: BudgetLine, _amount: int, on: date) -> object:
    return village.loop.report_done(promise, on)


LEAVE = (back("drop"), back("carry_over", year=2027), back("void"), back("drop"))


def leave(village: Village, promise: Commitment, line: BudgetLine, amount: int, on: date) -> object:
    return LEAVE[amount % len(LEAVE)](village, promise, line, amount, on)


#: What may happen to a promise in each state; money moves more often than promises end.
POSSIBLE: dict[str, list[Deed]] = {
    "planned": [fund, fund, fund, fund, fund, leave],
    "budgeted": [fund, adjust, start, report_done, back("release"), leave],
    "in_progress": [fund, adjust, report_done, leave],
    "realised": [fund, adjust, back("void")],
}
ALWAYS: list[Deed] = [revise, revise_late, void_revision]
turns = st.builds(
    Turn,
    deed=st.integers(0, 71),
    promise=st.integers(0, 2),
    line=st.integers(0, 1),
    # what is left of a line, one rupiah more, or an amount that may or may not fit
    amount=st.sampled_from(["all", "one too much", 1, 30, 50, 60, 99, 100, 120]),
    # a deed happens some days after the last one; sometimes it is told late
    step=st.sampled_from([0, 0, 1, 5, 20, -3]),
)


@pytest.fixture
def village(loop: Loop) -> Village:
    innovation, plan = loop.innovation(), loop.plan_line()
    promises = [loop.planned(innovation, plan, place=f"Dusun {number}") for number in (1, 2, 3)]
    first = loop.document("apbdes", *(row(100, source) for source in SOURCES))
    return Village(loop, promises, first)


@quick
@given(st.lists(turns, min_size=10, max_size=20))
def test_no_line_is_overdrawn_and_the_report_is_the_sum(village: Village, story: list[Turn]) -> None:
    with transaction.atomic():
        today = APBDES_ON + timedelta(days=2)
        for turn in story:
            on = min(max(today + timedelta(days=turn.step), APBDES_ON), TODAY)
            if _do(village, turn, on):
                today = max(today, on)
        _holds(village)
        transaction.set_rollback(True)  # the next example begins where this one began


def _do(village: Village, turn: Turn, on: date) -> bool:
    before = _all_rows()
    promise, line = village.promise(turn.promise), village.line(turn.line)
    possible = [*POSSIBLE.get(promise.state, []), *ALWAYS]
    try:
        possible[turn.deed % len(possible)](village, promise, line, _rupiah(line, turn.amount), on)
    except Refused:
        assert _all_rows() == before, "a refusal writes nothing"
        return False
    _never_overdrawn()
    return True


def _rupiah(line: BudgetLine, amount: str | int) -> int:
    if isinstance(amount, int):
        return amount
    free = line.amount - sum(
        line.allocations.filter(until=None, voided=False).values_list("amount", flat=True)
    )
    return max(free, 1) if amount == "all" else free + 1


def _all_rows() -> list[tuple]:
    rows = Allocation.objects.order_by("pk").values_list("pk", "line", "amount", "since", "until", "voided")
    return [*rows, *Commitment.objects.order_by("pk").values_list("pk", "state", "version")]


def _never_overdrawn() -> None:
    """On each day the lines of the budget then in force hold what counts, whichever of its versions that is tied to."""
    documents = list(PlanDocument.objects.filter(kind="apbdes").exclude(state="void").order_by("revision"))
    lines = {line.pk: line for line in BudgetLine.objects.all()}
    rows = list(Allocation.objects.filter(voided=False))
    for day in {TODAY, *(one.since for one in rows), *(document.dated for document in documents)}:
        (*_earlier, document) = [one for one in documents if one.dated <= day]
        room = {
            _first(line, lines): line.amount for line in lines.values() if line.document_id == document.pk
        }
        tied: dict[UUID, int] = {}
        for one in rows:
            if one.since <= day and (one.until is None or day < one.until):
                first = _first(lines[one.line_id], lines)
                tied[first] = tied.get(first, 0) + one.amount
        over = {first: amount for first, amount in tied.items() if amount > room.get(first, 0)}
        assert over == {}, f"on {day} of {room}"


def _first(line: BudgetLine, lines: dict[UUID, BudgetLine]) -> UUID:
    """What a line was before all revisions."""
    return _first(lines[line.follows_id], lines) if line.follows_id else line.pk


def _holds(village: Village) -> None:
    rows = list(
        Allocation.objects.filter(voided=False).select_related("line__document", "funding__commitment")
    )
    turns = {TODAY, *(r.since for r in rows), *(r.until - timedelta(1) for r in rows if r.until)}
    for day in turns:
        tied: dict[BudgetLine, int] = {}
        for one in rows:
            if one.since <= day and (one.until is None or day < one.until):
                tied[one.line] = tied.get(one.line, 0) + one.amount
                assert one.funding.commitment.state != "void"
        dana_desa = sum(amount for line, amount in tied.items() if line.source == "DD")
        region = village.loop.regions[TANGGAMUS]
        assert FIGURE_OF["commitments_dana_desa"].value(region, day) == dana_desa
    for promise in village.promises:
        promise.refresh_from_db()
        money = [r for r in rows if r.funding.commitment_id == promise.pk and r.until is None]
        if promise.state in FALLS_BACK:
            assert money, "a promise in the budget has money there"
        if promise.state not in FUNDED:
            assert money == [], "money waits for nobody"
        assert all(
            r.line.document.state == "in_force" and r.line.document.year == promise.year for r in money
        )
        assert Stay.objects.get(record=promise.pk, until=None).state == promise.state
    assert Commitment.objects.filter(region__code=KUTA_DALOM).count() == len(village.promises)
    all_holds()
