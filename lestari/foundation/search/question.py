"""A question as the index is asked it: which documents have to be found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import tantivy
from tantivy import Occur, Query

from lestari.foundation.search.analysis import Analysis, Unit, words_of
from lestari.foundation.search.reading import Reading
from lestari.foundation.search.spelling import Spelling

#: So many different words are asked for at most; of these a text must have two, of many one in three.
_MOST_WORDS, _AT_LEAST, _OF_MANY = 32, 2, 3
#: A word of so many texts is no secret of any.
_USUAL = 2000
#: How much a word counts that stands in place of a misspelt one.
MENDED = 0.8


class Question:
    """A question of some who ask. How many of its words a document must have is settled by words and rights alone, never by filters."""

    def __init__(
        self,
        searcher: Any,
        schema: tantivy.Schema,
        analysis: Analysis,
        spelling: Spelling,
        *,
        text: str,
        who: Sequence[str],
    ) -> None:
        self.searcher, self.schema = searcher, schema
        self._who = self._unscored("who", *who)
        self.words = list(dict.fromkeys(word.text for word in words_of(text)))[:_MOST_WORDS]
        self._often: dict[str, int] = {}
        self._reading = Reading(self.words, analysis, spelling, self.often)
        self.units, self.read_as = self._reading.units, self._reading.read_as
        said = [word for unit in self.units for word in unit.words]
        self.sought = frozenset(analysis.stem(word) for word in (*said, *sum(self.read_as.values(), ())))
        many = len(self.units)
        self._needed = min(many, max(_AT_LEAST, -(-many // _OF_MANY)))

    def under(self, filters: Mapping[str, str]) -> Query:
        """Return the query under these filters."""
        parts = [(Occur.Must, self._who)]
        parts += [(Occur.Must, self._unscored(f"facets.{name}", value)) for name, value in filters.items()]
        if self.words:
            parts.append((Occur.Must, self._core()))
        return Query.boolean_query(parts)

    def loosen(self) -> bool:
        """Let one of the words be enough where no document, under whatever filter, has those that are needed; say whether that is so."""
        if self._needed <= 1 or self.searcher.search(self.under({}), 1, True).count:
            return False
        self._needed = 1
        return True

    def often(self, term: str) -> int:
        """Return in how many documents a term stands that these may find: of others they must not even learn a word."""
        if term not in self._often:
            many = int(self.searcher.doc_freq("terms", term))
            if 0 < many < _USUAL:
                query = Query.boolean_query(
                    [(Occur.Must, self._who), (Occur.Must, self._term("terms", term))]
                )
                many = int(self.searcher.search(query, 1, True).count)
            self._often[term] = many
        return self._often[term]

    def _core(self) -> Query:
        """Return what a document must have."""
        clauses = [self._clause(unit) for unit in self.units]
        if not clauses:
            return Query.empty_query()
        if self._needed == len(clauses):
            return Query.boolean_query([(Occur.Must, one) for one in clauses])
        return Query.boolean_query([(Occur.Should, one) for one in clauses], self._needed)

    def _clause(self, unit: Unit) -> Query:
        """Return what finds one unit: its term, or the terms of those words that may be meant."""
        near = self._reading.meant.get(unit.words[0]) if len(unit.words) == 1 else None
        if not near:
            return self._term("terms", unit.term)
        likely: dict[str, float] = {}
        for word, one in near.items():
            term = self._reading.term(word)
            likely[term] = max(likely.get(term, 0.0), one)
        return Query.disjunction_max_query(
            [Query.boost_query(self._term("terms", term), MENDED * one) for term, one in likely.items()]
        )

    def _unscored(self, field: str, *values: str) -> Query:
        """Return what narrows without a word in the order."""
        terms = [self._term(field, value, "basic") for value in values]
        either = terms[0] if len(terms) == 1 else Query.boolean_query([(Occur.Should, one) for one in terms])
        return Query.const_score_query(either, 0.0)

    def _term(self, field: str, value: str, option: str = "freq") -> Query:
        return Query.term_query(self.schema, field, value, option)
