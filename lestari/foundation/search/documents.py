"""What goes into an index and what comes out: plain values, of whatever the texts are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

#: Whom a document is for when nothing else is said.
PUBLIC = "public"


@dataclass(frozen=True, kw_only=True)
class Document:
    """A text to be found. `who` names those who may find it, `facets` what lists are narrowed by, `order` puts lists without words in order.

    `weight`, 1 or more: how many times what it has of a question counts beside other documents.
    """

    id: str
    title: str = ""
    text: str
    who: Sequence[str] = (PUBLIC,)
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    order: int = 0
    weight: float = 1.0


@dataclass(frozen=True)
class Hit:
    """A document found, with its text."""

    id: str
    score: float
    text: str


@dataclass(frozen=True)
class Answers:
    """What was found: how many in all, those of this page, and for each facet its values with the length of the list that each opens.

    `read_as` says for which others a word was taken that no document has, and `sought` in which terms documents were looked for.
    """

    total: int
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    read_as: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sought: frozenset[str] = frozenset()
