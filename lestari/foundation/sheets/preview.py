"""The first rows that a sheet would write, as they were understood: what is looked at before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from lestari.foundation.kernel.dates import about_text, day_text
from lestari.foundation.kernel.rupiah import number_text, rupiah_text
from lestari.foundation.sheets.cells import Told
from lestari.foundation.sheets.columns import PLACE, Column
from lestari.foundation.sheets.kinds import Row, SheetKind
from lestari.foundation.workflow import inputs

#: So many rows are shown, and of a text so many letters.
_SHOWN, _LETTERS = 5, 60
_WRITES = frozenset({"added", "changed"})
_PLACE = frozenset(column.name for column in PLACE)


def first_rows(
    before: Sequence[dict[str, Any]], kind: SheetKind, rows: Sequence[Row]
) -> list[dict[str, Any]]:
    """Return the first rows that are written, after some more were played: number, village, each value under the label of its column."""
    if kind.written is not None:  # what these come to is shown instead
        return []
    made = [_as_json(kind, row) for row in rows if row.outcome in _WRITES]
    return sorted([*before, *made], key=lambda one: one["row"])[:_SHOWN]


def _as_json(kind: SheetKind, row: Row) -> dict[str, Any]:
    own = [column for column in kind.columns if not (kind.in_village and column.name in _PLACE)]
    told = ((column, row[column.name]) for column in own)
    return {
        "row": row.number,
        "place": row.region.name if row.region else "",
        "told": [
            [str(column.label), words_of(column, value)] for column, value in told if value not in (None, "")
        ],
    }


def words_of(column: Column, value: Any) -> str:
    """Return a value of a column in words: Rp86.400.000, sekitar September 2017, the word of a choice."""
    match column.kind, value:
        case _, Told(day, "day"):
            return day_text(day)
        case _, Told(day, about):
            return _("sekitar %(day)s") % {"day": about_text(day, about)}
        case inputs.Rupiah(), _:
            return rupiah_text(value)
        case inputs.Volume() | inputs.Number(), _:
            return number_text(value)
        case inputs.Choice(choices=choices), _:
            return str(dict(choices).get(value, value))
    text = " ".join(str(value).split())
    return text if len(text) <= _LETTERS else f"{text[: _LETTERS - 1]}…"
