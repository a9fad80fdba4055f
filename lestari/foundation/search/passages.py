"""The passage of a text that answers a question best, with what was asked for marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import pairwise

from lestari.foundation.search.analysis import folded

#: How long a passage is, how much of it may stand before its first match, and how far texts are looked through: in characters.
_LENGTH, _LEAD, _FAR = 200, 40, 20_000
#: Roots of so many letters may have lost their first one to a prefix: mengumpulkan has no k.
_LONG_ROOT = 4


@dataclass(frozen=True)
class Piece:
    """A piece of a passage, and whether it is what was asked for."""

    text: str
    marked: bool = False


def passage(text: str, sought: Collection[str], stem: Callable[[str], str]) -> tuple[Piece, ...]:
    """Return the stretch of a text with the most different matches; where there is none, its beginning."""
    text = " ".join(text[:_FAR].split())
    found = _matches(folded(text), sought, stem)
    begin, end = _stretch(text, found)
    marks = [(start, stop) for start, stop, _term in found if begin <= start and stop <= end]
    edges = [begin, *(edge for mark in marks for edge in mark), end]
    pieces = [Piece(text[a:b], marked=bool(nr % 2)) for nr, (a, b) in enumerate(pairwise(edges)) if a < b]
    before, after = ([Piece("… ")] if begin else []), ([Piece(" …")] if end < len(text) else [])
    return (*before, *pieces, *after)


def _matches(plain: str, sought: Collection[str], stem: Callable[[str], str]) -> list[tuple[int, int, str]]:
    """Return where words with one of the terms begin and end. Words that hold most of a term's letters are looked at closely."""
    cores = sorted({term[1:] if len(term) >= _LONG_ROOT else term for term in sought})
    found: list[tuple[int, int, str]] = []
    at = 0
    pattern = re.compile("|".join(map(re.escape, cores)) or "(?!)")
    while match := pattern.search(plain, at):
        start, at = match.span()
        while start and plain[start - 1].isalnum():
            start -= 1
        while at < len(plain) and plain[at].isalnum():
            at += 1
        if (term := stem(plain[start:at])) in sought:
            found.append((start, at, term))
    return found


def _stretch(text: str, found: list[tuple[int, int, str]]) -> tuple[int, int]:
    """Return where the passage begins and ends: whole words, as many different terms as there can be."""

    def terms_from(start: int) -> int:
        return len({term for begin, end, term in found if start <= begin and end <= start + _LENGTH - _LEAD})

    first = max(
        (start for start, _end, _term in found), key=lambda start: (terms_from(start), -start), default=0
    )
    begin = text.rfind(" ", 0, first - _LEAD) + 1 if first > _LEAD else 0
    end = text.find(" ", begin + _LENGTH)
    return begin, len(text) if end < 0 else end
