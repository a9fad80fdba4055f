"""The list of 100,000 promises as Excel, from the database to the last byte, against xlsxwriter alone with the same cells in memory."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import xlsxwriter

import bench.setting_up  # noqa: F401
from bench.row import Row, seconds, tell
from bench.sheets import ROWS, peak, prepare
from lestari.domain.commitments.listing import as_file
from lestari.domain.commitments.models import Commitment
from lestari.foundation.sheets.kinds import SHEETS
from lestari.foundation.sheets.running import receive, write
from lestari.foundation.sheets.workbook import xlsx_pieces
from lestari.foundation.sheets.writing import CHUNK, kind_rows


def measure(rows: int = ROWS) -> list[Row]:
    """Return the seconds of an export beside those of xlsxwriter in constant memory, which is given the very same cells."""
    with TemporaryDirectory(dir=os.environ["LESTARI_DATA"]) as folder:
        _fill(Path(folder), rows)
        idle = peak()
        ours = seconds(lambda: sum(map(len, xlsx_pieces(_cells(rows)))))
        taken = peak() - idle
        held = list(_cells(rows))
        baseline = seconds(lambda: _alone(Path(folder) / f"{uuid4().hex}.xlsx", held))
    what = f"export of {rows:,} rows".replace(",", ".")
    return [
        Row(what, f"{ours:.1f} s", f"{baseline:.1f} s xlsxwriter alone", ours / baseline, "≤ 1.3 ×"),
        Row("the same, memory above idle", f"{taken:.0f} MB"),
    ]


def _fill(folder: Path, rows: int) -> None:
    if Commitment.objects.count() < rows:
        path, person = prepare(folder, rows)
        write(receive(SHEETS["commitments"], path.name, [path.read_bytes()], person))


def _cells(rows: int) -> Any:
    records = as_file(Commitment.objects.all())[:rows]
    return kind_rows(SHEETS["commitments"], records.iterator(chunk_size=CHUNK))


def _alone(place: Path, rows: Sequence[Sequence[Any]]) -> None:
    with xlsxwriter.Workbook(str(place), {"constant_memory": True}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "d mmm yyyy"})
        for number, row in enumerate(rows):
            for at, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, at, cell, day)
                elif isinstance(cell, int | Decimal):
                    sheet.write_number(number, at, cell)
                elif cell:
                    sheet.write_string(number, at, str(cell))


if __name__ == "__main__":
    tell(measure(*map(int, sys.argv[1:])))
