"""A database that was loaded with earlier lists comes up to those of this version; what is the site's own stays."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lestari.foundation.kernel.errors import Refused
from lestari.foundation.people.models import User
from lestari.foundation.regions import reading
from lestari.foundation.regions.loading import load_regions, region_id
from lestari.foundation.regions.models import Region, RegionPeriod, RegionReference, RegionSuccession
from lestari.foundation.regions.newer import Change, apply, compare, take_back
from lestari.foundation.regions.queries import by_code
from lestari.foundation.regions.renewing import Renewed, outdated, renew
from tests.world import no_regions

pytestmark = pytest.mark.django_db
#: Sorong and Merauke came under new provinces in 2022, Jayapura's villages changed in 2025; Tanggamus stayed as it was.
SOME = ("18.06", "91.03", "92.02", "93.01", "93.02", "96.01")
ON = date(2026, 8, 1)
Line = dict[str, str]
#: Lets the shipped lists of changes be what this makes of their lines.
Shipped = Callable[[Callable[[list[Line]], Iterable[Line]]], None]


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shipped:
    origin = reading.REFERENCE

    def ship(changed: Callable[[list[Line]], Iterable[Line]]) -> None:
        folder = tmp_path / "reference"
        folder.mkdir(exist_ok=True)
        for path in origin.glob("*.csv"):
            (folder / path.name).write_bytes(path.read_bytes())
        with (origin / "indonesia-changes.csv").open(newline="", encoding="utf-8") as source:
            lines = list(csv.DictReader(source))
        with (folder / "indonesia-changes.csv").open("w", newline="", encoding="utf-8") as target:
            writer = csv.DictWriter(target, list(lines[0]))
            writer.writeheader()
            writer.writerows(changed(lines))
        monkeypatch.setattr(reading, "REFERENCE", folder)

    return ship


@pytest.fixture
def earlier(shipped: Shipped, monkeypatch: pytest.MonkeyPatch) -> None:
    """Regions as the version before the list of all Indonesia's changes loaded them, which kept no mark either."""
    with monkeypatch.context() as then:
        shipped(lambda _lines: [])
        no_regions()
        load_regions(only=SOME)
        RegionReference.objects.all().delete()
        then.undo()
    monkeypatch.setattr(reading, "REFERENCE", Path(reading.__file__).parent / "reference")


