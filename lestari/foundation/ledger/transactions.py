"""The write transaction, and the snapshot that blocks nobody.

On SQLite a fair file lock stands around each write transaction: without it waiting writers starve, since SQLite's own busy
handler polls. The kernel wakes waiters of one lock in the order in which they came.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.db import OperationalError, connection, transaction

#: Seconds within which a database server has to answer.
PATIENCE = 5
_held = threading.local()


def ask_database() -> None:
    """Ask a database server whether it is there, once and briefly: the pool would ask again and again for half a minute."""
    if connection.vendor == "postgresql":
        with connection.wrap_database_errors:
            asked = {**connection.get_connection_params(), "connect_timeout": PATIENCE}
            connection.Database.connect(**asked).close()  # type: ignore[attr-defined]


@contextmanager
def write_transaction() -> Iterator[None]:
    """Open the transaction of one writer; nested calls join it."""
    if connection.in_atomic_block or connection.vendor != "sqlite" or getattr(_held, "inside", False):
        with transaction.atomic():
            yield
        return
    name = str(connection.settings_dict["NAME"])
    if ":memory:" in name or "mode=memory" in name:
        with transaction.atomic():
            yield
        return
    with _turn(Path(f"{name}.turn")), transaction.atomic():
        yield


def one_at_a_time(key: UUID) -> None:
    """Hold up whoever names the same key until this transaction ends. On SQLite there is one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(key.bytes[8:], signed=True)])


def is_deadlock(error: OperationalError) -> bool:
    """Say whether the database ended this transaction because two waited for each other: it may be tried again."""
    return getattr(error.__cause__, "sqlstate", "") in ("40P01", "40001")


@contextmanager
def _turn(path: Path) -> Iterator[None]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        _held.inside = True
        try:
            yield
        finally:
            _held.inside = False
    finally:
        os.close(handle)  # closing gives the turn to the next


@contextmanager
def snapshot() -> Iterator[None]:
    """Read everything as of one moment without holding up any writer."""
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
