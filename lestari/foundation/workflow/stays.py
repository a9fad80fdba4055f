"""The days of the states, sealed: each event of a move says since when the new state counts, and verifying compares the table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lestari.foundation.ledger.stored import plain_rows
from lestari.foundation.workflow.models import Stay

#: The name under which an event's changes carry the day: what it was for the state before, and what it is for the new one.
SINCE = "state_since"


class Stays:
    """Follows the events of a verification, and says which rows of the table of stays differ from them."""

    def __init__(self) -> None:
        self._told: dict[str, list[tuple[str, str]]] = {}
        self._states: dict[str, str] = {}

    def see(self, content: Mapping[str, Any]) -> None:
        """Note what an event says of its record's state."""
        changes, subject = content["changes"], content["subject"]
        if "state" in changes:
            self._states[subject] = changes["state"][1] or self._states.get(subject, "")
        if SINCE in changes:
            self._told.setdefault(subject, []).append((self._states.get(subject, ""), changes[SINCE][1]))

    def faults(self) -> Iterator[str]:
        """Compare with the table: state, first day and last day of each stay, none missing and none more."""
        held: dict[str, list[tuple[str, str, str | None]]] = {}
        rows = Stay.objects.order_by("record", "id")
        for record, state, since, until in plain_rows(rows, ("record", "state", "since", "until")):
            held.setdefault(record, []).append((state, since, until))
        for subject in sorted(held.keys() | self._told.keys()):
            told = self._told.get(subject, [])
            ends = [since for _state, since in told[1:]]
            expected = [(state, since, end) for (state, since), end in zip(told, [*ends, None], strict=False)]
            if held.get(subject, []) != expected:
                yield f"The days of the states of the record {subject} in the table are not those of the ledger."
