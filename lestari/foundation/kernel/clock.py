"""The one clock. Everything that asks for the time asks here, so that a test can hold it still."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """Return the present moment, aware."""
    return timezone.now()


def today() -> date:
    """Return the present day where the users are (WIB)."""
    return timezone.localtime(now()).date()
