"""Keeping the index: it follows the ledger from its own position, and can be made anew while the old one serves.

Each node has its own index, so the position lies beside it and not in the database. What is written twice is there once.
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db import DatabaseError

from lestari.foundation.kernel.ids import uuid7
from lestari.foundation.ledger.models import Event
from lestari.foundation.ledger.sealer import head_text
from lestari.foundation.regions.queries import tree_state
from lestari.foundation.search.index import Index
from lestari.foundation.search.registry import SOURCES, STIRS, identity
from lestari.foundation.search.shelf import (
    Taken,
    Unavailable,
    analysis,
    clear,
    current,
    guarded,
    making,
    position,
    put,
    serve,
    serving,
    shelf,
    tree_of,
)

_log = logging.getLogger("lestari.search")
#: So many events are followed, and records put in, at once.
_EVENTS, _RECORDS = 500, 500
#: Seconds that one look of the worker may take for making the index anew, and until a failed one is tried again.
_SLICE, _PATIENCE = 0.2, 30.0
_OVER = object()


def follow(limit: int = _EVENTS) -> int:
    """Write what the ledger has told since the index's position; return how many events that were. Raises Unavailable, Taken."""
    index, name = current(), serving()
    start, digest = position(name)
    rows = Event.objects.filter(position__gte=start or 1).order_by("position")
    events = list(rows.values_list("position", "digest", "subject_kind", "subject")[: limit + 1])
    if start:
        if not events or events[0][:2] != (start, digest):
            raise Unavailable("the index belongs to another ledger")
        del events[0]
    if not events:
        return 0
    put_in(index, _concerned((kind, pk) for _position, _digest, kind, pk in events))
    put(shelf() / name / "position", f"{events[-1][0]}:{events[-1][1]}")
    return len(events)


def _concerned(changed: Iterable[tuple[str, UUID]]) -> dict[str, set[UUID]]:
    """Return the records whose documents tell of what changed, by kind."""
    by_kind: dict[str, set[UUID]] = defaultdict(set)
    for kind, pk in changed:
        by_kind[kind].add(pk)
    found = {kind: set(ids) for kind, ids in by_kind.items() if kind in SOURCES}
    for kind, ids in by_kind.items():
        for other, stirred in STIRS.get(kind, ()):
            found.setdefault(other, set()).update(stirred(ids))
    return found


def put_in(index: Index, records: dict[str, set[UUID]]) -> None:
    """Write the documents of these records as the tables have them now; those that give none any more are taken out."""
    documents = [one for kind, ids in records.items() for one in SOURCES[kind].documents(ids)]
    gone = {identity(kind, pk) for kind, ids in records.items() for pk in ids} - {one.id for one in documents}
    if documents or gone:
        with guarded():
            index.add(documents, remove=gone)


def anew() -> Generator[tuple[int, int]]:
    """Make the index anew beside the one that serves, then let it serve; yields how many records of how many are in. Raises Taken."""
    with making():
        clear()
        name, start, tree = str(uuid7()), head_text(), tree_state()
        with guarded():
            index = Index(shelf() / name, analysis())
        ids = {
            kind: list(source.model._base_manager.order_by("pk").values_list("pk", flat=True))
            for kind, source in SOURCES.items()
        }
        total, done = sum(map(len, ids.values())), 0
        for kind, every in ids.items():
            for begin in range(0, len(every), _RECORDS):
                some = set(every[begin : begin + _RECORDS])
                put_in(index, {kind: some})
                done += len(some)
                yield done, total
        put(shelf() / name / "make", analysis().make)
        put(shelf() / name / "tree", tree)
        put(shelf() / name / "position", start)
        serve(name)


def outgrown() -> bool:
    """Say whether regions got other codes, names or places since the index that serves was made."""
    return tree_of(serving()) != tree_state()


class Keeper:
    """What the worker does for the index at each look: never more than a moment, and never to the harm of anything else.

    `make` makes the index anew step by step, for as long as it yields; where it is closed before, it leaves the old one.
    """

    def __init__(self, make: Callable[[], Generator[Any]] = anew) -> None:
        self._make = make
        self._making: Generator[Any] | None = None
        self._not_before = 0.0

    def look(self) -> bool:
        """Follow the ledger, or make the index anew where it cannot be used: a slice of either; say whether more is to be done."""
        if time.monotonic() < self._not_before:
            return False
        try:
            return self._follow() if self._making is None else self._go_on()
        except Taken:  # whoever holds it frees it
            self._making = None
        except DatabaseError:
            raise
        except Exception:  # noqa: BLE001 - the index is derived: no fault of it may end the sealer beside it
            _log.exception("The search index cannot be written now.")
            self._making, self._not_before = None, time.monotonic() + _PATIENCE
        return False

    def close(self) -> None:
        """Leave an index that is being made."""
        if self._making is not None:
            self._making.close()

    def finish(self) -> None:
        """Look until nothing waits, or nothing can be done now."""
        while self.look():
            pass

    def _follow(self) -> bool:
        until = time.monotonic() + _SLICE
        try:
            while follow():
                if time.monotonic() > until:
                    return True
        except Unavailable as fault:
            _log.warning("The search index is made anew: %s.", fault)
            self._making = self._make()
            return True
        if outgrown():
            _log.info("The search index is made anew: its places are those of earlier lists of regions.")
            self._making = self._make()
            return True
        return False

    def _go_on(self) -> bool:
        assert self._making is not None
        with suppress(Unavailable, Taken):
            follow()  # what serves meanwhile, where it can be used, stays as good as it is
        until = time.monotonic() + _SLICE
        while time.monotonic() < until:
            if next(self._making, _OVER) is _OVER:  # it serves; now what happened meanwhile
                self._making = None
                break
        return True
