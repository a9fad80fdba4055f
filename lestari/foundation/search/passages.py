"""The passage of a text that answers a question best, with what was asked for marked."""

from __future__ import annotations

from collections.abc import Callable, Collection

from lestari.foundation.search.analysis import Word, words_of
from lestari.foundation.search.documents import Piece

#: How many words a passage has, and how many of them may stand before its first match.
_LENGTH, _LEAD = 28, 6
#: Texts are looked through so far, in characters.
_FAR = 20_000


def passage(text: str, sought: Collection[str], stem: Callable[[str], str]) -> tuple[Piece, ...]:
    """Return the stretch of a text with the most different matches; where there is none, its beginning."""
    words = list(words_of(text[:_FAR]))
    places = [place for place, word in enumerate(words) if stem(word.text) in sought]
    best = max(places, key=lambda place: (len(_within(words, places, place, stem)), -place), default=0)
    first = max(0, best - _LEAD)
    shown = words[first : first + _LENGTH]
    return tuple(_pieces(text, shown, first > 0, first + _LENGTH < len(words), sought, stem)) if shown else ()


def _within(words: list[Word], places: list[int], begin: int, stem: Callable[[str], str]) -> set[str]:
    return {stem(words[place].text) for place in places if begin <= place < begin + _LENGTH - _LEAD}


def _pieces(text, shown, goes_before, goes_on, sought, stem) -> list[Piece]:
    made = [Piece("… ")] if goes_before else []
    at = shown[0].begin
    for word in shown:
        if stem(word.text) in sought:
            made += [Piece(text[at : word.begin])] if at < word.begin else []
            made.append(Piece(text[word.begin : word.end], marked=True))
            at = word.end
    end = shown[-1].end if goes_on else len(text)
    rest = text[at : shown[-1].end] + (" …" if goes_on else text[shown[-1].end : end])
    return [*made, Piece(rest)] if rest else made
