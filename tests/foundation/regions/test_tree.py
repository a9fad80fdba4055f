"""The tree of today and of other days, on all of Indonesia."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.test import Client

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
    search,
)
from lestari.foundation.regions.reading import changes, parent_code

pytestmark = pytest.mark.usefixtures("indonesia")
THEN = date(2019, 12, 31)
NOW = date(2026, 8, 11)
DAYS = sorted({date.fromisoformat(line["on"]) for line in changes()})
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
    rows = (
        RegionSuccession.objects.filter(successor__path__startswith="18.")
        .order_by("on")
        .values_list("predecessor__name", "successor__name", "on", "kind")
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

    assert Region.objects.filter(area, until=None).count() == 1 + 38 + 514 + 7285 + 83762


def test_below_on_takes_the_tree_of_the_day():
    then = RegionPeriod.objects.filter(below_on("18.08.01.", THEN), until=None)
    now = RegionPeriod.objects.filter(below_on("18.08.01.", NOW), until=None)

    assert then.count() == now.count() + 13
    assert then.filter(code="18.08.15.2001").count() == 1


def test_below_on_the_country_is_every_region_of_the_day_and_none_that_ended_before():
    day = Region.objects.filter(below_on("", THEN, "pk"))

    assert day.count() == 1 + 34 + 514 + 7230 + 83449
    assert day.filter(until=None).count() < day.count()
    assert Region.objects.filter(below_on("", NOW, "pk")).count() == Region.objects.filter(until=None).count()


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


@pytest.mark.parametrize(
    ("day", "expected"),
    [  # the totals of the official lists themselves; those of the days between follow from the rows of the day
        (date(2016, 6, 30), (34, 514, 7160, 83184)),  # Permendagri 56/2015
        (date(2017, 12, 29), (34, 514, 7201, 83436)),  # Permendagri 137/2017
        (THEN, (34, 514, 7230, 83449)),  # Permendagri 72/2019
        (date(2021, 1, 1), (34, 514, 7231, 83449)),  # with Umpu Semenguk
        (date(2021, 12, 13), (34, 514, 7266, 83467)),  # Permendagri 58/2021
        (date(2022, 7, 24), (34, 514, 7266, 83467)),
        (
            date(2022, 7, 25),
            (37, 514, 7269, 83470),
        ),  # with what the lists of Papua's three add: 3 districts, 3 villages
        (date(2022, 11, 9), (37, 514, 7277, 83763)),  # Kepmendagri 100.1.1-6117/2022
        (date(2022, 12, 8), (38, 514, 7277, 83763)),
        (date(2025, 4, 25), (38, 514, 7285, 83762)),  # Kepmendagri 300.2.2-2138/2025
    ],
)
def test_counts_on_a_day_are_those_of_the_list_in_force(day: date, expected: tuple[int, int, int, int]):
    found = counts(by_code("ID"), day)

    assert (
        found.provinces,
        found.regencies + found.cities,
        found.districts + found.city_districts,
        found.villages + found.wards,
    ) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [  # as the list of 2025 counts them: regencies, cities, districts, desa, kelurahan
        ("91", (8, 1, 105, 948, 51)),
        ("92", (7, 0, 91, 803, 21)),
        ("93", (4, 0, 82, 677, 13)),
        ("94", (8, 0, 131, 1172, 36)),
        ("95", (8, 0, 252, 2617, 10)),
        ("96", (5, 1, 132, 939, 74)),
    ],
)
def test_the_six_provinces_of_papua_today(code: str, expected: tuple[int, ...]):
    found = counts(by_code(code))

    assert (
        found.regencies,
        found.cities,
        found.districts + found.city_districts,
        found.villages,
        found.wards,
    ) == expected


def test_a_report_about_2019_counts_the_two_provinces_of_then():
    then = counts(by_code("91"), THEN), counts(by_code("92"), THEN)

    assert [(one.regencies, one.cities) for one in then] == [(28, 1), (12, 1)]
    with pytest.raises(Refused, match="baru berlaku sejak 25 Juli 2022"):
        by_code("93", THEN)
    assert list(
        RegionSuccession.objects.filter(successor__level="province")
        .order_by("successor__code")
        .values_list("predecessor__name", "successor__name", "on")
    ) == [
        ("Papua", "Papua Selatan", date(2022, 7, 25)),
        ("Papua", "Papua Tengah", date(2022, 7, 25)),
        ("Papua", "Papua Pegunungan", date(2022, 7, 25)),
        ("Papua Barat", "Papua Barat Daya", date(2022, 12, 8)),
    ]


@pytest.mark.parametrize(
    ("old", "new", "name", "last_day"),
    [
        ("91.01", "93.01", "Merauke", date(2022, 7, 24)),
        ("91.04", "94.01", "Nabire", date(2022, 7, 24)),
        ("91.02", "95.01", "Jayawijaya", date(2022, 7, 24)),
        ("92.01", "96.01", "Sorong", date(2022, 12, 7)),  # the regency,
        ("92.71", "96.71", "Sorong", date(2022, 12, 7)),  # and the city of the same name
        ("91.01.01.1004", "93.01.01.1004", "Mandala", date(2022, 7, 24)),  # a name that Papua had twice
        ("91.02.40.2006", "95.01.12.2006", "Anggulpa", date(2022, 7, 24)),
        ("92.05.05.2001", "96.03.05.2001", "Dorehkar", date(2022, 12, 7)),
        (
            "16.71.02.1007",
            "16.71.17.1001",
            "8 Ulu",
            date(2017, 12, 28),
        ),  # not the Ulu that was listed beside it
        ("96.01.05.1010", "96.01.05.1012", "Malagusa", date(2025, 4, 24)),  # all numbers moved up by one
    ],
)
def test_a_region_stays_the_same_under_its_old_code(old: str, new: str, name: str, last_day: date):
    now, then = by_code(new), by_code(old, last_day)

    assert (then.pk, then.name) == (now.pk, name)
    assert by_code(new, last_day + timedelta(days=1)).pk == now.pk


def test_the_old_code_says_which_it_is_now_and_the_new_one_what_it_was():
    with pytest.raises(Refused) as now:
        by_code("91.01")
    with pytest.raises(Refused) as then:
        by_code("93.01", THEN)

    assert now.value.errors == {
        "": ["Kode 91.01 berakhir pada 25 Juli 2022; sekarang 93.01 (Kabupaten Merauke)."]
    }
    assert then.value.errors == {
        "": ["Kode 93.01 baru berlaku sejak 25 Juli 2022; pada 31 Desember 2019 kodenya 91.01."]
    }


def test_the_picker_and_the_page_take_the_old_code(client: Client):
    assert [region.code for region in search("91.01")] == ["93.01"]
    assert [region.placed for region in search("91.01.01.1004")] == ["Mandala — Merauke, Merauke"]
    assert client.get("/wilayah/91.01.01.1004").headers["Location"] == "/wilayah/93.01.01.1004"


def test_the_tree_of_2019_has_the_places_and_words_of_then():
    merauke = by_code("91.01", THEN)

    assert [region.title for region in ancestors(by_code("93.01.01.1004"), THEN)] == [
        "Provinsi Papua",
        "Kabupaten Merauke",
        "Kecamatan Merauke",
    ]
    assert {region.code[:6] for region in children(merauke, THEN)} == {"91.01."}
    assert by_code("53.03.09.1010", THEN).title == "Kelurahan Humusu C"
    assert by_code("53.03.09.2010").title == "Desa Humusu Wini"


def test_a_code_given_again_is_of_the_region_of_the_day():
    assert by_code("91.20.02.2015", date(2016, 6, 30)).name == "Faria"
    assert by_code("91.20.02.2015").name == "Taria"
    with pytest.raises(Refused):
        by_code("91.20.02.2015", THEN)


def test_no_region_overlaps_itself_or_has_a_gap_and_its_own_days_are_those_of_its_periods():
    spans: dict[object, list[tuple[date, date | None]]] = defaultdict(list)
    for region, since, until in RegionPeriod.objects.order_by("since").values_list(
        "region", "since", "until"
    ):
        spans[region].append((since, until))
    assert all(one[1] == other[0] for held in spans.values() for one, other in pairwise(held))
    for pk, since, until in Region.objects.values_list("pk", "since", "until"):
        first, last = spans[pk][0][0], spans[pk][-1][1]
        assert (since or first, until) == (first, last)


def test_the_tree_is_whole_before_the_first_change_and_from_each_on():
    """No code is two regions', and what lies above by the code is in force and is the parent."""
    rows = list(RegionPeriod.objects.values_list("code", "region", "parent", "since", "until"))
    for day in [DAYS[0] - timedelta(days=1), *DAYS]:
        held = [row for row in rows if row[3] <= day and (row[4] is None or day < row[4])]
        holder = {code: region for code, region, *_rest in held}
        assert len(holder) == len(held) == len(set(holder.values()))
        assert all(
            code == "ID" or holder[parent_code(code)] == above for code, _region, above, *_rest in held
        )
