"""The worker itself makes the day's backup, and goes on sealing beside it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

from lestari.foundation.safekeeping.models import Backup
from lestari.foundation.safekeeping.restore import check
from tests.faults.serving import ROOT, Place
from tests.foundation.safekeeping.conftest import HEAD

#: The worker, looking ten times a second instead of once a minute.
WORKER = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "lestari.settings"
django.setup()
from lestari.surface.cli import main, worker
worker.LOOK = 0.1
raise SystemExit(main.main(["worker"]))
"""


def test_the_worker_backs_up_once_a_day(place: Place) -> None:
    with subprocess.Popen([sys.executable, "-c", WORKER], cwd=ROOT, env=place.environment) as worker:
        deadline = time.monotonic() + 90
        while not Backup.objects.exclude(ended_at=None).exists():
            assert worker.poll() is None
            assert time.monotonic() < deadline, "no backup was made in time"
            time.sleep(0.05)
        worker.send_signal(signal.SIGTERM)

    assert worker.returncode == 0
    made = Backup.objects.get()
    path = place.data / "backups" / made.name
    assert (made.fault, made.size) == ("", path.stat().st_size)
    assert check(path).ledger_head == HEAD
