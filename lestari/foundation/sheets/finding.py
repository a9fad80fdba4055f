"""Finding the table in a file as offices make them: below a title, under one or two rows of headings, with totals and sections between."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, zip_longest
from typing import Any

from django.utils.translation import gettext as _

from lestari.foundation.kernel.dates import day_text
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.sheets.cells import blank, text_of
from lestari.foundation.sheets.columns import Column, Layout, heading_key, places_of, words_key
from lestari.foundation.sheets.reading import Cells, Tab

#: The headings are looked for in so many rows.
_DEEP = 40
#: A sample of each column is looked for in so many rows, and shown with so many letters.
_LOOKED_AT, _SAMPLE = 200, 40
_TOTAL = re.compile(r"(?i)\s*(sub\s*|grand\s*)?(jumlah|total)\b")
_SECTION = re.compile(r"(?i)\s*(?:kecamatan|kec\.?)\s*:?\s+(.+)")
#: How the lines begin that are signed below a total: the place and the day, or who signs.
_SIGNED = re.compile(
    r"(?is)[^\d,]{3,40},\s{0,9}(tanggal|tgl\.?)?\s{0,9}[\d.…_]{0,20}\s{0,9}[a-z]{0,9}[.…_\s]{0,20}(19|20)[\d.…_]{2}|"
    r"(mengetahui|menyetujui|mengesahkan|disetujui|diketahui|dibuat|disusun|ketua|kepala|sekretaris|camat|a\.?n\.)\b.*"
)
#: A line that is signed has at most so many texts: who made the list, and who agreed to it.
_SIGNERS = 2
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
    known = frozenset(map(words_key, remembered)).union(*(column.sorted for column in columns))
    for index, (at, cells) in enumerate(rows):
        single = _texts(cells)
        yield Layout(number, at, places_of(columns, single, remembered), tuple(single))
        if index + 1 < len(rows):
            below, lower = rows[index + 1]
            double, alike = _together(single, _texts(lower), known)
            places = places_of(columns, double, remembered)
            places |= _by_the_lower(columns, alike, places)
            yield Layout(number, below, places, tuple(double), alike)


def _by_the_lower(
    columns: Sequence[Column], alike: Mapping[int, str], places: Mapping[str, int]
) -> dict[str, int]:
    """Return what the lower headings alone say where none of those that are alike was known in full: the first of them counts."""
    told = {heading_key(alike[place]) for place in places.values() if place in alike}
    rest = [""] * (max(alike, default=-1) + 1)
    for place, text in alike.items():
        rest[place] = "" if heading_key(text) in told else text
    return places_of([column for column in columns if column.name not in places], rest, {})


def _texts(cells: Cells) -> list[str]:
    return ["" if blank(cell) else _text(cell) for cell in cells]


def _text(cell: Any) -> str:
    try:
        return text_of(cell)[:120]
    except Refused:
        return ""


def _together(upper: list[str], lower: list[str], known: frozenset[str]) -> tuple[list[str], dict[int, str]]:
    """Return two rows of headings as one, and the lower of those that are alike in it by their places.

    Both together where they are known or the lower is not the only one of its kind, else the lower; the upper reaches to the right.
    """
    pairs, above = [], ""
    for top, below in zip_longest(upper, lower, fillvalue=""):
        above = top or (above if below else "")
        pairs.append((above, below))
    tops = defaultdict(set)
    for above, below in pairs:
        tops[heading_key(below)].add(heading_key(above))
    alike = {
        place: below
        for place, (above, below) in enumerate(pairs)
        if above and below and len(tops[heading_key(below)]) > 1
    }
    return [_heading(*pair, known, alone=place not in alike) for place, pair in enumerate(pairs)], alike


def _heading(above: str, below: str, known: frozenset[str], *, alone: bool) -> str:
    both = f"{above} {below}".strip()
    choices = [text for text in ((both, below, above) if alone else (both,)) if text]
    return next((text for text in choices if words_key(text) in known), below if alone and below else both)


@dataclass
class Found:
    """The rows of a table as they are read: values by the names of the columns, and what was left out in between."""

    tab: Tab
    layout: Layout
    columns: Sequence[Column]
    skipped: list[tuple[int, str]] = field(default_factory=list)

    def rows(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield number and cells of each row below the head; totals, signatures, sections, numbered and repeated heads are noted as skipped."""
        carried: dict[str, Any] = {}
        below = _Below()
        for number, cells, told in self._filled():
            if number <= self.layout.head:
                continue
            if section := _section(cells):
                carried, below = {"district": section}, _Below()
            elif why := self._no_row(cells, told):
                self.skipped.append((number, why))
                below = _Below(total=self._total(cells, told))
                if below.total:
                    carried = {}
            elif below.total and below.signed(cells, self._needed(told), self._most()):
                self.skipped.append((number, _("tanda tangan")))
            elif told:
                below = _Below(total=below.total)
                self._carry(told, carried)
                yield number, told

    def samples(self) -> list[str]:
        """Return for each heading what the first row says that has something below it."""
        found: dict[int, str] = {}
        for number, cells, told in islice(self._filled(), _LOOKED_AT):
            if number > self.layout.head and not _section(cells) and not self._no_row(cells, told):
                for place, cell in enumerate(cells):
                    if place not in found and (text := _sample(cell)):
                        found[place] = text
        return [found.get(place, "") for place in range(len(self.layout.headings))]

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

    def _needed(self, told: Mapping[str, Any]) -> int:
        """Return how many of the columns are told that a row cannot do without."""
        return sum(column.name in told for column in self.columns if column.needed)

    def _most(self) -> int:
        """Return how many of them may be told by a row that is none."""
        return max(1, sum(column.needed for column in self.columns) // 2)

    def _total(self, cells: Cells, told: Mapping[str, Any]) -> bool:
        filled = [cell for cell in cells if not blank(cell)]
        total = any(isinstance(cell, str) and _TOTAL.match(cell) for cell in filled[:4])
        return total and self._needed(told) <= self._most()

    def _no_row(self, cells: Cells, told: Mapping[str, Any]) -> str:
        filled = [cell for cell in cells if not blank(cell)]
        if self._total(cells, told):
            return _("jumlah")
        if len(filled) < 2:  # noqa: PLR2004 - one cell is no numbering
            return ""
        first = _text(filled[0])
        if _COUNTED.fullmatch(first) and all(_COUNTED.fullmatch(_text(cell)) for cell in filled):
            return _("nomor kolom")
        alike = self.layout.alike
        headings = [alike.get(place, text) for place, text in enumerate(self.layout.headings) if text]
        if headings[:1] == [first] and [_text(cell) for cell in filled] == headings:
            return _("judul kolom")
        return ""


def _sample(cell: Any) -> str:
    if isinstance(cell, date):
        return day_text(cell)
    return "" if blank(cell) else _text(cell)[:_SAMPLE]


@dataclass
class _Below:
    """What stands below a total: loose text that fills no column a row needs, and from a line that is signed on also what does."""

    total: bool = False
    _begun: bool = False

    def signed(self, cells: Cells, needed: int, most: int) -> bool:
        """Say whether a row below a total is signed; `needed`: how many of the columns it fills that a row needs, of `most` at most."""
        filled = [cell for cell in cells if not blank(cell)]
        loose = all(isinstance(cell, str) and any(map(str.isalpha, cell)) for cell in filled)
        if not (filled and loose):
            return False
        few = len(filled) <= _SIGNERS and needed <= most
        self._begun = self._begun or (few and any(_SIGNED.fullmatch(cell.strip()) for cell in filled))
        return not needed or (few and self._begun)


def _section(cells: Cells) -> str:
    """Return the district that a row names which says nothing else."""
    filled = [cell for cell in cells if not blank(cell)]
    found = _SECTION.fullmatch(filled[0]) if len(filled) == 1 and isinstance(filled[0], str) else None
    return found[1].strip() if found else ""
