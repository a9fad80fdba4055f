"""The first rows of a sheet as they were understood: what is looked at before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nsmallest
from typing import Any

from django.utils.translation import gettext as _

from lestari.foundation.kernel.dates import about_text
from lestari.foundation.sheets.cells import Told
from lestari.foundation.sheets.columns import PLACE, Column
from lestari.foundation.sheets.kinds import Row, SheetKind
from lestari.foundation.workflow.said import in_words

#: So many rows are shown, and of a text so many letters.
_SHOWN, _LETTERS = 5, 60
_WRITES, _REFUSED = frozenset({"added", "changed"}), frozenset({"refused"})
_PLACE = frozenset(column.name for column in PLACE)


def first_rows(
    before: Sequence[dict[str, Any]], kind: SheetKind, rows: Sequence[Row]
) -> list[dict[str, Any]]:
    """Return the first rows that are written, after some more were played: number, village, each value under the label of its column.

    Where none is written, the first ones that are refused: what was read there shows whether the columns were understood.
    """
    shown = list(before)
    for outcomes in (_WRITES, _REFUSED):
        alike = (row for row in rows if row.outcome in outcomes)
        shown += [_as_json(kind, row) for row in nsmallest(_SHOWN, alike, key=lambda row: row.number)]
    written = [one for one in shown if one["written"]]
    return sorted(written or shown, key=lambda one: one["row"])[:_SHOWN]


def _as_json(kind: SheetKind, row: Row) -> dict[str, Any]:
    own = [column for column in kind.columns if not (kind.in_village and column.name in _PLACE)]
    told = ((column, row[column.name]) for column in own)
    return {
        "row": row.number,
        "written": row.outcome in _WRITES,
        "place": row.region.name if row.region else "",
        "told": [
            [str(column.label), _words(column, value)] for column, value in told if value not in (None, "")
        ],
    }


def _words(column: Column, value: Any) -> str:
    """Return a value of a column in words, on one line: Rp86.400.000, sekitar September 2017, the word of a choice."""
    if isinstance(value, Told) and value.about != "day":
        return _("sekitar %(day)s") % {"day": about_text(value.day, value.about)}
    text = " ".join(in_words(column.kind, value.day if isinstance(value, Told) else value).split())
    return text if len(text) <= _LETTERS else f"{text[: _LETTERS - 1]}…"
