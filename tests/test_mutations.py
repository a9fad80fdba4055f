"""Each weakening of a right, of a step or of the budget rule is noticed by the test that guards it."""

from __future__ import annotations

import pytest

from tests.mutations import survivors


@pytest.mark.sqlite_only
def test_every_weakening_is_noticed() -> None:
    assert survivors() == []
