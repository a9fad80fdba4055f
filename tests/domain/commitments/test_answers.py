"""What promises answer when plans and budgets change; and an amount that is raised or lowered."""

from __future__ import annotations

from datetime import date

import pytest

from lestari.domain.budgets.allocating import OverLine
from lestari.domain.budgets.models import Allocation, BudgetLine
from lestari.domain.commitments.models import Commitment
from lestari.foundation.duties.models import Duty
from lestari.foundation.kernel.errors import Refused
from tests.domain.builders import BUDGETED_ON, REVISED_ON, Loop, original, row

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 11)


@pytest.fixture
def plan(loop: Loop) -> BudgetLine:
    return loop.plan_line()


@pytest.fixture
def promises(loop: Loop, plan: BudgetLine) -> list[Commitment]:
    innovation = loop.innovation()
    return [loop.planned(innovation, plan), loop.planned(innovation, plan, place="Dusun 1")]


def states(*promises: Commitment) -> list[str]:
    for promise in promises:
        promise.refresh_from_db()
    return [promise.state for promise in promises]


def open_amounts(line: BudgetLine) -> list[int]:
    rows = Allocation.objects.filter(line=line, until=None, voided=False)
    return list(rows.order_by("id").values_list("amount", flat=True))


def test_a_cut_line_holds_on_to_the_oldest_funding_first(loop: Loop, promises: list[Commitment]) -> None:
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 60)
    loop.fund(promises[1], line, 40)

    revision = loop.revise(line.document, row(70, line=line.pk))

    assert states(*promises) == ["budgeted", "planned"]
    assert open_amounts(loop.lines(revision)[0]) == [60]


def test_results_share_what_a_cut_line_still_holds(loop: Loop, promises: list[Commitment]) -> None:
    (line,) = loop.budget(row(100))
    for promise, amount in zip(promises, (60, 40), strict=True):
        loop.fund(promise, line, amount)
        loop.report_done(promise)

    revision = loop.revise(line.document, row(70, line=line.pk))

    assert states(*promises) == ["realised", "realised"]
    assert open_amounts(loop.lines(revision)[0]) == [60, 10]


def test_a_result_gets_the_room_that_a_promise_falling_back_leaves(
    loop: Loop, promises: list[Commitment]
) -> None:
    one, other = loop.budget(row(100), row(50, "ADD"))
    loop.fund(promises[0], one, 60)
    loop.fund(promises[0], other, 50, kind="commitment.add_funding")
    loop.fund(promises[1], one, 40)
    loop.report_done(promises[1])

    revision = loop.revise(one.document, row(70, line=one.pk), row(49, "ADD", line=other.pk))

    assert states(*promises) == ["planned", "realised"]
    assert [open_amounts(line) for line in loop.lines(revision)] == [[40], []]


def test_a_promise_that_fell_back_has_its_duty_again_until_a_week_from_then(
    loop: Loop, promises: list[Commitment]
) -> None:
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 100)
    loop.start(promises[0])

    loop.revise(line.document, row(99, line=line.pk))

    duties = Duty.objects.filter(subject=promises[0].pk).order_by("role")
    assert [(duty.role, duty.action, duty.since, duty.due) for duty in duties] == [
        ("tpid", "commitment.budget", TODAY, date(2026, 8, 18)),
        ("village_officer", "commitment.budget", TODAY, date(2026, 8, 18)),
    ]


def test_a_raised_line_lets_the_promise_have_more(loop: Loop, promises: list[Commitment]) -> None:
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 100)
    (raised,) = loop.lines(loop.revise(line.document, row(150, line=line.pk)))
    allocation = Allocation.objects.get(line=raised)
    told = {"allocation": allocation, "on": TODAY}

    with pytest.raises(OverLine):
        loop.do("commitment.adjust_funding", loop.officer(), promises[0], amount=151, **told)
    loop.do("commitment.adjust_funding", loop.officer(), promises[0], amount=150, **told)

    rows = Allocation.objects.filter(line=raised).order_by("id").values_list("amount", "since", "until")
    assert list(rows) == [(100, REVISED_ON, TODAY), (150, TODAY, None)]
    assert promises[0].fundings.count() == 3
    assert states(promises[0]) == ["budgeted"]


def test_a_lowered_amount_makes_room_for_another_promise(loop: Loop, promises: list[Commitment]) -> None:
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 100)
    told = {"allocation": Allocation.objects.get(), "amount": 30, "on": REVISED_ON}
    loop.do("commitment.adjust_funding", loop.officer(), promises[0], **told)

    loop.fund(promises[1], line, 70, on=REVISED_ON)

    assert open_amounts(line) == [30, 70]


def test_the_same_amount_again_is_refused(loop: Loop, promises: list[Commitment]) -> None:
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 100)
    told = {"allocation": Allocation.objects.get(), "amount": 100, "on": REVISED_ON}
    with pytest.raises(Refused) as refused:
        loop.do("commitment.adjust_funding", loop.officer(), promises[0], **told)
    assert refused.value.errors == {"amount": ["Jumlahnya sama dengan yang sudah tercatat."]}


