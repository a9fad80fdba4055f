"""Money tied to promises: never more than a line holds, on any day, through revisions and back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from lestari.domain.budgets.allocating import OverLine
from lestari.domain.budgets.models import Allocation, BudgetLine
from lestari.domain.commitments.models import Commitment
from lestari.domain.insight.figures import FIGURE_OF, standing
from lestari.foundation.kernel.errors import NotAllowed, Refused
from lestari.foundation.ledger.models import Event
from tests.domain.builders import APBDES_ON, BUDGETED_ON, REVISED_ON, Loop, row
from tests.world import TANGGAMUS

TODAY = date(2026, 8, 11)
DROPPED_ON = date(2026, 7, 20)


@pytest.fixture
def promises(loop: Loop) -> list[Commitment]:
    """Two promises in the RKPDes of Kuta Dalom."""
    innovation, plan = loop.innovation(), loop.plan_line()
    return [loop.planned(innovation, plan), loop.planned(innovation, plan, place="Dusun 1")]


def told(line: BudgetLine) -> list[tuple[int, date, date | None, bool]]:
    rows = Allocation.objects.filter(line=line).order_by("id")
    return list(rows.values_list("amount", "since", "until", "voided"))


def states(*promises: Commitment) -> list[str]:
    for promise in promises:
        promise.refresh_from_db()
    return [promise.state for promise in promises]


def funded(loop: Loop, *days: date) -> list[int]:
    """The rupiah of Dana Desa for promises on each of the days."""
    return [FIGURE_OF["commitments_dana_desa"].value(loop.regions[TANGGAMUS], day) for day in days]


def test_a_line_is_filled_to_the_last_rupiah(loop: Loop, promises: list[Commitment]) -> None:
    (line,) = loop.budget(row(100_000_000))

    loop.fund(promises[0], line, 86_400_000)
    loop.fund(promises[1], line, 13_600_000)

    assert told(line) == [
        (86_400_000, BUDGETED_ON, None, False),
        (13_600_000, BUDGETED_ON, None, False),
    ]


def test_one_rupiah_over_the_line_is_refused_with_what_is_free(
    loop: Loop, promises: list[Commitment]
) -> None:
    (line,) = loop.budget(row(100_000_000))
    loop.fund(promises[0], line, 86_400_000)

    with pytest.raises(OverLine) as caught:
        loop.fund(promises[1], line, 13_600_001)

    assert caught.value.errors == {
        "amount": [
            "Baris ini tinggal memuat Rp13.600.000 dari Rp100.000.000. Tulis paling banyak Rp13.600.000."
        ]
    }
    assert states(*promises) == ["budgeted", "planned"]


def test_what_is_tied_later_leaves_no_room_before_it(loop: Loop, promises: list[Commitment]) -> None:
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 60, on=date(2026, 3, 1))

    with pytest.raises(OverLine):
        loop.fund(promises[1], line, 41, on=date(2026, 2, 1))

    loop.fund(promises[1], line, 40, on=date(2026, 2, 1))


def test_what_ended_leaves_room_from_that_day(loop: Loop, promises: list[Commitment]) -> None:
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 100)
    loop.back("drop", promises[0], DROPPED_ON)

    with pytest.raises(OverLine):
        loop.fund(promises[1], line, 1, on=DROPPED_ON - timedelta(days=1))
    loop.fund(promises[1], line, 100, on=DROPPED_ON)

    assert told(line) == [(100, BUDGETED_ON, DROPPED_ON, False), (100, DROPPED_ON, None, False)]


def test_a_day_before_the_budget_is_refused(loop: Loop, promises: list[Commitment]) -> None:
    (line,) = loop.budget(row(100))

    with pytest.raises(Refused) as caught:
        loop.fund(promises[0], line, 1, on=APBDES_ON - timedelta(days=1))

    assert caught.value.errors == {
        "on": ["APBDes 2026 baru berlaku 22 Desember 2025. Tulis tanggal itu atau sesudahnya."]
    }


def test_a_plan_a_replaced_budget_and_income_pay_for_nothing(loop: Loop, promises: list[Commitment]) -> None:
    (line,) = loop.budget(row(100))
    revision = loop.revise(line.document, row(100, account="4.2"), row(100, account="6.1"))

    for given in (promises[0].plan_line, line, *loop.lines(revision)):
        with pytest.raises(Refused) as caught:
            loop.fund(promises[0], given, 1, on=TODAY)
        assert caught.value.errors == {
            "line": ["Baris ini bukan baris belanja dari APBDes yang berlaku. Pilih baris lain."]
        }


@pytest.mark.parametrize("amount", [100, 150])
def test_a_line_that_still_holds_it_goes_on_funding(
    loop: Loop, promises: list[Commitment], amount: int
) -> None:
    (line,) = loop.budget(row(120))
    loop.fund(promises[0], line, 100)

    revision = loop.revise(line.document, row(amount, line=line.pk))

    (following,) = loop.lines(revision)
    assert told(line) == [(100, BUDGETED_ON, REVISED_ON, False)]
    assert told(following) == [(100, REVISED_ON, None, False)]
    assert states(promises[0]) == ["budgeted"]
    continued = Allocation.objects.get(line=following)
    assert continued.funding.commitment == promises[0]
    assert continued.follows == Allocation.objects.get(line=line)


def test_a_line_that_is_cut_lets_the_promise_fall_back(loop: Loop, promises: list[Commitment]) -> None:
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 60)
    loop.fund(promises[1], line, 40)
    loop.start(promises[1])

    revision = loop.revise(line.document, row(59, line=line.pk))

    (following,) = loop.lines(revision)
    assert told(following) == [(40, REVISED_ON, None, False)]
    assert states(*promises) == ["planned", "in_progress"]
    fell = Event.objects.filter(subject=promises[0].pk).order_by("serial").last()
    assert fell is not None
    assert (fell.kind, fell.effective_on, fell.changes) == (
        "commitment.fall_back",
        REVISED_ON,
        {"state": ["budgeted", "planned"], "state_since": ["2025-12-29", "2026-07-01"]},
    )


def test_a_revision_told_late_leaves_no_more_than_it_holds_on_any_day(
    loop: Loop, promises: list[Commitment]
) -> None:
    """One promise was dropped after the revision's day: until then the revised line has no room for both."""
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 60)
    loop.fund(promises[1], line, 40)
    loop.back("drop", promises[0], DROPPED_ON)

    revision = loop.revise(line.document, row(40, line=line.pk))

    assert told(line) == [(60, BUDGETED_ON, REVISED_ON, False), (40, BUDGETED_ON, REVISED_ON, False)]
    assert told(loop.lines(revision)[0]) == [(40, REVISED_ON, None, False)]
    assert states(*promises) == ["dropped", "budgeted"]
    assert funded(loop, date(2026, 6, 30), date(2026, 7, 10), TODAY) == [100, 40, 40]


