"""Followers read the sealed ledger by position, each from its own cursor, some milliseconds behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lestari.foundation.ledger.models import Cursor, Event
from lestari.foundation.ledger.transactions import write_transaction

#: A follower deals with a batch of sealed events, in the order of their positions, inside one write transaction.
Follower = Callable[[Sequence[Event]], None]

#: The followers by name, filled by `rooms.install`.
FOLLOWERS: dict[str, Follower] = {}


def follow(name: str, *, limit: int = 500) -> int:
    """Give the follower its next batch and move its cursor with it; return how many events it read."""
    start = Cursor.objects.filter(follower=name).values_list("position", flat=True).first() or 0
    if not Event.objects.filter(position__gt=start).exists():
        return 0
    with write_transaction():
        cursor, _ = Cursor.objects.select_for_update().get_or_create(follower=name)
        batch = list(Event.objects.filter(position__gt=cursor.position).order_by("position")[:limit])
        if batch:
            FOLLOWERS[name](batch)
            cursor.position = batch[-1].position or 0
            cursor.save(update_fields=["position"])
    return len(batch)


def run_all() -> int:
    """Bring every follower up to the head; return how many events were read in all."""
    total = 0
    for name in FOLLOWERS:
        while read := follow(name):
            total += read
    return total
