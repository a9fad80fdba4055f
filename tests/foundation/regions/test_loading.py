from __future__ import annotations

from datetime import date

import pytest

from lestari.foundation.regions.loading import load_regions, path_of, region_id
from lestari.foundation.regions.models import Region, RegionPeriod, RegionSuccession
from lestari.foundation.regions.queries import by_code, counts
from lestari.foundation.regions.reading import changes, key_of, tidy
from tests.world import no_regions


def test_load_regions_only_one_regency_brings_all_above_and_below_and_nothing_beside(tanggamus: int):
    assert tanggamus == 1 + 1 + 1 + 20 + 302
    assert Region.objects.filter(level="village", word="pekon").count() == 299
    assert Region.objects.filter(level="village", word="kelurahan").count() == 3
    assert list(Region.objects.filter(level="province").values_list("name", flat=True)) == ["Lampung"]


def test_load_regions_again_changes_nothing(tanggamus: int):
    before = list(RegionPeriod.objects.order_by("pk").values())

    assert load_regions(only={"18.06"}) == 0
    assert list(RegionPeriod.objects.order_by("pk").values()) == before


def test_load_regions_another_regency_comes_beside_the_first(tanggamus: int):
    load_regions(only={"18.08"})

    assert list(Region.objects.filter(level="regency").order_by("code").values_list("code", flat=True)) == [
        "18.06",
        "18.08",
    ]
    assert RegionSuccession.objects.get().successor.name == "Umpu Semenguk"


def test_load_regions_tells_how_far_it_is(db: None):
    no_regions()
    told = []
    load_regions(only={"18.06"}, progress=lambda done, of: told.append((done, of)))

    assert told == [(325, 325)]


def test_load_regions_gives_the_root_no_code_in_its_path(tanggamus: int):
    root = Region.objects.get(level="country")

    assert (root.code, root.path, root.title, root.parent) == ("ID", "", "Indonesia", None)
    assert root.pk == region_id("ID")


def test_path_of_ends_with_a_dot_so_that_no_code_covers_a_longer_number():
    assert path_of("18.1") == "18.1."
    assert path_of("ID") == ""


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("TANGGAMUS", "Tanggamus"),
        ("NUSA TENGGARA BARAT", "Nusa Tenggara Barat"),
        ("DKI JAKARTA", "DKI Jakarta"),
        ('Soka"an', "Soka'an"),
        ("Way  Hui ", "Way Hui"),
    ],
)
def test_tidy_gives_a_name_in_clean_case(written: str, clean: str):
    assert tidy(written) == clean


def test_key_of_drops_accents_marks_and_capitals():
    assert key_of("Pasar  Krui'é (Baru)") == "pasar krui e baru"


def test_every_change_has_a_day_and_a_source():
    for line in changes():
        assert date(2016, 1, 1) < date.fromisoformat(line["on"]) < date(2026, 1, 1)
        assert line["change"] in {"new", "recoded", "renamed", "gone"}
        assert line["source"].startswith("list of ")


@pytest.mark.django_db
def test_load_regions_only_one_regency_of_papua_brings_the_province_that_it_came_from():
    load_regions(only={"93.01"})

    assert by_code("93.01.01.1004").name == "Mandala"
    assert by_code("91.01", on=date(2019, 12, 31)).parent.name == "Papua"
    load_regions(only={"91.03"})
    assert by_code("91.03").parent.code == "91"


def test_indonesia_has_all_regions_of_the_list(indonesia: int):
    found = counts(by_code("ID"))

    assert indonesia == 1 + 38 + 514 + 7285 + 83762 + 98  # 98 ended
    assert (found.provinces, found.regencies + found.cities) == (38, 514)
    assert (found.districts + found.city_districts, found.villages + found.wards) == (7285, 83762)
