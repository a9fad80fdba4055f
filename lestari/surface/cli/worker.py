"""The worker: the sealer every quarter of a second, the followers behind it, the search index, and once a day what is to be cleared away: sessions that are over, files that were never attached."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import threading
import time
from argparse import Namespace
from collections.abc import Generator
from contextlib import closing, suppress
from datetime import date
from typing import Self

from django.core.management import call_command
from django.db import DatabaseError, close_old_connections, connection

from lestari.foundation.files.store import sweep
from lestari.foundation.kernel import clock
from lestari.foundation.ledger.followers import run_all
from lestari.foundation.ledger.sealer import seal_all
from lestari.foundation.safekeeping.daily import due
from lestari.foundation.safekeeping.presence import present
from lestari.foundation.search.keeping import Keeper
from lestari.foundation.search.shelf import Taken, making
from lestari.foundation.sheets.work import work_on_one
from lestari.surface.cli.outcome import DONE, FOUND

#: Seconds between two looks at the ledger, and after a fault of the database.
PAUSE, PAUSE_AFTER_FAULT = 0.25, 2.0
#: Seconds until the first look whether a backup is due, and between two of them.
LOOK = 60.0
_LESTARI = (sys.executable, "-m", "lestari.surface.cli.main")

_log = logging.getLogger("lestari.worker")


def work(asked: Namespace) -> int:
    """Work until told to stop, or with `--once` until nothing waits."""
    if asked.once:
        keeper = Keeper()
        while work_on_one():
            pass
        turn(None)
        keeper.finish()
        return DONE
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    threading.Thread(target=_work_on_sheets, args=(stopping,), daemon=True).start()
    with present(), DailyBackup() as backup, closing(Keeper(index_apart)) as keeper:
        _go_on(stopping, backup, keeper)
    connection.close()
    return DONE


def _go_on(stopping: threading.Event, backup: DailyBackup, keeper: Keeper) -> None:
    ticked: date | None = None
    while not stopping.is_set():
        pause = PAUSE
        try:
            ticked = turn(ticked)
            keeper.look()
            backup.look()
        except (DatabaseError, OSError) as fault:
            _log.warning("What was to be done waits, trying again: %s", str(fault).partition("\n")[0])
            close_old_connections()
            pause = PAUSE_AFTER_FAULT
        stopping.wait(pause)


class DailyBackup:
    """The day's backup, made beside the worker by a process of its own, so that the seal does not wait for it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._looked = time.monotonic()  # first a while after the start, when pages and index have come up

    def __enter__(self) -> Self:
        """Begin to look after it."""
        return self

    def look(self) -> None:
        """Start it when it is due; asked once a minute."""
        if time.monotonic() - self._looked < LOOK or self._runs():
            return
        self._looked = time.monotonic()
        if due():
            self._process = subprocess.Popen((*_LESTARI, "backup", "--if-due"), stdout=subprocess.DEVNULL)  # noqa: S603 - our own program

    def _runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def __exit__(self, *_fault: object) -> None:
        """End one that is under way: it leaves nothing half-written."""
        if self._process is not None and self._runs():
            self._process.terminate()
            self._process.wait()


def index_apart() -> Generator[None]:
    """Make the search index in a process of its own, which takes the memory for it along when it ends. Raises Taken, ChildProcessError."""
    with making():
        pass  # nobody else does
    with subprocess.Popen((*_LESTARI, "rebuild", "search"), stdout=subprocess.DEVNULL) as process:  # noqa: S603 - our own program
        try:
            while process.poll() is None:
                yield
                with suppress(subprocess.TimeoutExpired):
                    process.wait(PAUSE)
        finally:
            process.terminate()
    if process.returncode == FOUND:
        raise Taken("another process makes the index anew")
    if process.returncode != DONE:
        raise ChildProcessError("the process that makes the index has failed")


def _work_on_sheets(stopping: threading.Event) -> None:
    """Read, write and undo sheets beside the sealer, which a large one must not hold up."""
    while not stopping.is_set():
        pause = PAUSE
        try:
            if work_on_one():
                continue
        except DatabaseError as fault:
            _log.warning("A sheet is left for later: %s", str(fault).partition("\n")[0])
            pause = PAUSE_AFTER_FAULT
        close_old_connections()
        stopping.wait(pause)
    connection.close()


def turn(ticked: date | None) -> date:
    """Seal and follow what has come; on a new day do the daily tick too. Return the day of the last tick."""
    seal_all()
    run_all()
    today = clock.today()
    if ticked != today:
        call_command("clearsessions")
        sweep()
    return today
