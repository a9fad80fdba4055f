"""The one analysis: from a text, or from a question, to the terms that stand in the index."""

from __future__ import annotations

import csv
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import Stemmer

from lestari.foundation.regions.reading import REFERENCE
from lestari.foundation.search.tables import (
    AFTER_MEM,
    AFTER_MEN,
    AFTER_MENG,
    ENDING_SO,
    KEPT,
    MENDED,
    ORDINARY,
    SAME,
    STOP_WORDS,
)

_WORD = re.compile(r"[^\W_]+")
#: Endings that lean on a word without being of it: posyandunya is posyandu.
_LEANING = ("nya", "lah", "kah", "pun", "ku", "mu")
#: The prefixes that swallow the first letter of a root.
_SWALLOWING = re.compile(r"[mp]e(ng|n|m)(?=[aiueo])")
_SHORTEST_STEM, _LONGEST_WORD = 3, 40


def folded(text: str) -> str:
    """Return a text in small letters and without accents, each character in its place: é is e, İ is i."""
    if text.isascii():
        return text.lower()
    return "".join(_plain(character) for character in text)


@cache
def _plain(character: str) -> str:
    bare = unicodedata.normalize("NFKD", character).lower()
    return next((one for one in bare if not unicodedata.combining(one)), character)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: folded, and where it stands."""

    text: str
    begin: int
    end: int


def words_of(text: str) -> Iterator[Word]:
    """Yield the words of a text, folded, with their places."""
    plain = folded(text)
    for found in _WORD.finditer(plain):
        yield Word(found.group()[:_LONGEST_WORD], found.start(), found.end())


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing asked for: a word, or an expression with others that mean the same. `term` is how the index has it."""

    term: str
    words: tuple[str, ...]

    @property
    def of_table(self) -> bool:
        """Whether it is an expression of the table, which texts may say in other words."""
        return self.term.startswith("=")


class Analysis:
    """Turns words into terms. `names` are left as they are written: names of places above all."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.names = frozenset(names)
        self._stems: dict[str, str] = {}
        self._stemmer = Stemmer.Stemmer("indonesian", 0)
        self._same = _by_beginning(self)

    @property
    def make(self) -> str:
        """A mark of all that decides on terms: an index of another make has to be made anew."""
        rules = (sorted(AFTER_MENG), AFTER_MEN, AFTER_MEM, ENDING_SO, sorted(MENDED.items()), SAME)
        told = repr((sorted(self.names), sorted(KEPT), rules))
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def stem(self, word: str) -> str:
        """Return the stem of a folded word."""
        found = self._stems.get(word)
        if found is None:
            found = self._stems[word] = self._stemmed(word)
        return found

    def _stemmed(self, word: str) -> str:
        bare = _without_leaning(word)
        for one in (word, bare):
            if one in KEPT or one in self.names or not one.isascii() or not one.isalpha():
                return one
        stem = self._cut(word)
        return stem if len(stem) >= _SHORTEST_STEM else bare

    def _cut(self, word: str) -> str:
        """Return what the stemmer leaves of a word, with the first letter that its prefix swallowed."""
        stem: str
        if word.endswith(ENDING_SO):
            stem = self._stemmer.stemWord(f"{word[:-1]}x")  # so that the end is not taken for a particle
            stem = f"{stem[:-1]}h" if stem.endswith("x") else stem
        else:
            stem = self._stemmer.stemWord(word)
        swallowing = _SWALLOWING.match(word)
        if swallowing and (nasal := swallowing[1]):
            own = {"n": AFTER_MEN, "m": AFTER_MEM}.get(nasal, ())
            if word.startswith(own, 2):
                stem = self._stemmer.stemWord(word[2:])
            elif (nasal == "n" and stem[0] in "aiueo") or (nasal == "ng" and stem in AFTER_MENG):
                stem = ("t" if nasal == "n" else "k") + stem
        return MENDED.get(stem, stem)

    def terms(self, text: str) -> list[str]:
        """Return the terms of a text in order, those of the expressions that it uses behind them."""
        stems = [self.stem(word.text) for word in words_of(text)]
        return [*stems, *(f"={found}" for _begin, _end, found in self._expressions(stems))]

    def units(self, words: Sequence[str], held: Callable[[str], bool] = bool) -> list[Unit]:
        """Return what a question asks for: expressions as one, words that only carry the question left out, none twice.

        Expressions whose term is not `held` by any text are asked for word by word.
        """
        stems = [self.stem(word) for word in words]
        found: dict[str, Unit] = {}
        place = 0
        expressions = {
            begin: (end, idea) for begin, end, idea in self._expressions(stems) if held(f"={idea}")
        }
        while place < len(words):
            end, idea = expressions.get(place, (place + 1, ""))
            said = tuple(words[place:end])
            unit = Unit(f"={idea}" if idea else stems[place], said)
            if idea or not (said[0] in STOP_WORDS or _without_leaning(said[0]) in STOP_WORDS):
                found.setdefault(unit.term, unit)
            place = end
        return list(found.values()) or [Unit(self.stem(word), (word,)) for word in dict.fromkeys(words)]

    def _expressions(self, stems: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """Yield where an expression of the table begins and ends, and its idea; the longest first, none inside another."""
        place = 0
        while place < len(stems):
            end, idea = place + 1, ""
            for expression, said in self._same.get(stems[place], ()):
                if tuple(stems[place : place + len(expression)]) == expression:
                    end, idea = place + len(expression), said
                    break
            if idea:
                yield place, end, idea
            place = end


def _by_beginning(analysis: Analysis) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Return the expressions of the table in stems, by their first one, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in SAME:
        for expression in row:
            stems = tuple(analysis.stem(word) for word in expression.split())
            found.setdefault(stems[0], []).append((stems, row[0].replace(" ", "")))
    for expressions in found.values():
        expressions.sort(key=lambda one: -len(one[0]))
    return found


def _without_leaning(word: str) -> str:
    for ending in _LEANING:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


@cache
def place_names() -> frozenset[str]:
    """Return the words of the names of all provinces, regencies and districts, without those that are usual words too."""
    found: set[str] = set()
    for level in ("provinces", "regencies", "districts"):
        with Path(REFERENCE / f"{level}.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                found.update(word.text for word in words_of(row["name"]))
    return frozenset(found) - ORDINARY
