"""The tree of today and of other days, on all of Indonesia."""

from __future__ import annotations

from datetime import date

import pytest

from lestari.foundation.kernel.errors import Refused
from lestari.foundation.regions.models import Region, RegionPeriod, RegionSuccession
from lestari.foundation.regions.queries import (
    Counts,
    ancestors,
    below,
    below_on,
    below_region_on,
    by_code,
    children,
    counts,
    path_on,
    titles_of,
)

pytestmark = pytest.mark.usefixtures("indonesia")
THEN = date(2019, 12, 31)
NOW = date(2026, 8, 11)
KABUPATEN = [f"18.{number:02}" for number in range(1, 14)]
UMPU_SEMENGUK = {
    "18.08.01.2001": "Rambang Jaya",
    "18.08.01.2002": "Gistang",
    "18.08.01.2003": "Sidoarjo",
    "18.08.01.2004": "Bumi Ratu",
    "18.08.01.2007": "Negeri Baru",
    "18.08.01.2008": "Negeri Batin",
    "18.08.01.2019": "Sriwijaya",
    "18.08.01.2020": "Brata Yudha",
    "18.08.01.2021": "Gedung Batin",
    "18.08.01.2023": "Negeri Bumi Putra",
    "18.08.01.2024": "Panca Negeri",
    "18.08.01.2025": "Gedung Riang",
    "18.08.01.2026": "Ojo Lali",
}


def _sums(day: date | None) -> tuple[int, int]:
    each = [counts(by_code(code), day) for code in KABUPATEN]
    return sum(one.districts for one in each), sum(one.villages for one in each)


def test_counts_at_the_end_of_2019_are_those_of_the_programme():
    assert _sums(THEN) == (203, 2435)
    assert counts(by_code("18"), THEN) == Counts(
        regencies=13, cities=2, districts=203, city_districts=25, villages=2435, wards=205
    )


def test_counts_in_2026_have_the_new_district_and_eleven_more_villages():
    assert _sums(NOW) == _sums(None) == (204, 2446)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2017, 12, 28), (202, 2435)),
        (date(2017, 12, 31), (203, 2435)),
        (date(2020, 12, 31), (203, 2435)),
        (date(2021, 1, 1), (204, 2435)),
        (date(2022, 11, 8), (204, 2435)),
        (date(2022, 11, 9), (204, 2446)),
    ],
)
def test_counts_change_on_the_day_itself(day: date, expected: tuple[int, int]):
    assert _sums(day) == expected


def test_counts_of_a_region_that_did_not_exist_are_nothing():
    assert counts(by_code("18.08.15"), THEN) == Counts()


def test_children_in_2019_has_the_thirteen_kampung_under_blambangan_umpu_with_their_old_codes():
    then = {region.code: region.name for region in children(by_code("18.08.01"), THEN)}
    now = {region.code for region in children(by_code("18.08.01"))}

    assert {code: then[code] for code in UMPU_SEMENGUK} == UMPU_SEMENGUK
    assert len(then) == len(now) + 13
    assert now.isdisjoint(UMPU_SEMENGUK)
    assert [region.code for region in children(by_code("18.08.15"))] == [
        f"18.08.15.{number}" for number in range(2001, 2014)
    ]
    assert children(by_code("18.08.15"), THEN) == []


def test_a_recoded_village_stays_the_same_region():
    assert by_code("18.08.01.2008", on=THEN).pk == by_code("18.08.15.2001").pk
    assert by_code("18.09.07.2022", on=THEN).pk == by_code("18.09.09.2010").pk


def test_umpu_semenguk_and_batu_putih_know_where_they_came_from():
    rows = RegionSuccession.objects.order_by("on").values_list(
        "predecessor__name", "successor__name", "on", "kind"
    )

    assert list(rows) == [
        ("Gunung Terang", "Batu Putih", date(2017, 12, 29), "split"),
        ("Blambangan Umpu", "Umpu Semenguk", date(2021, 1, 1), "split"),
    ]


def test_batu_putih_existed_before_2018():
    assert path_on(by_code("18.12.09"), date(2017, 12, 31)) == "18.12.09."


def test_a_renamed_district_has_the_name_of_the_day():
    assert by_code("18.13.10", on=date(2017, 1, 1)).name == "Bengkunat"
    assert by_code("18.13.10", on=THEN).name == by_code("18.13.10").name == "Ngaras"
    assert by_code("18.02.17", on=THEN).name == "Way Pangubuan"
    assert by_code("18.02.17").name == "Way Pengubuan"


def test_no_region_has_two_periods_on_a_day_or_a_gap_between_them():
    periods = RegionPeriod.objects.filter(code__startswith="18.").order_by("region", "since")
    before: RegionPeriod | None = None
    for period in periods:
        if before and before.region_id == period.region_id:
            assert before.until == period.since
        elif before:
            assert before.until is None
        before = period


