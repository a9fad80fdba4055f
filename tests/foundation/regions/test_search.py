from __future__ import annotations

import pytest

from lestari.foundation.regions.queries import search

pytestmark = pytest.mark.usefixtures("indonesia")


def _placed(words: str, **options: object) -> list[str]:
    return [region.placed for region in search(words, **options)]  # type: ignore[arg-type]


def test_search_finds_by_the_beginning_and_says_where():
    assert _placed("campang", near=["18.06."], limit=2) == [
        "Campang — Gisting, Tanggamus",
        "Campang Tiga — Kota Agung, Tanggamus",
    ]


@pytest.mark.parametrize(
    "words", ["CAMPANG gisting", "gisting  campang", "Pekon Câmpang, Gisting", "camp gist"]
)
def test_search_takes_words_of_the_places_above_in_any_order(words: str):
    assert _placed(words, levels=["village"])[0] == "Campang — Gisting, Tanggamus"


def test_search_finds_a_name_by_its_second_word():
    assert "Kecamatan Kota Agung Timur — Tanggamus, Lampung" in _placed("agung timur", near=["18."])


def test_search_puts_ones_own_area_first():
    found = search("sukamaju", near=["18.06."], limit=5)

    assert found[0].code.startswith("18.06.")
    assert not found[-1].code.startswith("18.06.")


def test_search_tells_repeated_names_apart_by_their_places():
    found = search("sukamaju", near=["18."], limit=50, levels=["village"])
    own = [region for region in found if region.path.startswith("18.") and region.key == "sukamaju"]

    assert len(own) > 5
    assert len({region.placed for region in own}) == len(own)


def test_search_by_the_word_before_the_name_leaves_out_other_kinds():
    assert {region.word for region in search("kec gis", near=["18."])} == {"kecamatan"}
    assert _placed("kab tanggamus") == ["Kabupaten Tanggamus — Lampung"]
    assert _placed("kota sukabumi", levels=["regency"]) == ["Kota Sukabumi — Jawa Barat"]


@pytest.mark.parametrize("code", ["18.06.16", "180616", "18.06.16."])
def test_search_takes_codes(code: str):
    found = search(code, limit=3)

    assert [region.code for region in found] == ["18.06.16", "18.06.16.2001", "18.06.16.2002"]


def test_search_by_a_code_that_ended_finds_the_region_of_today():
    assert [region.code for region in search("18.08.01.2008")] == ["18.08.15.2001"]


@pytest.mark.parametrize("words", ["", "ca", "  c ", "%%%", "___", "zzzzzz"])
def test_search_finds_nothing_for_too_little_or_for_marks(words: str):
    assert search(words) == []


def test_search_asks_at_most_twice(django_assert_num_queries):
    with django_assert_num_queries(2):
        assert len({region.where for region in search("campang gisting")}) == 1
