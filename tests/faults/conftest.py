from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from tests.faults.serving import Place
from tests.foundation.safekeeping.conftest import (  # noqa: F401 - fixtures of this folder too
    _on_its_day,
    backed_up,
    empty_place,
    filled,
    folder,
    living,
    restored,
    told,
    unpacked,
    upgraded,
)


@pytest.fixture
def place(living: Path) -> Place:  # noqa: F811
    """The demo's data folder, for processes of their own; the test's connection sees the same database."""
    if connection.vendor == "sqlite":
        return Place(living)
    settings = connection.settings_dict
    host = settings["OPTIONS"].get("host") or settings["HOST"]
    return Place(living, f"postgresql://{settings['USER']}@/{settings['NAME']}?host={host}")


@pytest.fixture
def token(place: Place) -> str:
    return place.token()
