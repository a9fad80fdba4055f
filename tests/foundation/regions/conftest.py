from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from lestari.foundation.regions.loading import load_regions
from tests.world import no_regions


@pytest.fixture(scope="module")
def indonesia(django_db_setup: None, django_db_blocker: object) -> Iterator[int]:
    """All of Indonesia, loaded once for the tests of a module that only read; taken back afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        no_regions()
        yield load_regions()
        transaction.set_rollback(True)


@pytest.fixture
def tanggamus(db: None) -> int:
    """Lampung with the one regency Tanggamus and all below."""
    no_regions()
    return load_regions(only={"18.06"})
