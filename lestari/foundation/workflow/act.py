"""An act collects: rows added, fields set, states moved. It writes nothing; `flush.write(book)` does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import Actor
from lestari.foundation.kernel.dates import day_text
from lestari.foundation.kernel.errors import Refused, WrongStep
from lestari.foundation.kernel.ids import uuid7
from lestari.foundation.ledger.rows import fresh
from lestari.foundation.workflow.models import Flowing, Grounds, Receipt, Record, Stay

R = TypeVar("R", bound=Record)


@dataclass(slots=True)
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


class Book:
    """What one act or many acts together will write in one flush. Rules of later acts see what earlier ones added.

    Many acts of one book ask the database less: what the book itself adds has no rows there yet (`rows`, `locked`), and who brings many
    acts reads beforehand, in one query each, what they will ask for (`know`).

    `locks`: False for a check that stands in no transaction and holds nobody up.
    """

    def __init__(self, *, locks: bool = True) -> None:
        self.locks = locks
        self.touched: dict[tuple[Any, ...], Touched] = {}
        self.receipts: list[Receipt] = []
        self.grounds: list[Grounds] = []
        self.records: dict[tuple[type[Record], UUID], Record] = {}
        self.by_record: dict[UUID, list[Touched]] = {}
        self._came: dict[UUID, date | None] = {}
        self._added: dict[type[Record], list[Record]] = {}
        self._locked: set[UUID] = set()
        self._whole: set[tuple[type[Record], str, Any]] = set()
        self._here: dict[type[Record], dict[UUID, Record]] = {}
        self._under: dict[type[Record], dict[tuple[str, ...], dict[tuple[Any, ...], list[Record]]]] = {}

    def moved(self) -> list[Touched]:
        """Return what has entered or left a state, for the projections."""
        return [touched for touched in self.touched.values() if touched.entered or touched.removed]

    def living(self, record: R) -> R:
        """Return the one instance that this book works on for that row."""
        found = self.records.setdefault((type(record), record.id), record)
        assert isinstance(found, type(record))
        return found

    def lock(self, record: R) -> R:
        """Return the one instance for a row that this transaction has locked: it is not read again for this book's acts."""
        self._locked.add(record.id)
        return self.living(record)

    def locked(self, model: type[R], pks: Iterable[UUID], *, no_key: bool = False) -> list[R]:
        """Return the rows with these ids as they are now, locked in the order of their ids; what the book adds or has locked is not read.

        Rows that are gone are left out.
        """
        wanted = dict.fromkeys(pks)
        missing = [pk for pk in wanted if pk not in self._locked and not self.adds(pk)]
        if missing:
            rows = locked_rows(model, no_key=no_key) if self.locks else stored_rows(model)
            for row in rows.filter(pk__in=missing).order_by("pk"):
                self.lock(row)
        found = (self.records.get((model, pk)) for pk in wanted)
        return cast("list[R]", [row for row in found if row is not None])

    def hold_up(self, model: type[Model], pks: Iterable[UUID]) -> None:
        """Let whoever deals with these rows at the same time (regions, which no act changes) come after this transaction."""
        missing = [pk for pk in dict.fromkeys(pks) if pk not in self._locked]
        if missing and self.locks:
            rows = model._base_manager.filter(pk__in=missing).order_by("pk")
            self._locked.update(rows.select_for_update(no_key=True).values_list("pk", flat=True))

    def adds(self, pk: UUID) -> bool:
        """Say whether this book adds the record with that id: no row of the database can point to it."""
        touched = self.by_record.get(pk)
        return touched is not None and touched[0].added

    def added(self, model: type[R]) -> list[R]:
        """Return the rows of a model that this book adds, in order."""
        return cast("list[R]", self._added.get(model, []))

    def know(self, model: type[R], attname: str, keys: Iterable[Any]) -> None:
        """Read beforehand all rows of a model under these keys, so that no act of this book asks for them again.

        Only for a book that is flushed in the transaction in which this is called, and for what nobody else changes meanwhile: hold up
        what the keys tell (`hold_up`, `locked`).
        """
        wanted = [key for key in dict.fromkeys(keys) if (model, attname, key) not in self._whole]
        if wanted:
            for row in stored_rows(model).filter(**{f"{attname}__in": wanted}).order_by("pk"):
                self._place(self.living(row))
        self._whole.update((model, attname, key) for key in wanted)

    def rows(self, model: type[R], **keys: Any) -> list[R]:
        """Return the rows of a model under keys that they never change: the stored ones by id, then those that this book adds.

        Keys are columns (`subject=…`, `line_id=…`). Each row is the instance that this book works on; those it removes are left out.
        """
        names, values = tuple(keys), tuple(keys.values())
        if names not in (under := self._under.setdefault(model, {})):
            under[names] = {}
            for row in self._here.get(model, {}).values():
                under[names].setdefault(tuple(getattr(row, name) for name in names), []).append(row)
        here = cast("list[R]", under[names].get(values, []))
        if not any(self._has_whole(model, name, value) for name, value in keys.items()):
            stored = [self.living(row) for row in stored_rows(model).filter(**keys).order_by("pk")]
            here = stored + [row for row in here if row not in stored]
        return [row for row in here if not self._removes(row)]

    def rows_among(self, model: type[R], attname: str, keys: Iterable[Any]) -> list[R]:
        """Return the same for many keys of one column, in one query."""
        wanted = list(dict.fromkeys(keys))
        missing = [key for key in wanted if not self._has_whole(model, attname, key)]
        stored = stored_rows(model).filter(**{f"{attname}__in": missing}).order_by("pk") if missing else ()
        rows = {row.id: self.living(row) for row in stored}
        for key in wanted:
            if key not in missing:
                rows |= {row.id: row for row in self.rows(model, **{attname: key})}
        rows |= {row.id: row for row in self.added(model) if missing and getattr(row, attname) in missing}
        return [row for row in rows.values() if not self._removes(row)]

    def _has_whole(self, model: type[Record], attname: str, key: Any) -> bool:
        """Say whether the database has no rows under a key that are not here."""
        return (model, attname, key) in self._whole or (isinstance(key, UUID) and self.adds(key))

    def _place(self, record: Record) -> None:
        here = self._here.setdefault(type(record), {})
        if record.id in here:
            return
        here[record.id] = record
        for names, under in self._under.get(type(record), {}).items():
            under.setdefault(tuple(getattr(record, name) for name in names), []).append(record)

    def _removes(self, record: Record) -> bool:
        return any(touched.removed for touched in self.by_record.get(record.id, ()))

    def know_came(self, pks: Iterable[UUID]) -> None:
        """Read beforehand, in one query, since when records are in their present states; as `know`."""
        wanted = [pk for pk in dict.fromkeys(pks) if pk not in self._came]
        self._came.update(dict.fromkeys(wanted))
        if wanted:
            open_stays = Stay.objects.filter(record__in=wanted, until=None)
            self._came.update(open_stays.values_list("record", "since"))

    def came(self, record: Flowing) -> date | None:
        """Return the day on which a record came into its present state."""
        for touched in reversed(self.by_record.get(record.id, ())):
            if touched.entered:
                return touched.entered[-1].since
        self.know_came([record.id])
        return self._came[record.id]

    def forget(self, acts: Iterable[UUID]) -> None:
        """Take back acts that are collected and not written, as if they had never been: fields, states, new rows."""
        gone = set(acts)
        for key in [key for key in reversed(self.touched) if key[0] in gone]:
            touched = self.touched.pop(key)
            for attname, value in touched.before.items():
                setattr(touched.record, attname, value)
            rest = self.by_record[touched.record.id]
            rest.remove(touched)
            for place, other in enumerate(rest):
                later = {attname for one in rest[place + 1 :] for attname in one.before}
                other.after = {name: value for name, value in other.after.items() if name in later}
            if touched.added:
                self._take_away(touched.record)
        self.receipts = [receipt for receipt in self.receipts if receipt.act not in gone]
        self.grounds = [grounds for grounds in self.grounds if grounds.act not in gone]

    def _take_away(self, record: Record) -> None:
        model = type(record)
        del self.records[model, record.id], self.by_record[record.id], self._here[model][record.id]
        self._added[model].remove(record)
        for names, under in self._under.get(model, {}).items():
            under[tuple(getattr(record, name) for name in names)].remove(record)

    def let_go(self) -> None:
        """Hold nothing any more, once all is written: acts hold their book, and many would wait for the collector together with it."""
        for held in (
            self.touched,
            self.receipts,
            self.grounds,
            self.records,
            self.by_record,
            self._added,
            self._here,
            self._under,
        ):
            held.clear()

    def enter(self, touched: Touched) -> Touched:
        """Note that an act deals with a record."""
        record = touched.record
        self.touched[touched.act.id, type(record), record.id] = touched
        self.by_record.setdefault(record.id, []).append(touched)
        if not touched.added:
            self.living(record)
            return touched
        self.records[type(record), record.id] = record
        self._added.setdefault(type(record), []).append(record)
        self._place(record)
        return touched


