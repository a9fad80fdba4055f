"""What verifiers remarked on the sections of a document, round by round, and when the section was saved again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from lestari.foundation.ledger.canonical import plain

#: Remarks as the version's row keeps them: the fields of `Remark`, days as text.
Kept = list[dict[str, Any]]


@dataclass(frozen=True)
class Remark:
    """One remark: in which round of verifying, on which section, the words, since when, and from when on it was answered."""

    round: int
    section: str
    text: str
    on: date
    answered: date | None = None


def remarks_of(kept: Kept) -> list[Remark]:
    """Return the remarks of a version, the oldest first."""
    return [
        Remark(
            **{
                **row,
                "on": date.fromisoformat(row["on"]),
                "answered": date.fromisoformat(row["answered"]) if row["answered"] else None,
            }
        )
        for row in kept
    ]


def with_round(kept: Kept, texts: Mapping[str, str], on: date) -> Kept:
    """Return the remarks with one more round: what was said that day, by section."""
    number = max((row["round"] for row in kept), default=0) + 1
    return _keep([*remarks_of(kept), *(Remark(number, section, text, on) for section, text in texts.items())])


def with_answer(kept: Kept, section: str, on: date) -> Kept:
    """Return the remarks, those on a section that was saved that day marked as answered."""
    return _keep(
        [
            replace(one, answered=on) if one.section == section and one.answered is None else one
            for one in remarks_of(kept)
        ]
    )


def unanswered(kept: Kept) -> set[str]:
    """Return the sections of the last round that were not saved again: with the next round the verifier has seen the earlier ones."""
    remarks = remarks_of(kept)
    return {one.section for one in remarks if one.round == remarks[-1].round and one.answered is None}


def _keep(remarks: Sequence[Remark]) -> Kept:
    return [{name: plain(value) for name, value in asdict(one).items()} for one in remarks]
