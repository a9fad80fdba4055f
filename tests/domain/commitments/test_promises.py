"""A promise: each step with its duty, each way back, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from lestari.domain.budgets.models import Allocation, BudgetLine
from lestari.domain.commitments.models import Commitment
from lestari.domain.commitments.queries import minis, thread
from lestari.domain.insight.figures import standing
from lestari.domain.knowledge.models import Innovation
from lestari.foundation.duties.models import Duty
from lestari.foundation.kernel.access import ANONYMOUS
from lestari.foundation.kernel.errors import NotAllowed, Refused, WrongStep
from lestari.foundation.kernel.ids import uuid7
from lestari.foundation.ledger.models import Event
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.models import Stay
from lestari.foundation.workflow.perform import check
from tests.domain.builders import (
    APBDES_ON,
    BUDGETED_ON,
    DONE_ON,
    PLANNED_ON,
    PLEDGED_ON,
    PUBLISHED_ON,
    REVISED_ON,
    RKPDES_ON,
    STARTED_ON,
    VERIFIED_ON,
    YEAR,
    Loop,
    original,
    row,
)
from tests.domain.pages import signed_in, words
from tests.world import CAMPANG, ELSEWHERE, KUTA_DALOM, TANGGAMUS

TODAY = date(2026, 8, 11)
Walk = Callable[[str], Commitment]


@pytest.fixture
def line(loop: Loop) -> BudgetLine:
    """The one line of the budget of Kuta Dalom."""
    return loop.budget(row(100_000_000))[0]


@pytest.fixture
def walk(loop: Loop, line: BudgetLine) -> Walk:
    """Return a promise that came as far as a state, each step on its day and entered that day."""

    def until(state: str) -> Commitment:
        innovation, plan = loop.innovation(), loop.plan_line()
        with loop.at(PLEDGED_ON):
            promise = loop.pledge(innovation)
        steps = {
            "planned": (
                PLANNED_ON,
                lambda: loop.do("commitment.plan", loop.officer(), promise, line=plan, on=PLANNED_ON),
            ),
            "budgeted": (BUDGETED_ON, lambda: loop.fund(promise, line, 86_400_000)),
            "in_progress": (STARTED_ON, lambda: loop.start(promise)),
            "realised": (DONE_ON, lambda: loop.report_done(promise)),
            "verified": (VERIFIED_ON, lambda: loop.verify(promise)),
        }
        for step, (day, deed) in steps.items():
            if promise.state == state:
                break
            with loop.at(day):
                deed()
            assert promise.state == step
        return promise

    return until


def duties(promise: Commitment) -> list[tuple[str, str, date, date | None]]:
    found = Duty.objects.filter(subject=promise.pk).order_by("role")
    return list(found.values_list("role", "action", "since", "due"))


def both(action: str, since: date, due: date) -> list[tuple[str, str, date, date | None]]:
    return [("tpid", action, since, due), ("village_officer", action, since, due)]


def money(promise: Commitment) -> list[tuple[int, date, date | None, bool]]:
    rows = Allocation.objects.filter(funding__commitment=promise).order_by("id")
    return list(rows.values_list("amount", "since", "until", "voided"))


@pytest.mark.parametrize(
    ("state", "wanted"),
    [
        ("pledged", both("commitment.plan", PLEDGED_ON, date(2025, 9, 30))),
        ("planned", both("commitment.budget", PLANNED_ON, date(2025, 12, 31))),
        ("budgeted", both("commitment.start", BUDGETED_ON, date(2026, 6, 30))),
        ("in_progress", both("commitment.report_done", STARTED_ON, date(2026, 12, 31))),
        ("realised", [("tpid", "commitment.verify", DONE_ON, date(2026, 7, 14))]),
        ("verified", []),
    ],
)
def test_each_state_brings_the_duty_of_its_season(walk: Walk, state: str, wanted: list) -> None:
    promise = walk(state)

    assert (promise.state, duties(promise)) == (state, wanted)


def test_a_verified_promise_has_stayed_in_each_state_without_a_gap(walk: Walk) -> None:
    promise = walk("verified")

    stays = Stay.objects.filter(record=promise.pk).order_by("id").values_list("state", "since", "until")
    assert list(stays) == [
        ("pledged", PLEDGED_ON, PLANNED_ON),
        ("planned", PLANNED_ON, BUDGETED_ON),
        ("budgeted", BUDGETED_ON, STARTED_ON),
        ("in_progress", STARTED_ON, DONE_ON),
        ("realised", DONE_ON, VERIFIED_ON),
        ("verified", VERIFIED_ON, None),
    ]
    kinds = Event.objects.filter(subject=promise.pk).order_by("serial").values_list("kind", flat=True)
    assert list(kinds) == [
        "commitment.pledge",
        "commitment.plan",
        "commitment.budget",
        "commitment.start",
        "commitment.report_done",
        "commitment.verify",
    ]


def test_a_deadline_is_never_before_the_day_its_duty_came(loop: Loop) -> None:
    promise = loop.pledge(loop.innovation())

    assert duties(promise) == both("commitment.plan", TODAY, date(2026, 8, 18))


def test_a_promise_keeps_what_its_card_says(loop: Loop) -> None:
    innovation = loop.innovation()

    promise = loop.pledge(innovation)

    assert (promise.code, promise.region, promise.innovation, promise.field, promise.volume) == (
        "K-2026-0001",
        loop.regions[KUTA_DALOM],
        innovation,
        "infrastructure",
        Decimal("1200.50"),
    )
    assert promise.title == "Pipa gravitasi air bersih dari mata air Way Semaka di Dusun 3"


def test_a_card_on_behalf_of_a_village_needs_the_paper(loop: Loop) -> None:
    innovation = loop.innovation()
    with pytest.raises(Refused) as caught:
        loop.pledge(innovation, by=loop.tpid(), papers=())
    assert caught.value.errors == {"papers": ["Anda mencatat atas nama desa. Lampirkan foto kertasnya."]}

    promise = loop.pledge(innovation, by=loop.tpid(), papers=(original("paper"),))

    assert Event.objects.get(subject=promise.pk).behalf == loop.regions[KUTA_DALOM].pk


def test_a_village_does_not_copy_its_own_innovation(loop: Loop) -> None:
    with pytest.raises(Refused) as caught:
        loop.pledge(loop.innovation(), CAMPANG)

    assert caught.value.errors == {
        "innovation": ["Inovasi ini dari desa itu sendiri. Pilih inovasi desa lain."]
    }


def test_a_withdrawn_innovation_is_not_promised(loop: Loop) -> None:
    innovation = loop.innovation()
    loop.do("innovation.withdraw", loop.tik(), innovation, reason="Usang")

    with pytest.raises(Refused) as caught:
        loop.pledge(innovation)

    assert caught.value.errors == {"innovation": ["Inovasi ini tidak ada di menu. Pilih yang terbit."]}


@pytest.mark.parametrize("year", [2024, 2034])
def test_a_year_gone_by_on_the_cards_day_or_beyond_the_villages_plan_is_refused(
    loop: Loop, year: int
) -> None:
    with pytest.raises(Refused) as caught:
        loop.pledge(loop.innovation(), year=year)

    assert caught.value.errors == {"year": ["Tahun anggaran harus 2025 sampai 2033, menurut tanggalnya."]}


def test_the_same_card_twice_is_refused_with_the_code_of_the_first(loop: Loop) -> None:
    innovation = loop.innovation()
    first = loop.pledge(innovation, place="Dusun 3")

    with pytest.raises(Refused) as caught:
        loop.pledge(innovation, place="dusun 3")

    assert caught.value.errors == {"innovation": [f"Kartu yang sama sudah ada: {first.code}."]}
    loop.pledge(innovation, place="Dusun 4")
    loop.pledge(innovation, year=2027)


@pytest.mark.parametrize("ended", ["drop", "void"])
def test_a_card_that_came_to_nothing_may_be_signed_again(loop: Loop, ended: str) -> None:
    innovation = loop.innovation()
    loop.back(ended, loop.pledge(innovation, place="Dusun 3"), PLEDGED_ON, by=loop.tpid())

    assert loop.pledge(innovation, place="Dusun 3").state == "pledged"


@pytest.mark.parametrize("on", [PUBLISHED_ON - timedelta(days=1), date(219, 3, 1)])
def test_a_card_dated_before_the_innovation_was_published_is_refused(loop: Loop, on: date) -> None:
    innovation = loop.innovation()
    with pytest.raises(Refused) as caught:
        loop.pledge(innovation, on=on)
    assert caught.value.errors == {
        "on": ["Inovasi ini baru terbit 19 Agustus 2024. Tulis tanggal itu atau sesudahnya."]
    }

    loop.pledge(innovation, on=PUBLISHED_ON)


def test_what_was_withdrawn_while_the_card_was_filled_is_not_promised(loop: Loop) -> None:
    read = loop.innovation()
    loop.do("innovation.withdraw", loop.tik(), Innovation.objects.get(pk=read.pk), reason="Usang")

    with pytest.raises(Refused) as caught:
        loop.pledge(read)

    assert caught.value.errors == {"innovation": ["Inovasi ini tidak ada di menu. Pilih yang terbit."]}


def test_a_promise_is_not_carried_over_into_a_year_gone_by(loop: Loop) -> None:
    promise = loop.pledge(loop.innovation(), on=date(2024, 9, 2), year=2024)

    with pytest.raises(Refused) as caught:
        loop.back("carry_over", promise, TODAY, year=2025)
    assert caught.value.errors == {"year": ["Tahun anggaran harus 2026 sampai 2034, menurut tanggalnya."]}

    loop.back(
        "carry_over", promise, date(2025, 1, 20), year=2025
    )  # told late, of a day when that year was not over
    assert (promise.state, promise.year) == ("pledged", 2025)


@pytest.fixture
def coming(loop: Loop) -> Commitment:
    """A promise for 2027 that stands in the APBDes already in August 2026."""
    innovation, on = loop.innovation(), TODAY - timedelta(days=20)
    plan, line = loop.plan_line(year=2027, on=on), loop.budget(row(100_000_000), year=2027, on=on)[0]
    promise = loop.pledge(innovation, year=2027)
    for verb, told in (("plan", {"line": plan}), ("budget", {"line": line, "amount": 1_000_000})):
        loop.do(f"commitment.{verb}", loop.officer(), promise, on=on, **told)
    return promise


NOT_YET = "Langkah ini dapat dilakukan mulai 1 Januari 2027, hari pertama tahun anggarannya."


def test_work_does_not_begin_before_the_year_that_pays_for_it(loop: Loop, coming: Commitment) -> None:
    for deed in (loop.start, loop.report_done):
        with pytest.raises(Refused) as caught:
            deed(coming, TODAY)
        assert (caught.value.errors, coming.state) == ({"on": [NOT_YET]}, "budgeted")

    loop.clock.set(date(2027, 1, 4))
    with pytest.raises(Refused) as caught:
        loop.start(coming, date(2026, 12, 31))
    assert caught.value.errors == {"on": [NOT_YET]}
    loop.start(coming, date(2027, 1, 1))
    assert coming.state == "in_progress"


def test_work_of_a_coming_year_is_not_offered_before_it_begins(loop: Loop, coming: Commitment) -> None:
    client, address = signed_in(loop), f"/komitmen/{coming.code}"
    shown = client.get(address).context["buttons"]
    assert (shown.primary, {one.label: one.because for one in shown.locked}) == (
        None,
        {"Mulai dikerjakan": NOT_YET, "Laporkan selesai": NOT_YET},
    )
    assert NOT_YET in words(client.get(f"{address}/start"))
    others = signed_in(loop, "tik", TANGGAMUS).get(address).context["buttons"]
    assert {one.label: one.because for one in others.locked} == {
        "Mulai dikerjakan": "Peran Anda tidak melakukan langkah ini. Yang dapat: Petugas desa, TPID Kecamatan Gisting atau Dinas PMD Kabupaten Tanggamus."
    }

    loop.clock.set(date(2027, 1, 1))
    assert client.get(address).context["buttons"].primary.label == "Mulai dikerjakan"


def test_the_promise_of_a_foreign_village_is_refused(loop: Loop) -> None:
    innovation = loop.innovation()

    with pytest.raises(NotAllowed) as caught:
        loop.pledge(innovation, ELSEWHERE, by=loop.officer())

    assert (str(caught.value), Commitment.objects.count()) == ("Wilayah ini di luar wilayah tugas Anda.", 0)


def test_only_a_line_of_the_plan_of_that_village_and_year_plans(loop: Loop, line: BudgetLine) -> None:
    promise = loop.pledge(loop.innovation())
    foreign = loop.plan_line(code=CAMPANG)
    earlier = loop.plan_line(year=2025, on=date(2024, 9, 20))

    for given, sentence in (
        (foreign, "Baris ini bukan dari desa dan tahun komitmen. Pilih baris tahun 2026."),
        (earlier, "Baris ini bukan dari desa dan tahun komitmen. Pilih baris tahun 2026."),
        (line, "Baris ini bukan dari RKPDes yang berlaku. Pilih baris lain."),
    ):
        with pytest.raises(Refused) as caught:
            loop.do("commitment.plan", loop.officer(), promise, line=given, on=PLANNED_ON)
        assert caught.value.errors == {"line": [sentence]}


def test_a_promise_stands_in_no_plan_before_that_plan_is_in_force(loop: Loop) -> None:
    plan = loop.plan_line()
    promise = loop.pledge(loop.innovation())

    with pytest.raises(Refused) as caught:
        loop.do("commitment.plan", loop.officer(), promise, line=plan, on=RKPDES_ON - timedelta(days=1))

    assert caught.value.errors == {
        "on": ["RKPDes 2026 baru berlaku 22 September 2025. Tulis tanggal itu atau sesudahnya."]
    }
    loop.do("commitment.plan", loop.officer(), promise, line=plan, on=RKPDES_ON)
    assert (promise.state, promise.plan_line_id) == ("planned", plan.pk)


def test_a_line_of_a_plan_that_was_replaced_plans_no_more(loop: Loop) -> None:
    plan = loop.plan_line()
    promise = loop.pledge(loop.innovation())
    loop.revise(plan.document, row(5), on=date(2025, 10, 1))

    with pytest.raises(Refused) as caught:
        loop.do("commitment.plan", loop.officer(), promise, line=plan, on=REVISED_ON)

    assert caught.value.errors == {"line": ["Baris ini bukan dari RKPDes yang berlaku. Pilih baris lain."]}


def test_a_step_before_the_present_state_is_refused_on_its_day(loop: Loop, walk: Walk) -> None:
    promise = walk("planned")

    with pytest.raises(Refused) as caught:
        loop.back("drop", promise, date(2025, 9, 23))

    assert set(caught.value.errors) == {"on"}
    promise.refresh_from_db()
    assert promise.state == "planned"


def test_one_promise_is_paid_from_two_lines(loop: Loop) -> None:
    one, other = loop.budget(row(60_000_000), row(40_000_000, "ADD"))
    promise = loop.planned(loop.innovation(), loop.plan_line())

    loop.fund(promise, one, 60_000_000)
    loop.fund(promise, other, 26_400_000, kind="commitment.add_funding")

    assert money(promise) == [(60_000_000, BUDGETED_ON, None, False), (26_400_000, BUDGETED_ON, None, False)]


def test_funding_is_not_added_before_the_budget_has_the_promise(
    loop: Loop, walk: Walk, line: BudgetLine
) -> None:
    promise = walk("planned")

    with pytest.raises(WrongStep):
        loop.fund(promise, line, 1, kind="commitment.add_funding")


@pytest.mark.parametrize("state", ["budgeted", "in_progress"])
def test_a_dropped_promise_ends_its_funding_that_day(loop: Loop, walk: Walk, state: str) -> None:
    promise = walk(state)

    loop.back("drop", promise, VERIFIED_ON)

    assert (promise.state, promise.reason, duties(promise)) == ("dropped", "Musyawarah pekon", [])
    assert money(promise) == [(86_400_000, BUDGETED_ON, VERIFIED_ON, False)]


def test_a_dropped_promise_is_taken_up_for_a_year_of_its_own(loop: Loop, walk: Walk) -> None:
    promise = walk("planned")
    loop.back("drop", promise, VERIFIED_ON)
    with pytest.raises(Refused) as caught:
        loop.back("take_up", promise, TODAY, year=2025)
    assert caught.value.errors == {"year": ["Tahun anggaran harus 2026 sampai 2034, menurut tanggalnya."]}

    loop.back("take_up", promise, TODAY, year=2027)

    assert (promise.state, promise.year, promise.plan_line) == ("pledged", 2027, None)
    assert duties(promise) == both("commitment.plan", TODAY, date(2026, 9, 30))


def test_a_promise_taken_out_of_the_plan_waits_for_it_again(loop: Loop, walk: Walk) -> None:
    promise = walk("planned")

    loop.back("unplan", promise, TODAY)

    assert (promise.state, promise.plan_line) == ("pledged", None)
    assert duties(promise) == both("commitment.plan", TODAY, date(2026, 8, 18))


def test_a_promise_taken_out_of_the_budget_waits_for_it_again(loop: Loop, walk: Walk) -> None:
    promise = walk("budgeted")

    loop.back("release", promise, TODAY)

    assert promise.state == "planned"
    assert money(promise) == [(86_400_000, BUDGETED_ON, TODAY, False)]
    assert duties(promise) == both("commitment.budget", TODAY, date(2026, 8, 18))


def test_a_promise_is_carried_over_into_a_later_year(loop: Loop, walk: Walk) -> None:
    promise = walk("in_progress")
    with pytest.raises(Refused) as caught:
        loop.back("carry_over", promise, TODAY, year=2026)
    assert caught.value.errors == {"year": ["Tahun berikutnya harus sesudah 2026."]}

    loop.back("carry_over", promise, TODAY, year=2027)

    assert (promise.state, promise.year, promise.plan_line) == ("pledged", 2027, None)
    assert money(promise) == [(86_400_000, BUDGETED_ON, TODAY, False)]
    assert duties(promise) == both("commitment.plan", TODAY, date(2026, 9, 30))


def test_a_promise_counts_in_the_year_that_it_was_for_on_the_day(loop: Loop, walk: Walk) -> None:
    promise = walk("planned")
    loop.back("carry_over", promise, DONE_ON, year=2027)
    loop.back("drop", promise, VERIFIED_ON)
    loop.back("take_up", promise, TODAY, year=2028)

    counted = {
        day: [year for year in (2026, 2027, 2028) if standing(loop.regions[TANGGAMUS], day, year=year)]
        for day in (PLANNED_ON, DONE_ON - timedelta(days=1), DONE_ON, VERIFIED_ON, TODAY)
    }

    assert counted == {
        PLANNED_ON: [2026],
        DONE_ON - timedelta(days=1): [2026],
        DONE_ON: [2027],
        VERIFIED_ON: [2027],
        TODAY: [2028],
    }


def test_a_revised_budget_brings_the_duty_back(loop: Loop, walk: Walk, line: BudgetLine) -> None:
    promise = walk("budgeted")

    loop.revise(line.document, row(86_399_999, line=line.pk))

    promise.refresh_from_db()
    assert promise.state == "planned"
    assert duties(promise) == both("commitment.budget", TODAY, date(2026, 8, 18))


def test_a_result_sent_back_is_reported_and_verified_again(loop: Loop, walk: Walk) -> None:
    promise = walk("realised")

    loop.back("send_back", promise, VERIFIED_ON, by=loop.tpid())

    assert (promise.state, promise.reason) == ("in_progress", "Musyawarah pekon")
    assert duties(promise) == both("commitment.report_done", TODAY, date(2026, 12, 31))
    loop.report_done(promise, TODAY)
    loop.verify(promise, TODAY)
    assert (promise.state, promise.reason) == ("verified", "")


def test_a_verification_is_taken_back(loop: Loop, walk: Walk) -> None:
    promise = walk("verified")

    loop.back("unverify", promise, TODAY, by=loop.tik())

    assert promise.state == "realised"
    assert duties(promise) == [("tpid", "commitment.verify", TODAY, date(2026, 8, 25))]


@pytest.mark.parametrize("state", ["pledged", "planned", "budgeted", "in_progress", "realised"])
def test_a_voided_promise_counts_on_no_day(loop: Loop, walk: Walk, state: str) -> None:
    promise = walk(state)

    loop.back("void", promise, TODAY, by=loop.tpid())

    assert (promise.state, duties(promise)) == ("void", [])
    assert [voided for *_rest, voided in money(promise)] == [True] * len(money(promise))


def test_a_result_is_not_verified_before_it_is_reported(loop: Loop, walk: Walk) -> None:
    promise = walk("in_progress")

    with pytest.raises(WrongStep) as caught:
        loop.verify(promise)

    assert str(caught.value) == (
        "Sekarang “Dikerjakan”. Langkah ini dari keadaan “Selesai, menunggu verifikasi”."
    )


def test_the_village_does_not_verify_its_own_result(loop: Loop, walk: Walk) -> None:
    promise = walk("realised")
    officer = loop.officer()
    verdicts = [
        check(registry.action("commitment.verify"), actor, promise)
        for actor in (officer, replace(loop.tpid(), grants=loop.tpid().grants + officer.grants))
    ]

    assert [(verdict.allowed, verdict.because) for verdict in verdicts] == [
        (False, "Peran Anda tidak melakukan langkah ini."),
        (False, "Anda bertugas di desa ini; orang dari luar desa yang memeriksa."),
    ]


def test_who_reported_a_result_does_not_verify_it(loop: Loop, walk: Walk) -> None:
    promise = walk("in_progress")
    tpid = loop.tpid()
    answers = {"realised_amount": 1, "result": "Selesai", "on": DONE_ON, "photos": (original(),)}
    with pytest.raises(Refused) as caught:
        loop.do("commitment.report_done", tpid, promise, **answers, papers=())
    assert caught.value.errors == {"papers": ["Anda mencatat atas nama desa. Lampirkan foto kertasnya."]}
    loop.do("commitment.report_done", tpid, promise, **answers, papers=(original("paper"),))

    with pytest.raises(NotAllowed) as refused:
        loop.verify(promise)

    assert str(refused.value) == "Ini pekerjaan Anda sendiri; orang lain yang memeriksa."
    loop.do("commitment.verify", loop.tik(), promise, on=VERIFIED_ON, papers=(original("paper"),))
    assert promise.state == "verified"


def test_the_same_act_sent_twice_pays_once(loop: Loop, walk: Walk, line: BudgetLine) -> None:
    promise, act = walk("planned"), uuid7()
    answers = {"line": line, "amount": 5_000_000, "on": APBDES_ON.replace(day=30)}

    first = loop.do("commitment.budget", loop.officer(), promise, **answers, act_id=act)
    events = Event.objects.count()
    again = loop.do("commitment.budget", loop.officer(), promise, **answers, act_id=act)

    assert (again.act, again.subject, again.state) == (first.act, promise.pk, "budgeted")
    assert (Event.objects.count(), len(money(promise))) == (events, 1)


def test_a_verified_promise_is_voided_only_once_its_verification_is_taken_back(
    loop: Loop, walk: Walk
) -> None:
    promise = walk("verified")
    with pytest.raises(WrongStep, match="Sekarang “Terverifikasi”"):
        loop.back("void", promise, TODAY, by=loop.tpid())

    loop.back("unverify", promise, TODAY, by=loop.tik())
    loop.back("void", promise, TODAY, by=loop.tpid())

    assert promise.state == "void"


@pytest.mark.parametrize(("verb", "year"), [("take_up", YEAR), ("carry_over", YEAR + 1)])
def test_no_promise_comes_to_stand_beside_its_twin(loop: Loop, verb: str, year: int) -> None:
    innovation = loop.innovation()
    promise = loop.pledge(innovation)
    if verb == "take_up":
        loop.back("drop", promise, date(2026, 5, 1))
    twin = loop.pledge(innovation, place="DUSUN 3", year=year, on=date(2026, 6, 1))

    with pytest.raises(Refused) as caught:
        loop.back(verb, promise, TODAY, year=year)

    assert caught.value.errors == {"year": [f"Kartu yang sama sudah ada: {twin.code}."]}


def test_list_and_page_draw_the_same_thread(loop: Loop, walk: Walk) -> None:
    stopped = walk("in_progress")
    loop.back("drop", stopped, TODAY)
    innovation = loop.innovation()
    others = [loop.pledge(innovation), loop.pledge(innovation)]
    loop.back("void", others[1], TODAY, by=loop.tpid())
    rows = list(Commitment.objects.order_by("code"))

    assert minis(rows) == [[knot.state for knot in thread(row)] for row in rows]
    assert minis(rows)[0] == ["done"] * 5 + ["cut"]


@pytest.mark.parametrize(
    ("state", "ways_back", "cut"),
    [
        ("planned", ("unplan", "drop"), "plan"),
        ("budgeted", ("release", "drop"), "budget"),
        ("budgeted", ("drop",), "result"),
        ("budgeted", ("release", "unplan", "carry_over", "drop", "take_up", "void"), "plan"),
        ("budgeted", ("release", "unplan", "carry_over", "drop"), "plan"),
    ],
)
def test_the_thread_is_cut_at_the_step_that_was_lost_though_all_happened_on_a_day(
    loop: Loop, walk: Walk, state: str, ways_back: tuple[str, ...], cut: str
) -> None:
    promise = walk(state)
    for verb in ways_back:
        by = loop.tpid() if verb == "void" else None
        more = {"year": YEAR + 1} if verb in {"carry_over", "take_up"} else {}
        loop.back(verb, promise, TODAY, by=by, **more)

    knots = thread(promise)

    place = [knot.key for knot in knots].index(cut)
    assert [knot.state for knot in knots] == ["done"] * place + ["cut"] + ["next"] * (5 - place)
    assert minis([promise]) == [[knot.state for knot in knots]]


def test_what_was_lost_and_won_back_the_same_day_keeps_its_date(
    loop: Loop, walk: Walk, line: BudgetLine
) -> None:
    promise = walk("budgeted")
    loop.back("release", promise, TODAY)
    loop.fund(promise, line, 1_000_000, TODAY)

    said = [lines[0].replace("\u00a0", " ") for lines in (knot.lines for knot in thread(promise)[3:5])]
    assert said == ["24 Sep 2025", "29 Des 2025"]


def test_a_voided_promise_is_seen_in_its_area_only(loop: Loop) -> None:
    promise = loop.pledge(loop.innovation())
    loop.back("void", promise, TODAY, by=loop.tpid())

    seen = {
        name: Commitment.objects.visible_to(actor).filter(pk=promise.pk).exists()
        for name, actor in {
            "its officer": loop.officer(),
            "its tpid": loop.tpid(),
            "another village": loop.officer(CAMPANG),
            "another regency": loop.people("tik", "18.10"),
            "public": ANONYMOUS,
        }.items()
    }

    assert seen == {
        "its officer": True,
        "its tpid": True,
        "another village": False,
        "another regency": False,
        "public": False,
    }
