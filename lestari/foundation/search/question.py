"""A question as the index is asked it: which documents have to be found, and what puts them in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import tantivy
from tantivy import Occur, Query

from lestari.foundation.search.analysis import Analysis, Unit, words_of
from lestari.foundation.search.spelling import Spelling, distance
from lestari.foundation.search.tables import STOP_WORDS

#: So many different words are asked for at most; up to three a text must have all, of more one in three.
_MOST_WORDS, _ALL_UP_TO, _OF_MORE = 32, 3, 3
#: A word of so many texts is no secret of any.
_USUAL = 2000
#: How much the parts count beside the terms of the text: the title, the very words as they were typed, two beside each other, a word in place of a misspelt one.
TITLE, VERY_WORDS, TOGETHER, MENDED, OF_STEM = 0.6, 0.4, 0.4, 0.8, 0.8


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
        self.searcher, self.schema, self.analysis, self.spelling = searcher, schema, analysis, spelling
        words = list(dict.fromkeys(word.text for word in words_of(text)))[:_MOST_WORDS]
        self.read_as: dict[str, tuple[str, ...]] = {}
        self.units = analysis.units(words) if words else []
        self._who = self._unscored("who", *who)
        self._clauses = [clause for unit in self.units if (clause := self._clause(unit)) is not None]
        self.sought: set[str] = {analysis.stem(word) for unit in self.units for word in unit.words}
        for others in self.read_as.values():
            self.sought |= {analysis.stem(word) for word in others}
        many = len(self._clauses)
        self._needed = many if many <= _ALL_UP_TO else -(-many // _OF_MORE)

    def under(self, filters: Mapping[str, str], *, scored: bool = True) -> Query:
        """Return the query under these filters."""
        parts = [(Occur.Must, self._who)]
        parts += [(Occur.Must, self._unscored(f"facets.{name}", value)) for name, value in filters.items()]
        if not self.units:
            return Query.boolean_query(parts)
        parts.append((Occur.Must, self._core(self._needed)))
        if scored:
            parts += [(Occur.Should, one) for one in self._closer()]
        return Query.boolean_query(parts)

    def loosen(self) -> bool:
        """Let one of the words be enough where no document, under whatever filter, has those that are needed; say whether that is so."""
        if self._needed <= 1 or self.searcher.search(self.under({}, scored=False), 1, True).count:
            return False
        self._needed = 1
        return True

    def _core(self, needed: int) -> Query:
        if not self._clauses:
            return Query.empty_query()
        if needed == len(self._clauses):
            return Query.boolean_query([(Occur.Must, one) for one in self._clauses])
        return Query.boolean_query([(Occur.Should, one) for one in self._clauses], needed)

    def _clause(self, unit: Unit) -> Query | None:
        """Return what finds one unit: its term; for a word that no text has, those that may be meant; None where none are."""
        if self._often("terms", unit.term):
            return self._term("terms", unit.term)
        near = {} if len(unit.words) > 1 else self._near(unit.words[0])
        if near is None:
            return None
        self.read_as[" ".join(unit.words)] = tuple(near)
        meant: dict[str, float] = {}
        for word, likely in near.items():
            term = self._known_term(word)
            meant[term] = max(meant.get(term, 0.0), likely)
        made = [
            Query.boost_query(self._term("terms", term), MENDED * likely) for term, likely in meant.items()
        ]
        return Query.disjunction_max_query(made) if made else None

    def _near(self, word: str) -> dict[str, float] | None:
        """Return the words that a misspelt one may mean, by how likely each is; None where it only carries the question."""

        def often(one: str) -> int:
            return 0 if one in STOP_WORDS else self._often("terms", self._known_term(one))

        near = self.spelling.near(word, often)
        if all(distance(word, one, 1) > 1 for one in near) and any(
            distance(word, one, 1) <= 1 for one in STOP_WORDS
        ):
            return None
        stem = self.analysis.stem(word)
        if stem != word:
            near = {
                **{one: OF_STEM * likely for one, likely in self.spelling.near(stem, often).items()},
                **near,
            }
        return near

    def _known_term(self, word: str) -> str:
        """Return the term of a word that the index holds, which may be a stem itself."""
        stem = self.analysis.stem(word)
        return stem if self.searcher.doc_freq("terms", stem) else word

    def _often(self, field: str, word: str) -> int:
        """Return in how many documents a word stands that these may find: of others they must not even learn a word."""
        many = int(self.searcher.doc_freq(field, word))
        if not 0 < many < _USUAL:
            return many
        query = Query.boolean_query([(Occur.Must, self._who), (Occur.Must, self._term(field, word))])
        return int(self.searcher.search(query, 1, True).count)

    def _closer(self) -> list[Query]:
        """Return what puts the better ones before: the title, the very words, words beside each other as in the question."""
        made = [Query.boost_query(self._term("title", unit.term, "freq"), TITLE) for unit in self.units]
        words = [word for unit in self.units for word in unit.words if word not in self.read_as]
        made += [Query.boost_query(self._term("words", word), VERY_WORDS) for word in words]
        made += [
            Query.boost_query(Query.phrase_query(self.schema, "words", list(pair), 1), TOGETHER)
            for pair in pairwise(words)
        ]
        return made

    def _unscored(self, field: str, *values: str) -> Query:
        """Return what narrows without a word in the order: boosted by nothing, which costs less than a constant score."""
        terms = [self._term(field, value, "basic") for value in values]
        return Query.boost_query(
            terms[0] if len(terms) == 1 else Query.boolean_query([(Occur.Should, one) for one in terms]), 0.0
        )

    def _term(self, field: str, value: str, option: str = "position") -> Query:
        return Query.term_query(self.schema, field, value, option)