def test_what_ended_after_the_revisions_day_goes_on_until_its_end(
    loop: Loop, promises: list[Commitment]
) -> None:
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 60)
    loop.fund(promises[1], line, 30)
    loop.back("drop", promises[0], DROPPED_ON)

    revision = loop.revise(line.document, row(90, line=line.pk))

    assert told(loop.lines(revision)[0]) == [
        (30, REVISED_ON, None, False),
        (60, REVISED_ON, DROPPED_ON, False),
    ]
    assert funded(loop, date(2026, 6, 30), date(2026, 7, 19), DROPPED_ON) == [90, 90, 30]


def test_what_ended_after_the_revisions_day_shrinks_to_what_is_left_until_its_end(
    loop: Loop, promises: list[Commitment]
) -> None:
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 60)
    loop.fund(promises[1], line, 40)
    loop.back("drop", promises[0], DROPPED_ON)

    revision = loop.revise(line.document, row(50, line=line.pk))

    assert told(loop.lines(revision)[0]) == [
        (40, REVISED_ON, None, False),
        (10, REVISED_ON, DROPPED_ON, False),
    ]


def test_what_follows_in_time_has_the_room_of_what_ended(loop: Loop, promises: list[Commitment]) -> None:
    """The line holds either of both, each on its days."""
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 100)
    loop.back("drop", promises[0], DROPPED_ON)
    loop.fund(promises[1], line, 100, on=DROPPED_ON)

    revision = loop.revise(line.document, row(100, line=line.pk))

    assert told(loop.lines(revision)[0]) == [
        (100, DROPPED_ON, None, False),
        (100, REVISED_ON, DROPPED_ON, False),
    ]
    assert told(line) == [(100, BUDGETED_ON, REVISED_ON, False), (100, DROPPED_ON, DROPPED_ON, False)]
    assert states(*promises) == ["dropped", "budgeted"]


