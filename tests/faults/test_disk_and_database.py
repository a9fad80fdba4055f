"""The disk is full, the database is gone or broken, the worker is dead: a sentence, nothing half-written, and then it goes on."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

from lestari.domain.knowledge.models import IdeaCard
from lestari.foundation.ledger.sealer import unsealed
from lestari.foundation.rooms import verify_ledger
from lestari.foundation.workflow.models import Receipt
from tests.faults.serving import Place, Server, serving
from tests.foundation.safekeeping.conftest import HEAD
from tests.own_postgresql import OwnServer

SENTENCE = "Lestari sedang tidak dapat menyimpan. Isian ini belum tersimpan: kirim lagi beberapa menit lagi."
REFUSED = (503, {"errors": {"": [SENTENCE]}})


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.05)


def limit(server: Server, size: int) -> None:
    """Let no file of the server grow beyond this: what a full disk does, without filling one."""
    for pid in server.family():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@pytest.mark.sqlite_only
def test_on_a_full_disk_nothing_is_half_written_and_with_room_it_goes_on(place: Place, token: str) -> None:
    before, act = IdeaCard.objects.count(), uuid4()
    with serving(place, token) as server:
        limit(server, 1000)
        assert server.hand_in(act) == REFUSED
        assert (IdeaCard.objects.count(), Receipt.objects.filter(act=act).count()) == (before, 0)
        limit(server, resource.RLIM_INFINITY)
        assert server.hand_in(act)[0] == 200
        until(lambda: not unsealed())

    assert IdeaCard.objects.count() == before + 1
    assert verify_ledger().faults == []


@pytest.mark.sqlite_only
def test_a_broken_database_file_is_named_and_its_backup_restored(
    place: Place, backed_up: Path, tmp_path: Path
) -> None:
    connection.close()
    file = place.data / "lestari.sqlite3"
    with closing(sqlite3.connect(file)) as database:
        (page,) = database.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'ledger_event'"
        ).fetchone()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with file.open("r+b") as opened:
        opened.seek((page - 1) * 4096)
        opened.write(os.urandom(8192))

    examined = place.lestari("doctor")
    assert examined.returncode == 2
    assert "✗ The database file is damaged: " in examined.stdout
    assert "restore the last backup into an empty folder: lestari restore" in examined.stdout
    tried = place.lestari("backup", str(tmp_path / "kept.zip"))
    assert (tried.returncode, tried.stderr.splitlines()[-1]) == (
        2,
        "lestari: the database cannot be used: database disk image is malformed.",
    )
    assert not (tmp_path / "kept.zip").exists()

    fresh = Place(tmp_path / "fresh")
    assert fresh.told("restore", str(backed_up))["ledger_head"] == HEAD
    assert fresh.told("ledger", "verify")["intact"]


def test_a_database_server_that_is_gone_comes_back_and_the_same_processes_go_on(
    backed_up: Path, tmp_path: Path
) -> None:
    database = OwnServer()
    try:
        place = Place(tmp_path / "data", database.url)
        assert place.lestari("restore", str(backed_up)).returncode == 0
        token, act, later = place.token(), uuid4(), uuid4()
        with serving(place, token) as server:
            lasting = {pid for pid, command in server.family().items() if "backup" not in command}
            assert server.hand_in(act)[0] == 200

            database.stop()
            assert server.hand_in(later) == REFUSED
            assert server.ask("/capaian") == 503
            examined = place.lestari("doctor")
            assert (examined.returncode, "✗ The database cannot be used: " in examined.stdout) == (2, True)

            database.start()
            until(lambda: server.hand_in(later)[0] == 200)
            until(lambda: server.hand_in(act)[0] == 200)  # the other process may learn of it later
            until(lambda: place.told("ledger", "verify")["unsealed"] == 0)
            assert lasting <= set(server.family())
        found = place.told("ledger", "verify")
        assert (found["intact"], found["sealed"]) == (True, 756)
    finally:
        database.remove()


def test_a_dead_worker_is_started_again_and_seals_what_came_meanwhile(place: Place, token: str) -> None:
    with serving(place, token) as server:
        dead = server.worker()
        os.kill(dead, signal.SIGKILL)
        assert server.hand_in(uuid4())[0] == 200
        until(lambda: not unsealed())
        until(lambda: server.worker() != dead)
    assert verify_ledger().faults == []
