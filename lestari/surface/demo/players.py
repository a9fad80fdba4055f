"""Who plays the regencies: one process one after the other, or on SQLite several side by side, which leaves the same rows."""

from __future__ import annotations

import gc
import multiprocessing
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, connections, transaction
from django.db.models import AutoField, Model

from lestari.foundation.kernel.collector import collector_at_rest
from lestari.foundation.ledger.models import Event
from lestari.foundation.ledger.sealer import Chain
from lestari.foundation.workflow.models import Flowing, Receipt, Series
from lestari.surface.demo.stage import Stage, Told


@dataclass(frozen=True)
class Part:
    """A regency to be played: its stage, the play, and how large it is beside the others."""

    stage: Stage
    play: Callable[[], None]
    size: int


#: SQLite reads no more than ten databases at once.
_MOST_HANDS = 8
Players = Callable[[Sequence[Part]], None]
#: What must stay until a player ends: the connection of the process from which it came, whose transaction it must not touch.
_kept: list[Any] = []


def one_after_the_other(parts: Sequence[Part]) -> None:
    """Play the parts in this process."""
    for part in parts:
        with collector_at_rest():
            part.play()


def side_by_side(parts: Sequence[Part], hands: int) -> None:
    """Play the first parts here, and the others meanwhile in processes with a copy of the database as it is now; then bring over what those added.

    Must run inside a write transaction, which is whole or not at all. Raises RuntimeError where a player did not come to its end.
    """
    first, *groups = shared_out(parts, min(hands, _MOST_HANDS))
    if not groups or connection.vendor != "sqlite":
        one_after_the_other(parts)
        return
    with tempfile.TemporaryDirectory(dir=settings.DATA, prefix="demo-") as folder:
        copies = [Path(folder) / f"{number}.sqlite3" for number in range(len(groups))]
        image = connection.connection.serialize()
        for copy in copies:
            copy.write_bytes(image)
        del image
        since = _mark()
        with _playing(groups, copies) as others, _roomy():
            for part in first:
                part.stage.told = partial(_both, part.stage.told, others.heard)
            one_after_the_other(first)
            others.end()
        for number, copy in enumerate(copies):
            _bring_over(copy, f"player{number}", since, parts[0].stage.chain)


