"""Places in the tests of safekeeping: a data folder and a database of their own, in which commits are real."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from lestari.foundation.safekeeping import restore, tables
from lestari.foundation.safekeeping.archive import opened
from lestari.surface.cli.main import main
from tests.clock import Clock
from tests.databases import Lasting, database_at, empty_database, made_once

ROOT = Path(__file__).resolve().parents[3]
#: A small demo as the version before safekeeping left it: the SQLite file with its originals.
EARLIER = Path(__file__).with_name("lestari-0.1.0.tar.xz")
MADE_ON = date(2026, 11, 27)
HEAD = "754:80861df6ba91e2f0b1191b37ff7fcf43b028b0a22decd3a0bddd9ec0e3c770f0"

Out = pytest.CaptureFixture[str]
Told = Callable[..., Any]


@pytest.fixture(autouse=True)
def _on_its_day(clock: Clock) -> None:
    clock.set(MADE_ON)


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the earlier version, on SQLite, to be copied."""
    with made_once(tmp_path_factory, "earlier") as (folder, first):
        if first:
            with tarfile.open(EARLIER) as packed:
                packed.extractall(folder, filter="data")
    return folder


@pytest.fixture(scope="session")
def backed_up(unpacked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of that database, as it was."""
    with made_once(tmp_path_factory, "backed-up") as (folder, first):
        path = folder / "lestari.zip"
        if first:
            elsewhere(unpacked, "backup", str(path), "--json")
    return path


def _sqlite(folder: Path) -> Any:
    return database_at(folder / "lestari.sqlite3")


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """An empty data folder."""
    settings.DATA = tmp_path / "data"
    settings.BACKUPS = settings.DATA / "backups"
    settings.DATA.mkdir()
    return tmp_path / "data"


@pytest.fixture
def empty_place(
    folder: Path, tmp_path: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Path]:
    """An empty data folder and an empty database of the run's own engine."""
    with django_db_blocker.unblock(), empty_database(tmp_path):
        yield folder


@pytest.fixture(scope="session")
def upgraded(unpacked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same data folder at this version, on SQLite, to be copied."""
    with made_once(tmp_path_factory, "upgraded") as (folder, first):
        if first:
            shutil.copytree(unpacked, folder, dirs_exist_ok=True)
            elsewhere(folder, "upgrade", "--json")
            shutil.rmtree(folder / "backups")
    return folder


#: Databases on PostgreSQL to be copied, each with its data folder.
Filled = Callable[[Callable[[Path], object]], tuple[Lasting, Path]]


@pytest.fixture(scope="session")
def filled(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Filled:
    def make(fill: Callable[[Path], object]) -> tuple[Lasting, Path]:
        folder = tmp_path_factory.mktemp("filled")
        own, lasting = folder / "data", folder / "lasting"
        own.mkdir()
        lasting.mkdir()
        with django_db_blocker.unblock(), override_settings(DATA=own, BACKUPS=own / "backups"):
            return Lasting(lasting, lambda: fill(own), prepared=False), own

    return make


@pytest.fixture(scope="session")
def restored(backed_up: Path, filled: Filled) -> tuple[Lasting, Path]:
    """This version's, on PostgreSQL."""
    return filled(lambda _data: restore.restore(backed_up))


@pytest.fixture(scope="session")
def as_it_was(backed_up: Path, filled: Filled) -> tuple[Lasting, Path]:
    """The earlier version's, on PostgreSQL."""

    def fill(data: Path) -> None:
        with opened(backed_up) as (archive, manifest), tables.all_or_nothing():
            restore._restore_rows(archive, manifest, None)
            restore._restore_originals(archive, manifest, data)

    return filled(fill)


def _copied(
    folder: Path, request: pytest.FixtureRequest, on_sqlite: str, on_postgresql: str
) -> Iterator[Path]:
    if connection.vendor == "postgresql":
        database, data = request.getfixturevalue(on_postgresql)
        shutil.copytree(data, folder, dirs_exist_ok=True)
        with database.copy():
            yield folder
        return
    shutil.copytree(request.getfixturevalue(on_sqlite), folder, dirs_exist_ok=True)
    with _sqlite(folder):
        yield folder


@pytest.fixture
def living(
    folder: Path, request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Path]:
    """A place that holds the demo, at this version."""
    with django_db_blocker.unblock():
        yield from _copied(folder, request, "upgraded", "restored")


@pytest.fixture
def earlier(
    folder: Path, request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Path]:
    """A place that holds the demo as the earlier version left it, on the run's own engine."""
    with django_db_blocker.unblock():
        yield from _copied(folder, request, "unpacked", "as_it_was")


@pytest.fixture
def told(capsys: Out) -> Told:
    """Run a command and return what it prints as JSON; `code` is what it has to end with."""

    def run(*arguments: str, code: int = 0) -> Any:
        capsys.readouterr()
        assert main(list(arguments)) == code, capsys.readouterr().err
        return json.loads(capsys.readouterr().out)

    return run


def elsewhere(data: Path, *arguments: str) -> Any:
    """Run a command on SQLite in another data folder, and return what it prints as JSON."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LESTARI_", "DJANGO_"))}
    run = subprocess.run(
        [sys.executable, "-m", "lestari.surface.cli.main", *arguments],
        cwd=ROOT,
        env={**kept, "DATABASE_URL": "", "LESTARI_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def report(told: Told) -> Any:
    """The report on Tanggamus, with the head of the ledger on it."""
    return told("report", "achievements", "--region", "18.06", "--format", "json")


def originals(place: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (place / "originals").glob("*/*")}


def everything() -> dict[str, Any]:
    """All rows of all tables by their columns, the migrations too: what a place holds."""
    held = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [one[0] for one in cursor.description]
            held[table] = (columns, sorted(map(str, cursor.fetchall())))
    return held
