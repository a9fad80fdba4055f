"""Databases of a test's own, in which commits are real and several connections see each other.

The suite's tests run inside a transaction that is rolled back. What concerns several connections cannot, and emptying the tables
afterwards would be refused by the ledger: such a test gets a copy of the prepared database.
"""

from __future__ import annotations

import fcntl
import itertools
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.db import connections

T = TypeVar("T")
_numbers = itertools.count(1)
#: PostgreSQL 15 writes a copy through its log unless told otherwise; nothing of a test has to outlive a power cut.
_FILES_SINCE = 150000


class OwnDatabase:
    """The copy: its address for other processes, and threads that use it."""

    def __init__(self, url: str, vendor: str) -> None:
        self.url = url
        self.vendor = vendor

    def at_once(self, functions: Sequence[Callable[[], T]], timeout: float = 120) -> list[T]:
        """Run functions in threads of their own that begin together; return their results, or raise the first error."""
        begin = threading.Barrier(len(functions))
        results: dict[int, T] = {}
        errors: list[BaseException] = []

        def run(number: int, function: Callable[[], T]) -> None:
            try:
                begin.wait()
                results[number] = function()
            except BaseException as error:  # noqa: BLE001 - handed on below
                errors.append(error)
            finally:
                connections["default"].close()

        threads = [threading.Thread(target=run, args=pair, daemon=True) for pair in enumerate(functions)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout)
        if errors:
            raise errors[0]
        assert len(results) == len(functions), "some thread did not end in time"
        return [results[number] for number in range(len(functions))]


@contextmanager
def made_once(factory: pytest.TempPathFactory, name: str) -> Iterator[tuple[Path, bool]]:
    """Give a folder that all workers of this run share, and say whether to fill it: the first one does, while others wait."""
    root = factory.getbasetemp()
    folder = (root.parent if "PYTEST_XDIST_WORKER" in os.environ else root) / name
    folder.mkdir(exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        filled = folder.with_suffix(".filled")
        yield folder, not filled.exists()
        filled.touch()


@contextmanager
def copy_of_prepared(folder: Path) -> Iterator[OwnDatabase]:
    """Copy the prepared test database and let the default connection of every thread go to the copy meanwhile."""
    prepared = connections["default"]
    copy = _copy_sqlite(prepared, folder) if prepared.vendor == "sqlite" else _copy_postgresql(prepared)
    with _instead(prepared, *copy) as database:
        yield database


@contextmanager
def empty_database(folder: Path) -> Iterator[OwnDatabase]:
    """Let the default connection of every thread go to a database without tables meanwhile."""
    prepared = connections["default"]
    if prepared.vendor == "sqlite":
        path = folder / "empty.sqlite3"
        made = str(path), OwnDatabase(f"sqlite:///{path}", "sqlite")
    else:
        made = _new_postgresql(prepared, _name(prepared), "template0")
    with _instead(prepared, *made) as database:
        yield database


class Lasting:
    """A database that is filled once, for the tests that only read it or begin with a copy of it."""

    def __init__(self, folder: Path, fill: Callable[[], object] | None, *, prepared: bool) -> None:
        """Fill a copy of the prepared database, or one without tables; `None`: it lies in the folder, filled by another worker."""
        first, named = connections["default"], folder / "name"
        self._name, self._database = str(folder / "lasting.sqlite3"), OwnDatabase("", first.vendor)
        if fill is None:
            self._name = named.read_text()
            return
        if first.vendor == "postgresql":
            template = first.settings_dict["NAME"] if prepared else "template0"
            first.close()
            self._name, self._database = _new_postgresql(first, _name(first), template)
        elif prepared:
            self._name, self._database = _copy_sqlite(first, folder)
        with self.read():
            fill()
        named.write_text(self._name)

    @contextmanager
    def read(self) -> Iterator[None]:
        """Let the default connection go to it meanwhile."""
        with _instead(connections["default"], self._name, self._database, keep=True):
            yield

    @contextmanager
    def copy(self) -> Iterator[None]:
        """Let the default connection of every thread go to a copy of it meanwhile, on PostgreSQL."""
        first = connections["default"]
        with _instead(first, *_new_postgresql(first, _name(first), self._name)):
            yield


def _name(prepared: Any) -> str:
    return f"{prepared.settings_dict['NAME'][:40]}_{next(_numbers)}"


@contextmanager
def database_at(path: Path) -> Iterator[None]:
    """Let the default connection go to this SQLite file meanwhile."""
    with _instead(connections["default"], str(path), OwnDatabase(f"sqlite:///{path}", "sqlite")):
        yield


@contextmanager
def _instead(prepared: Any, name: str, database: OwnDatabase, *, keep: bool = False) -> Iterator[OwnDatabase]:
    settings = prepared.settings_dict
    kept_name = settings["NAME"]
    del connections["default"]
    settings["NAME"] = name
    try:
        yield database
    finally:
        connections["default"].close()
        settings["NAME"] = kept_name
        connections["default"] = prepared
        if database.vendor == "postgresql" and not keep:
            with prepared._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _copy_sqlite(prepared: Any, folder: Path) -> tuple[str, OwnDatabase]:
    path = folder / "own.sqlite3"
    prepared.ensure_connection()
    with closing(sqlite3.connect(path)) as target:
        prepared.connection.backup(target)
    return str(path), OwnDatabase(f"sqlite:///{path}", "sqlite")


def _copy_postgresql(prepared: Any) -> tuple[str, OwnDatabase]:
    template = prepared.settings_dict["NAME"]
    name = f"{template}_own_{next(_numbers)}"
    prepared.close()
    with prepared._nodb_cursor() as cursor:
        # Once Playwright's event loop runs, Django keeps another connection than before; the earlier one is in the way.
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [template]
        )
    return _new_postgresql(prepared, name, template)


def _new_postgresql(prepared: Any, name: str, template: str) -> tuple[str, OwnDatabase]:
    with prepared._nodb_cursor() as cursor:
        how = " STRATEGY FILE_COPY" if cursor.connection.info.server_version >= _FILES_SINCE else ""
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"{how}')
    settings = prepared.settings_dict
    host = settings["OPTIONS"].get("host") or settings["HOST"]
    return name, OwnDatabase(f"postgresql://{settings['USER']}@/{name}?host={host}", "postgresql")
