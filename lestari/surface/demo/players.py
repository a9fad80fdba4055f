"""Who plays the regencies: one process one after the other, or on SQLite several side by side, which leaves the same rows."""

from __future__ import annotations

import gc
import multiprocessing
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
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
    groups = in_runs(parts, hands)
    if len(groups) == 1 or connection.vendor != "sqlite":
        one_after_the_other(parts)
        return
    begun = _Begun(_last_rows(), _series())
    with tempfile.TemporaryDirectory(dir=settings.DATA, prefix="demo-") as folder:
        copies = [Path(folder) / f"{number}.sqlite3" for number in range(len(groups))]
        image = connection.connection.serialize()
        for copy in copies:
            copy.write_bytes(image)
        del image
        _play_all(groups, copies)
        for number, copy in enumerate(copies):
            _bring_over(copy, f"player{number}", begun)


def in_runs(parts: Sequence[Part], hands: int) -> list[list[Part]]:
    """Return the parts in at most so many groups of about the same size, in order: groups one after the other are all in order."""
    whole, groups = sum(part.size for part in parts), dict[int, list[Part]]()
    for part, reached in zip(parts, accumulate(part.size for part in parts), strict=True):
        groups.setdefault(int((reached - part.size / 2) * hands / whole), []).append(part)
    return [groups[number] for number in sorted(groups)]


def _play_all(groups: Sequence[Sequence[Part]], copies: Sequence[Path]) -> None:
    """Play the groups, each in a process of its own, and tell here of the scenes that end there."""
    processes, told = [], dict[Any, Part]()
    fork = multiprocessing.get_context("fork")
    for group, copy in zip(groups, copies, strict=True):
        here, there = fork.Pipe(duplex=False)
        process = fork.Process(target=_play_apart, args=(group, copy, there), daemon=True)
        process.start()
        there.close()
        processes.append(process)
        told[here] = group[0]
    while told:
        for spoken in wait(list(told)):
            assert isinstance(spoken, Connection)
            try:
                told[spoken].stage.told(spoken.recv())
            except EOFError:
                del told[spoken]
    for process in processes:
        process.join()
        if process.exitcode:
            raise RuntimeError(f"a player of the demo ended with code {process.exitcode}")


def _play_apart(group: Sequence[Part], copy: Path, there: Connection) -> None:
    """In a process of its own: play into the copy."""
    _kept.append(connections["default"])
    del connections["default"]
    connection.settings_dict["NAME"] = str(copy)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = OFF")  # what is broken off here is thrown away
        cursor.execute("PRAGMA cache_size = -32000")  # far more is written than anybody reads of one page
    # Cycles come to an end with their scene: the collector need not search for them meanwhile, nor among what came from the parent.
    gc.freeze()
    gc.disable()

    def told(words: str) -> None:
        gc.collect()
        there.send(words)

    with transaction.atomic():
        for part in group:
            part.stage.told = told
            part.play()
    connection.close()
    there.close()


@dataclass(frozen=True)
class _Begun:
    """What was there before the players began: the last row of each table, the last number of each series of codes."""

    rows: dict[str, int]
    series: dict[str, int]


def _series() -> dict[str, int]:
    return dict(Series.objects.values_list("name", "last"))


def _last_rows() -> dict[str, int]:
    """Return of each table the number of its last row."""
    with connection.cursor() as cursor:
        found = {}
        for model in _models():
            table = model._meta.db_table
            cursor.execute(f"SELECT coalesce(max(rowid), 0) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            found[table] = int(cursor.fetchone()[0])
    return found


def _models() -> list[type[Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model is not Series]


def _bring_over(copy: Path, name: str, begun: _Begun) -> None:
    """Add the rows that a player added to its copy, in the order in which they came; codes go on from those that are here."""
    quote = connection.ops.quote_name
    before = {series: last - begun.series.get(series, 0) for series, last in _series().items()}
    with connection.cursor() as cursor:
        cursor.execute(f"ATTACH DATABASE %s AS {name}", [str(copy)])
        cursor.execute(f"SELECT name, last FROM {name}.{Series._meta.db_table}")  # noqa: S608 - a name of our own
        given = dict(cursor.fetchall())
        connection.connection.create_function("moved_on", 1, partial(_moved_on, before), deterministic=True)
        for model in _models():
            fields = [one for one in model._meta.local_concrete_fields if not isinstance(one, AutoField)]
            columns = [quote(str(field.column)) for field in fields]
            coded = issubclass(model, Flowing) or model is Receipt
            values = [f"moved_on({one})" if coded and one == '"code"' else one for one in columns]
            table = quote(model._meta.db_table)
            cursor.execute(
                f"INSERT INTO main.{table} ({', '.join(columns)}) SELECT {', '.join(values)} "  # noqa: S608 - names of our own
                f"FROM {name}.{table} WHERE rowid > %s ORDER BY rowid",
                [begun.rows[model._meta.db_table]],
            )
    Series.objects.bulk_create(
        [Series(name=series, last=last + before.get(series, 0)) for series, last in given.items()],
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
