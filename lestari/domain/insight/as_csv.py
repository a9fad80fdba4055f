"""A list as CSV, line by line, so that a province's list needs no memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from csv import writer

from django.utils import timezone
from django.utils.translation import gettext as _

from lestari.domain.insight.lists import Row

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


def lines(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the head and one line a row. The mark in front lets Excel read it as UTF-8."""
    out = writer(_Echo())
    yield "\ufeff" + str(out.writerow(_head()))
    for row in rows:
        yield str(out.writerow([harmless(cell) for cell in _cells(row)]))


def _head() -> list[str]:
    return [
        _("kode"),
        _("judul"),
        _("desa"),
        _("bidang"),
        _("sejak"),
        _("rupiah"),
        _("baris"),
        _("dokumen"),
        _("dicatat"),
        _("oleh"),
    ]


def _cells(row: Row) -> list[object]:
    recorded = timezone.localtime(row.recorded).strftime("%Y-%m-%d %H:%M") if row.recorded else ""
    since = row.since.isoformat() if row.since else ""
    return [
        row.code,
        row.title,
        row.village,
        row.field,
        since,
        row.amount,
        row.line,
        row.document,
        recorded,
        row.by,
    ]