def test_an_amount_lowered_after_the_revisions_day_keeps_the_promise_in_the_budget(
    loop: Loop, promises: list[Commitment]
) -> None:
    """What funds it now goes on; only its past shrinks."""
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 100)
    allocation = Allocation.objects.get()
    told_anew = {"allocation": allocation, "amount": 30, "on": DROPPED_ON}
    loop.do("commitment.adjust_funding", loop.officer(), promises[0], **told_anew)

    revision = loop.revise(line.document, row(70, line=line.pk))

    assert told(loop.lines(revision)[0]) == [
        (30, DROPPED_ON, None, False),
        (70, REVISED_ON, DROPPED_ON, False),
    ]
    assert states(promises[0]) == ["budgeted"]


def test_a_promise_that_falls_back_has_no_money_after_it_fell(loop: Loop, promises: list[Commitment]) -> None:
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 20)
    told_anew = {"allocation": Allocation.objects.get(), "amount": 100, "on": DROPPED_ON}
    loop.do("commitment.adjust_funding", loop.officer(), promises[0], **told_anew)

    loop.revise(line.document, row(99, line=line.pk))

    assert states(promises[0]) == ["planned"]
    assert funded(loop, date(2026, 6, 30), REVISED_ON, TODAY) == [20, 0, 0]


def test_a_drop_told_late_ends_what_a_revision_had_handed_over(
    loop: Loop, promises: list[Commitment]
) -> None:
    """Dropped in March, entered after the revision of July."""
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 100)
    revision = loop.revise(line.document, row(100, line=line.pk))

    loop.back("drop", promises[0], date(2026, 3, 20))

    assert told(line) == [(100, BUDGETED_ON, date(2026, 3, 20), False)]
    assert funded(loop, date(2026, 3, 19), date(2026, 3, 20), TODAY) == [100, 0, 0]
    loop.do("budgets.void", loop.officer(), revision, reason="Belum disahkan")
    assert told(line) == [(100, BUDGETED_ON, date(2026, 3, 20), False)]


@pytest.mark.parametrize("amount", [100, 40, 1])
def test_a_voided_revision_gives_back_what_had_ended_after_its_day_until_that_end(
    loop: Loop, promises: list[Commitment], amount: int
) -> None:
    """Whether it went on, shrank or was lost."""
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 60)
    loop.back("drop", promises[0], DROPPED_ON)
    revision = loop.revise(line.document, row(amount, line=line.pk))

    loop.do("budgets.void", loop.officer(), revision, reason="Belum disahkan")

    assert told(line) == [(60, BUDGETED_ON, DROPPED_ON, False)]
    assert states(promises[0]) == ["dropped"]


def test_a_voided_revision_funds_a_promise_dropped_after_falling_back_until_it_fell(
    loop: Loop, promises: list[Commitment]
) -> None:
    """Its work began after the revision's day, so it fell back then; dropped later, it has its money until the fall."""
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 100)
    loop.start(promises[0], on=DROPPED_ON)
    revision = loop.revise(line.document, row(1, line=line.pk))
    loop.back("drop", promises[0], TODAY)

    loop.do("budgets.void", loop.officer(), revision, reason="Belum disahkan")

    assert told(line) == [(100, BUDGETED_ON, DROPPED_ON, False)]
    assert states(promises[0]) == ["dropped"]


@pytest.mark.parametrize("changed", [{"source": "ADD"}, {"account": "5.2"}])
def test_a_line_of_another_source_or_account_does_not_go_on(
    loop: Loop, promises: list[Commitment], changed: dict[str, Any]
) -> None:
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 100)

    revision = loop.revise(line.document, row(100, line=line.pk, **changed))

    assert told(loop.lines(revision)[0]) == []
    assert states(promises[0]) == ["planned"]