def stored_rows(model: type[R]) -> QuerySet[R]:
    """Return the rows of a model as the database has them, with the region that their scope needs."""
    rows: QuerySet[R] = model._base_manager.all()
    return rows.select_related("region") if _has_region(model) else rows


def locked_rows(model: type[R], *, no_key: bool = False) -> QuerySet[R]:
    """Return the same, locked until the transaction ends."""
    return stored_rows(model).select_for_update(of=("self",), no_key=no_key)


def region_of(record: Record) -> UUID | None:
    """Return the region of a record: its own, or that of what it belongs to."""
    region: UUID | None = record.region_id if _has_region(type(record)) else record.scope().region_id  # type: ignore[attr-defined]
    return region


@cache
def attname_of(model: type[Record], name: str) -> str:
    """Return the attribute in which a field's own value stands: `region_id` of `region`."""
    return str(model._meta.get_field(name).attname)  # type: ignore[union-attr]


@cache
def _has_region(model: type[Record]) -> bool:
    return any(field.name == "region" for field in model._meta.concrete_fields)


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
        touched = Touched(record, self, self.kind, added=True)
        if isinstance(record, Flowing):
            assert state is not None, "a flowing record starts in a state"
            self._allow(record, "", state)
            record.state = state
            record.created_at = self.at
            record.created_by = self.actor.user_id
            touched.entered.append(self._stay(record, state, self.on))
        self.book.enter(touched)
        return record

    def set(self, record: Record, **values: Any) -> None:
        """Set fields of a row; what they held before is kept for the event."""
        touched = self._touch(record)
        for name, value in values.items():
            attname = attname_of(type(record), name)
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
        return self.book.came(record)

    def remove(self, record: Record) -> None:
        """Delete the row of a draft, or of what hangs on a record; the ledger keeps that it was there."""
        self._touch(record).removed = True

    def pending(self, model: type[R]) -> list[R]:
        """Return the rows of a model that this book adds and has not written yet, for rules that count them."""
        return list(self.book.added(model))

    def rows(self, model: type[R], **keys: Any) -> list[R]:
        """Return the rows of a model under keys that they never change, stored or added in this book: see `Book.rows`."""
        return self.book.rows(model, **keys)

    def known(self, model: type[R], pk: UUID) -> R:
        """Return the instance that this book works on for a row, read now where it has none. Raises the model's `DoesNotExist`."""
        found = self.book.records.get((model, pk))
        return cast("R", found) if found else self.book.living(stored_rows(model).get(pk=pk))

    def locked(self, model: type[R], pk: UUID, *, no_key: bool = False) -> R:
        """Return a row as it is now, locked: see `Book.locked`. Raises the model's `DoesNotExist`."""
        for row in self.book.locked(model, [pk], no_key=no_key):
            return row
        raise model.DoesNotExist

    def _touch(self, record: Record) -> Touched:
        touched = self.book.touched.get((self.id, type(record), record.id))
        return touched or self.book.enter(Touched(record, self, self.kind))

    def _remember(self, record: Record, mine: Touched, attname: str) -> None:
        for other in self.book.by_record.get(record.id, ()):
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
            record=record.id,
            kind=record.flow.kind,
            state=state,
            since=since,
            about=self.about,
            act=self.id,
            recorded_on=clock.today(),
        )
