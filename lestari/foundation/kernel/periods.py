"""Periods: from a day until the day before another, or open. What is in force on a day is said here, once."""

from __future__ import annotations

from datetime import date

from django.db.models import Q


def in_force(day: date) -> Q:
    """Return the condition for rows with `since` and `until` that count on a day: begun, and not ended by then."""
    return Q(since__lte=day) & (Q(until=None) | Q(until__gt=day))