def test_a_promise_of_two_lines_falls_back_as_a_whole(loop: Loop, promises: list[Commitment]) -> None:
    one, other = loop.budget(row(60), row(40, "ADD"))
    loop.fund(promises[0], one, 60)
    loop.fund(promises[0], other, 40, kind="commitment.add_funding")

    revision = loop.revise(one.document, row(60, line=one.pk), row(39, "ADD", line=other.pk))

    kept, cut = loop.lines(revision)
    assert told(kept) == [(60, REVISED_ON, REVISED_ON, False)]
    assert told(cut) == []
    assert states(promises[0]) == ["planned"]


def test_a_promise_that_began_after_the_revisions_day_falls_back_from_then(
    loop: Loop, promises: list[Commitment]
) -> None:
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 100)
    loop.start(promises[0], on=TODAY)

    loop.revise(line.document, row(1, line=line.pk))

    assert states(promises[0]) == ["planned"]
    assert told(line) == [(100, BUDGETED_ON, REVISED_ON, False)]


def test_a_realised_promise_keeps_its_state_and_what_the_line_still_holds(
    loop: Loop, promises: list[Commitment]
) -> None:
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 100)
    loop.report_done(promises[0])

    revision = loop.revise(line.document, row(70, line=line.pk))

    assert states(promises[0]) == ["realised"]
    assert told(loop.lines(revision)[0]) == [(70, REVISED_ON, None, False)]


def test_a_voided_budget_pays_on_no_day_and_its_promise_was_never_in_it(
    loop: Loop, promises: list[Commitment]
) -> None:
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 100)

    loop.do("budgets.void", loop.officer(), line.document, reason="Salah desa")

    assert told(line) == [(100, BUDGETED_ON, None, True)]
    assert states(promises[0]) == ["planned"]
    in_march = standing(loop.regions[TANGGAMUS], date(2026, 3, 1))
    assert in_march == {"planned": (2, 2 * 86_400_000)}
    (right,) = loop.budget(row(100))
    loop.fund(promises[0], right, 100)  # in the right one from the same day on
    assert funded(loop, BUDGETED_ON) == [100]


def test_a_voided_plan_was_never_one(loop: Loop, promises: list[Commitment]) -> None:
    assert promises[0].plan_line is not None
    loop.do("budgets.void", loop.officer(), promises[0].plan_line.document, reason="Salah desa")

    assert states(*promises) == ["pledged", "pledged"]
    on_the_day = standing(loop.regions[TANGGAMUS], date(2025, 9, 30))
    assert on_the_day == {"pledged": (2, 2 * 86_400_000)}


def test_a_budget_under_a_result_is_voided_by_the_agency_or_the_team_of_the_regency_alone(
    loop: Loop, promises: list[Commitment]
) -> None:
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 100)
    loop.report_done(promises[0])
    for actor in (loop.officer(), loop.tpid()):
        with pytest.raises(NotAllowed) as refused:
            loop.do("budgets.void", actor, line.document, reason="Salah desa")
        assert str(refused.value) == (
            f"Dokumen ini membiayai hasil yang sudah dilaporkan: {promises[0].code}. Hanya Dinas PMD atau TIK yang dapat membatalkannya. Bila anggarannya berubah, catat perubahannya."
        )
    assert told(line) == [(100, BUDGETED_ON, None, False)]

    loop.do("budgets.void", loop.tik(), line.document, reason="Salah desa")

    assert told(line) == [(100, BUDGETED_ON, None, True)]
    assert states(promises[0]) == ["realised"]


def test_the_village_revises_a_budget_under_a_result_and_takes_the_revision_back(
    loop: Loop, promises: list[Commitment]
) -> None:
    """The revision is a regulation of the village; voiding it takes nothing that the budget before did not pay."""
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 100)
    loop.report_done(promises[0])
    revision = loop.revise(line.document, row(70, line=line.pk))

    loop.do("budgets.void", loop.officer(), revision, reason="Belum disahkan")

    assert told(line) == [(100, BUDGETED_ON, None, False)]
    assert states(promises[0]) == ["realised"]


