"""Reading a question: which of its words are asked for, a misspelt one as the likeliest that the texts have."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lestari.foundation.search.analysis import Analysis, Unit
from lestari.foundation.search.spelling import Spelling, distance
from lestari.foundation.search.tables import STOP_WORDS

#: How much a word counts that is only near by its stem, and from which likelihood on a word beside the likeliest is taken at all.
_OF_STEM, _LEAST = 0.8, 0.2


class Reading:
    """A question as it is read. `often` says in how many texts a term stands for those who ask.

    `units` are what is asked for, `meant` has the likely words for each that was corrected, `read_as` what is to be said of it.
    """

    def __init__(
        self, words: Sequence[str], analysis: Analysis, spelling: Spelling, often: Callable[[str], int]
    ) -> None:
        self.analysis, self.spelling, self.often = analysis, spelling, often
        self.read_as: dict[str, tuple[str, ...]] = {}
        self.meant: dict[str, dict[str, float]] = {}
        asked = analysis.units(words, self._held)
        read = self._read(words, asked)
        self.units: list[Unit] = asked if read == [*words] else analysis.units(read, self._held)

    def term(self, word: str) -> str:
        """Return the term of a word that the texts have, which may be a stem itself."""
        stem = self.analysis.stem(word)
        return stem if stem == word or self.often(stem) else word

    def _held(self, term: str) -> bool:
        return self.often(term) > 0

    def _read(self, words: Sequence[str], units: Sequence[Unit]) -> list[str]:
        """Return the words with each misspelt one in its likeliest form; one that nothing resembles is left out."""
        whole = {word for unit in units if unit.of_table for word in unit.words}
        read: list[str] = []
        for word in words:
            if word in whole or word in STOP_WORDS or self.often(self.analysis.stem(word)):
                read.append(word)
            elif (near := self._near(word)) is not None:
                self.read_as[word] = tuple(near)
                for best in list(near)[:1]:
                    self.meant[best] = near
                    read.append(best)
        return read

    def _near(self, word: str) -> dict[str, float] | None:
        """Return the words that a misspelt one may mean, by how likely each is; None where it only carries the question."""
        near = self.spelling.near(word, self._often_said)
        if all(distance(word, one, 1) > 1 for one in near) and any(
            distance(word, one, 1) <= 1 for one in STOP_WORDS
        ):
            return None
        stem = self.analysis.stem(word)
        by_stem = self.spelling.near(stem, self._often_said) if stem != word else {}
        found = {**{one: _OF_STEM * likely for one, likely in by_stem.items()}, **near}
        best = sorted(found, key=lambda one: (-found[one], one))
        return {one: found[one] for one in best if found[one] >= _LEAST}

    def _often_said(self, word: str) -> int:
        return 0 if word in STOP_WORDS else self.often(self.term(word))
