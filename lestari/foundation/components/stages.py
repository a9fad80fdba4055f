"""One stage of a flow, as `components/flow.html` draws it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Stage:
    """How many, of which kind, and the share of the start in percent. `gap`: another unit begins behind it."""

    word: str
    url: str
    note: str
    count: int
    share: int
    gap: bool = False