def held(*left_out: Any) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the regions, but for keys that only count, and without these regions."""
    own = Region.objects.exclude(pk__in=left_out).order_by("pk").values_list()
    periods = RegionPeriod.objects.exclude(region__in=left_out).order_by("region", "since").values_list()
    origins = RegionSuccession.objects.order_by("predecessor", "successor").values_list()
    return {
        "regions": list(own),
        "periods": [row[1:] for row in periods],
        "successions": [row[1:] for row in origins],
    }


def fresh(only: Iterable[str] = SOME, *left_out: Any) -> dict[str, list[tuple[Any, ...]]]:
    """What a new load of the same regencies holds; the regions as they are now are gone afterwards."""
    User.objects.all().delete()
    no_regions()
    load_regions(only=only)
    return held(*left_out)


def test_earlier_regions_come_up_to_the_present_lists_row_by_row(earlier: None) -> None:
    before = held()
    assert [by_code(code).name for code in ("93.01", "91.03")] == ["Merauke", "Jayapura"]
    with pytest.raises(Refused, match=r"Tidak ada wilayah dengan kode 91\.01\."):
        by_code("91.01", date(2019, 12, 31))
    assert outdated()

    renewed = renew()

    assert not outdated()
    assert by_code("91.01", date(2019, 12, 31)).pk == by_code("93.01").pk
    after = held()
    assert {row[0] for row in before["regions"]} < {row[0] for row in after["regions"]}
    differ = {row[0] for kind in ("regions", "periods") for row in set(before[kind]) ^ set(after[kind])}
    assert renewed == Renewed(regions=len(differ))
    assert after == fresh()


def test_when_nothing_is_to_be_done_nothing_is_written(tanggamus: int) -> None:
    before = list(RegionPeriod.objects.order_by("pk").values_list())

    assert not outdated()
    assert renew() == Renewed()

    assert list(RegionPeriod.objects.order_by("pk").values_list()) == before


def test_regions_that_are_right_already_only_get_the_mark(tanggamus: int) -> None:
    RegionReference.objects.all().delete()
    before = list(RegionPeriod.objects.order_by("pk").values_list())

    assert outdated()
    assert renew() == Renewed()

    assert not outdated()
    assert RegionReference.objects.get().only == ["18.06"]
    assert list(RegionPeriod.objects.order_by("pk").values_list()) == before


def test_a_database_without_regions_needs_nothing(db: None) -> None:
    no_regions()
    RegionReference.objects.all().delete()

    assert not outdated()
    assert renew() == Renewed()


def test_regencies_loaded_one_after_the_other_are_renewed_together(
    shipped: Shipped, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context():
        shipped(lambda _lines: [])
        no_regions()
        load_regions(only=("93.01",))
        load_regions(only=("18",))
    assert RegionReference.objects.get().only == ["18", "93.01"]
    shipped(lambda lines: lines)

    renew()

    assert held() == fresh(("18", "93.01"))


def test_records_keep_their_region_when_it_ends(earlier: None) -> None:
    village = by_code("93.02.03.2004")  # Jetetkun: not in the list of 2025
    user = User.objects.create(username="sekdes", name="Sekdes", region=village)

    renew()

    user.refresh_from_db()
    assert (user.region_id, user.region.until) == (village.pk, date(2025, 4, 25))


def test_what_was_taken_over_stays_and_the_days_before_it_are_corrected(earlier: None) -> None:
    merauke = by_code("93.01.01.1004")
    taken = apply([Change("renamed", "village", merauke.pk, merauke.code, "Mandala", merauke.code, "Mandala Jaya")], ON)  # fmt: skip
    kept = Region.objects.filter(pk=merauke.pk).values().get()

    assert renew().left == ()

    assert Region.objects.filter(pk=merauke.pk).values().get() == kept
    assert list(merauke.periods.order_by("since").values_list("code", "name", "since", "until")) == [
        ("91.01.01.1004", "Mandala", date(2000, 1, 1), date(2022, 7, 25)),
        ("93.01.01.1004", "Mandala", date(2022, 7, 25), ON),
        ("93.01.01.1004", "Mandala Jaya", ON, None),
    ]
    others = held(merauke.pk)
    take_back(taken.pk)
    whole = held()
    assert others == fresh(SOME, merauke.pk)
    assert whole == held()


def test_a_regency_in_which_a_newer_list_says_otherwise_is_left_as_it_is(shipped: Shipped) -> None:
    """The new lists give a district of Merauke another code; a list that was taken over has moved a village within it."""
    shipped(lambda _lines: [])
    no_regions()
    load_regions(only=SOME)
    moved = by_code("93.01.01.1004")
    apply([Change("recoded", "village", moved.pk, moved.code, moved.name, "93.01.01.1099", moved.name)], ON)
    before = held()
    line = {"on": "2026-01-05", "change": "recoded", "level": "district", "source": "list of 2026"}
    names = {"old_code": "93.01.01", "old_name": "Merauke", "new_code": "93.01.98", "new_name": "Merauke"}
    shipped(lambda lines: [*lines, line | names])

    assert renew().left == ("93.01",)

    inside = Region.objects.filter(code__startswith="93.01").values_list("pk", flat=True)
    kept = [row for row in held()["regions"] if row[0] in set(inside)]
    assert kept == [row for row in before["regions"] if row[0] in set(inside)]
    assert by_code("96.01").periods.count() == 2  # the others are renewed all the same


def test_after_a_list_is_taken_back_the_lists_are_asked_again(tanggamus: int) -> None:
    listed = {row.code: row.name for row in Region.objects.filter(code__startswith="18.06.20")}
    taken = apply(compare(listed | {"18.06.20.2003": "Sumber Makmur"}), ON)
    assert not outdated()

    take_back(taken.pk)

    assert outdated()
    assert renew() == Renewed()


def test_a_region_whose_day_is_corrected_stays_the_same(shipped: Shipped) -> None:
    """A region that the list of 2023 has not is named by its day: with another day it would be another one."""
    code, day = next(
        (line["new_code"], line["on"]) for line in reading.changes() if line["change"] == "new" and line["on"] > "2023"
    )  # fmt: skip
    regency = code[:5]
    no_regions()
    load_regions(only=(regency,))
    before = by_code(code).pk
    assert before == region_id(f"{code}@{day}")
    shipped(
        lambda lines: [line | {"on": "2025-05-02"} if line["new_code"] == code else line for line in lines]
    )

    assert renew().regions >= 1

    assert (by_code(code).pk, by_code(code).since) == (before, date(2025, 5, 2))
    assert Region.objects.filter(code=code).count() == 1
