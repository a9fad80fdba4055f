"""The public catalogue: found by words, narrowed by filters whose counts are the lists that they open."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from lestari.foundation.search.shelf import serving, shelf
from tests.domain.builders import SECTIONS, Loop, original
from tests.domain.pages import MOST_QUERIES, queries, signed_in, words
from tests.world import CAMPANG, ELSEWHERE, KUTA_DALOM, PRINGSEWU

pytestmark = pytest.mark.django_db
_UNAVAILABLE = "Pencarian sedang tidak dapat dipakai."


@pytest.fixture
def three(loop: Loop, indexed: Callable[[], None]) -> Loop:
    """Three published innovations, two of Tanggamus, and a draft that nobody outside may know of."""
    loop.innovation(CAMPANG, title="Pipa air")
    loop.innovation(
        KUTA_DALOM, title="Kopi bubuk", field="economy", topic="Pengolahan kopi", year_started=2019
    )
    elsewhere(loop, "Genteng tanah liat")
    loop.write(loop.draft(CAMPANG), title="Kincir rahasia")
    indexed()
    return loop


def elsewhere(loop: Loop, title: str) -> Any:
    """Return an innovation of Pringsewu that is published there."""
    tik, tpid = loop.people("tik", PRINGSEWU), loop.people("tpid", "18.10.01")
    loop.tik, loop.tpid = lambda: tik, lambda: tpid  # the loop's deeds by the other regency's people
    try:
        return loop.innovation(ELSEWHERE, title=title, field="economy", year_started=2020)
    finally:
        del loop.tik, loop.tpid


def titles(page: Any) -> list[str]:
    return [card["title"] for card in page.context["cards"]]


def counts(page: Any) -> dict[str, dict[str, int]]:
    return {
        str(group["heading"]): {option.value: option.count for option, _rest in group["options"]}
        for group in page.context["groups"]
    }


def test_it_filters_by_field_region_year_and_words(three: Loop, client: Client) -> None:
    assert sorted(titles(client.get("/katalog"))) == ["Genteng tanah liat", "Kopi bubuk", "Pipa air"]
    assert titles(client.get("/katalog?bidang=infrastructure")) == ["Pipa air"]
    assert sorted(titles(client.get("/katalog?wilayah=18.06"))) == ["Kopi bubuk", "Pipa air"]
    assert titles(client.get("/katalog?tahun=2019")) == ["Kopi bubuk"]
    assert titles(client.get("/katalog?topik=Pengolahan+kopi")) == ["Kopi bubuk"]
    assert titles(client.get("/katalog?q=kopi+BUBUK")) == ["Kopi bubuk"]
    found = client.get("/katalog?bidang=economy&wilayah=18.10&tahun=2020&q=tanah")
    assert titles(found) == ["Genteng tanah liat"]
    assert _UNAVAILABLE not in words(found)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("kopu bubuk", "Kopi bubuk"),
        ("bagaimana cara membuat genteng?", "Genteng tanah liat"),
        ("pengaliran air", "Pipa air"),
        ("INV-18.06-0001", "Pipa air"),
    ],
)
def test_it_is_asked_in_misspelt_words_and_whole_questions(
    three: Loop, client: Client, question: str, found: str
) -> None:
    assert titles(client.get("/katalog", {"q": question}))[:1] == ([found] if found else [])


def test_a_misspelt_word_is_said_and_the_match_is_marked(three: Loop, client: Client) -> None:
    page = client.get("/katalog?q=Kuta+Dalim")
    assert "“dalim” tidak ditemukan; dicari sebagai dalom." in words(page)
    assert re.findall(r"<mark>([^<]+)</mark>", page.content.decode()) == ["Kuta", "Dalom"]


def test_each_option_is_counted_under_the_other_filters(three: Loop, client: Client) -> None:
    assert counts(client.get("/katalog")) == {
        "Bidang": {"infrastructure": 1, "economy": 2, "human_resources": 0},
        "Topik": {"Air bersih": 2, "Pengolahan kopi": 1},
        "Wilayah": {"18.10": 1, "18.06": 2},
        "Tahun dimulai": {"2020": 1, "2019": 1, "2016": 1},
    }
    assert counts(client.get("/katalog?wilayah=18.06&bidang=economy")) == {
        "Bidang": {"infrastructure": 1, "economy": 1, "human_resources": 0},
        "Topik": {"Pengolahan kopi": 1},
        "Wilayah": {"18.06.20": 1},
        "Tahun dimulai": {"2019": 1},
    }
    assert counts(client.get("/katalog?wilayah=18.06.20"))["Wilayah"] == {CAMPANG: 1, KUTA_DALOM: 1}
    assert "Wilayah" not in counts(client.get(f"/katalog?wilayah={CAMPANG}"))


@pytest.mark.parametrize(
    "query", ["", "wilayah=18.06", "bidang=economy&q=air+bersih", "tahun=2019", "q=kopi+genteng+pipa+air"]
)
def test_a_count_is_the_length_of_the_list_that_it_opens(three: Loop, client: Client, query: str) -> None:
    page = client.get(f"/katalog?{query}")
    for group in page.context["groups"]:
        for option, address in group["options"]:
            assert client.get(f"/katalog?{address}").context["page"].paginator.count == option.count, address


def test_copied_and_video_are_filters_once_there_is_something_to_find(
    loop: Loop, client: Client, indexed: Callable[[], None]
) -> None:
    pipe = loop.innovation(CAMPANG, title="Pipa air")
    loop.innovation(KUTA_DALOM, title="Kopi bubuk")
    indexed()
    assert "Ditiru" not in counts(client.get("/katalog"))
    promise = loop.pledge(pipe)
    indexed()
    page = client.get("/katalog?ditiru=yes")
    assert (titles(page), counts(page)["Ditiru"]) == (["Pipa air"], {"yes": 1})
    loop.back("drop", promise, promise.created_at.date())
    indexed()
    assert titles(client.get("/katalog?ditiru=yes")) == []


def test_a_video_is_found_whether_it_lies_here_or_elsewhere(
    loop: Loop, client: Client, indexed: Callable[[], None]
) -> None:
    loop.innovation(CAMPANG, title="Kopi bubuk")
    for title, section, said in (
        ("Pipa air", "pictures", {"videos": (original("video"),)}),
        ("Bank sampah", "minutes", SECTIONS["minutes"] | {"video": "https://contoh.id/v"}),
    ):
        version = loop.draft(KUTA_DALOM)
        loop.write(version, title=title)
        loop.do(f"innovation.save_{section}", loop.tpid(), version, **said)
        loop.publish(version)
    indexed()
    page = client.get("/katalog?video=yes")
    assert (sorted(titles(page)), counts(page)["Video"]) == (["Bank sampah", "Pipa air"], {"yes": 2})


def test_each_chip_takes_its_own_filter_away(three: Loop, client: Client) -> None:
    page = client.get("/katalog?q=pipa&bidang=economy&wilayah=18.06&tahun=2019&halaman=2")
    assert page.context["chips"] == [
        ("“pipa”", "bidang=economy&wilayah=18.06&tahun=2019"),
        ("Kewirausahaan", "q=pipa&wilayah=18.06&tahun=2019"),
        ("Kabupaten Tanggamus", "q=pipa&bidang=economy&tahun=2019"),
        ("2019", "q=pipa&bidang=economy&wilayah=18.06"),
    ]
    assert "Saring (4)" in words(page)


def test_nothing_found_names_the_filter_to_loosen(three: Loop, client: Client) -> None:
    page = client.get("/katalog?bidang=infrastructure&tahun=2019")
    assert titles(page) == []
    assert page.context["loosen"] == [
        ("Infrastruktur", "tahun=2019", 1),
        ("2019", "bidang=infrastructure", 1),
    ]
    assert "Lepas saringan 2019 1 inovasi" in words(page)


def test_a_draft_is_found_by_nobody_in_the_catalogue_and_leaks_into_no_count_nor_correction(
    three: Loop, client: Client
) -> None:
    for asker in (client, signed_in(three, "village_officer"), signed_in(three, "tpid")):
        page = asker.get("/katalog?q=kincir")
        assert titles(page) == []
        assert "Topik" not in counts(page)
    for asker in (
        client,
        signed_in(three, "village_officer"),
    ):  # of another village; the TPID may know the draft
        assert "“kincor” tidak ditemukan di mana pun." in words(asker.get("/katalog?q=kincor"))


def test_what_is_withdrawn_is_gone_and_comes_back(
    three: Loop, client: Client, indexed: Callable[[], None]
) -> None:
    innovation = three.innovation(CAMPANG, title="Turbin sungai")
    indexed()
    assert titles(client.get("/katalog?q=turbin")) == ["Turbin sungai"]
    three.do("innovation.withdraw", three.tik(), innovation, reason="Isinya keliru")
    assert titles(client.get("/katalog?q=turbin")) == []  # at once, whatever the index still holds
    indexed()
    assert client.get("/katalog?q=turbin").context["page"].paginator.count == 0
    three.do("innovation.republish", three.tik(), innovation, reason="Sudah benar")
    indexed()
    assert titles(client.get("/katalog?q=turbin")) == ["Turbin sungai"]


def test_what_an_address_asks_wrongly_is_said(three: Loop, client: Client) -> None:
    page = client.get("/katalog?bidang=arts&tahun=20x6&wilayah=99.99&warna=merah&halaman=400")
    assert len(titles(page)) == 3
    assert page.context["notes"] == [
        "Bidang “arts” tidak dikenal, jadi tidak dipakai.",
        "Wilayah “99.99” tidak dikenal, jadi tidak dipakai.",
        "Tahun dimulai “20x6” tidak dikenal, jadi tidak dipakai.",
        "Saringan “warna” tidak ada di sini, jadi tidak dipakai.",
    ]


@pytest.mark.parametrize(
    ("question", "said", "many"),
    [
        ("kopi " * 1500, "Pertanyaan ini terlalu panjang; 200 huruf pertama yang dicari.", 1),
        ("+ - ( ) AND*", "", 0),
        ("+-()*~^", "“+-()*~^” tidak berisi kata. Tulis apa yang dicari, misalnya air bersih.", 3),
        ("k", "", 0),
        ("自来水 чистая вода", "", 0),
        ('"kopi', "", 1),
        ("field:economy", "", 0),
    ],
)
def test_odd_questions_get_an_answer(
    three: Loop, client: Client, question: str, said: str, many: int
) -> None:
    page = client.get("/katalog", {"q": question})
    assert page.status_code == 200
    assert said in words(page)
    assert page.context["page"].paginator.count == many


def test_without_an_index_the_catalogue_lists_from_the_tables_and_says_so(
    loop: Loop, client: Client, indexed: Callable[[], None]
) -> None:
    loop.innovation(CAMPANG, title="Pipa air")
    loop.innovation(KUTA_DALOM, title="Kopi bubuk", field="economy")
    page = client.get("/katalog?bidang=economy&q=kopi")
    assert titles(page) == ["Kopi bubuk"]
    assert _UNAVAILABLE in words(page)
    indexed()
    assert _UNAVAILABLE not in words(client.get("/katalog"))
    for file in (shelf() / serving()).glob("*"):
        if file.is_file():
            file.write_bytes(b"\x00" * 100)
    page = client.get("/katalog?bidang=economy&q=kopi")
    assert titles(page) == ["Kopi bubuk"]


def test_the_catalogue_asks_the_database_little(three: Loop, client: Client) -> None:
    assert queries(client, "/katalog?wilayah=18.06&bidang=infrastructure&tahun=2016&q=pipa") <= MOST_QUERIES
