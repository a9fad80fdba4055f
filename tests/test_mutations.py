"""Each weakening of a right, of a step or of the budget rule is noticed by the test that guards it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.databases import OwnDatabase
from tests.mutations import survivors


@pytest.mark.long
@pytest.mark.sqlite_only
def test_every_weakening_is_noticed(own_database: OwnDatabase) -> None:
    assert survivors(prepared=Path(own_database.url.removeprefix("sqlite:///"))) == []
