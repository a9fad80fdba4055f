"""The sealer: numbers committed events in the order of their insertion and closes them into the chain."""

from __future__ import annotations

from django.db import connection

from lestari.foundation.ledger.canonical import GENESIS, chained
from lestari.foundation.ledger.models import Event
from lestari.foundation.ledger.transactions import write_transaction

#: The key of the advisory lock that elects one sealer among many nodes ("lestari" in a bigint).
SEALER_LOCK = 0x6C657374617269


def head() -> tuple[int, str]:
    """Return position and digest of the last sealed event; (0, GENESIS) before the first."""
    last = (
        Event.objects.exclude(position=None).order_by("-position").values_list("position", "digest").first()
    )
    return (int(last[0] or 0), str(last[1])) if last else (0, GENESIS)


class Chain:
    """The end of the chain, held until the transaction ends in which it is taken: nobody else closes anything in meanwhile."""

    def __init__(self) -> None:
        if connection.vendor == "postgresql":  # SQLite has one writer anyway
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALER_LOCK])
        self.position, self.digest = head()

    def close(self, canonical: str) -> tuple[int, str]:
        """Close the text of one more event in; return its position and digest."""
        self.position += 1
        self.digest = chained(self.digest, self.position, canonical)
        return self.position, self.digest


def head_text() -> str:
    """Return the head as reports print it: POSITION:HASH."""
    position, digest = head()
    return f"{position}:{digest}"


def unsealed() -> int:
    """Return how many events wait for the seal."""
    return Event.objects.filter(position=None).count()


def seal(limit: int = 2000) -> int:
    """Close up to `limit` committed events into the chain and return how many there were.

    An event that commits late with an early insertion number gets a later position: positions have no gaps, and a follower by
    position misses nothing.
    """
    if not Event.objects.filter(position=None).exists():
        return 0
    with write_transaction():
        chain = Chain()
        waiting = Event.objects.filter(position=None).order_by("serial").values_list("serial", "canonical")
        rows = [(*chain.close(canonical), serial) for serial, canonical in waiting[:limit]]
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE ledger_event SET position = %s, digest = %s WHERE serial = %s", rows)
    return len(rows)


def seal_all() -> int:
    """Seal until nothing waits; return how many events were sealed."""
    total = 0
    while sealed := seal():
        total += sealed
    return total
