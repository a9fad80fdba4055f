"""A figure uses the tree of its day: the thirteen kampung of Umpu Semenguk lay in Blambangan Umpu before 2021."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

from lestari.domain.insight.figures import report
from lestari.foundation.kernel.access import Actor
from lestari.foundation.regions.loading import load_regions
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.queries import below, below_on, by_code
from tests.clock import Clock
from tests.domain.builders import Loop
from tests.domain.conftest import all_holds
from tests.world import People

BLAMBANGAN_UMPU, UMPU_SEMENGUK = "18.08.01", "18.08.15"
NEGERI_BATIN, NEGERI_BATIN_2019 = "18.08.15.2001", "18.08.01.2008"
END_OF_PROGRAMME, SPLIT, TODAY = date(2019, 12, 31), date(2021, 1, 1), date(2026, 8, 11)
PUBLISHED = date(2018, 9, 3)


class WayKanan(Loop):
    """The loop's deeds by the people of Way Kanan."""

    def tpid(self) -> Actor:
        return self.people("tpid", UMPU_SEMENGUK)

    def tik(self) -> Actor:
        return self.people("tik", "18.08")


@pytest.fixture
def way_kanan(db: None, clock: Clock) -> Iterator[WayKanan]:
    load_regions(only=("18.08",))
    regions = {region.code: region for region in Region.objects.select_related("parent__parent__parent")}
    yield WayKanan(People(regions), clock)
    all_holds()


@pytest.fixture
def innovation(way_kanan: WayKanan) -> None:
    """An innovation of Negeri Batin, entered today from papers of 2018: published before the district split."""
    version = way_kanan.draft(NEGERI_BATIN, PUBLISHED)
    way_kanan.write(version)
    with way_kanan.at(TODAY):
        way_kanan.do("innovation.propose", way_kanan.tpid(), version)
        way_kanan.do("innovation.verify", way_kanan.tik(), version, on=TODAY)
        way_kanan.do("innovation.publish", way_kanan.tik(), version, on=TODAY)


def published(code: str, day: date) -> int:
    return report(by_code(code), day).figures["innovations"]


def test_thirteen_kampung_lay_elsewhere_before_the_split(way_kanan: WayKanan) -> None:
    villages = Region.objects.filter(level="village")

    def of(code: str, day: date) -> int:
        return villages.filter(below_on(f"{code}.", day, "pk")).count()

    now, then = of(UMPU_SEMENGUK, TODAY), of(UMPU_SEMENGUK, END_OF_PROGRAMME)
    assert (now, then) == (13, 0)
    assert of(BLAMBANGAN_UMPU, END_OF_PROGRAMME) - of(BLAMBANGAN_UMPU, TODAY) == 13
    assert villages.filter(below(f"{UMPU_SEMENGUK}.", "path")).count() == 13


def test_an_innovation_counts_where_its_village_lay_on_the_day(way_kanan: WayKanan, innovation: None) -> None:
    found = way_kanan.regions
    assert published(UMPU_SEMENGUK, TODAY) == 1
    assert published(BLAMBANGAN_UMPU, TODAY) == 0
    assert published("18.08", TODAY) == 1
    assert found[NEGERI_BATIN].path == f"{NEGERI_BATIN}."


def test_a_report_about_2019_counts_the_kampung_under_blambangan_umpu(
    way_kanan: WayKanan, client: Client
) -> None:
    version = way_kanan.draft(NEGERI_BATIN, PUBLISHED)
    with way_kanan.at(PUBLISHED):
        way_kanan.write(version, without=("minutes",))
        minutes = {
            "minutes_number": "140/07/2018",
            "minutes_on": PUBLISHED,
            "author": "Tim TPID",
            "contact": "Sekretaris kampung",
            "video": "",
        }
        way_kanan.do("innovation.save_minutes", way_kanan.tpid(), version, **minutes)
    way_kanan.publish(version, PUBLISHED)

    counted = {
        day: (published(BLAMBANGAN_UMPU, day), published("18.08", day)) for day in (END_OF_PROGRAMME, TODAY)
    }
    assert counted == {END_OF_PROGRAMME: (1, 1), TODAY: (0, 1)}
    assert [published(UMPU_SEMENGUK, day) for day in (END_OF_PROGRAMME, SPLIT, TODAY)] == [0, 1, 1]

    by_old_code = client.get(f"/capaian/innovations?wilayah={NEGERI_BATIN_2019}&sampai={END_OF_PROGRAMME}")
    by_new_code = client.get(f"/capaian/innovations?wilayah={NEGERI_BATIN}&sampai={END_OF_PROGRAMME}")
    assert [page.context["value"] for page in (by_old_code, by_new_code)] == [1, 1]
    assert [region.code for region in by_old_code.context["regions"]] == [
        "18",
        "18.08",
        BLAMBANGAN_UMPU,
        NEGERI_BATIN_2019,
    ]
    before = client.get(f"/capaian?wilayah={UMPU_SEMENGUK}&sampai={END_OF_PROGRAMME}")
    assert len(before.context["faults"]) == 1
    assert before.context["faults"][0].startswith(f"Kode {UMPU_SEMENGUK} baru berlaku sejak 1 Januari 2021")


def test_the_page_of_a_code_that_ended_leads_to_the_region_of_today(
    way_kanan: WayKanan, client: Client
) -> None:
    assert client.get(f"/wilayah/{NEGERI_BATIN_2019}").url == f"/wilayah/{NEGERI_BATIN}"
