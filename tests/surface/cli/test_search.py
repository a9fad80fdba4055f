"""Finding from the command line, and making the index anew."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from lestari.foundation.search.shelf import serving
from lestari.surface.cli.main import main
from tests.clock import Clock
from tests.domain.builders import Loop
from tests.world import CAMPANG, KUTA_DALOM, People

Out = pytest.CaptureFixture[str]


@pytest.fixture
def loop(people: People, clock: Clock) -> Loop:
    made = Loop(people, clock)
    made.innovation(CAMPANG, title="Turbin sungai")
    made.write(made.draft(KUTA_DALOM), title="Turbin rahasia")
    return made


def test_it_prints_what_everybody_may_find(loop: Loop, indexed: Callable[[], None], capsys: Out) -> None:
    indexed()
    assert main(["search", "turbon", "--region", "18.06", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["total"], told["read_as"]) == (1, {"turbon": ["turbin"]})
    (row,) = told["found"]
    assert {key: row[key] for key in ("code", "title", "kind", "where", "url")} == {
        "code": "INV-18.06-0001",
        "title": "Turbin sungai",
        "kind": "knowledge.Innovation",
        "where": "Pekon Campang",
        "url": "/inovasi/INV-18.06-0001",
    }
    assert main(["search", "air", "bersih"]) == 0
    text = capsys.readouterr().out
    assert "INV-18.06-0001  Turbin sungai (Pekon Campang)" in text
    assert text.endswith("1 of 1 found.\n")


def test_nothing_found_and_an_unknown_region_end_with_one(
    loop: Loop, indexed: Callable[[], None], capsys: Out
) -> None:
    indexed()
    assert main(["search", "turbin", "--region", "18.10"]) == 1
    assert capsys.readouterr().out == "0 of 0 found.\n"
    assert main(["search", "turbin", "--region", "99"]) == 1
    assert capsys.readouterr().err.startswith("lestari: ")
    for odd in ('"', "+-*/()[]{}"):
        assert main(["search", odd]) == 1
        assert capsys.readouterr() == ("", "lestari: there is no word in it: write letters or digits.\n")
    assert main(["search", "zzqxw", "turbin"]) == 0
    assert "zzqxw: in no text, left out\n" in capsys.readouterr().out


def test_without_an_index_it_says_how_to_make_one_which_then_serves(loop: Loop, capsys: Out) -> None:
    assert main(["search", "turbin"]) == 2
    assert "`lestari rebuild search` makes it anew" in capsys.readouterr().err
    assert main(["rebuild", "search", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"records": 6}
    before = serving()
    assert main(["search", "turbin", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["total"] == 1
    assert main(["rebuild", "search"]) == 0
    assert serving() != before
