"""A newer official list: what it changes is shown, and history stays."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lestari.foundation.kernel.errors import Refused
from lestari.foundation.people.models import User
from lestari.foundation.regions.models import Region, RegionPeriod
from lestari.foundation.regions.newer import Change, apply, compare, take_back
from lestari.foundation.regions.queries import by_code

ON = date(2026, 9, 1)


def listed() -> dict[str, str]:
    rows = Region.objects.exclude(level="country").filter(until=None, path__gte="18.", path__lt="18/")
    return {row.code: f"KABUPATEN {row.name.upper()}" if row.level == "regency" else row.name for row in rows}


def told(changes: list[Change]) -> list[tuple[str, str, str]]:
    return [(one.kind, one.old_code, one.code) for one in changes]


def test_the_list_of_today_changes_nothing(regions: dict[str, Region]) -> None:
    assert compare(listed()) == []


def test_each_kind_of_change_is_told_and_taken_over_from_its_day(regions: dict[str, Region]) -> None:
    newer = listed()
    campang, landbaw = newer.pop("18.06.20.2002"), newer.pop("18.06.20.2004")
    newer["18.06.20.2050"] = campang
    newer["18.06.11.2060"] = landbaw  # into another district
    newer["18.06.20.2003"] = "Sumber Makmur"
    newer["18.06.20.2051"] = "Pekon Baru Sekali"
    gone = newer.pop("18.06.20.2001")
    newer["18.06.20.2005"] = newer["18.06.20.2005"].upper()  # a spelling is no change
    changes = compare(newer)
    assert told(changes) == [
        ("new", "", "18.06.20.2051"),
        ("recoded", "18.06.20.2002", "18.06.20.2050"),
        ("moved", "18.06.20.2004", "18.06.11.2060"),
        ("renamed", "18.06.20.2003", "18.06.20.2003"),
        ("gone", "18.06.20.2001", ""),
    ]
    same = Region.objects.get(code="18.06.20.2002").pk
    apply(changes, ON)
    assert compare(newer) == []
    assert by_code("18.06.20.2050").pk == same
    before = by_code("18.06.20.2002", date(2026, 8, 1))
    assert (before.pk, before.name) == (same, campang)
    assert by_code("18.06.20.2003", date(2026, 8, 1)).name != "Sumber Makmur"
    assert by_code("18.06.11.2060").parent.code == "18.06.11"
    assert by_code("18.06.20.2001", date(2026, 8, 1)).name == gone
    with pytest.raises(Refused):
        by_code("18.06.20.2001")


def test_what_was_taken_over_is_taken_back_as_one(regions: dict[str, Region]) -> None:
    def tree() -> list[tuple[Any, ...]]:
        own = Region.objects.order_by("pk").values_list(
            "pk", "code", "name", "key", "path", "parent", "until"
        )
        return [
            *own,
            *RegionPeriod.objects.order_by("region", "since").values_list("region", "code", "since", "until"),
        ]

    before, newer = tree(), listed()
    newer["18.06.20.2002"], newer["18.06.20.2004"] = newer["18.06.20.2004"], newer["18.06.20.2002"]
    newer["18.06.20.2003"] = "Sumber Makmur"
    newer["18.06.20.2051"] = "Pekon Baru Sekali"
    newer.pop("18.06.20.2001")
    first = apply(compare(newer), ON, name="lampiran.xlsx")
    newer["18.06.20.2006"] = "Sumber Jaya"
    second = apply(compare(newer), date(2026, 10, 1))
    assert [one["kind"] for one in second.changes] == ["renamed"]
    with pytest.raises(Refused, match="Urungkan dahulu daftar yang diterapkan sesudahnya"):
        take_back(first.pk)
    take_back(second.pk)
    take_back(first.pk)
    assert tree() == before
    with pytest.raises(Refused, match="sudah diurungkan"):
        take_back(first.pk)


def test_a_list_is_not_taken_back_when_a_new_region_is_in_use(regions: dict[str, Region]) -> None:
    newer = listed() | {"18.06.20.2051": "Sumber Makmur"}
    taken = apply(compare(newer), ON)
    village = by_code("18.06.20.2051")
    User.objects.create(username="sekdes", name="Sekdes", region=village)
    with pytest.raises(Refused, match="Pekon Sumber Makmur sudah dipakai dalam catatan"):
        take_back(taken.pk)
    assert by_code("18.06.20.2051") == village


def test_a_change_comes_after_the_one_before_it(regions: dict[str, Region]) -> None:
    newer = listed() | {"18.06.20.2003": "Sumber Makmur"}
    apply(compare(newer), ON)
    with pytest.raises(Refused, match="Pekon Sumber Makmur tercatat seperti sekarang sejak 1 September 2026"):
        apply(compare(newer | {"18.06.20.2003": "Sumber Jaya"}), ON)


def test_a_district_with_another_code_takes_its_villages_along(regions: dict[str, Region]) -> None:
    newer = {code.replace("18.06.20", "18.06.30"): name for code, name in listed().items()}
    inside = Region.objects.filter(path__startswith="18.06.20.", until=None).count()
    changes = compare(newer)
    assert {one.kind for one in changes} == {"recoded"}
    assert len(changes) == inside
    apply(changes, ON)
    assert Region.objects.filter(path__startswith="18.06.30.", until=None).count() == inside


def test_a_regency_that_comes_under_a_new_province_keeps_what_it_is(regions: dict[str, Region]) -> None:
    """As in 2022 the regencies of Papua came under four new provinces, all with new codes."""
    newer = {
        ("19.01" + code[5:] if code.startswith("18.10") else code): name for code, name in listed().items()
    } | {"19": "Lampung Barat Daya"}
    pringsewu = regions["18.10"].pk
    changes = compare(newer)
    assert [(one.kind, one.code) for one in changes if one.level in {"province", "regency"}] == [
        ("new", "19"),
        ("recoded", "19.01"),
    ]
    assert {one.kind for one in changes if one.level in {"district", "village"}} == {"recoded"}
    apply(changes, ON)
    assert compare(newer) == []
    assert by_code("19.01").pk == pringsewu
    assert by_code("18.10", date(2026, 8, 1)).pk == pringsewu


def test_two_regions_may_change_their_codes(regions: dict[str, Region]) -> None:
    newer = listed()
    newer["18.06.20.2002"], newer["18.06.20.2008"] = newer["18.06.20.2008"], newer["18.06.20.2002"]
    assert {one.kind for one in compare(newer)} == {
        "renamed"
    }  # which of them it was nobody can tell from names alone


def test_a_list_without_what_lies_above_is_refused(regions: dict[str, Region]) -> None:
    with pytest.raises(Refused, match=r"tanpa 18\.06 di atasnya"):
        compare({"18": "Lampung", "18.06.20": "Gisting"})
    with pytest.raises(Refused, match=r"Kode 18\.06\.99 ada tanpa 18\.06 di atasnya"):
        compare({"18.06.99": "Gisting"})


def test_a_list_of_one_district_says_nothing_of_the_others(regions: dict[str, Region]) -> None:
    newer = {code: name for code, name in listed().items() if code.startswith("18.06.20")}
    assert compare(newer) == []
    newer["18.06.20.2050"] = newer.pop("18.06.20.2002")
    newer["18.06.20.2003"] = "Sumber Makmur"
    del newer["18.06.20.2004"]
    assert told(compare(newer)) == [
        ("recoded", "18.06.20.2002", "18.06.20.2050"),
        ("renamed", "18.06.20.2003", "18.06.20.2003"),
        ("gone", "18.06.20.2004", ""),
    ]
    apply(compare(newer), ON)
    assert compare(newer) == []
    assert by_code("18.06.11.2001").until is None


def test_the_code_of_a_village_that_is_gone_may_be_given_again(regions: dict[str, Region]) -> None:
    without = listed()
    gone = without.pop("18.06.20.2001")
    apply(compare(without), ON)
    again = without | {"18.06.20.2001": "Sumber Makmur"}
    apply(compare(again), date(2027, 9, 1))
    assert compare(again) == []
    assert by_code("18.06.20.2001").name == "Sumber Makmur"
    assert by_code("18.06.20.2001", date(2026, 8, 1)).name == gone
