"""The province: loading it through the real actions, against the raw INSERT of the same rows and events.

What is compared is processor time, which others on the machine lengthen less than the time on the wall.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

import bench.setting_up  # noqa: F401
from bench.row import Row, tell
from lestari.foundation.ledger.models import Event
from lestari.foundation.ledger.sealer import unsealed
from lestari.foundation.ledger.transactions import write_transaction
from lestari.surface.cli.preparing import prepare
from lestari.surface.demo import album
from lestari.surface.demo.load import load, play, written_once
from lestari.surface.demo.models import is_demo
from lestari.surface.demo.scales import SCALES
from lestari.surface.demo.stage import Stage


class Timed(Stage):
    """A stage with a watch: how long acts were collected and scenes written. All else is drawing and writing the texts.

    One process plays, since what is measured is the processor time of the same work; how long a person waits is measured apart.
    """

    spent: Counter[str] = Counter()

    def do(self, *args: Any, **about: Any) -> Any:
        begun = time.process_time()
        try:
            return super().do(*args, **about)
        finally:
            self.spent["rows"] += time.process_time() - begun

    def end(self, words: str) -> None:
        begun = time.process_time()
        super().end(words)
        self.spent["rows"] += time.process_time() - begun
        print(f"  {self.place} {words}", file=sys.stderr)


def measure(scale: str = "lampung") -> list[Row]:
    """Load the demo and return what it took: whole, its database rows against the raw INSERT, and the rest."""
    prepare()
    empty = Path(settings.DATA) / "empty.sqlite3"
    _copy(empty)
    waited = _as_a_person_waits(scale, empty)
    own, pictures = time.process_time(), _timed_pictures()
    with written_once(), write_transaction():
        play(SCALES[scale], scale, Timed)
    loaded = time.process_time() - own
    assert not unsealed()
    rows, raw = raw_insert(empty)
    empty.unlink()
    ours, events = Timed.spent["rows"], Event.objects.count()
    text = loaded - Timed.spent["rows"] - pictures[0]
    return [
        Row(
            f"demo province, whole: {events:,} events, sealed",
            f"{waited:.0f} s on {os.cpu_count()} cores; {loaded:.0f} s of one in one process",
            target="≤ 60 s",
        ),
        Row(f"its {rows:,} database rows", f"{ours:.0f} s", f"{raw:.0f} s raw INSERT", ours / raw, "≤ 3 ×"),
        Row("its texts; its pictures", f"{text:.0f} s; {pictures[0]:.0f} s"),
    ]


def _as_a_person_waits(scale: str, empty: Path) -> float:
    """Return the seconds that loading takes with a process on each core; the database is empty again afterwards."""
    begun = time.perf_counter()
    load(scale)
    assert not unsealed()
    waited = time.perf_counter() - begun
    connection.close()
    own = Path(str(settings.DATABASES["default"]["NAME"]))
    for path in own.parent.glob(f"{own.name}*"):
        path.unlink()
    shutil.copy(empty, own)
    is_demo.cache_clear()
    return waited


def _timed_pictures() -> list[float]:
    """Let the album's making be timed apart."""
    spent, made = [0.0], album.Album.__init__

    def timed(self: album.Album, *args: Any) -> None:
        begun = time.process_time()
        made(self, *args)
        spent[0] = time.process_time() - begun

    album.Album.__init__ = timed  # type: ignore[method-assign]
    return spent


def _copy(target: Path) -> None:
    with closing(sqlite3.connect(target)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)


def raw_insert(empty: Path) -> tuple[int, float]:
    """Insert all rows that the loading wrote into an empty copy, from memory, in one transaction; return how many, and the seconds."""
    source = settings.DATABASES["default"]["NAME"]
    raw = empty.with_name("raw.sqlite3")
    shutil.copy(empty, raw)
    with (
        closing(sqlite3.connect(source)) as ours,
        closing(sqlite3.connect(raw, isolation_level=None)) as copy,
    ):
        tables = []
        for (name,) in ours.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if name.startswith(("sqlite_", "django_")) or copy.execute(f'SELECT 1 FROM "{name}"').fetchone():
                continue
            tables.append((name, ours.execute(f'SELECT * FROM "{name}"').fetchall()))
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            copy.execute(f"PRAGMA {pragma}")
        begun = time.process_time()
        copy.execute("BEGIN IMMEDIATE")
        copy.execute("PRAGMA defer_foreign_keys = ON")
        for name, rows in tables:
            if rows:
                copy.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(rows[0]))})', rows)
        copy.execute("COMMIT")
        spent = time.process_time() - begun
    for path in raw.parent.glob("raw.sqlite3*"):
        path.unlink()
    return sum(len(rows) for _name, rows in tables), spent


if __name__ == "__main__":
    assert not Event.objects.exists() if Path(settings.DATABASES["default"]["NAME"]).exists() else True
    tell(measure(*sys.argv[1:]))
