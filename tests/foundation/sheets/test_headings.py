"""Headings over headings: which column is which where the lower row says the same twice, and what of it is remembered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from lestari.foundation.sheets.columns import Column, Layout, places_of
from lestari.foundation.sheets.finding import Found, find_table
from lestari.foundation.sheets.forms import LayoutForm
from lestari.foundation.sheets.models import Import
from lestari.foundation.sheets.reading import Tab
from lestari.foundation.workflow.inputs import Day, Rupiah

COLUMNS = (
    Column("village", "Desa", needed=True),
    Column("volume", "Volume", names=("jumlah",)),
    Column("on", "Tanggal kartu", Day(), ("tanggal",)),
    Column("planned_on", "Tanggal masuk RKPDes", Day(), ("tanggal rkpdes",)),
    Column("budgeted_on", "Tanggal masuk APBDes", Day(), ("tanggal apbdes",)),
    Column("amount", "Jumlah APBDes", Rupiah()),
)
UPPER = ("Desa", "RKPDes", "APBDes", None)
LOWER = (None, "Tanggal", "Tanggal", "Jumlah (Rp)")
RECORD = ("Campang", date(2017, 9, 4), date(2017, 12, 28), 86_400_000.0)


def tab(*rows: Sequence[Any]) -> Tab:
    return Tab("Sheet1", [(number, list(cells)) for number, cells in enumerate(rows, start=1)])


def table(*rows: Sequence[Any], remembered: Mapping[str, str] | None = None) -> Layout:
    return find_table([tab(*rows)], COLUMNS, remembered)


def form(layout: Layout, **chosen: str) -> LayoutForm:
    """What somebody says of the columns of a sheet; the others stay as they were recognised."""
    sheet = Import(kind="any", layout={**layout.as_json(), "missing": [], "tabs": ["Sheet1"], "samples": []})
    shown = LayoutForm(sheet=sheet, columns=COLUMNS)
    initial = {field.name: str(field.initial) for field in shown.mapping()}
    asked = LayoutForm({"head": layout.head, **initial, **chosen}, sheet=sheet, columns=COLUMNS)
    assert asked.is_valid(), asked.errors
    return asked


def test_alike_headings_below_others_are_told_apart_and_recognised_by_both() -> None:
    layout = table(UPPER, LOWER, RECORD)
    assert layout.headings == ("Desa", "RKPDes Tanggal", "APBDes Tanggal", "APBDes Jumlah (Rp)")
    assert dict(layout.places) == {"village": 0, "planned_on": 1, "budgeted_on": 2, "amount": 3}


def test_what_somebody_said_of_alike_headings_is_remembered_of_each() -> None:
    upper = ("Desa", "Musrenbang", "Perdes", None)
    layout = table(upper, LOWER, RECORD)
    assert layout.headings[1:3] == ("Musrenbang Tanggal", "Perdes Tanggal")
    taught = form(layout, k1="planned_on", k2="budgeted_on").taught()
    assert taught == {"musrenbang tanggal": "planned_on", "perdes tanggal": "budgeted_on"}
    again = table(upper, LOWER, RECORD, remembered=taught)
    assert (again.places["planned_on"], again.places["budgeted_on"]) == (1, 2)
    assert "on" not in again.places


def test_headings_that_nothing_tells_apart_are_not_remembered() -> None:
    layout = table(("Desa", "Tanggal", "Tanggal", "Nilai"), RECORD)
    said = form(layout, k1="planned_on", k2="budgeted_on", k3="amount")
    assert said.places() == {"village": 0, "planned_on": 1, "budgeted_on": 2, "amount": 3}
    assert said.taught() == {"nilai": "amount"}


def test_a_memory_of_one_heading_says_nothing_of_two_that_are_alike() -> None:
    layout = table(("Desa", "Tanggal", "Tanggal"), RECORD, remembered={"tanggal": "budgeted_on"})
    assert dict(layout.places) == {"village": 0, "on": 1}


def test_a_title_above_tells_nothing_apart() -> None:
    layout = table(("Rekap komitmen",), ("Desa", "Tanggal", "Tanggal"), RECORD)
    assert (layout.headings, layout.head) == (("Desa", "Tanggal", "Tanggal"), 2)


def test_of_alike_headings_that_nobody_knows_in_full_the_first_is_read() -> None:
    layout = table(("Desa", "Rencana", None, "Realisasi"), (None, "Volume", "Satuan", "Volume"), RECORD)
    assert layout.headings == ("Desa", "Rencana Volume", "Satuan", "Realisasi Volume")
    assert dict(layout.places) == {"village": 0, "volume": 1}
    assert layout.alike == {1: "Volume", 3: "Volume"}


def test_a_column_is_known_by_its_words_in_another_order() -> None:
    assert places_of(COLUMNS, ["APBDes - tanggal", "RKPDes Tanggal"], {}) == {
        "budgeted_on": 0,
        "planned_on": 1,
    }


def test_beside_each_heading_stands_what_the_first_row_says_that_has_something() -> None:
    rows = tab(UPPER, LOWER, ("(1)", "(2)", "(3)", "(4)"), ("Campang", None, None, 5.0), RECORD)
    layout = find_table([rows], COLUMNS)
    assert Found(rows, layout, COLUMNS).samples() == ["Campang", "4 September 2017", "28 Desember 2017", "5"]


def test_the_sample_is_the_hint_of_its_heading() -> None:
    sheet = Import(
        layout={**table(UPPER, LOWER).as_json(), "missing": [], "tabs": [""], "samples": ["Campang", ""]}
    )
    shown = [
        (str(one.label), str(one.help_text)) for one in LayoutForm(sheet=sheet, columns=COLUMNS).mapping()
    ]
    assert shown == [
        ("Desa", "Misalnya Campang"),
        ("RKPDes Tanggal", ""),
        ("APBDes Tanggal", ""),
        ("APBDes Jumlah (Rp)", ""),
    ]
