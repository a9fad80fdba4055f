"""Finding the table in a file as offices make them: below a title, under one or two rows of headings, with totals and sections between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from lestari.foundation.kernel.errors import Refused
from lestari.foundation.sheets.cells import blank, text_of
from lestari.foundation.sheets.columns import Column, Layout, heading_key, places_of
from lestari.foundation.sheets.reading import Cells, Tab

#: The headings are looked for in so many rows.
_DEEP = 40
_TOTAL = re.compile(r"(?i)\s*(sub\s*|grand\s*)?(jumlah|total)\b")
_SECTION = re.compile(r"(?i)\s*(?:kecamatan|kec\.?)\s*:?\s+(.+)")
_COUNTED = re.compile(r"\(?\d{1,3}\)?")


def find_table(
    tabs: Sequence[Tab],
    columns: Sequence[Column],
    remembered: Mapping[str, str] | None = None,
    at: Sequence[int] | None = None,
) -> Layout:
    """Return where the table stands: the tab and the rows whose headings fit best, hidden tabs last. Raises Refused naming what is missing.

    `remembered`: names of columns by the keys of headings; `at`: tab and last row of the headings, where somebody said so.
    """
    needed = {column.name for column in columns if column.needed}
    best: tuple[tuple[int, ...], Layout] | None = None
    for number, tab in enumerate(tabs):
        for layout in _layouts(number, tab, columns, remembered or {}):
            if at is not None and (layout.tab, layout.head) != tuple(at):
                continue
            found = layout.places.keys()
            score = (len(found & needed), len(found), not tab.hidden)
            if best is None or score > best[0]:
                best = score, layout
    if best is None or best[0][1] < min(2, len(columns)):
        words = ", ".join(str(column.label) for column in columns if column.needed)
        raise Refused(
            _("Tidak ada tabel yang dikenali di berkas ini. Judul kolomnya harus memuat: %(words)s.")
            % {"words": words}
        )
    return best[1]


def _layouts(
    number: int, tab: Tab, columns: Sequence[Column], remembered: Mapping[str, str]
) -> Iterator[Layout]:
    rows = list(islice(iter(tab.rows), _DEEP))
    known = frozenset(remembered) | frozenset(key for column in columns for key in column.keys)
    for index, (at, cells) in enumerate(rows):
        single = _texts(cells)
        yield Layout(number, at, places_of(columns, single, remembered), tuple(single))
        if index + 1 < len(rows):
            below, lower = rows[index + 1]
            double = _together(single, _texts(lower), known)
            yield Layout(number, below, places_of(columns, double, remembered), tuple(double))


def _texts(cells: Cells) -> list[str]:
    return ["" if blank(cell) else _text(cell) for cell in cells]


def _text(cell: Any) -> str:
    try:
        return text_of(cell)[:120]
    except Refused:
        return ""


def _together(upper: list[str], lower: list[str], known: frozenset[str]) -> list[str]:
    """Return two rows of headings as one: the lower where it says enough, else with the one above it, which reaches to the right."""
    found, above = [], ""
    for place in range(max(len(upper), len(lower))):
        top = upper[place] if place < len(upper) else ""
        below = lower[place] if place < len(lower) else ""
        above = top or (above if below else "")
        choices = [text for text in (below, f"{above} {below}".strip(), top) if text]
        found.append(
            next((text for text in choices if heading_key(text) in known), choices[0] if choices else "")
        )
    return found


@dataclass
class Found:
    """The rows of a table as they are read: values by the names of the columns, and what was left out in between."""

    tab: Tab
    layout: Layout
    columns: Sequence[Column]
    skipped: list[tuple[int, str]] = field(default_factory=list)

    def rows(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield number and cells of each row below the head; totals, sections, numbered and repeated heads are noted as skipped."""
        carried: dict[str, Any] = {}
        for number, cells, told in self._filled():
            if number <= self.layout.head:
                continue
            if section := _section(cells):
                carried["district"] = section
            elif why := self._no_row(cells, told):
                self.skipped.append((number, why))
            elif told:
                self._carry(told, carried)
                yield number, told

    def _filled(self) -> Iterator[tuple[int, Cells, dict[str, Any]]]:
        """Yield each row with its cells by column, what stands in merged cells in all the rows that they reach over."""
        names = {place: name for name, place in self.layout.places.items()}
        ranges = [(names[place], top, bottom) for top, bottom, place in self.tab.merged if place in names]
        held: dict[tuple[str, int], Any] = {}
        for number, cells in self.tab.rows:
            told = {
                name: cells[place]
                for name, place in self.layout.places.items()
                if place < len(cells) and not blank(cells[place])
            }
            for name, top, bottom in ranges:
                if number == top and name in told:
                    held[name, top] = told[name]
                elif top < number <= bottom and (name, top) in held:
                    told.setdefault(name, held[name, top])
            yield number, cells, told

    def _carry(self, told: dict[str, Any], carried: dict[str, Any]) -> None:
        """Let what stands once above its rows count for all of them."""
        for column in self.columns:
            if column.again and column.name in told:
                carried[column.name] = told[column.name]
            elif column.again and column.name in carried:
                told[column.name] = carried[column.name]

    def _no_row(self, cells: Cells, told: Mapping[str, Any]) -> str:
        filled = [cell for cell in cells if not blank(cell)]
        needed = [column.name for column in self.columns if column.needed]
        total = any(isinstance(cell, str) and _TOTAL.match(cell) for cell in filled[:4])
        if total and sum(name in told for name in needed) <= max(1, len(needed) // 2):
            return _("jumlah")
        if len(filled) < 2:  # noqa: PLR2004 - one cell is no numbering
            return ""
        first = _text(filled[0])
        if _COUNTED.fullmatch(first) and all(_COUNTED.fullmatch(_text(cell)) for cell in filled):
            return _("nomor kolom")
        headings = [text for text in self.layout.headings if text]
        if headings[:1] == [first] and [_text(cell) for cell in filled] == headings:
            return _("judul kolom")
        return ""


def _section(cells: Cells) -> str:
    """Return the district that a row names which says nothing else."""
    filled = [cell for cell in cells if not blank(cell)]
    found = _SECTION.fullmatch(filled[0]) if len(filled) == 1 and isinstance(filled[0], str) else None
    return found[1].strip() if found else ""