def shared_out(parts: Sequence[Part], hands: int) -> list[list[Part]]:
    """Return the parts for at most so many players, in order: each has about as much to play."""
    groups: list[list[Part]] = [[] for _hand in range(hands)]
    whole, before = sum(part.size for part in parts), 0
    for part in parts:
        groups[(2 * before + part.size) * hands // (2 * whole)].append(part)
        before += part.size
    return [group for group in groups if group]


def _both(told: Told, heard: Callable[[], None], words: str) -> None:
    told(words)
    heard()


class _Others:
    """The processes that play apart, and what they tell of the scenes that end there."""

    def __init__(self) -> None:
        self._processes: list[ForkProcess] = []
        self._told: dict[Any, Told] = {}

    def begin(self, group: Sequence[Part], copy: Path) -> None:
        """Let a further process play a group into a copy."""
        fork = multiprocessing.get_context("fork")
        here, there = fork.Pipe(duplex=False)
        process = fork.Process(target=_play_apart, args=(group, copy, there), daemon=True)
        process.start()
        there.close()
        self._processes.append(process)
        self._told[here] = group[0].stage.told

    def heard(self, patience: float | None = 0) -> None:
        """Hand on what was told, waiting so many seconds for it (None: until something is)."""
        for spoken in wait(list(self._told), patience):
            assert isinstance(spoken, Connection)
            try:
                self._told[spoken](spoken.recv())
            except EOFError:
                del self._told[spoken]

    def end(self) -> None:
        """Wait for all. Raises RuntimeError."""
        while self._told:
            self.heard(None)
        for process in self._processes:
            process.join()
            if process.exitcode:
                raise RuntimeError(f"a player of the demo ended with code {process.exitcode}")

    def stop(self) -> None:
        """Let none go on."""
        for process in self._processes:
            process.kill()
            process.join()


@contextmanager
def _playing(groups: Sequence[Sequence[Part]], copies: Sequence[Path]) -> Iterator[_Others]:
    """Let the groups be played, each by a process of its own, at most until the block ends."""
    others = _Others()
    try:
        for group, copy in zip(groups, copies, strict=True):
            others.begin(group, copy)
        yield others
    finally:
        others.stop()


def _play_apart(group: Sequence[Part], copy: Path, there: Connection) -> None:
    """In a process of its own: play into the copy."""
    _kept.append(connections["default"])
    del connections["default"]
    connection.settings_dict["NAME"] = str(copy)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = OFF")  # what is broken off here is thrown away
    # What a scene held is let go with its book: the collector need not search meanwhile, nor ever among what came from the parent.
    gc.freeze()
    with _roomy(), transaction.atomic():
        for part in group:
            part.stage.told, part.stage.chain = there.send, None
            with collector_at_rest():
                part.play()
            gc.collect()
    connection.close()
    there.close()


@contextmanager
def _roomy() -> Iterator[None]:
    """Keep more pages of the database at hand for a while: far more is written than anybody reads of one page."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        (before,) = cursor.fetchone()
        cursor.execute("PRAGMA cache_size = -32000")
        yield
        cursor.execute(f"PRAGMA cache_size = {before:d}")


@dataclass(frozen=True)
class _Mark:
    """How far a database has come: the number of the last row of each table, and the last number of each series of codes."""

    rows: dict[str, int]
    series: dict[str, int]


def _mark() -> _Mark:
    rows = {}
    with connection.cursor() as cursor:
        for model in _models():
            table = model._meta.db_table
            cursor.execute(f"SELECT coalesce(max(rowid), 0) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            rows[table] = int(cursor.fetchone()[0])
    return _Mark(rows, _series())


def _models() -> list[type[Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model is not Series]


def _series() -> dict[str, int]:
    return dict(Series.objects.values_list("name", "last"))


def _bring_over(copy: Path, name: str, since: _Mark, chain: Chain | None) -> None:
    """Add what was played into a copy, in the order in which it came; codes go on from those that are here."""
    quote, here = connection.ops.quote_name, _series()
    with connection.cursor() as cursor:
        cursor.execute(f"ATTACH DATABASE %s AS {name}", [str(copy)])
        cursor.execute(f"SELECT name, last FROM {name}.{quote(Series._meta.db_table)}")  # noqa: S608 - names of our own
        there = dict(cursor.fetchall())
        before = {series: here.get(series, 0) - since.series.get(series, 0) for series in there}
        closing = _Closing(chain)
        for function, told in (("position_of", closing.position), ("digest_of", closing.digest)):
            connection.connection.create_function(function, 2, told)
        connection.connection.create_function("moved_on", 1, partial(_moved_on, before), deterministic=True)
        for model in _models():
            fields = [one for one in model._meta.local_concrete_fields if not isinstance(one, AutoField)]
            columns = [quote(str(field.column)) for field in fields]
            anew = _anew(model)
            values = [anew.get(one, one) for one in columns]
            table = model._meta.db_table
            cursor.execute(
                f"INSERT INTO main.{quote(table)} ({', '.join(columns)}) SELECT {', '.join(values)} "  # noqa: S608
                f"FROM {name}.{quote(table)} WHERE rowid > %s ORDER BY rowid",
                [since.rows[table]],
            )
    Series.objects.bulk_create(
        [Series(name=series, last=last + before[series]) for series, last in there.items()],
        update_conflicts=True,
        update_fields=["last"],
        unique_fields=["name"],
    )


def _anew(model: type[Model]) -> dict[str, str]:
    """Return the columns of a model that are told anew when its rows are brought over, each with how."""
    if model is Event:
        return {f'"{name}"': f'{name}_of("serial", "canonical")' for name in ("position", "digest")}
    coded = issubclass(model, Flowing) or model is Receipt
    return {'"code"': 'moved_on("code")'} if coded else {}


class _Closing:
    """Closes events into the chain, whichever of position and digest is asked for first."""

    def __init__(self, chain: Chain | None) -> None:
        self._chain = chain
        self._serial = 0
        self._closed: tuple[int | None, str] = (None, "")

    def position(self, serial: int, canonical: str) -> int | None:
        """Return the position of an event."""
        return self._close(serial, canonical)[0]

    def digest(self, serial: int, canonical: str) -> str:
        """Return its digest."""
        return self._close(serial, canonical)[1]

    def _close(self, serial: int, canonical: str) -> tuple[int | None, str]:
        if self._chain and serial != self._serial:
            self._serial, self._closed = serial, self._chain.close(canonical)
        return self._closed


def _moved_on(before: dict[str, int], code: str) -> str:
    """Return a code moved on by the numbers that its series has given before."""
    series, _dash, number = code.rpartition("-")
    return f"{series}-{int(number) + before[series]:04d}" if before.get(series) else code
