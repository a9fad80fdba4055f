"""An index of any texts, as whoever asks it sees it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lestari.foundation.search.analysis import Analysis
from lestari.foundation.search.documents import Answers, Document
from lestari.foundation.search.index import Index
from lestari.foundation.search.passages import passage

PIPE = Document(
    id="pipe",
    title="Pipa gravitasi",
    text="Warga mengalirkan air dari mata air Way Semaka ke 214 rumah tanpa pompa.",
    facets={"field": ["infrastructure"], "year": ["2016"]},
    order=2,
)
WASTE = Document(
    id="waste",
    title="Bank sampah Kenanga",
    text="Badan usaha milik desa membeli botol plastik dan mengolah sisa dapur menjadi kompos.",
    facets={"field": ["economy"], "year": ["2016"]},
    order=3,
)
COFFEE = Document(
    id="coffee",
    title="Kopi petik merah",
    text="Petani menjual buah merah kepada BUMDes; kulitnya diolah menjadi kompos.",
    facets={"field": ["economy"], "year": ["2019"]},
    order=1,
)
SECRET = Document(
    id="secret",
    title="Kincir rahasia",
    text="Konsep pembangkit dengan kincir di Way Semaka.",
    who=("area:18.06.",),
    facets={"field": ["infrastructure"], "year": ["2020"]},
)
AREA = ("public", "area:18.06.")


@pytest.fixture
def index(tmp_path: Path) -> Index:
    made = Index(tmp_path, Analysis({"semaka"}))
    made.add([PIPE, WASTE, COFFEE, SECRET])
    return made


def ids(answers: Answers) -> list[str]:
    return [hit.id for hit in answers.hits]


def test_without_words_all_are_listed_the_newest_first(index: Index) -> None:
    assert ids(index.ask()) == ["waste", "pipe", "coffee"]
    assert ids(index.ask(limit=1, offset=1)) == ["pipe"]
    assert index.ask(limit=1, offset=1).total == 3


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("kompos", {"waste", "coffee"}),
        ("KOMPOS botol", {"waste"}),
        ("bum desa", {"waste", "coffee"}),
        ("bumdesa", {"waste", "coffee"}),  # an abbreviation that stands in no text
        ("pengolahan sampah", {"waste"}),
        ("bagaimana cara mengolah sampah plastik?", {"waste"}),
        ("pupuk organik", {"waste", "coffee"}),
        ("kopi kompos air", {"coffee"}),  # two of three are enough
        ("kopi pompa", {"pipe", "coffee"}),  # no text has both
        ("antah berantah", set()),
    ],
)
def test_words_find_the_texts_that_have_enough_of_them(index: Index, question: str, found: set[str]) -> None:
    answers = index.ask(question)
    assert set(ids(answers)) == found
    assert answers.total == len(found)


@pytest.mark.parametrize(
    ("question", "first", "read_as"),
    [
        ("kmpos botil", "waste", {"kmpos": ("kompos",), "botil": ("botol",)}),
        ("pengoalhan smapah", "waste", {"pengoalhan": ("olah",), "smapah": ("sampah",)}),
        ("untku kopi", "coffee", {}),
        ("kopi xyzzyq", "coffee", {"xyzzyq": ()}),
    ],
)
def test_misspelt_words_are_read_as_the_nearest_and_said(
    index: Index, question: str, first: str, read_as: dict[str, tuple[str, ...]]
) -> None:
    answers = index.ask(question)
    assert ids(answers)[0] == first
    assert answers.read_as == read_as


def test_a_document_that_weighs_more_stands_before_one_that_says_it_as_often(index: Index) -> None:
    short = Document(id="short", title="Kopi pahit", text="Gula aren")
    index.add([short])
    assert ids(index.ask("kopi")) == ["short", "coffee"]
    index.add([replace(COFFEE, weight=3)])
    assert ids(index.ask("kopi")) == ["coffee", "short"]
    index.add([replace(short, text="Gula aren dari tiga dusun")])
    assert ids(index.ask("kopi gula aren dusun petani")) == ["short", "coffee"]  # fitting well weighs too


def test_who_may_not_see_a_text_learns_nothing_of_it(index: Index) -> None:
    for question in ("kincir", "kincor", "kopi kincir", "semaka kincir", ""):
        answers = index.ask(question, facets=("field", "year"))
        assert "secret" not in ids(answers)
        assert "2020" not in answers.facets["year"]
        assert not any("kincir" in near for near in answers.read_as.values())
    assert index.ask("kincir").read_as == {"kincir": ()}  # as if there were no such word
    assert ids(index.ask("kincor", who=AREA)) == ["secret"]


def test_each_count_is_the_length_of_the_list_that_it_opens(index: Index) -> None:
    for question in ("", "kompos", "kompos air kopi", "semaka"):
        for filters in ({}, {"field": "economy"}, {"field": "economy", "year": "2019"}, {"year": "2020"}):
            answers = index.ask(question, filters=filters, who=AREA, facets=("field", "year"))
            for name, counts in answers.facets.items():
                opened = {
                    value: index.ask(question, filters={**filters, name: value}, who=AREA).total
                    for value in counts
                }
                assert opened == counts


def test_a_facet_that_does_not_exist_has_no_values_and_finds_nothing(index: Index) -> None:
    assert index.ask(facets=("colour",)).facets == {"colour": {}}
    assert index.ask(filters={"colour": "red"}).total == 0


def test_a_document_put_in_again_takes_its_own_place_and_one_taken_out_is_gone(
    index: Index, tmp_path: Path
) -> None:
    other = Index(tmp_path, Analysis({"semaka"}))
    assert ids(other.ask("turbin")) == []
    index.add([Document(id="pipe", title="Turbin", text="Turbin kecil")], remove=["waste"])
    assert ids(other.ask("turbin")) == ["pipe"]  # a reader sees it with its next question
    assert ids(other.ask("gravitasi")) == []
    assert other.ask().total == 2


@pytest.mark.parametrize(
    "question", ["a " * 5000, "x" * 10_000, "+-()*~^", "k", "自来水", "\x00", '"air', "air AND (", "[", "a:b"]
)
def test_odd_questions_are_answered(index: Index, question: str) -> None:
    assert index.ask(question, facets=("field",)).total in {0, 1, 2, 3}


def test_a_passage_shows_where_most_is_said_with_the_matches_marked(index: Index) -> None:
    text = f"{'Pendahuluan yang panjang sekali. ' * 20}Warga mengumpulkan sampah plastik.\n{'Penutup. ' * 40}"
    pieces = passage(text, {"kumpul", "sampah", "plastik"}, index.analysis.stem)
    assert [piece.text for piece in pieces if piece.marked] == ["mengumpulkan", "sampah", "plastik"]
    shown = "".join(piece.text for piece in pieces)
    assert (shown[0], shown[-1], len(shown) < 260) == ("…", "…", True)
    assert [piece.text for piece in passage("Tanpa cocokan.", {"lain"}, index.analysis.stem)] == [
        "Tanpa cocokan."
    ]
    assert passage("", {"lain"}, index.analysis.stem) == ()
