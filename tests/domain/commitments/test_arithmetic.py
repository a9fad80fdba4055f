"""Whatever happens to budgets and promises in whatever order, no line is overdrawn on any day and the report is their sum."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import transaction
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
SOURCES = ("DD", "ADD", "DD")
FUNDED = Commitment.flow.by_key.keys() - {"pledged", "planned", "dropped", "void"}
quick = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@dataclass
class Village:
    """Two promises in the RKPDes and a budget of three lines; deeds pick among them by number."""

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


Deed = Callable[[Village, int, int, date], object]


def fund(village: Village, which: int, amount: int, on: date) -> object:
    return village.loop.fund(village.promise(which), village.line(which // 2), amount, on=on)


def add(village: Village, which: int, amount: int, on: date) -> object:
    kind = "commitment.add_funding"
    return village.loop.fund(village.promise(which), village.line(which // 2), amount, on=on, kind=kind)


def adjust(village: Village, which: int, amount: int, on: date) -> object:
    promise = village.promise(which)
    allocation = Allocation.objects.filter(funding__commitment=promise, until=None, voided=False).first()
    if allocation is None:
        return None
    officer = village.loop.officer()
    told = {"allocation": allocation, "amount": amount, "on": on}
    return village.loop.do("commitment.adjust_funding", officer, promise, **told)


def revise(village: Village, which: int, amount: int, on: date) -> object:
    """Cut or raise one line, carry the others on; every fourth time a line is left out."""
    lines = village.loop.lines(village.document())
    chosen = which % len(lines)
    kept = [line for number, line in enumerate(lines) if number != chosen or which % 4]
    rows = [
        row(amount if number == chosen and which % 4 else line.amount, line.source, line=line.pk)
        for number, line in enumerate(kept)
    ]
    return village.loop.revise(village.document(), *(rows or [row(amount)]), on=on)


def void_revision(village: Village, _which: int, _amount: int, _on: date) -> object:
    document = village.document()
    if document.pk == village.first.pk:
        return None
    return village.loop.do("budgets.void", village.loop.officer(), document, reason="Salah catat")


def back(verb: str, **more: object) -> Deed:
    def go(village: Village, which: int, _amount: int, on: date) -> object:
        by = village.loop.tpid() if verb == "void" else None
        return village.loop.back(verb, village.promise(which), on, by, **more)

    return go


def start(village: Village, which: int, _amount: int, on: date) -> object:
    return village.loop.start(village.promise(which), on)


def report_done(village: Village, which: int, _amount: int, on: date) -> object:
    return village.loop.report_done(village.promise(which), on)


DEEDS: dict[str, Deed] = {
    "fund": fund,
    "add": add,
    "adjust": adjust,
    "revise": revise,
    "void_revision": void_revision,
    "start": start,
    "report_done": report_done,
    "release": back("release"),
    "drop": back("drop"),
    "carry_over": back("carry_over", year=2027),
    "void": back("void"),
}
#: Money moves more often than promises end, so that long stories are told.
often = st.sampled_from(["fund", "fund", "add", "adjust", "revise", "revise", *DEEDS])
days = st.dates(APBDES_ON - timedelta(days=1), TODAY)
deeds = st.lists(st.tuples(often, st.integers(0, 11), st.integers(1, 120), days), min_size=2, max_size=14)


@pytest.fixture
def village(loop: Loop) -> Village:
    innovation, plan = loop.innovation(), loop.plan_line()
    promises = [loop.planned(innovation, plan), loop.planned(innovation, plan, place="Dusun 1")]
    first = loop.document("apbdes", *(row(100, source) for source in SOURCES))
    return Village(loop, promises, first)


@quick
@given(deeds)
def test_no_line_is_overdrawn_and_the_report_is_the_sum(village: Village, done: list) -> None:
    with transaction.atomic():
        for name, which, amount, on in done:
            _do(village, name, which, amount, on)
        _holds(village)
        transaction.set_rollback(True)  # the next example begins where this one began


def _do(village: Village, name: str, which: int, amount: int, on: date) -> None:
    before = _all_rows()
    try:
        DEEDS[name](village, which, amount, on)
    except Refused:
        assert _all_rows() == before, "a refusal writes nothing"


def _all_rows() -> list[tuple]:
    rows = Allocation.objects.order_by("pk").values_list("pk", "line", "amount", "since", "until", "voided")
    return [*rows, *Commitment.objects.order_by("pk").values_list("pk", "state", "version")]


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
        assert [line for line, amount in tied.items() if amount > line.amount] == []
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
