"""The disk is full, the database is gone or broken, the worker is dead: a sentence, nothing half-written, and then it goes on."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
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

pytestmark = pytest.mark.long
SENTENCE = "Lestari sedang tidak dapat menyimpan. Isian ini belum tersimpan: kirim lagi beberapa menit lagi."
REFUSED = (503, {"errors": {"": [SENTENCE]}})


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.05)


@contextmanager
def limited(server: Server) -> Iterator[None]:
    """Let no file of the server grow: what a full disk does, without filling one."""
    family = server.family()
    for pid in family:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
    yield
    for pid in family:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


@contextmanager
def filled(server: Server) -> Iterator[None]:
    """Fill the file system of the server's data to its last byte."""
    filler = server.place.data / "filler"
    with filler.open("wb", buffering=0) as opened, suppress(OSError):
        while True:
            opened.write(bytes(4096))
    yield
    filler.unlink()


@pytest.fixture
def small_disk(place: Place) -> Iterator[None]:
    """Put the data folder on a file system of its own, of 64 MB; skipped where this machine mounts none."""
    aside = place.data.rename(place.data.with_name("aside"))
    place.data.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "lestari-test", str(place.data)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root mounts a file system to be filled; the limit on files stands in for it")
    try:
        shutil.copytree(aside, place.data, dirs_exist_ok=True)
        yield
    finally:
        connection.close()
        subprocess.run(["umount", str(place.data)], check=True)


def goes_on_once_there_is_room(place: Place, token: str, full: Callable[[Server], Any]) -> None:
    before, act = IdeaCard.objects.count(), uuid4()
    with serving(place, token) as server:
        with full(server):
            assert server.hand_in(act) == REFUSED
            assert (IdeaCard.objects.count(), Receipt.objects.filter(act=act).count()) == (before, 0)
            assert server.ask("/capaian") == 200
        assert server.hand_in(act)[0] == 200
        until(lambda: not unsealed())

    assert IdeaCard.objects.count() == before + 1
    assert verify_ledger().faults == []


@pytest.mark.sqlite_only
def test_where_no_file_may_grow_nothing_is_half_written_and_with_room_it_goes_on(
    place: Place, token: str
) -> None:
    goes_on_once_there_is_room(place, token, limited)


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("small_disk")
def test_on_a_full_disk_nothing_is_half_written_and_with_room_it_goes_on(place: Place, token: str) -> None:
    goes_on_once_there_is_room(place, token, filled)


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
            passing = {"backup", "rebuild"}  # what the worker has done beside it, to its end
            lasting = {pid for pid, command in server.family().items() if not passing & set(command.split())}
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
