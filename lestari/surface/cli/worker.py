"""The worker: the sealer every quarter of a second, the followers behind it, the search index, and once a day what is to be cleared away: sessions that are over, files that were never attached."""

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
from lestari.foundation.search.keeping import Keeper
from lestari.surface.cli.outcome import DONE

#: Seconds between two looks at the ledger, and after a fault of the database.
PAUSE, PAUSE_AFTER_FAULT = 0.25, 2.0

_log = logging.getLogger("lestari.worker")


def work(asked: Namespace) -> int:
    """Work until told to stop, or with `--once` until nothing waits."""
    keeper = Keeper()
    if asked.once:
        turn(None)
        keeper.finish()
        return DONE
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    ticked: date | None = None
    while not stopping.is_set():
        pause = PAUSE
        try:
            ticked = turn(ticked)
            keeper.look()
        except DatabaseError as fault:
            _log.warning("The database does not answer, trying again: %s", str(fault).partition("\n")[0])
            close_old_connections()
            pause = PAUSE_AFTER_FAULT
        stopping.wait(pause)
    connection.close()
    return DONE


def turn(ticked: date | None) -> date:
    """Seal and follow what has come; on a new day do the daily tick too. Return the day of the last tick."""
    seal_all()
    run_all()
    today = clock.today()
    if ticked != today:
        call_command("clearsessions")
        sweep()
    return today