def test_the_present_period_says_what_the_region_says():
    rows = RegionPeriod.objects.filter(until=None, code__startswith="18.").select_related("region")
    assert all(
        (row.code, row.name, row.path, row.parent_id)
        == (row.region.code, row.region.name, row.region.path, row.region.parent_id)
        for row in rows
    )


def test_below_is_the_region_and_what_lies_in_it_and_not_its_neighbour():
    found = Region.objects.filter(below("18.06.", "path"))

    assert found.count() == 1 + 20 + 302
    assert {code[:5] for code in found.values_list("code", flat=True)} == {"18.06"}


def test_below_nothing_is_everything_also_joined_with_or():
    area = below("18.06.", "path") | below("", "path")

    assert Region.objects.filter(area).count() == 1 + 38 + 514 + 7277 + 83763


def test_below_on_takes_the_tree_of_the_day():
    then = RegionPeriod.objects.filter(below_on("18.08.01.", THEN), until=None)
    now = RegionPeriod.objects.filter(below_on("18.08.01.", NOW), until=None)

    assert then.count() == now.count() + 13
    assert then.filter(code="18.08.15.2001").count() == 1


def test_below_region_on_follows_a_region_to_its_old_code():
    batin = by_code("18.08.15.2001")

    assert list(Region.objects.filter(below_region_on(batin, THEN, "pk"))) == [batin]
    assert list(Region.objects.filter(below_region_on(by_code("18.08.15"), THEN, "pk"))) == []


def test_ancestors_go_from_the_province_down():
    assert [region.title for region in ancestors(by_code("18.08.15.2001"))] == [
        "Provinsi Lampung",
        "Kabupaten Way Kanan",
        "Kecamatan Umpu Semenguk",
    ]
    assert [region.title for region in ancestors(by_code("18.08.15.2001"), THEN)] == [
        "Provinsi Lampung",
        "Kabupaten Way Kanan",
        "Kecamatan Blambangan Umpu",
    ]
    assert ancestors(by_code("ID")) == ancestors(by_code("18")) == []


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("18.06", "Kabupaten Tanggamus"),
        ("18.71", "Kota Bandar Lampung"),
        ("18.06.01.2016", "Pekon Negeri Ratu"),
        ("18.10.01.1001", "Kelurahan Fajaresuk"),
        ("18.12.09.2001", "Tiyuh Panca Marga"),
        ("18.08.15.2001", "Kampung Negeri Batin"),
        ("18.02.11.2005", "Kampung Utama Jaya Mataram"),
        ("18.01.06.2024", "Desa Sukatani"),
        ("31", "Provinsi DKI Jakarta"),
    ],
)
def test_title_has_the_local_word(code: str, title: str):
    assert by_code(code).title == title


@pytest.mark.parametrize("written", ["18.06.16.2001", "1806162001", " 18 06 16 2001", "18.06.16.2001."])
def test_by_code_takes_a_code_however_it_is_written(written: str):
    assert by_code(written).code == "18.06.16.2001"


@pytest.mark.parametrize(
    ("code", "on", "sentence"),
    [
        (
            "18.08.01.2008",
            None,
            "Kode 18.08.01.2008 berakhir pada 1 Januari 2021; sekarang 18.08.15.2001 (Kampung Negeri Batin).",
        ),
        (
            "18.09.07.2022",
            NOW,
            "Kode 18.09.07.2022 berakhir pada 9 November 2022; sekarang 18.09.09.2010 (Desa Tanjung Rejo).",
        ),
        (
            "18.08.15.2001",
            THEN,
            "Kode 18.08.15.2001 baru berlaku sejak 1 Januari 2021; pada 31 Desember 2019 kodenya 18.08.01.2008.",
        ),
        (
            "18.09.02.2020",
            THEN,
            "Kode 18.09.02.2020 baru berlaku sejak 9 November 2022; pada 31 Desember 2019 wilayahnya belum tercatat.",
        ),
        (
            "18.99",
            None,
            "Tidak ada wilayah dengan kode 18.99. Periksa angkanya; kode BPS berbeda dari kode Kemendagri.",
        ),
        (
            "x' OR 1=1",
            THEN,
            "Tidak ada wilayah dengan kode x' OR 1=1. Periksa angkanya; kode BPS berbeda dari kode Kemendagri.",
        ),
    ],
)
def test_by_code_refuses_in_words(code: str, on: date | None, sentence: str):
    with pytest.raises(Refused) as refused:
        by_code(code, on=on)

    assert refused.value.errors == {"": [sentence]}


def test_titles_of_asks_once(django_assert_num_queries):
    ids = [by_code("18.06").pk, by_code("18.12.09.2001").pk]
    with django_assert_num_queries(1):
        assert titles_of(ids) == {ids[0]: "Kabupaten Tanggamus", ids[1]: "Tiyuh Panca Marga"}
