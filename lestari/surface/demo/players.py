"""Who plays the regencies: one process one after the other, or on SQLite several side by side, which leaves the same rows."""

from __future__ import annotations

import gc
import multiprocessing
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, connections, transaction
from django.db.models import AutoField, Model

from lestari.foundation.kernel.collector import collector_at_rest
from lestari.foundation.workflow.models import Flowing, Receipt, Series
from lestari.surface.demo.stage import Stage


@dataclass(frozen=True)
class Part:
    """A regency to be played: its stage, the play, and how large it is beside the others."""

    stage: Stage
    play: Callable[[], None]
    size: int


Players = Callable[[Sequence[Part]], None]
#: What must stay until a player ends: the connection of the process from which it came, whose transaction it must not touch.
_kept: list[Any] = []


def one_after_the_other(parts: Sequence[Part]) -> None:
    """Play the parts in this process."""
    for part in parts:
        with collector_at_rest():
            part.play()


def side_by_side(parts: Sequence[Part], hands: int) -> None:
    """Play the parts in so many processes, each in a copy of the database as it is now; then bring over what they added, in order.

    Must run inside a write transaction, which is whole or not at all. Raises RuntimeError where a player did not come to its end.
    """
    groups = shared_out(parts, hands)
    if len(groups) == 1 or connection.vendor != "sqlite":
        one_after_the_other(parts)
        return
    with tempfile.TemporaryDirectory(dir=settings.DATA, prefix="demo-") as folder:
        copies = [Path(folder) / f"{number}.sqlite3" for number in range(len(groups))]
        image = connection.connection.serialize()
        for copy in copies:
            copy.write_bytes(image)
        del image
        reached = _play_all([[parts[at] for at in group] for group in groups], copies)
        names = [_attached(copy, f"player{number}") for number, copy in enumerate(copies)]
        brought = {
            at: (name, *marks)
            for name, group, reaches in zip(names, groups, reached, strict=True)
            for at, marks in zip(group, pairwise(reaches), strict=True)
        }
        for at in range(len(parts)):
            _bring_over(*brought[at])


def shared_out(parts: Sequence[Part], hands: int) -> list[list[int]]:
    """Return the places of the parts for at most so many players: each takes the largest that is left as soon as it has played the least."""
    groups = [list[int]() for _hand in range(hands)]
    played = [0] * hands
    for at in sorted(range(len(parts)), key=lambda at: -parts[at].size):
        hand = played.index(min(played))
        groups[hand].append(at)
        played[hand] += parts[at].size
    return [group for group in groups if group]


def _play_all(groups: Sequence[Sequence[Part]], copies: Sequence[Path]) -> list[list[_Mark]]:
    """Play the groups, each in a process of its own, and tell here of the scenes that end there.

    Returns how far the tables of each copy had come before, between and after its parts.
    """
    processes, told = [], dict[Any, int]()
    reached: list[list[_Mark]] = [[] for _group in groups]
    fork = multiprocessing.get_context("fork")
    for number, (group, copy) in enumerate(zip(groups, copies, strict=True)):
        here, there = fork.Pipe(duplex=False)
        process = fork.Process(target=_play_apart, args=(group, copy, there), daemon=True)
        process.start()
        there.close()
        processes.append(process)
        told[here] = number
    while told:
        for spoken in wait(list(told)):
            assert isinstance(spoken, Connection)
            number = told[spoken]
            try:
                said = spoken.recv()
            except EOFError:
                del told[spoken]
                continue
            if isinstance(said, _Mark):
                reached[number].append(said)
            else:
                groups[number][0].stage.told(said)
    for process in processes:
        process.join()
        if process.exitcode:
            raise RuntimeError(f"a player of the demo ended with code {process.exitcode}")
    return reached


def _play_apart(group: Sequence[Part], copy: Path, there: Connection) -> None:
    """In a process of its own: play into the copy."""
    _kept.append(connections["default"])
    del connections["default"]
    connection.settings_dict["NAME"] = str(copy)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = OFF")  # what is broken off here is thrown away
        cursor.execute("PRAGMA cache_size = -32000")  # far more is written than anybody reads of one page
    # What a scene held is let go with its book: the collector need not search meanwhile, nor ever among what came from the parent.
    gc.freeze()
    with transaction.atomic():
        there.send(_mark())
        for part in group:
            part.stage.told = there.send
            with collector_at_rest():
                part.play()
            there.send(_mark())
            gc.collect()
    connection.close()
    there.close()


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


def _series() -> dict[str, int]:
    return dict(Series.objects.values_list("name", "last"))


def _models() -> list[type[Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model is not Series]


def _attached(copy: Path, name: str) -> str:
    """Let this connection read a player's copy under a name, and return it."""
    with connection.cursor() as cursor:
        cursor.execute(f"ATTACH DATABASE %s AS {name}", [str(copy)])
    return name


def _bring_over(name: str, since: _Mark, until: _Mark) -> None:
    """Add the rows of one part from a player's copy, in the order in which they came; codes go on from those that are here."""
    quote = connection.ops.quote_name
    here = _series()
    before = {series: here.get(series, 0) - since.series.get(series, 0) for series in until.series}
    connection.connection.create_function("moved_on", 1, partial(_moved_on, before), deterministic=True)
    with connection.cursor() as cursor:
        for model in _models():
            fields = [one for one in model._meta.local_concrete_fields if not isinstance(one, AutoField)]
            columns = [quote(str(field.column)) for field in fields]
            coded = issubclass(model, Flowing) or model is Receipt
            values = [f"moved_on({one})" if coded and one == '"code"' else one for one in columns]
            table = model._meta.db_table
            cursor.execute(
                f"INSERT INTO main.{quote(table)} ({', '.join(columns)}) SELECT {', '.join(values)} "  # noqa: S608 - names of our own
                f"FROM {name}.{quote(table)} WHERE rowid > %s AND rowid <= %s ORDER BY rowid",
                [since.rows[table], until.rows[table]],
            )
    Series.objects.bulk_create(
        [Series(name=series, last=last + before[series]) for series, last in until.series.items()],
        update_conflicts=True,
        update_fields=["last"],
        unique_fields=["name"],
    )


def _moved_on(before: dict[str, int], code: str) -> str:
    """Return a code moved on by the numbers that its series has given before."""
    series, _dash, number = code.rpartition("-")
    return f"{series}-{int(number) + before[series]:04d}" if before.get(series) else code


def forget_copies() -> None:
    """Let go of the players' copies, which are held until the transaction ends."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA database_list")
        for _number, name, _path in cursor.fetchall():
            if name.startswith("player"):
                cursor.execute(f"DETACH DATABASE {name}")
