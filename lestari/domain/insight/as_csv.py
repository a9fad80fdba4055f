"""A list as CSV, line by line, so that a province's list needs no memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from csv import writer

from django.utils import timezone
from django.utils.translation import gettext as _

from lestari.domain.insight.lists import PromiseRow, Row
from lestari.foundation.kernel.words import either

#: What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Echo:
    """A file that gives back what is written into it."""

    def write(self, text: str) -> str:
        """Return the line."""
        return text


def harmless(value: object) -> object:
    """Return a cell that a spreadsheet will not take for a formula; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield one line a row, the head first. The mark in front lets Excel read it as UTF-8."""
    out, mark = writer(_Echo()), "\ufeff"
    for row in rows:
        yield mark + str(out.writerow([harmless(cell) for cell in row]))
        mark = ""


def proof(rows: Iterable[Row]) -> Iterator[list[object]]:
    """Yield the list behind a figure, its head first."""
    yield [
        _("kode"),
        _("judul"),
        _("desa"),
        _("bidang"),
        _("sejak"),
        _("rupiah"),
        _("rekening"),
        _("baris"),
        _("dokumen"),
        _("dicatat"),
        _("oleh"),
    ]
    for row in rows:
        yield [
            row.code,
            row.title,
            row.village,
            row.field,
            row.since.isoformat() if row.since else "",
            row.amount,
            row.account,
            row.line,
            row.document,
            timezone.localtime(row.recorded).strftime("%Y-%m-%d %H:%M") if row.recorded else "",
            row.by,
        ]


def promises(rows: Iterable[PromiseRow]) -> Iterator[list[object]]:
    """Yield the promises of a step of the funnel, the head first."""
    yield [
        _("kode"),
        _("judul"),
        _("desa"),
        _("bidang"),
        _("tahun anggaran"),
        _("perkiraan biaya"),
        _("keadaan"),
        _("sejak"),
        _("giliran"),
    ]
    for row in rows:
        yield [
            row.code,
            row.title,
            row.village,
            row.field,
            row.year,
            row.cost,
            row.state_word,
            row.since.isoformat(),
            either(row.turn),
        ]
