"""Who may find what, as terms that stand with each document and are asked for with each question."""

from __future__ import annotations

from lestari.foundation.kernel.access import Actor
from lestari.foundation.search.documents import PUBLIC


def of_area(path: str) -> tuple[str, ...]:
    """Return the terms of a record that people of its area may find: those with a role in its region or in one above."""
    parts = path.split(".")[:-1]
    return tuple(_area("".join(f"{part}." for part in parts[:count])) for count in range(len(parts) + 1))


def asked_by(actor: Actor) -> tuple[str, ...]:
    """Return the terms of those who ask: everybody's, and of each region in which they hold a role today."""
    return (PUBLIC, *(_area(path) for path in actor.paths()))


def _area(path: str) -> str:
    return f"area:{path}"
