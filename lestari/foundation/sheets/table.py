"""The rows of a sheet that was sent: the file opened, its table found, each cell read, each row's village known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from lestari.foundation.components.fields import REQUIRED
from lestari.foundation.kernel.access import Actor
from lestari.foundation.kernel.collector import collector_at_rest
from lestari.foundation.kernel.dates import day_text
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.sheets.cells import Told, month_first, order_of
from lestari.foundation.sheets.columns import Column, Layout, Reader, heading_key, places_of
from lestari.foundation.sheets.finding import Found, find_table
from lestari.foundation.sheets.kinds import Row, SheetKind
from lestari.foundation.sheets.models import Import
from lestari.foundation.sheets.places import Places, told_place
from lestari.foundation.sheets.places import Told as ToldPlace
from lestari.foundation.sheets.reading import Opened, Tab, open_file
from lestari.foundation.workflow.inputs import Day

_PLACE = ("regency", "district", "village", "code")


@dataclass
class Table:
    """A sheet as it was understood: the tab, the layout, what is still to be told for all its rows, what was left out."""

    kind: SheetKind
    tab: Tab
    layout: Layout
    missing: tuple[Column, ...] = ()
    notes: list[str] = field(default_factory=list)
    tabs: list[str] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def open_table(sheet: Import, kind: SheetKind, remembered: Mapping[str, str]) -> Table:
    """Open a sheet and find its table, as somebody laid it out or as its headings say. Raises Refused in words."""
    opened = open_file(sheet.path)
    tabs = _tabs(opened, kind)
    layout = find_table(tabs, kind.columns, remembered, sheet.told.get("at"))
    if (chosen := sheet.told.get("places")) is not None:
        known = {column.name for column in kind.columns}
        places = {name: place for name, place in chosen.items() if name in known}
        layout = replace(layout, places=places)
    tab = tabs[layout.tab]
    missing = _missing(kind, layout, sheet.told.get("with", {}))
    notes = [*opened.notes, *_notes(tab, layout, kind)]
    return Table(kind, tab, layout, missing, notes, [one.name for one in tabs])


def _tabs(opened: Opened, kind: SheetKind) -> Sequence[Tab]:
    if opened.archive is None:
        return opened.tabs
    if kind.unpack is None:
        raise Refused(_("ZIP berisi CSV hanya untuk lembar anggaran. Kirim Excel (.xlsx) atau CSV."))
    return [Tab("", list(enumerate(kind.unpack(opened.archive), start=1)))]


def _notes(tab: Tab, layout: Layout, kind: SheetKind) -> list[str]:
    notes = []
    if tab.hidden:
        notes.append(_("Lembar “%(name)s” tersembunyi di Excel.") % {"name": tab.name})
    lowest = {place: layout.alike.get(place, text) for place, text in enumerate(layout.headings) if text}
    taken = set(layout.places.values()) & lowest.keys()
    read = {heading_key(lowest[place]) for place in taken}
    for place, text in lowest.items():
        if place not in taken and heading_key(text) in read and places_of(kind.columns, [text], {}):
            words = (
                _("Kolom “%(name)s” tidak dibaca.")
                if place in layout.alike
                else _("Kolom “%(name)s” ada dua kali; yang pertama dibaca.")
            )
            notes.append(words % {"name": layout.headings[place]})
    return notes


def _missing(kind: SheetKind, layout: Layout, told: Mapping[str, str]) -> tuple[Column, ...]:
    """Return the columns that a row cannot do without and that neither the sheet has nor anybody told for all its rows."""
    there = layout.places.keys() | told.keys()
    missing = [column for column in kind.columns if column.needed and column.name not in there]
    if "code" in there:
        missing = [column for column in missing if column.name != "village"]
    return tuple(missing)


@collector_at_rest()
def read_rows(table: Table, told: Mapping[str, str], actors: Sequence[Actor]) -> None:
    """Read all rows of a table, in the order in which they are played: by village, then as they stand. Raises Refused for what was told wrongly."""
    kind = table.kind
    columns = {column.name: column for column in kind.columns}
    names = {name: place for place, name in enumerate(columns)}
    readers = {name: Reader(columns[name]) for name in table.layout.places}
    constants = {
        name: _constant(columns[name], text)
        for name, text in told.items()
        if name in columns and name not in table.layout.places
    }
    found = Found(table.tab, table.layout, kind.columns)
    days = {name: _Days(columns[name]) for name in readers if isinstance(columns[name].kind, Day)}
    for number, cells in found.rows():
        row = Row(number, names, [constants.get(name) for name in columns])
        for name, cell in cells.items():
            if name in days:
                days[name].see(row, cell)
            try:
                row.put(name, readers[name].read(cell))
            except Refused as refused:
                row.faults.append((name, str(refused)))
        table.rows.append(row)
    table.skipped = found.skipped
    table.notes += [note for one in days.values() for note in one.settle()]
    table.notes += [
        f"{columns[name].label}: {_read_as(told[name], value)}"
        for name, value in constants.items()
        if order_of(told[name]) == "either" and isinstance(columns[name].kind, Day)
    ]
    if kind.in_village:
        _find_villages(table.rows, [path for actor in actors for path in actor.paths() if path])
        table.rows.sort(key=lambda row: row.region.path if row.region else "~")
    _check_needed(
        table.rows, [column for column in kind.columns if column.needed and column.name not in _PLACE]
    )


class _Days:
    """The days of one column that are written in figures. What one of them shows of the order of day and month counts for all."""

    def __init__(self, column: Column) -> None:
        self._column = column
        self._told: list[tuple[Row, str, str]] = []

    def see(self, row: Row, cell: Any) -> None:
        """Remember a cell."""
        if order := order_of(cell):
            self._told.append((row, cell, order))

    def settle(self) -> list[str]:
        """Mark the days that can be meant both ways where no other settles it; return a note where the month comes first."""
        shown = {order for _row, _cell, order in self._told} - {"either"}
        if shown == {"month"}:
            return self._month_first()
        name = self._column.name
        for row, cell, order in self._told if shown != {"day"} else ():
            if order == "either" and row[name] is not None:
                row.doubts.append((name, _read_as(cell, row[name])))
        return []

    def _month_first(self) -> list[str]:
        name = self._column.name
        for row, cell, _order in self._told:
            row.faults = [fault for fault in row.faults if fault[0] != name]
            try:
                row.put(name, self._column.read(month_first(cell).day))
            except Refused as refused:
                row.faults.append((name, str(refused)))
        row, cell = next((row, cell) for row, cell, order in self._told if order == "month")
        words = _("Kolom “%(name)s” dibaca bulan dahulu, sebab di baris %(row)s tertulis “%(text)s”.")
        return [words % {"name": self._column.label, "row": row.number, "text": cell}]


def _read_as(cell: str, read: Told) -> str:
    words = _("“%(text)s” dibaca %(day)s. Bila maksudnya %(other)s, tulis bulannya dengan huruf.")
    other = month_first(cell).day
    return words % {"text": cell, "day": day_text(read.day), "other": day_text(other)}


def _constant(column: Column, text: str) -> Any:
    try:
        return column.read(text)
    except Refused as refused:
        raise Refused(f"{column.label}: {refused}") from None


def _find_villages(rows: Iterable[Row], near: Sequence[str]) -> None:
    told: dict[int, ToldPlace] = {}
    kept: dict[ToldPlace, ToldPlace] = {}
    for row in rows:
        place = told_place({name: row.text(name) for name in _PLACE})
        told[row.number] = kept.setdefault(place, place)
    places = Places(near)
    places.fetch(kept)
    for row in rows:
        if not any(name in _PLACE for name, _sentence in row.faults):
            try:
                row.region = places.find(told[row.number])
            except Refused as refused:
                row.faults += [
                    (name, words) for name, all_words in refused.errors.items() for words in all_words
                ]


def _check_needed(rows: Iterable[Row], needed: Sequence[Column]) -> None:
    for row in rows:
        faulty = {name for name, _sentence in row.faults}
        row.faults += [
            (column.name, str(REQUIRED))
            for column in needed
            if row[column.name] is None and column.name not in faulty
        ]
