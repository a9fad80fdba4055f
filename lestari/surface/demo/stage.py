"""Where the demo is played: acts are collected scene by scene, through the real actions, and each scene is written at once."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model
from django.utils import timezone

from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import Actor
from lestari.foundation.ledger.sealer import Chain
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.act import Book
from lestari.foundation.workflow.inputs import NoEntry
from lestari.foundation.workflow.models import Record
from lestari.foundation.workflow.perform import Whence, collect, flush_book

R = TypeVar("R", bound=Record)
_NOTHING = NoEntry()
#: Told in words of each scene that has ended.
Told = Callable[[str], None]


class Stage:
    """Collects a scene's acts; `end()` writes them in one transaction. What is drawn on it is drawn from the seed.

    `chain`: into which the events are closed at once, held while the whole demo is written.
    """

    chain: Chain | None = None

    def __init__(self, today: date, seed: str, told: Told) -> None:
        self.today = today
        self.book = Book()
        self.rng = random.Random(seed)
        self._time = random.Random(f"jam kantor {seed}")
        self._present = clock.today()
        self._last: dict[date, datetime] = {}
        self.place = ""
        self.told = told

    def do(
        self,
        kind: str,
        actor: Actor,
        subject: Record | None,
        entry: Any = _NOTHING,
        *,
        on: date | None = None,
    ) -> Any:
        """Do one act and return its record; it is recorded on the day it happened. `on` is that day where the entry asks for none.

        Raises what the action raises, and KeyError for an unknown kind.
        """
        if on is not None:
            entry = replace(entry)
            object.__setattr__(entry, "on", on)  # the entry is told afterwards, so it carries its day
        with clock.standing_at(self._moment(getattr(entry, "on", None) or self.today)):
            return self._act(kind, actor, subject, entry)

    def _act(self, kind: str, actor: Actor, subject: Record | None, entry: Any) -> Any:
        action = registry.action(kind)
        return collect(action, actor, subject, entry, book=self.book, whence=Whence.DEMO).record

    def rows(self, model: type[R], **keys: Any) -> list[R]:
        """Return the rows of a model under keys, as they are after the acts so far."""
        return self.book.rows(model, **keys)

    def know(self, model: type[R], attname: str, keys: Iterable[Any]) -> None:
        """Read in one query the rows of which the scene's acts would ask one by one."""
        self.book.know(model, attname, keys)

    def lock(self, model: type[R], pks: Iterable[UUID]) -> None:
        """Lock in one query the records which the scene's acts would lock one by one."""
        self.book.locked(model, pks)

    def hold_up(self, model: type[Model], pks: Iterable[UUID]) -> None:
        """Do the same for rows that no act changes."""
        self.book.hold_up(model, pks)

    def later(self, day: date, least: int, most: int) -> date:
        """Return a day so many days after another, never after today."""
        return min(self.today, day + timedelta(days=self.rng.randint(least, most)))

    def end(self, words: str) -> None:
        """Write the scene and tell that it has ended."""
        flush_book(self.book, self.chain)
        self.book = Book()
        self.told(f"{self.place}: {words}".lstrip(": "))

    def _moment(self, day: date) -> datetime:
        """Return when on a day the next act is recorded: some minutes after the one before, never after the present moment."""
        opening = _opening(day)
        step = timedelta(seconds=self._time.randint(25, 420))
        moment = min(self._last.get(day, opening) + step, opening + timedelta(hours=15))
        if day >= self._present:
            moment = min(moment, clock.now())
        self._last[day] = moment
        return moment


@cache
def _opening(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(8, 5)))
