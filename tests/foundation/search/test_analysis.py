"""One analysis for texts and questions: roots, names, expressions of the field, words that only carry a question."""

from __future__ import annotations

import pytest

from lestari.foundation.search.analysis import Analysis, place_names, words_of
from lestari.foundation.search.spelling import distance

ANALYSIS = Analysis(place_names())


@pytest.mark.parametrize(
    "family",
    [
        "kumpul mengumpulkan pengumpulan dikumpulkan berkumpul pengumpul",
        "tambah menambah ditambah penambahan tambahan",
        "olah mengolah pengolahan diolah olahan",
        "kelola mengelola pengelolaan dikelola pengelola",
        "pakai memakai dipakai pemakaian",
        "kering mengeringkan pengering pengeringan dikeringkan",
        "manfaat memanfaatkan pemanfaatan bermanfaat",
        "tanam menanam penanaman ditanam",
        "milik memiliki pemilik dimiliki",
        "nilai menilai penilaian dinilai",
        "tanya bertanya pertanyaan menanyakan",
        "sekolah bersekolah sekolahnya",
        "nikah menikah pernikahan",
        "simpan menyimpan penyimpanan simpanan",
    ],
)
def test_a_family_of_words_has_one_stem(family: str) -> None:
    assert {ANALYSIS.stem(word) for word in family.split()} == {family.split(maxsplit=1)[0]}


@pytest.mark.parametrize(
    "word", ["relawan", "relawannya", "perempuan", "menteri", "berita", "keluarga", "kelapa", "sungai"]
)
def test_words_of_the_table_of_exceptions_are_not_cut(word: str) -> None:
    assert ANALYSIS.stem(word) == word.removesuffix("nya")


def test_names_of_places_are_not_cut_but_usual_words_among_them_are() -> None:
    assert {
        word: ANALYSIS.stem(word) for word in ("kemiling", "pekalongan", "pasuruan", "kalianda", "dagangan")
    } == {
        "kemiling": "kemiling",
        "pekalongan": "pekalongan",
        "pasuruan": "pasuruan",
        "kalianda": "kalianda",
        "dagangan": "dagang",
    }
    assert Analysis().stem("pekalongan") != "pekalongan"


def test_case_and_accents_make_no_difference_and_keep_their_places() -> None:
    text = "Café ÉMBUNG İstanbul — 3R"
    assert [(word.text, text[word.begin : word.end]) for word in words_of(text)] == [
        ("cafe", "Café"),
        ("embung", "ÉMBUNG"),
        ("istanbul", "İstanbul"),
        ("3r", "3R"),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("BUMDes", "badan usaha milik desa"),
        ("BUM Desa", "BUMDes"),
        ("PAUD", "pendidikan anak usia dini"),
        ("posyandu", "Pos Pelayanan Terpadu"),
        ("PAMSIMAS", "air bersih"),
        ("jamban", "MCK"),
        ("lansia", "lanjut usia"),
    ],
)
def test_an_abbreviation_and_its_long_form_are_one_term(one: str, other: str) -> None:
    asked = ANALYSIS.units([word.text for word in words_of(one)])
    assert asked[0].term in ANALYSIS.terms(f"Tentang {other} kami.")
    assert ANALYSIS.units([word.text for word in words_of(other)])[0].term == asked[0].term


def test_what_only_carries_a_question_is_left_out_unless_it_is_all() -> None:
    def terms(question: str) -> list[str]:
        return [unit.term for unit in ANALYSIS.units([word.text for word in words_of(question)])]

    assert terms("Bagaimanakah cara mengolah sampah dan sampah plastik?") == ["olah", "sampah", "plastik"]
    assert terms("siapa itu") == ["siapa", "itu"]


@pytest.mark.parametrize(
    ("one", "other", "errors"),
    [
        ("kopi", "kopi", 0),
        ("kopu", "kopi", 1),
        ("koip", "kopi", 1),
        ("kop", "kopi", 1),
        ("koopi", "kopi", 1),
        ("embugn", "emvung", 2),
        ("air", "embung", 3),
    ],
)
def test_errors_are_counted_as_fingers_make_them(one: str, other: str, errors: int) -> None:
    assert distance(one, other, 2) == errors == distance(other, one, 2)
