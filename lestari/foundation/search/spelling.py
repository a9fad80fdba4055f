"""The words that an index holds, found again by a misspelt one: a small index of words by their pairs and triples of letters."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import tantivy

_HEAP = 15_000_000
#: How many words that share letters are looked at, and how many at most are taken.
_LOOKED_AT, _TAKEN = 80, 3
#: From so many letters on one error is looked for, and two.
_ONE_ERROR, _TWO_ERRORS = 4, 7
#: One error more makes a word so many times less likely to be meant (as an exponent); another first letter counts as part of an error.
_LESS_LIKELY: Final = 4.0
_OTHER_BEGINNING: Final = 0.5


def _schema() -> tantivy.Schema:
    made = tantivy.SchemaBuilder()
    made.add_text_field("word", stored=True, tokenizer_name="raw", index_option="basic")
    made.add_text_field("letters", tokenizer_name="letters", index_option="freq")
    return made.build()


class Spelling:
    """The words of an index. Words are only added: one that no document has any more is asked for in vain."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.index = tantivy.Index(_schema(), path=str(folder))
        self.letters = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(2, 3)).build()
        self.index.register_tokenizer("letters", self.letters)
        self._known: set[str] | None = None

    def learn(self, words: Iterable[str]) -> None:
        """Keep the words that are new."""
        if self._known is None:
            self.index.reload()
            self._known = {word for word, _count in self.index.searcher().terms_with_prefix("word", "")}
        fresh = {word for word in words if len(word) >= _ONE_ERROR - 1 and word.isalpha()} - self._known
        if not fresh:
            return
        writer = self.index.writer(_HEAP, 1)
        for word in sorted(fresh):
            writer.add_document(tantivy.Document(word=word, letters=f"^{word}$"))
        writer.commit()
        writer.wait_merging_threads()
        self._known |= fresh

    def near(self, word: str, often: Callable[[str], int]) -> dict[str, float]:
        """Return the words that may be meant by a misspelt one, the likeliest first with 1.0; `often`: in how many texts a word stands."""
        if len(word) < _ONE_ERROR or not word.isalpha():
            return {}
        most = 2 if len(word) >= _TWO_ERRORS else 1
        likely: dict[str, float] = {}
        for one in self._alike(word):
            errors = distance(word, one, most)
            if errors <= most and (count := often(one)):
                likely[one] = math.log(count + 1) - _LESS_LIKELY * (
                    errors + _OTHER_BEGINNING * (one[0] != word[0])
                )
        best = sorted(likely, key=lambda one: (-likely[one], one))[:_TAKEN]
        return {one: math.exp((likely[one] - likely[best[0]]) / 2) for one in best}

    def _alike(self, word: str) -> list[str]:
        schema = self.index.schema
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, "letters", letters, "freq"))
            for letters in dict.fromkeys(self.letters.analyze(f"^{word}$"))
        ]
        searcher = self.index.searcher()
        found = searcher.search(tantivy.Query.boolean_query(terms), _LOOKED_AT, count=False)
        return [str(searcher.doc(address).get_first("word")) for _score, address in found.hits]


def distance(one: str, other: str, most: int) -> int:
    """Return how many letters have to be added, left out, changed or swapped with their neighbour; more than `most` is `most` + 1."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        following = [place]
        for there, against in enumerate(other, start=1):
            cost = min(following[-1] + 1, row[there] + 1, row[there - 1] + (letter != against))
            if before and there > 1 and letter == other[there - 2] and one[place - 2] == against:
                cost = min(cost, before[there - 2] + 1)
            following.append(cost)
        if min(following) > most:
            return most + 1
        before, row = row, following
    return row[-1]
