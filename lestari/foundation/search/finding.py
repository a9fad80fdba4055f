"""Asking the index that serves, by who asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lestari.foundation.kernel.access import Actor
from lestari.foundation.search.access import asked_by
from lestari.foundation.search.documents import Answers
from lestari.foundation.search.passages import Piece, passage
from lestari.foundation.search.shelf import analysis, current, guarded


def find(
    actor: Actor,
    question: str = "",
    *,
    filters: Mapping[str, str] | None = None,
    facets: Sequence[str] = (),
    limit: int = 20,
    offset: int = 0,
) -> Answers:
    """Return what this actor finds. Raises Unavailable where there is no index to ask, or only a broken one."""
    index = current()
    with guarded():
        return index.ask(
            question, filters=filters, who=asked_by(actor), facets=facets, limit=limit, offset=offset
        )


def passages(answers: Answers) -> dict[str, tuple[Piece, ...]]:
    """Return the passage of each hit, with the matches marked."""
    stem = analysis().stem
    return {hit.id: passage(hit.text, answers.sought, stem) for hit in answers.hits}
