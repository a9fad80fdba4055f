from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from lestari.foundation.kernel import clock as kernel_clock
from tests.clock import Clock
from tests.surface.every import Every, taken_back


@pytest.fixture(scope="module")
def every(django_db_setup: None, django_db_blocker: Any) -> Iterator[Every]:
    """All records, made once for a file, in a transaction that is taken back."""
    log = logging.getLogger("django.request")
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, taken_back():
        patch.setattr(log, "disabled", True)
        patch.setattr(kernel_clock, "timezone", clock := Clock())
        yield Every(clock)
