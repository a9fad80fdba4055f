"""The clock of tests: stands still where a test puts it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

JAKARTA = ZoneInfo("Asia/Jakarta")
MORNING = datetime(2026, 8, 11, 9, 40, tzinfo=JAKARTA)


class Clock:
    """Stands in for `django.utils.timezone` inside the kernel's clock."""

    def __init__(self, moment: datetime = MORNING) -> None:
        self.moment = moment
        self.get_default_timezone = timezone.get_default_timezone

    def now(self) -> datetime:
        """Return the moment at which it stands."""
        return self.moment

    def set(self, day: date | datetime) -> None:
        """Put it to a moment, or to 09.40 of a day."""
        self.moment = day if isinstance(day, datetime) else datetime.combine(day, time(9, 40), JAKARTA)

    def forward(self, **step: float) -> None:
        """Move it on: `clock.forward(days=3)`."""
        self.moment += timedelta(**step)
