"""An act collects: rows added, fields set, states moved. It writes nothing; `flush.write(book)` does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import Actor
from lestari.foundation.kernel.dates import day_text
from lestari.foundation.kernel.errors import Refused, WrongStep
from lestari.foundation.kernel.ids import uuid7
from lestari.foundation.workflow.fresh import fresh
from lestari.foundation.workflow.models import Flowing, Grounds, Receipt, Record, Stay

R = TypeVar("R", bound=Record)
M = TypeVar("M", bound=Model)


@dataclass
class Touched:
    """One record that an act adds, changes or removes: its event's kind, what it held before, and what this act left.

    `after` is filled when a later act of the same book sets the field again; `came` is the day on which the state that was left began.
    """

    record: Record
    act: Act
    kind: str
    added: bool = False
    removed: bool = False
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    entered: list[Stay] = field(default_factory=list)
    left: date | None = None
    came: date | None = None


@dataclass(frozen=True)
class Shelf(Generic[M]):
    """The rows of a model that rules ask for by one column: what is loaded with them, and whether an act locks them.

    A rule asks for one value (`book.on(shelf, value)`); a sheet fetches those of many rows beforehand, so that the same rule asks nothing.
    """

    model: type[M]
    column: str
    related: tuple[str, ...] = ()
    lock: str = ""

    def rows(self, values: list[Any], *, locks: bool) -> QuerySet[M]:
        """Return the rows with these values, the oldest first."""
        found: QuerySet[Any] = self.model._base_manager.filter(**{f"{self.column}__in": values}).order_by(
            "pk"
        )
        found = found.select_related(*self.related) if self.related else found
        if self.lock and locks:
            found = found.select_for_update(of=("self",), no_key=self.lock == "no key")
        return found


#: So many values are asked for in one query.
_AT_ONCE = 500


class Book:
    """What one act or many acts together will write in one flush. Rules of later acts see what earlier ones added.

    `locks`: False for a check, which stands in no transaction and holds nobody up.
    """

    def __init__(self, *, locks: bool = True) -> None:
        self.locks = locks
        self.touched: dict[tuple[Any, ...], Touched] = {}
        self.receipts: list[Receipt] = []
        self.grounds: list[Grounds] = []
        self.records: dict[tuple[type[Model], UUID], Model] = {}
        self.by_record: dict[UUID, list[Touched]] = {}
        self.added: dict[type[Model], dict[UUID, Record]] = defaultdict(dict)
        self.came: dict[UUID, date | None] = {}
        self._stored: dict[Shelf[Any], dict[Any, list[Any]]] = defaultdict(dict)
        self._fresh: dict[tuple[type[Model], str], dict[Any, list[Any]]] = {}

    def fetch(self, shelf: Shelf[Any], values: Iterable[Any]) -> None:
        """Ask the table for the rows of many values at once."""
        stored = self._stored[shelf]
        missing = [value for value in dict.fromkeys(values) if value not in stored]
        for start in range(0, len(missing), _AT_ONCE):
            part = missing[start : start + _AT_ONCE]
            stored.update((value, []) for value in part)
            for row in shelf.rows(part, locks=self.locks):
                stored[getattr(row, shelf.column)].append(self.living(row))

    def on(self, shelf: Shelf[M], value: Any) -> list[M]:
        """Return the rows with this value as this book works on them: those of the table, then those it adds."""
        self.fetch(shelf, [value])
        index = self._fresh.get((shelf.model, shelf.column))
        if index is None:
            index = self._fresh[shelf.model, shelf.column] = defaultdict(list)
            for row in self.added[shelf.model].values():
                index[getattr(row, shelf.column)].append(row)
        return [*self._stored[shelf][value], *index.get(value, ())]

    def fetch_came(self, records: Iterable[UUID]) -> None:
        """Ask for many records at once since when they are in their present state."""
        wanted = [pk for pk in records if pk not in self.came]
        self.came.update(dict.fromkeys(wanted))
        for start in range(0, len(wanted), _AT_ONCE):
            stays = Stay.objects.filter(record__in=wanted[start : start + _AT_ONCE], until=None)
            self.came.update(stays.values_list("record", "since"))

    def since(self, record: Flowing) -> date | None:
        """Return the day on which a record came into its present state."""
        for touched in reversed(self.by_record.get(record.pk, ())):
            if touched.entered:
                return touched.entered[-1].since
        self.fetch_came([record.pk])
        return self.came[record.pk]

    def put(self, touched: Touched) -> None:
        """Take up a new row."""
        record = touched.record
        self.records[type(record), record.pk] = record
        self.added[type(record)][record.pk] = record
        for (model, column), index in self._fresh.items():
            if model is type(record):
                index[getattr(record, column)].append(record)

    def forget(self, acts: Iterable[UUID]) -> None:
        """Take back acts that are collected and not written, as if they had never been: fields, states, new rows."""
        gone = set(acts)
        for key in [key for key in reversed(self.touched) if key[0] in gone]:
            touched = self.touched.pop(key)
            record = touched.record
            for attname, value in touched.before.items():
                setattr(record, attname, value)
            rest = self.by_record[record.pk]
            rest.remove(touched)
            for place, other in enumerate(rest):
                later = {attname for one in rest[place + 1 :] for attname in one.before}
                other.after = {name: value for name, value in other.after.items() if name in later}
            if touched.added:
                self._take_away(record)
        self.receipts = [receipt for receipt in self.receipts if receipt.act not in gone]
        self.grounds = [grounds for grounds in self.grounds if grounds.act not in gone]

    def _take_away(self, record: Record) -> None:
        del self.records[type(record), record.pk]
        del self.added[type(record)][record.pk]
        for (model, column), index in self._fresh.items():
            if model is type(record):
                index[getattr(record, column)].remove(record)

    def moved(self) -> list[Touched]:
        """Return what has entered or left a state, for the projections."""
        return [touched for touched in self.touched.values() if touched.entered or touched.removed]

    def living(self, record: M) -> M:
        """Return the one instance that this book works on for that row."""
        found = self.records.setdefault((type(record), record.pk), record)
        assert isinstance(found, type(record))
        return found


class Act:
    """One deed of one actor on one day."""

    def __init__(
        self,
        kind: str,
        actor: Actor,
        *,
        whence: str,
        on: date | None = None,
        about: str = "day",
        behalf: UUID | None = None,
        act_id: UUID | None = None,
        book: Book | None = None,
        at: datetime | None = None,
    ) -> None:
        self.id = act_id or uuid7()
        self.kind = kind
        self.actor = actor
        self.whence = whence
        self.at = at or clock.now()
        self.on = on or clock.today()
        self.about = about
        self.behalf = behalf
        self.book = book or Book()

    @contextmanager
    def doing(self, kind: str) -> Iterator[None]:
        """Do a nested verb: events and steps inside carry that kind."""
        outer, self.kind = self.kind, kind
        try:
            yield
        finally:
            self.kind = outer

    def add(self, record: R, *, state: str | None = None) -> R:
        """Add a new row; a flowing record starts in `state`, by a step of its flow."""
        key = (self.id, type(record), record.pk)
        touched = self.book.touched[key] = Touched(record, self, self.kind, added=True)
        self.book.put(touched)
        self.book.by_record.setdefault(record.pk, []).append(touched)
        if isinstance(record, Flowing):
            assert state is not None, "a flowing record starts in a state"
            self._allow(record, "", state)
            record.state = state
            record.created_at = self.at
            record.created_by = self.actor.user_id
            touched.entered.append(self._stay(record, state, self.on))
        return record

    def set(self, record: Record, **values: Any) -> None:
        """Set fields of a row; what they held before is kept for the event."""
        touched = self._touch(record)
        for name, value in values.items():
            attname = record._meta.get_field(name).attname  # type: ignore[union-attr]
            if not touched.added:
                touched.before.setdefault(attname, getattr(record, attname))
            self._remember(record, touched, attname)
            setattr(record, name, value)

    def touch(self, record: Record) -> None:
        """Note that this act dealt with the record though none of its own fields changes."""
        self._touch(record)

    def move(self, record: Flowing, target: str, *, on: date | None = None) -> None:
        """Move a record to another state. Raises `WrongStep` where the flow has no such way, Refused for a day before the present state's."""
        self._allow(record, record.state, target)
        day = on or self.on
        came = self.came(record)
        if came is not None and day < came:
            raise Refused(
                _("Keadaan “%(state)s” mulai %(day)s. Tulis tanggal itu atau sesudahnya.")
                % {"state": record.state_word, "day": day_text(came)},
                field="on",
            )
        touched = self._touch(record)
        touched.came = touched.came or came
        if touched.entered:  # moved twice in one act: the state between lasted no day
            touched.entered.clear()
        elif not touched.added:
            touched.left = day
        self.set(record, state=target)
        touched.entered.append(self._stay(record, target, day))

    def came(self, record: Flowing) -> date | None:
        """Return the day on which a record came into its present state."""
        return self.book.since(record)

    def remove(self, record: Record) -> None:
        """Delete a draft's row; the ledger keeps that it was there."""
        self._touch(record).removed = True

    def pending(self, model: type[R]) -> list[R]:
        """Return the rows of a model that this book adds and has not written yet, for rules that count them."""
        return list(self.book.added[model].values())  # type: ignore[arg-type]

    def _touch(self, record: Record) -> Touched:
        key = (self.id, type(record), record.pk)
        if key not in self.book.touched:
            self.book.records.setdefault((type(record), record.pk), record)
            touched = self.book.touched[key] = Touched(record, self, self.kind)
            self.book.by_record.setdefault(record.pk, []).append(touched)
        return self.book.touched[key]

    def _remember(self, record: Record, mine: Touched, attname: str) -> None:
        for other in self.book.by_record.get(record.pk, ()):
            if other is not mine:
                other.after.setdefault(attname, getattr(record, attname))

    def _allow(self, record: Flowing, source: str, target: str) -> None:
        if not record.flow.allows(self.kind, source, target):
            raise WrongStep(
                _("Langkah ini tidak ada dari keadaan “%(state)s”.")
                % {"state": record.flow.word_of(source) if source else _("baru")}
            )

    def _stay(self, record: Flowing, state: str, since: date) -> Stay:
        return fresh(
            Stay,
            record=record.pk,
            kind=record.flow.kind,
            state=state,
            since=since,
            about=self.about,
            act=self.id,
            recorded_on=clock.today(),
        )
