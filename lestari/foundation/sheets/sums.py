"""What a sheet writes, in rupiah: each record with its sums, and those of one sort together, as it is kept with the sheet and shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lestari.foundation.kernel.rupiah import number_text, rupiah_text
from lestari.foundation.sheets.kinds import Row, SheetKind, Written

#: So many records are kept with their own sums; the others are in the sums of all.
_KEPT = 20
_WRITES = frozenset({"added", "changed"})

#: Headings with their sources and rupiah, as JSON keeps them: lists, since a database may put the keys of an object into another order.
Kept = Sequence[tuple[str, Sequence[tuple[str, int]]]]


def added_up(before: Mapping[str, Any], kind: SheetKind, rows: Sequence[Row]) -> dict[str, Any]:
    """Return what a sheet writes with what some more of its rows do: the first `records`, and `sorts` with how many each has and their sum."""
    made = list(kind.written([row for row in rows if row.outcome in _WRITES])) if kind.written else []
    records = [{"title": one.title, "place": one.place, "amounts": _kept(one)} for one in made]
    sorts = {sort: (count, amounts) for sort, count, amounts in before.get("sorts", ())}
    for one in made:
        count, amounts = sorts.get(one.sort, (0, ()))
        sorts[one.sort] = count + 1, _together((amounts, _kept(one)))
    if not sorts:
        return {}
    return {
        "records": [*before.get("records", ()), *records][:_KEPT],
        "sorts": [[sort, count, amounts] for sort, (count, amounts) in sorts.items()],
    }


def _kept(one: Written) -> Kept:
    return [(heading, list(sources.items())) for heading, sources in one.amounts.items()]


def _together(several: Iterable[Kept]) -> Kept:
    found: dict[str, dict[str, int]] = {}
    for one in several:
        for heading, sources in one:
            own = found.setdefault(heading, {})
            for source, amount in sources:
                own[source] = own.get(source, 0) + amount
    return [(heading, list(own.items())) for heading, own in found.items()]


@dataclass(frozen=True)
class Cell:
    """What comes together under a heading, and what each source gives to it."""

    heading: str
    sources: Sequence[tuple[str, int]]

    @property
    def total(self) -> int:
        """The sum."""
        return sum(amount for _source, amount in self.sources)

    def __str__(self) -> str:
        sources = ", ".join(f"{source} {rupiah_text(amount)}" for source, amount in self.sources)
        return f"{self.heading} {rupiah_text(self.total)} ({sources})"


@dataclass(frozen=True)
class Line:
    """One line of the table: a record in words and where it lies, or how many there are of a sort; a cell for each heading."""

    title: str
    place: str
    cells: Sequence[Cell]

    def __str__(self) -> str:
        return "; ".join(str(cell) for cell in self.cells if cell.sources)


@dataclass(frozen=True)
class Sums:
    """The records that a sheet writes, as far as they are kept, what several of a sort come to together, and how many there are in all."""

    lines: Sequence[Line]
    wholes: Sequence[Line]
    count: int

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Sums:
        """Return what is kept with a sheet."""
        lines = [_line(one["title"], one["place"], one["amounts"]) for one in kept.get("records", ())]
        sorts = kept.get("sorts", ())
        wholes = [
            _line(_("Jumlah %(sort)s") % {"sort": sort}, _number(count), amounts)
            for sort, count, amounts in sorts
            if count > 1
        ]
        return cls(lines, wholes, sum(count for _sort, count, _amounts in sorts))


def _number(count: int) -> str:
    return _("%(count)s dokumen") % {"count": number_text(count)}


def _line(title: str, place: str, amounts: Kept) -> Line:
    return Line(title, place, [Cell(heading, sources) for heading, sources in amounts])
