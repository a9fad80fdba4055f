"""The one clock. Everything that asks for the time asks here, so that a test can hold it still."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

#: The moment at which the clock stands, and its day: many acts of a demo or a sheet ask for it.
_standing: ContextVar[tuple[datetime, date] | None] = ContextVar("standing", default=None)


def now() -> datetime:
    """Return the present moment, aware."""
    standing = _standing.get()
    return standing[0] if standing else timezone.now()


def today() -> date:
    """Return the present day where the users are (WIB)."""
    standing = _standing.get()
    return standing[1] if standing else local(timezone.now()).date()


def local(moment: datetime) -> datetime:
    """Return an aware moment by the clocks where the users are."""
    return moment.astimezone(timezone.get_default_timezone())


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at a moment: the demo plays years that are gone, as if each act were recorded on its day."""
    before = _standing.set((moment, local(moment).date()))
    try:
        yield
    finally:
        _standing.reset(before)
