from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from lestari.foundation.regions.loading import load_regions
from lestari.foundation.regions.models import Region
from tests.databases import Lasting, made_once
from tests.world import no_regions


@pytest.fixture(scope="session")
def _whole(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> tuple[Lasting, int]:
    def fill() -> None:
        no_regions()
        load_regions()

    with made_once(tmp_path_factory, "indonesia") as (folder, first), django_db_blocker.unblock():
        database = Lasting(folder, fill if first else None, prepared=True)
    with django_db_blocker.unblock(), database.read():
        return database, Region.objects.count()


@pytest.fixture(scope="module")
def indonesia(_whole: tuple[Lasting, int], django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    """All of Indonesia, loaded once, for the tests of a module that only read."""
    database, loaded = _whole
    with django_db_blocker.unblock(), database.read():
        yield loaded


@pytest.fixture
def tanggamus(db: None) -> int:
    """Lampung with the one regency Tanggamus and all below."""
    no_regions()
    return load_regions(only={"18.06"})
