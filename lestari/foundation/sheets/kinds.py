"""Kinds of sheets: what a room says in its manifest of a list that comes in and goes out by sheets."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from lestari.foundation.regions.models import Region
from lestari.foundation.sheets.columns import Column
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.action import Action

if TYPE_CHECKING:
    from lestari.foundation.sheets.stage import Stage


class Row:
    """One row: its number as Excel shows it, its values by the names of the columns, the village, and what became of it.

    `outcome` is added, changed, left or refused, empty before it was played; `faults` and `doubts` name a column and say a sentence.
    """

    __slots__ = ("_names", "_values", "acts", "doubts", "faults", "number", "outcome", "record", "region")

    def __init__(self, number: int, names: Mapping[str, int], values: list[Any]) -> None:
        self.number = number
        self._names, self._values = names, values
        self.region: Region | None = None
        self.outcome = ""
        self.record: Any = None
        self.acts: int = 0
        self.faults: list[tuple[str, str]] = []
        self.doubts: list[tuple[str, str]] = []

    def __getitem__(self, name: str) -> Any:
        """Return the value of a column; None where it is blank or the sheet does not have it."""
        place = self._names.get(name)
        return None if place is None else self._values[place]

    def put(self, name: str, value: Any) -> None:
        """Set the value of a column."""
        self._values[self._names[name]] = value

    def unplay(self) -> None:
        """Forget what became of it when it was played; what was found wrong with it stays."""
        self.outcome, self.acts, self.record = "", 0, None

    def text(self, name: str) -> str:
        """Return the text of a column, '' where it is blank."""
        return self[name] or ""

    @property
    def village(self) -> Region:
        """The village that the row is of."""
        assert self.region is not None
        return self.region


def alone(row: Row) -> Hashable:
    """Let each row stand for itself."""
    return row.number


def by_row(_stage: Stage, _rows: Sequence[Row]) -> bool:
    """Let each row of a group be refused for itself."""
    return False


def together(_stage: Stage, _rows: Sequence[Row]) -> bool:
    """Let the rows of a group be refused as one."""
    return True


@dataclass(frozen=True)
class Written:
    """What rows write together, to be looked at beforehand: a record in words, where it lies, and rupiah by heading and by source.

    `sort`: only records of one sort are added up.
    """

    title: str
    place: str
    sort: str
    amounts: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, kw_only=True)
class SheetKind:
    """A kind of sheet.

    `columns` ask for what the entries of its actions ask. `play(stage, rows)` does the deeds of the rows of one `group` through the room's own
    actions; `fetch(stage, rows)` asks beforehand for what they will ask, for many groups at once. Where `whole(stage, rows)` says so, a group
    with a faulty row is refused as one: a budget with a line less is another budget. `first` is the action by which a row begins, `also` others whose right opens the sheet too, `undo` says by
    which action each deed is taken back, in that order. `unpack` makes a table of an archive of another program.
    `written(rows)` says what rows that are written come to. `rows(records)` gives some records in the same columns: an export comes in again.
    """

    key: str
    word: str | Promise
    hint: str | Promise
    columns: tuple[Column, ...]
    first: str
    also: tuple[str, ...] = ()
    play: Callable[[Stage, Sequence[Row]], None] = field(repr=False)
    fetch: Callable[[Stage, Sequence[Row]], None] = field(repr=False)
    group: Callable[[Row], Hashable] = field(default=alone, repr=False)
    whole: Callable[[Stage, Sequence[Row]], bool] = field(default=by_row, repr=False)
    in_village: bool = True
    undo: Mapping[str, str] = field(default_factory=dict)
    unpack: Callable[[Mapping[str, list[dict[str, str]]]], Iterable[Sequence[Any]]] | None = field(
        default=None, repr=False
    )
    written: Callable[[Sequence[Row]], Iterable[Written]] | None = field(default=None, repr=False)
    rows: Callable[[Sequence[Any]], Iterable[Sequence[Any]]] | None = field(default=None, repr=False)

    @property
    def actions(self) -> list[Action]:
        """The actions whose right opens the sheet."""
        return [registry.action(name) for name in (self.first, *self.also)]


#: The kinds by their keys, filled by `rooms.install`.
SHEETS: dict[str, SheetKind] = {}
