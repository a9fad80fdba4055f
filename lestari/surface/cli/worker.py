"""The worker: the sealer every quarter of a second, the followers behind it, and once a day what is to be cleared away: sessions that are over, files that were never attached."""

from __future__ import annotations

import logging
import signal
import threading
from argparse import Namespace
from datetime import date

from django.core.management import call_command
from django.db import DatabaseError, close_old_connections, connection

from lestari.foundation.files.store import sweep
from lestari.foundation.kernel import clock
from lestari.foundation.ledger.followers import run_all
from lestari.foundation.ledger.sealer import seal_all
from lestari.foundation.sheets.work import work_on_one
from lestari.surface.cli.outcome import DONE

#: Seconds between two looks at the ledger, and after a fault of the database.
PAUSE, PAUSE_AFTER_FAULT = 0.25, 2.0

_log = logging.getLogger("lestari.worker")


def work(asked: Namespace) -> int:
    """Work until told to stop, or with `--once` until nothing waits."""
    if asked.once:
        while work_on_one():
            pass
        turn(None)
        return DONE
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    threading.Thread(target=_work_on_sheets, args=(stopping,), daemon=True).start()
    ticked: date | None = None
    while not stopping.is_set():
        pause = PAUSE
        try:
            ticked = turn(ticked)
        except DatabaseError as fault:
            _log.warning("The database does not answer, trying again: %s", str(fault).partition("\n")[0])
            close_old_connections()
            pause = PAUSE_AFTER_FAULT
        stopping.wait(pause)
    connection.close()
    return DONE


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
