"""The report to the rupiah, on every day; each figure equals its list."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lestari.domain.budgets.models import BudgetLine
from lestari.domain.commitments.models import Commitment
from lestari.domain.insight.figures import FIGURE_OF, funnel, inside_text, reached, report, stalled
from lestari.domain.insight.lists import list_of
from lestari.foundation.regions.loading import load_regions
from lestari.foundation.regions.models import Region, RegionPeriod
from tests.domain.builders import (
    BUDGETED_ON,
    HANDED_IN,
    PLANNED_ON,
    PLEDGED_ON,
    PUBLISHED_ON,
    REVISED_ON,
    VERIFIED_ON,
    Loop,
    row,
)
from tests.world import CAMPANG, GISTING, KUTA_DALOM, PRINGSEWU, PUGUNG, TANGGAMUS

TODAY = date(2026, 8, 11)
DAY = timedelta(days=1)


@pytest.fixture
def promise(loop: Loop) -> Commitment:
    """A promise of Kuta Dalom in the RKPDes."""
    return loop.planned(loop.innovation(), loop.plan_line())


def figures(loop: Loop, on: date = TODAY, code: str = "18") -> tuple[int, int]:
    """Two figures of a region on a day, each of all the figures the same as the length or the sum of its list."""
    region = loop.regions[code]
    made = report(region, on)
    found = made.figures
    lists = {key: list_of(figure, region, on) for key, figure in FIGURE_OF.items()}
    listed = {key: list(one.all()) for key, one in lists.items()}
    funded = listed["commitments_dana_desa"]
    assert found == {
        "innovations": len(listed["innovations"]),
        "commitments_dana_desa": sum(line.amount or 0 for line in funded),
        "ideas": len(listed["ideas"]),
    }
    assert {key: one.value for key, one in lists.items()} == found
    assert made.totals.records["commitments_dana_desa"] == len({line.code for line in funded})
    (parts,) = made.totals.parts.values()
    assert parts == {
        "5": sum(line.amount or 0 for line in funded if line.account.startswith("5")),
        "6.2": sum(line.amount or 0 for line in funded if line.account == "6.2"),
    }
    return found["innovations"], found["commitments_dana_desa"]


def bars(loop: Loop, on: date = TODAY, code: str = "18") -> list[int]:
    region = loop.regions[code]
    counts = [bar.count for bar in funnel(region, on)]
    steps = [bar.state for bar in funnel(region, on)]
    assert counts == [reached(region, on, step).count() for step in steps]
    return counts


def test_an_innovation_counts_from_the_day_it_was_published(loop: Loop) -> None:
    loop.innovation()

    assert figures(loop) == (1, 0)
    assert figures(loop, PUBLISHED_ON) == (1, 0)
    assert figures(loop, PUBLISHED_ON - DAY) == (0, 0)


def test_a_withdrawn_innovation_counts_until_that_day(loop: Loop) -> None:
    innovation = loop.innovation()
    with loop.at(VERIFIED_ON):
        loop.do("innovation.withdraw", loop.tik(), innovation, reason="Usang")

    assert [figures(loop, day)[0] for day in (VERIFIED_ON - DAY, VERIFIED_ON, TODAY)] == [1, 0, 0]

    loop.do("innovation.republish", loop.tik(), innovation, reason="Pulih")
    assert [figures(loop, day)[0] for day in (TODAY - DAY, TODAY)] == [0, 1]


def test_the_list_says_since_when_an_innovation_counts(loop: Loop) -> None:
    innovation = loop.innovation()
    with loop.at(date(2025, 1, 1)):
        loop.do("innovation.withdraw", loop.tik(), innovation, reason="Usang")
    with loop.at(date(2026, 1, 1)):
        loop.do("innovation.republish", loop.tik(), innovation, reason="Pulih")

    region, figure = loop.regions[TANGGAMUS], FIGURE_OF["innovations"]
    said = {
        day: [row.since for row in list_of(figure, region, day).page(1, 20)]
        for day in (PUBLISHED_ON, date(2025, 6, 1), TODAY)
    }
    assert said == {PUBLISHED_ON: [PUBLISHED_ON], date(2025, 6, 1): [], TODAY: [date(2026, 1, 1)]}


def test_a_second_version_counts_once(loop: Loop) -> None:
    innovation = loop.innovation()
    loop.do("innovation.revise", loop.tpid(), innovation)
    second = innovation.versions.get(number=2)
    loop.write(second)
    loop.publish(second, TODAY)

    assert figures(loop) == (1, 0)


def test_a_funded_promise_raises_the_report_by_its_dana_desa_to_the_rupiah(
    loop: Loop, promise: Commitment
) -> None:
    dana_desa, other = loop.budget(row(86_400_001), row(40_000_000, "ADD"))
    assert figures(loop) == (1, 0)

    loop.fund(promise, dana_desa, 86_400_001)
    assert figures(loop) == (1, 86_400_001)
    loop.fund(promise, other, 13_599_999, kind="commitment.add_funding")
    assert figures(loop) == (1, 86_400_001)

    assert [figures(loop, day)[1] for day in (BUDGETED_ON - DAY, BUDGETED_ON)] == [0, 86_400_001]


@pytest.mark.parametrize(
    ("account", "counts"),
    [
        ("5.1", True),
        ("5.2", True),
        ("5.3", True),
        ("5.4", True),
        ("6.2", True),
        ("6.1", False),
        ("4.1", False),
        ("4.2", False),
        ("4.3", False),
    ],
)
def test_only_spending_and_capital_count_as_funded(
    loop: Loop, promise: Commitment, account: str, counts: bool
) -> None:
    (line,) = loop.budget(row(100, account="5.3"))
    loop.fund(promise, line, 70)
    BudgetLine.objects.filter(pk=line.pk).update(account=account)  # as if it had been let through

    assert figures(loop)[1] == (70 if counts else 0)

    BudgetLine.objects.filter(pk=line.pk).update(account="5.3")


def test_capital_for_a_village_enterprise_is_funded_by_dana_desa(loop: Loop, promise: Commitment) -> None:
    (line,) = loop.budget(row(50_000_000, account="6.2"))

    loop.fund(promise, line, 50_000_000)

    assert figures(loop) == (1, 50_000_000)


def test_a_dropped_promise_lowers_the_report_from_that_day(loop: Loop, promise: Commitment) -> None:
    (line,) = loop.budget(row(100))
    loop.fund(promise, line, 100)

    loop.back("drop", promise, VERIFIED_ON)

    days = (BUDGETED_ON, VERIFIED_ON - DAY, VERIFIED_ON, TODAY)
    assert [figures(loop, day)[1] for day in days] == [100, 100, 0, 0]


def test_a_voided_promise_counts_on_no_day(loop: Loop, promise: Commitment) -> None:
    (line,) = loop.budget(row(100))
    loop.fund(promise, line, 100)

    loop.back("void", promise, TODAY, by=loop.tpid())

    assert [figures(loop, day)[1] for day in (BUDGETED_ON, VERIFIED_ON, TODAY)] == [0, 0, 0]
    assert bars(loop, VERIFIED_ON) == [0, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(("amount", "later"), [(120, 100), (100, 100), (99, 0)])
def test_a_revised_budget_changes_the_report_from_its_day(
    loop: Loop, promise: Commitment, amount: int, later: int
) -> None:
    (line,) = loop.budget(row(110))
    loop.fund(promise, line, 100)

    loop.revise(line.document, row(amount, line=line.pk))

    assert [figures(loop, day)[1] for day in (REVISED_ON - DAY, REVISED_ON, TODAY)] == [100, later, later]


def test_a_region_counts_what_lies_in_it_and_nothing_else(loop: Loop, promise: Commitment) -> None:
    (line,) = loop.budget(row(100))
    loop.fund(promise, line, 100)

    found = {
        code: figures(loop, code=code)
        for code in ("ID", "18", TANGGAMUS, GISTING, KUTA_DALOM, CAMPANG, PUGUNG, PRINGSEWU)
    }
    assert found == {
        "ID": (1, 100),
        "18": (1, 100),
        TANGGAMUS: (1, 100),
        GISTING: (1, 100),
        KUTA_DALOM: (0, 100),
        CAMPANG: (1, 0),
        PUGUNG: (0, 0),
        PRINGSEWU: (0, 0),
    }
    assert bars(loop, code=PRINGSEWU) == [0, 0, 0, 0, 0, 0]


def test_a_village_that_moved_counts_where_it_lay_on_the_day(loop: Loop, promise: Commitment) -> None:
    (line,) = loop.budget(row(100))
    loop.fund(promise, line, 100)
    village, district = loop.regions[KUTA_DALOM], loop.regions[PUGUNG]
    moved_on, path = date(2026, 5, 1), f"{PUGUNG}.2999."
    RegionPeriod.objects.filter(region=village, until=None).update(until=moved_on)
    RegionPeriod.objects.create(
        region=village, code=path[:-1], name=village.name, parent=district, path=path, since=moved_on
    )
    Region.objects.filter(pk=village.pk).update(path=path, code=path[:-1], parent=district)

    before, after = moved_on - DAY, moved_on
    assert [figures(loop, day, GISTING)[1] for day in (before, after)] == [100, 0]
    assert [figures(loop, day, PUGUNG)[1] for day in (before, after)] == [0, 100]
    assert [figures(loop, day, TANGGAMUS)[1] for day in (before, after)] == [100, 100]


def test_the_funnel_counts_how_far_promises_had_come_on_the_day(loop: Loop, promise: Commitment) -> None:
    (line,) = loop.budget(row(300))
    other = loop.pledge(promise.innovation, place="Dusun 1")
    loop.back("drop", other, VERIFIED_ON)
    loop.fund(promise, line, 100)
    loop.start(promise)
    loop.report_done(promise)
    loop.verify(promise)

    assert bars(loop, PLEDGED_ON - DAY) == [0, 0, 0, 0, 0, 0]
    assert bars(loop, PLEDGED_ON) == [2, 0, 0, 0, 0, 0]
    assert bars(loop, PLANNED_ON) == [2, 1, 0, 0, 0, 0]
    assert bars(loop, BUDGETED_ON) == [2, 1, 1, 0, 0, 0]
    assert bars(loop) == [2, 1, 1, 1, 1, 1]
    assert list(reached(loop.regions["18"], TODAY, "dropped")) == [other]


def test_what_stands_still_longest_comes_first(loop: Loop, promise: Commitment) -> None:
    older = loop.pledge(promise.innovation, on=PLEDGED_ON - DAY, place="Dusun 1")

    assert list(stalled(loop.regions["18"], TODAY)) == [older, promise]


def test_the_report_says_its_region_day_and_head(loop: Loop) -> None:
    loop.innovation(on=HANDED_IN)

    told = report(loop.regions[TANGGAMUS], HANDED_IN).as_json()

    assert {key: told[key] for key in ("region", "until", "figures")} == {
        "region": TANGGAMUS,
        "until": "2024-05-06",
        "figures": {"innovations": 1, "commitments_dana_desa": 0, "ideas": 1},
    }
    assert set(told) == {
        "region", "until", "figures", "ledger_head", "unsealed", "regions", "parts", "funnel",
    }  # fmt: skip


def test_the_report_tells_the_parts_of_what_dana_desa_pays(loop: Loop, promise: Commitment) -> None:
    spending, capital = loop.budget(row(100), row(50, account="6.2", activity="4.6.01"))
    loop.fund(promise, spending, 70)
    loop.fund(promise, capital, 20, kind="commitment.add_funding")

    made = report(loop.regions["18"], TODAY)

    assert figures(loop) == (1, 90)
    assert made.as_json()["parts"] == {"commitments_dana_desa": {"5": 70, "6.2": 20}}
    assert made.totals.records["commitments_dana_desa"] == 1


def test_the_report_tells_how_far_the_promises_came_and_what_they_were_to_cost(
    loop: Loop, promise: Commitment
) -> None:
    other = loop.pledge(promise.innovation, place="Dusun 1", estimated_cost=5_000_000)
    loop.back("drop", other, VERIFIED_ON)

    told = report(loop.regions["18"], TODAY).as_json()["funnel"]
    before = report(loop.regions["18"], PLEDGED_ON).as_json()["funnel"]

    none = {"count": 0, "cost": 0}
    assert told["dropped"] == {"count": 1, "cost": 5_000_000}
    assert told["steps"] == [
        {"step": "pledged", "count": 2, "cost": 91_400_000},
        {"step": "planned", "count": 1, "cost": 86_400_000},
        *({"step": step, **none} for step in ("budgeted", "in_progress", "realised", "verified")),
    ]
    assert (before["dropped"], before["steps"][0]["count"], before["steps"][1]["count"]) == (none, 2, 0)


def ideas(loop: Loop, on: date = TODAY, code: str = "18") -> int:
    figures(loop, on, code)
    return report(loop.regions[code], on).figures["ideas"]


def test_a_card_counts_while_the_team_accepts_it(loop: Loop) -> None:
    card = loop.idea()
    assert ideas(loop) == 0

    with loop.at(PLEDGED_ON):
        loop.do("idea.identify", loop.tik(), card)
    assert [ideas(loop, day) for day in (PLEDGED_ON - DAY, PLEDGED_ON, TODAY)] == [0, 1, 1]

    with loop.at(PLANNED_ON):
        loop.do("innovation.capture", loop.tpid(), card)
    assert [ideas(loop, day) for day in (PLANNED_ON - DAY, PLANNED_ON, TODAY)] == [1, 1, 1]
    assert [ideas(loop, code=code) for code in (GISTING, CAMPANG, KUTA_DALOM, PRINGSEWU)] == [1, 1, 0, 0]


def test_a_card_that_goes_back_or_is_not_accepted_counts_no_longer(loop: Loop) -> None:
    card = loop.idea()
    with loop.at(PLEDGED_ON):
        loop.do("idea.identify", loop.tik(), card)
    with loop.at(PLANNED_ON):
        loop.do("idea.reconsider", loop.tik(), card, reason="Belum lengkap")
        loop.do("idea.not_accept", loop.tik(), card, reason="Belum pernah dikerjakan")

    assert [ideas(loop, day) for day in (PLEDGED_ON, PLANNED_ON - DAY, PLANNED_ON)] == [1, 1, 0]


def test_a_voided_card_counts_on_no_day(loop: Loop) -> None:
    card = loop.idea()
    with loop.at(PLEDGED_ON):
        loop.do("idea.identify", loop.tik(), card)
    loop.do("idea.void", loop.tik(), card, reason="Salah catat")

    assert [ideas(loop, day) for day in (PLEDGED_ON, TODAY)] == [0, 0]


def test_a_report_of_the_programmes_end_counts_the_regions_of_its_day(loop: Loop) -> None:
    others = [f"18.{number:02d}" for number in (*range(1, 14), 71, 72) if f"18.{number:02d}" != TANGGAMUS]
    load_regions(only=tuple(others))
    lampung = loop.regions["18"]

    then, now = report(lampung, date(2019, 12, 31)), report(lampung, date(2026, 8, 11))

    assert then.as_json()["regions"] == {"regencies": 13, "districts": 203, "villages": 2435}
    assert now.as_json()["regions"] == {"regencies": 13, "districts": 204, "villages": 2446}
    assert inside_text(then.regions) == "13 kabupaten, 203 kecamatan, 2.435 desa"
