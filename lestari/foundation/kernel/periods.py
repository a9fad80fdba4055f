"""Periods: from a day until the day before another, or open. What is in force on a day is said here: to the database, and in Python."""

from __future__ import annotations

from datetime import date

from django.db.models import Q


def in_force(day: date) -> Q:
    """Return the condition for rows with `since` and `until` that count on a day: begun, and not ended by then."""
    return Q(since__lte=day) & (Q(until=None) | Q(until__gt=day))


def holds_on(since: date, until: date | None, day: date) -> bool:
    """Say the same of one period: begun, and not ended by that day."""
    return since <= day and (until is None or day < until)
