"""Sheets as offices send them, made on the spot, and what became of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import python_calamine as calamine
import xlsxwriter
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lestari.foundation.people.models import User
from lestari.foundation.sheets.kinds import SHEETS
from lestari.foundation.sheets.models import Import
from lestari.foundation.sheets.running import check, receive, write


def xlsx(*rows: Sequence[Any], **more: Sequence[Sequence[Any]]) -> bytes:
    """A workbook with these rows on its first sheet, and more sheets by name."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, table in {"Sheet1": rows, **more}.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(table):
                for place, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(number, place, cell, day)
                    elif cell is not None:
                        sheet.write(number, place, cell)
    return target.getvalue()


def rows_of(content: bytes, tab: int = 0) -> list[list[Any]]:
    """What a workbook's sheet says."""
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [list(row) for row in book.get_sheet_by_index(tab).iter_rows()]


def rows_out(client: Client, address: str) -> list[list[Any]]:
    """What a list that goes out says, streamed: as Excel has it, or as text where it is CSV."""
    response: Any = client.get(address)
    assert (response.status_code, response.streaming) == (200, True), address
    content = b"".join(response)
    if address.partition("?")[0].endswith(".xlsx"):
        return rows_of(content)
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def queries_out(client: Client, address: str) -> int:
    """How many queries a list takes to go out whole."""
    rows_out(client, address)
    with CaptureQueriesContext(connection) as asked:
        rows_out(client, address)
    return len(asked)


def checked(kind: str, content: bytes, /, *people: User, name: str = "lembar.xlsx", **told: str) -> Import:
    """A sheet that was sent by these people and checked; `told`: what is true of all its rows."""
    about = {"with": told, "as": [one.username for one in people]}
    sheet = receive(SHEETS[kind], name, [content], people[0] if people else None, about)
    check(sheet)
    return sheet


def written(kind: str, content: bytes, /, *people: User, name: str = "lembar.xlsx", **told: str) -> Import:
    """A sheet that was checked and written."""
    sheet = checked(kind, content, *people, name=name, **told)
    write(sheet)
    return sheet


def refused(sheet: Import) -> list[tuple[int, str, str]]:
    """What was refused: row, column, sentence."""
    return list(
        sheet.findings.filter(refused=True).order_by("row", "pk").values_list("row", "column", "words")
    )


def doubts(sheet: Import) -> list[tuple[int, str, str]]:
    """What is to be looked at."""
    return list(
        sheet.findings.filter(refused=False).order_by("row", "pk").values_list("row", "column", "words")
    )
