"""A list as a workbook, streamed: the first bytes leave before the last row is read, and a province's list needs no memory.

xlsxwriter makes the workbook with its styles and its head; only the rows are written here, into its one sheet, as they come.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

_RUPIAH, _DAY = "#,##0", "d mmm yyyy"
_WIDE, _NARROW = 32, 14
#: From here on a number is written in groups.
_GROUPED = 10_000
#: The most letters of a tab's name and of a cell.
TAB, _LETTERS = 31, 32_767
_SHEET = "xl/worksheets/sheet1.xml"
#: The styles of cells, by their places in the shell, where the head's comes first.
_DATED, _AMOUNT = 2, 3
#: The day from which a spreadsheet counts.
_EPOCH = date(1899, 12, 30).toordinal()
_UNREADABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: So many rows are written at once.
_ROWS = 200


def xlsx_pieces(rows: Iterable[Sequence[Any]], name: str = "Lembar") -> Iterator[bytes]:
    """Yield a workbook piece by piece; the first row is the head."""
    coming = iter(rows)
    shell = _shell(next(coming, ()), name)
    before, after = _around(shell.read(_SHEET).decode())
    out = _Pieces()
    with ZipFile(out, "w", ZIP_DEFLATED) as book:
        for part in shell.namelist():
            if part != _SHEET:
                book.writestr(part, shell.read(part))
        with book.open(_SHEET, "w") as sheet:
            sheet.write(before.encode())
            number = 2
            while chunk := list(islice(coming, _ROWS)):
                sheet.write("".join(map(_row, range(number, number + len(chunk)), chunk)).encode())
                number += len(chunk)
                yield out.taken()
            sheet.write(after.encode())
    yield out.taken()


class _Pieces(io.RawIOBase):
    """A file that cannot be wound back: what is written is taken away."""

    def __init__(self) -> None:
        super().__init__()
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._held += piece
        return len(piece)

    def taken(self) -> bytes:
        """Return what came since the last time."""
        piece = bytes(self._held)
        self._held.clear()
        return piece


def _shell(head: Sequence[Any], name: str) -> ZipFile:
    """Return a workbook with its head alone, and with the styles of the cells to come."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        styles = [{"bold": True, "text_wrap": True}, {"num_format": _DAY}, {"num_format": _RUPIAH}]
        bold, *others = map(book.add_format, styles)
        sheet = book.add_worksheet(name[:TAB])
        for at, cell in enumerate(head):
            sheet.set_column(at, at, column_width(str(cell)))
            sheet.write_string(0, at, str(cell), bold)
        for at, style in enumerate(others):
            sheet.write_blank(1, at, None, style)  # a style that nothing has is left out of the book
        sheet.freeze_panes(1, 0)
    return ZipFile(target)


def _around(sheet: str) -> tuple[str, str]:
    """Return what stands before and after the rows to come; how many there are, nobody knows yet."""
    sheet = re.sub(r"<dimension[^>]*/>", "", sheet)
    end = sheet.index("</sheetData>")
    return re.sub(r'<row r="2".*', "", sheet[:end], flags=re.DOTALL), sheet[end:]


def column_width(heading: str) -> int:
    """Return how wide a column is under its heading."""
    return _NARROW if len(heading) < _NARROW else _WIDE


_column = cache(xl_col_to_name)


def _row(number: int, row: Sequence[Any]) -> str:
    cells = [_cell(f"{_column(at)}{number}", cell) for at, cell in enumerate(row)]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, cell: Any) -> str:
    if isinstance(cell, str):
        return _text(place, cell) if cell else ""
    if isinstance(cell, date):
        return f'<c r="{place}" s="{_DATED}"><v>{cell.toordinal() - _EPOCH}</v></c>'
    if isinstance(cell, int | float | Decimal):
        style = f' s="{_AMOUNT}"' if isinstance(cell, int) and cell >= _GROUPED else ""
        return f'<c r="{place}"{style}><v>{+cell}</v></c>'
    return "" if cell is None else _text(place, str(cell))  # a word that is read when it is written


def _text(place: str, text: str) -> str:
    """Return a cell of text, which no spreadsheet takes for a formula."""
    if not text.isprintable():
        text = _UNREADABLE.sub("", text)
    said = escape(text[:_LETTERS])
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{said}</t></is></c>'