def test_an_adjustment_on_behalf_needs_the_paper(loop: Loop, promises: list[Commitment]) -> None:
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 100)
    told = {"allocation": Allocation.objects.get(), "amount": 90, "on": REVISED_ON}
    with pytest.raises(Refused) as refused:
        loop.do("commitment.adjust_funding", loop.tpid(), promises[0], **told)
    assert set(refused.value.errors) == {"papers"}
    loop.do("commitment.adjust_funding", loop.tpid(), promises[0], papers=(original("paper"),), **told)
    assert open_amounts(line) == [90]


def test_an_adjusted_amount_ends_with_a_voided_revision_and_the_first_is_back(
    loop: Loop, promises: list[Commitment]
) -> None:
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 100)
    revision = loop.revise(line.document, row(150, line=line.pk))
    going_on = Allocation.objects.get(line__document=revision)
    told = {"allocation": going_on, "amount": 150, "on": TODAY}
    loop.do("commitment.adjust_funding", loop.officer(), promises[0], **told)

    loop.do("budgets.void", loop.officer(), revision, reason="Belum disahkan")

    first = Allocation.objects.get(line=line)
    assert (states(promises[0]), first.amount, first.since) == (["budgeted"], 100, BUDGETED_ON)
    assert open_amounts(line) == [100]


def test_an_amount_that_has_ended_is_not_adjusted(loop: Loop, promises: list[Commitment]) -> None:
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 100)
    told = {"allocation": Allocation.objects.get(), "on": REVISED_ON}
    loop.do("commitment.adjust_funding", loop.officer(), promises[0], amount=90, **told)
    with pytest.raises(Refused) as refused:
        loop.do("commitment.adjust_funding", loop.officer(), promises[0], amount=80, **told)
    assert refused.value.errors == {"allocation": ["Dana ini sudah berakhir. Pilih dana yang masih berlaku."]}


def test_a_plan_that_is_revised_takes_its_promises_along(
    loop: Loop, plan: BudgetLine, promises: list[Commitment]
) -> None:
    revision = loop.revise(plan.document, row(400, line=plan.pk), on=date(2025, 10, 1))
    assert states(*promises) == ["planned", "planned"]
    assert {promise.plan_line_id for promise in promises} == {loop.lines(revision)[0].pk}


def test_a_plan_without_their_line_lets_go_of_what_is_not_budgeted(
    loop: Loop, plan: BudgetLine, promises: list[Commitment]
) -> None:
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 100)

    loop.revise(plan.document, row(400), on=REVISED_ON)

    assert states(*promises) == ["budgeted", "pledged"]
    assert [promise.plan_line_id for promise in promises] == [plan.pk, None]
    assert set(Duty.objects.filter(subject=promises[1].pk).values_list("action", flat=True)) == {
        "commitment.plan"
    }


def test_a_voided_plan_lets_go_of_its_promises(
    loop: Loop, plan: BudgetLine, promises: list[Commitment]
) -> None:
    loop.do("budgets.void", loop.officer(), plan.document, reason="Salah desa")
    assert states(*promises) == ["pledged", "pledged"]


def test_a_voided_revision_of_a_plan_gives_the_promises_their_line_back(
    loop: Loop, plan: BudgetLine, promises: list[Commitment]
) -> None:
    revision = loop.revise(plan.document, row(400, line=plan.pk), on=date(2025, 10, 1))
    loop.do("budgets.void", loop.officer(), revision, reason="Belum disahkan")
    assert states(*promises) == ["planned", "planned"]
    assert {promise.plan_line_id for promise in promises} == {plan.pk}


def test_voiding_an_old_budget_leaves_what_another_year_pays_for(
    loop: Loop, promises: list[Commitment]
) -> None:
    promise = promises[0]
    (line,) = loop.budget(row(100))
    loop.fund(promise, line, 100)
    loop.back("carry_over", promise, date(2026, 3, 1), year=2027)
    with loop.at(date(2027, 3, 1)):
        plan = loop.plan_line(year=2027, on=date(2026, 9, 1))
        loop.do("commitment.plan", loop.officer(), promise, line=plan, on=date(2026, 9, 2))
        (later,) = loop.budget(row(100), year=2027, on=date(2026, 12, 20))
        loop.fund(promise, later, 100, on=date(2027, 1, 5))

        loop.do("budgets.void", loop.officer(), line.document, reason="Salah catat")

    assert states(promise) == ["budgeted"]
    assert open_amounts(later) == [100]
    assert Allocation.objects.get(line=line).voided


@pytest.mark.parametrize("how", ["release", "revise", "void"])
def test_a_promise_out_of_the_budget_does_not_stand_in_a_plan_that_is_void(
    loop: Loop, plan: BudgetLine, promises: list[Commitment], how: str
) -> None:
    promise = promises[0]
    (line,) = loop.budget(row(100))
    loop.fund(promise, line, 100)
    loop.do("budgets.void", loop.officer(), plan.document, reason="Salah desa")
    assert states(promise) == ["budgeted"]

    if how == "release":
        loop.back("release", promise, TODAY)
    elif how == "revise":
        loop.revise(line.document, row(50, activity="2.2.02"))
    else:
        loop.do("budgets.void", loop.officer(), line.document, reason="Salah catat")

    assert (states(promise), promise.plan_line) == (["pledged"], None)
    assert set(Duty.objects.filter(subject=promise.pk).values_list("action", flat=True)) == {
        "commitment.plan"
    }
