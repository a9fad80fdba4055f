"""What all tests share: a clock that stands still, and databases in which commits are real."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test.utils import setup_databases, teardown_databases
from pytest_django import DjangoDbBlocker

from lestari.foundation.kernel import clock as kernel_clock
from lestari.foundation.ledger.sealer import seal_all
from lestari.foundation.search.keeping import Keeper
from tests.clock import Clock
from tests.databases import OwnDatabase, copy_of_prepared
from tests.world import People, World, load_world

_shelves = count(1)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the database of this run does not do, and begin with what lasts long: no worker is left alone with it in the end."""
    sqlite = connections["default"].vendor == "sqlite"
    other = "postgresql_only" if sqlite else "sqlite_only"
    left_out = [item for item in items if item.get_closest_marker(other) or not (sqlite or _touches(item))]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Keep the collector from looking through all that was collected, again and again: a tenth of the tests' time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def _touches(item: pytest.Item) -> bool:
    """Say whether a test touches the database; what does not is run once, on SQLite."""
    return (
        "django_db_setup" in getattr(item, "fixturenames", ())
        or item.get_closest_marker("django_db") is not None
    )


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The present is 11 August 2026, 09.40 WIB, unless the test puts it elsewhere."""
    standing = Clock()
    monkeypatch.setattr(kernel_clock, "timezone", standing)
    return standing


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Make the database always: pytest-django leaves it out where only tests with a copy of it are run."""
    there = "TESTS_PREPARED" in os.environ
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"}, keepdb=there)
        if not there:
            load_world()
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0, keepdb=there)


@pytest.fixture
def own_database(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> Iterator[OwnDatabase]:
    """A copy of the prepared database for this test alone, in which commits are real."""
    with django_db_blocker.unblock(), copy_of_prepared(tmp_path) as database:
        yield database


@pytest.fixture
def regions(db: None) -> World:
    """Tanggamus and Pringsewu with all above and below them, by code."""
    return World()


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Give each test a place of its own for the search index: none lies there."""
    settings.SEARCH = tmp_path_factory.getbasetemp() / f"search-{next(_shelves)}"


@pytest.fixture
def indexed() -> Callable[[], None]:
    """Called, it brings the search index up to what was done, as the worker does."""

    def follow() -> None:
        seal_all()
        Keeper().finish()

    return follow


@pytest.fixture
def people(regions: World) -> People:
    """People with roles: `people("tpid")` is the TPID of Gisting as an actor, `people.user("tik")` the account."""
    return People(regions)