@pytest.mark.parametrize("amount", [100, 1])
def test_a_voided_revision_gives_back_what_it_took(
    loop: Loop, promises: list[Commitment], amount: int
) -> None:
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 100)
    revision = loop.revise(line.document, row(amount, line=line.pk))

    loop.do("budgets.void", loop.officer(), revision, reason="Belum disahkan")

    assert told(line) == [(100, BUDGETED_ON, None, False)]
    assert states(promises[0]) == ["budgeted"]


def test_a_voided_revision_leaves_work_under_way(loop: Loop, promises: list[Commitment]) -> None:
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 100)
    loop.start(promises[0])
    revision = loop.revise(line.document, row(100, line=line.pk))

    loop.do("budgets.void", loop.officer(), revision, reason="Belum disahkan")

    assert states(promises[0]) == ["in_progress"]
    assert told(line) == [(100, BUDGETED_ON, None, False)]


def test_a_voided_revision_gives_both_lines_of_a_promise_back(loop: Loop, promises: list[Commitment]) -> None:
    one, other = loop.budget(row(60), row(40, "ADD"))
    loop.fund(promises[0], one, 60)
    loop.fund(promises[0], other, 40, kind="commitment.add_funding")
    revision = loop.revise(one.document, row(60, line=one.pk), row(39, "ADD", line=other.pk))

    loop.do("budgets.void", loop.officer(), revision, reason="Belum disahkan")

    assert told(one) == [(60, BUDGETED_ON, None, False)]
    assert told(other) == [(40, BUDGETED_ON, None, False)]
    assert states(promises[0]) == ["budgeted"]


@pytest.mark.parametrize(("amount", "until"), [(100, DROPPED_ON), (1, REVISED_ON)])
def test_a_voided_revision_gives_nothing_to_a_promise_dropped_meanwhile(
    loop: Loop, promises: list[Commitment], amount: int, until: date
) -> None:
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 100)
    revision = loop.revise(line.document, row(amount, line=line.pk))
    loop.back("drop", promises[0], DROPPED_ON)

    loop.do("budgets.void", loop.officer(), revision, reason="Belum disahkan")

    assert told(line) == [(100, BUDGETED_ON, until, False)]
    assert states(promises[0]) == ["dropped"]


def test_a_voided_revision_gives_nothing_to_a_promise_carried_over(
    loop: Loop, promises: list[Commitment]
) -> None:
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 100)
    revision = loop.revise(line.document, row(1, line=line.pk))
    loop.back("carry_over", promises[0], DROPPED_ON, year=2027)

    loop.do("budgets.void", loop.officer(), revision, reason="Belum disahkan")

    assert told(line) == [(100, BUDGETED_ON, REVISED_ON, False)]
    assert states(promises[0]) == ["pledged"]


def test_a_promise_budgeted_anew_loses_the_new_money_and_has_the_old(
    loop: Loop, promises: list[Commitment]
) -> None:
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 100)
    revision = loop.revise(line.document, row(50, line=line.pk))
    loop.fund(promises[0], loop.lines(revision)[0], 50, on=TODAY)

    loop.do("budgets.void", loop.officer(), revision, reason="Belum disahkan")

    assert told(line) == [(100, BUDGETED_ON, None, False)]
    assert told(loop.lines(revision)[0]) == [(50, TODAY, None, True)]
    assert states(promises[0]) == ["budgeted"]


def test_a_voided_promise_stays_void_when_a_revision_is_voided(
    loop: Loop, promises: list[Commitment]
) -> None:
    (line,) = loop.budget(row(100))
    loop.fund(promises[0], line, 100)
    revision = loop.revise(line.document, row(100, line=line.pk))
    loop.back("void", promises[0], TODAY, by=loop.tpid())

    loop.do("budgets.void", loop.officer(), revision, reason="Belum disahkan")

    assert told(line) == [(100, BUDGETED_ON, REVISED_ON, True)]
    assert states(promises[0]) == ["void"]
