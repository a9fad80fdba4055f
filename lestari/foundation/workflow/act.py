"""An act collects: rows added, fields set, states moved. It writes nothing; `flush.write(book)` does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

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
    """What one act or many acts together will write in one flush. Rules of later acts see what earlier ones added."""

    def __init__(self) -> None:
        self.touched: dict[tuple[Any, ...], Touched] = {}
        self.receipts: list[Receipt] = []
        self.grounds: list[Grounds] = []
        self.records: dict[tuple[type[Record], UUID], Record] = {}
        self.by_record: dict[UUID, list[Touched]] = {}

    def moved(self) -> list[Touched]:
        """Return what has entered or left a state, for the projections."""
        return [touched for touched in self.touched.values() if touched.entered or touched.removed]

    def living(self, record: R) -> R:
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
        self.book.records[(type(record), record.pk)] = record
        touched = self.book.touched[key] = Touched(record, self, self.kind, added=True)
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
        return [t.record for t in self.book.touched.values() if t.added and isinstance(t.record, model)]

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
        return Stay(
            record=record.pk,
            kind=record.flow.kind,
            state=state,
            since=since,
            about=self.about,
            act=self.id,
            recorded_on=clock.today(),
        )
