"""The lists of figures and of the funnel as files have them: the head, then one row a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from lestari.domain.insight.lists import PromiseRow, Row
from lestari.foundation.kernel import clock
from lestari.foundation.kernel.words import either


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
            row.since or "",
            row.amount,
            row.account,
            row.line,
            row.document,
            clock.local(row.recorded).strftime("%Y-%m-%d %H:%M") if row.recorded else "",
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
            row.since,
            either(row.turn),
        ]
