"""An act collects: rows added, fields set, states moved. It writes nothing; `flush.write(book)` does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import Actor
from lestari.foundation.kernel.dates import day_text
from lestari.foundation.kernel.errors import Refused, WrongStep
from lestari.foundation.kernel.ids import uuid7
from lestari.foundation.workflow.models import Flowing, Grounds, Receipt, Record, Stay

R = TypeVar("R", bound=Record)


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


class Book:
    """What one act or many acts together will write in one flush. Rules of later acts see what earlier ones added.

    Many acts of one book ask the database less: what the book itself adds has no rows there yet (`rows`, `locked`), and who brings many
    acts reads beforehand, in one query each, what they will ask for (`know`).
    """

    def __init__(self) -> None:
        self.touched: dict[tuple[Any, ...], Touched] = {}
        self.receipts: list[Receipt] = []
        self.grounds: list[Grounds] = []
        self.records: dict[tuple[type[Record], UUID], Record] = {}
        self.by_record: dict[UUID, list[Touched]] = {}
        self._locked: set[UUID] = set()
        self._added: dict[type[Record], list[Record]] = {}
        self._under: dict[tuple[type[Record], str], dict[Any, list[Record]]] = {}
        self._known: dict[tuple[type[Record], str], dict[Any, list[Record]]] = {}

    def moved(self) -> list[Touched]:
        """Return what has entered or left a state, for the projections."""
        return [touched for touched in self.touched.values() if touched.entered or touched.removed]

    def living(self, record: R) -> R:
        """Return the one instance that this book works on for that row."""
        found = self.records.setdefault((type(record), record.pk), record)
        assert isinstance(found, type(record))
        return found

    def lock(self, record: R) -> R:
        """Return the one instance for a row that this transaction has locked: it is not read again for this book's acts."""
        self._locked.add(record.pk)
        return self.living(record)

    def locked(self, model: type[R], pk: UUID) -> R | None:
        """Return the instance for a row that this book adds, or that was locked for it; None for one still to be locked."""
        if pk in self._locked or self.adds(pk):
            return cast("R | None", self.records.get((model, pk)))
        return None

    def adds(self, pk: UUID) -> bool:
        """Say whether this book adds the record with that id: no row of the database can point to it."""
        touched = self.by_record.get(pk)
        return touched is not None and touched[0].added

    def added(self, model: type[R]) -> list[R]:
        """Return the rows of a model that this book adds, in order."""
        return cast("list[R]", self._added.get(model, []))

    def know(self, model: type[R], attname: str, keys: Iterable[Any]) -> None:
        """Read and lock beforehand all rows of a model under these keys, so that no act of this book asks for them again.

        Only for a book that is flushed in the transaction in which this is called.
        """
        known = self._known.setdefault((model, attname), {})
        wanted = [key for key in dict.fromkeys(keys) if key not in known]
        known.update((key, []) for key in wanted)
        stored = locked_rows(model).filter(**{f"{attname}__in": wanted}).order_by("pk") if wanted else ()
        for row in stored:
            known[getattr(row, attname)].append(self.lock(row))

    def rows(self, model: type[R], attname: str, key: Any) -> list[R]:
        """Return the rows of a model under a key that they never change: the stored ones by id, then those that this book adds.

        `attname` is the column (`subject`, `line_id`). Each row is the instance that this book works on; those it removes are left out.
        """
        known = self._known.get((model, attname), {})
        if key in known:
            stored = cast("list[R]", known[key])
        elif isinstance(key, UUID) and self.adds(key):
            stored = []
        else:
            stored = [self.living(row) for row in stored_rows(model).filter(**{attname: key}).order_by("pk")]
        fresh = cast("list[R]", self._index(model, attname).get(key, []))
        return [row for row in (*stored, *fresh) if not self._removes(row)]

    def _index(self, model: type[Record], attname: str) -> dict[Any, list[Record]]:
        if (model, attname) not in self._under:
            under = self._under[model, attname] = {}
            for row in self._added.get(model, ()):
                under.setdefault(getattr(row, attname), []).append(row)
        return self._under[model, attname]

    def _removes(self, record: Record) -> bool:
        return any(touched.removed for touched in self.by_record.get(record.pk, ()))

    def enter(self, touched: Touched) -> Touched:
        """Note that an act deals with a record."""
        record = touched.record
        self.touched[touched.act.id, type(record), record.pk] = touched
        self.by_record.setdefault(record.pk, []).append(touched)
        if not touched.added:
            self.living(record)
            return touched
        self.records[type(record), record.pk] = record
        self._added.setdefault(type(record), []).append(record)
        for (model, attname), under in self._under.items():
            if model is type(record):
                under.setdefault(getattr(record, attname), []).append(record)
        return touched


def stored_rows(model: type[R]) -> QuerySet[R]:
    """Return the rows of a model as the database has them, with the region that their scope needs."""
    rows: QuerySet[R] = model._base_manager.all()
    return rows.select_related("region") if _has_region(model) else rows


def locked_rows(model: type[R], *, no_key: bool = False) -> QuerySet[R]:
    """Return the same, locked until the transaction ends."""
    return stored_rows(model).select_for_update(of=("self",), no_key=no_key)


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
        for touched in reversed(self.book.by_record.get(record.pk, ())):
            if touched.entered:
                return touched.entered[-1].since
        open_stays = Stay.objects.filter(record=record.pk, until=None)
        return open_stays.values_list("since", flat=True).first()

    def remove(self, record: Record) -> None:
        """Delete the row of a draft, or of what hangs on a record; the ledger keeps that it was there."""
        self._touch(record).removed = True

    def pending(self, model: type[R]) -> list[R]:
        """Return the rows of a model that this book adds and has not written yet, for rules that count them."""
        return list(self.book.added(model))

    def rows(self, model: type[R], attname: str, key: Any) -> list[R]:
        """Return the rows of a model under a key, stored or added in this book: see `Book.rows`."""
        return self.book.rows(model, attname, key)

    def locked(self, model: type[R], pk: UUID, *, no_key: bool = False) -> R:
        """Return the row as it is now, locked; the instance that this book works on where it has one.

        Raises the model's `DoesNotExist`.
        """
        found = self.book.locked(model, pk)
        return found or self.book.lock(locked_rows(model, no_key=no_key).get(pk=pk))

    def _touch(self, record: Record) -> Touched:
        touched = self.book.touched.get((self.id, type(record), record.pk))
        return touched or self.book.enter(Touched(record, self, self.kind))

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
        return Stay(
            record=record.pk,
            kind=record.flow.kind,
            state=state,
            since=since,
            about=self.about,
            act=self.id,
            recorded_on=clock.today(),
        )
