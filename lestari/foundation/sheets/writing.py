"""Handing sheets out: the empty one of a kind, refused rows with remarks, lists as they are filtered; streamed, nothing in them a formula."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import attrgetter
from typing import Any

import xlsxwriter
from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from lestari.foundation.sheets.cells import FORMULA
from lestari.foundation.sheets.columns import Column, heading_key, keys_once
from lestari.foundation.sheets.finding import Found
from lestari.foundation.sheets.kinds import SHEETS, SheetKind
from lestari.foundation.sheets.models import Import
from lestari.foundation.sheets.running import table_of
from lestari.foundation.sheets.table import Table
from lestari.foundation.sheets.workbook import TAB, column_width, xlsx_pieces
from lestari.foundation.workflow import inputs

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: So many records are asked for at once.
CHUNK = 1000
#: The most letters of a list to choose from.
_LISTED = 255
#: So many letters of CSV leave at once.
_PIECE = 1 << 16
#: So many rows of an empty sheet have lists to choose from.
_PREPARED = 2000


def harmless(value: object) -> object:
    """Return a cell that a spreadsheet will not take for a formula; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


class Ending:
    """The ending of a list's file in an address: csv or xlsx."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        """Return it as it is."""
        return value

    to_url = to_python


def csv_pieces(rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """Yield one line a row, the head first, many at a time. The mark in front lets Excel read it as UTF-8."""
    held = io.StringIO("\ufeff", newline="")
    held.seek(0, io.SEEK_END)
    lines = csv.writer(held)
    for row in rows:
        lines.writerow(map(harmless, row))
        if held.tell() >= _PIECE:
            yield held.getvalue().encode()
            held.seek(0)
            held.truncate()
    yield held.getvalue().encode()


def kind_rows(kind: SheetKind, records: Iterable[Any]) -> Iterator[Sequence[Any]]:
    """Yield the records of a list in the columns of its kind, the head first, in a few queries for some hundred records."""
    assert kind.rows is not None, f"{kind.key} has no export"
    yield [column.label for column in kind.columns]
    found = iter(records)
    while chunk := list(islice(found, CHUNK)):
        yield from kind.rows(chunk)


def by_columns(columns: Mapping[str, str], records: Iterable[Any]) -> Iterator[Sequence[Any]]:
    """Yield records with these headings, each with the attribute that stands below it, the head first."""
    yield list(columns)
    cells = attrgetter(*columns.values())
    for one in records:
        yield cells(one)


def kind_file(kind: SheetKind, rows: QuerySet[Any], name: str, ending: str) -> StreamingHttpResponse:
    """Return the records of a kind as a file that comes in again."""
    return handed_out(kind_rows(kind, rows.iterator(chunk_size=CHUNK)), name, ending)


def handed_out(rows: Iterable[Sequence[Any]], name: str, ending: str) -> StreamingHttpResponse:
    """Return a list as a file to keep, streamed: `ending` is csv or xlsx."""
    if ending == "csv":
        response = StreamingHttpResponse(csv_pieces(rows), content_type="text/csv; charset=utf-8")
    else:
        response = StreamingHttpResponse(xlsx_pieces(rows), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


def empty_sheet(kind: SheetKind) -> bytes:
    """Return the empty sheet of a kind: its headings with notes, lists to choose from, an example row, and what is to be known on a second sheet."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet(str(kind.word)[:TAB])
        needed = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#E0F0E9", "border": 1})
        other = book.add_format({"bold": True, "text_wrap": True, "border": 1})
        text = book.add_format({"num_format": "@"})
        for at, column in enumerate(kind.columns):
            sheet.write_string(0, at, str(column.label), needed if column.needed else other)
            sheet.set_column(at, at, column_width(str(column.label)), text)
            sheet.write_string(1, at, column.example)
            if note := _note(column):
                sheet.write_comment(0, at, note)
            if isinstance(column.kind, inputs.Choice):
                choose = {"validate": "list", "source": _listed(column.kind), "error_type": "warning"}
                sheet.data_validation(1, at, _PREPARED, at, choose)
        sheet.freeze_panes(1, 0)
        told = book.add_worksheet(_("Petunjuk"))
        told.set_column(0, 0, 100)
        for number, line in enumerate(_told(kind)):
            told.write_string(number, 0, line)
    return target.getvalue()


def _listed(kind: inputs.Choice) -> list[str]:
    """Return the words to choose from; where they are too long for Excel, the short keys."""
    words = [str(word) for _value, word in kind.choices]
    return words if len(",".join(words)) <= _LISTED else [value for value, _word in kind.choices]


def _note(column: Column) -> str:
    parts = [str(column.hint), _("Harus diisi.") if column.needed else ""]
    if isinstance(column.kind, inputs.Choice):
        parts.append("; ".join(str(word) for _value, word in column.kind.choices))
    return "\n".join(filter(None, parts))


def _told(kind: SheetKind) -> list[str]:
    lines = [
        str(kind.hint),
        _(
            "Baris kedua contoh: ganti dengan isian Anda. Satu baris satu catatan; kolom boleh diurutkan lain atau dihapus."
        ),
        _(
            "Kolom hijau harus diisi. Desa ditulis dengan kodenya, atau dengan nama desa, kecamatan dan kabupaten."
        ),
        "",
    ]
    return lines + [f"{column.label}: {_note(column)}".replace("\n", " ") for column in kind.columns]


def refused_rows(sheet: Import) -> bytes:
    """Return the rows of a sheet that were refused, under their own headings as far as these are understood, with a column of remarks: mended, it comes in again."""
    remarks: dict[int, list[str]] = defaultdict(list)
    for one in sheet.findings.filter(refused=True).order_by("row", "pk"):
        remarks[one.row].append(f"{one.column}: {one.words}" if one.column else one.words)
    table = table_of(sheet)
    found = Found(table.tab, table.layout, table.kind.columns)
    names = list(table.layout.places)
    labels = {column.name: str(column.label) for column in table.kind.columns}
    head = _head(table, labels)
    # What was said once for all rows goes along, so that it is not asked for again.
    told = {name: text for name, text in sheet.told.get("with", {}).items() if name in labels.keys() - names}

    def rows() -> Iterator[list[Any]]:
        yield [*head, *(labels[name] for name in told), _("Catatan")]
        for number, cells in found.rows():
            if number in remarks:
                yield [*(cells.get(name, "") for name in names), *told.values(), " ".join(remarks[number])]

    return b"".join(xlsx_pieces(rows(), str(SHEETS[sheet.kind].word)))


def _head(table: Table, labels: Mapping[str, str]) -> list[str]:
    """Return the headings of the columns that were read; our own word where two are alike, which would come in as one."""
    headings = [table.layout.headings[place] for place in table.layout.places.values()]
    once = keys_once(headings)
    return [
        heading if heading_key(heading) in once else labels[name]
        for name, heading in zip(table.layout.places, headings, strict=True)
    ]
