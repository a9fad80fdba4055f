from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from lestari.foundation.regions.loading import load_regions
from tests.databases import Lasting
from tests.world import no_regions


@pytest.fixture(scope="session")
def _whole(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> tuple[Lasting, int]:
    loaded: list[int] = []

    def fill() -> None:
        no_regions()
        loaded.append(load_regions())

    with django_db_blocker.unblock():
        return Lasting(tmp_path_factory.mktemp("indonesia"), fill, prepared=True), loaded[0]


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
