"""What goes into an index and what comes out: plain values, of whatever the texts are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

#: Whom a document is for when nothing else is said.
PUBLIC = "public"


@dataclass(frozen=True, kw_only=True)
class Document:
    """A text to be found. `who` names those who may find it, `facets` what lists are narrowed by, `order` puts lists without words in order.

    `shown` is kept as it is and handed back with the hit.
    """

    id: str
    title: str = ""
    text: str
    who: Sequence[str] = (PUBLIC,)
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    order: int = 0
    shown: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Piece:
    """A piece of a passage, and whether it is what was asked for."""

    text: str
    marked: bool = False


@dataclass(frozen=True)
class Hit:
    """A document found: its passage with the matches marked, empty where nothing was asked in words."""

    id: str
    score: float
    title: str
    shown: Mapping[str, str]
    passage: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Answers:
    """What was found: how many in all, those of this page, and for each facet its values with the length of the list that each opens.

    `read_as` says which misspelt word was taken for which others.
    """

    total: int
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    read_as: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
