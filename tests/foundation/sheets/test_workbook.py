"""Lists as workbooks: what stands in the cells when a spreadsheet opens them, and that they come as they are read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from zipfile import ZipFile

import pytest
import python_calamine as calamine

from lestari.foundation.sheets.workbook import xlsx_pieces

HEAD = ["Desa", "Tanggal", "Biaya", "Volume"]


def opened(*rows: Any) -> list[list[Any]]:
    content = b"".join(xlsx_pieces([HEAD, *rows]))
    assert ZipFile(io.BytesIO(content)).testzip() is None
    return calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()[1:]


def sheet_of(*rows: Any) -> str:
    content = b"".join(xlsx_pieces([HEAD, *rows]))
    return ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()


def test_days_are_days_rupiah_are_numbers_and_nothing_is_nothing() -> None:
    assert opened(["Campang", date(2019, 12, 31), 86_400_000, Decimal("12.5")], ["", None, 0, -3]) == [
        ["Campang", date(2019, 12, 31), 86_400_000.0, 12.5],
        ["", "", 0.0, -3.0],
    ]


def test_rupiah_are_shown_in_groups_and_years_are_not() -> None:
    written = sheet_of(["", "", 86_400_000, 2019])
    assert '<c r="C2" s="3"><v>86400000</v></c>' in written
    assert '<c r="D2"><v>2019</v></c>' in written


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<b>Kopi & “teh”</b>", "<b>Kopi & “teh”</b>"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("  dua baris\nke bawah ", "  dua baris\nke bawah "),
        ("bel\x07 dan \ud800", "bel dan "),
        ("18.06.20.2002", "18.06.20.2002"),
        ("007", "007"),
        ("🌾", "🌾"),
    ],
    ids=ascii,
)
def test_text_stays_text_whatever_it_holds(text: str, shown: str) -> None:
    assert opened([text]) == [[shown, "", "", ""]]
    assert "<f>" not in sheet_of([text])


def test_a_text_longer_than_a_cell_can_hold_is_cut_off() -> None:
    assert [len(row[0]) for row in opened(["x" * 40_000])] == [32_767]


def test_the_head_stays_in_sight_and_a_list_of_nothing_has_only_that() -> None:
    content = b"".join(xlsx_pieces([HEAD], "Komitmen"))
    book = calamine.load_workbook(io.BytesIO(content))
    assert book.sheet_names == ["Komitmen"]
    assert book.get_sheet_by_index(0).to_python() == [HEAD]
    assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in sheet_of()


def test_the_first_piece_leaves_before_the_last_row_is_read() -> None:
    read = []

    def rows() -> Iterator[list[Any]]:
        yield HEAD
        for number in range(5000):
            read.append(number)
            yield [f"Desa {number}", date(2019, 1, 1), number, None]

    pieces = xlsx_pieces(rows())
    first = next(pieces)
    assert first.startswith(b"PK")
    assert len(read) < 1000
    whole = first + b"".join(pieces)
    assert calamine.load_workbook(io.BytesIO(whole)).get_sheet_by_index(0).height == 5001
