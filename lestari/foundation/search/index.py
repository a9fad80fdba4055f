"""An index of any texts: added, removed, asked. One writer at a time; readers see what was written when they next ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import tantivy

from lestari.foundation.search.analysis import Analysis, words_of
from lestari.foundation.search.documents import PUBLIC, Answers, Document, Hit
from lestari.foundation.search.question import Question
from lestari.foundation.search.spelling import Spelling

#: Memory of the writer, in bytes; the name of the file with which tantivy says that something was written.
_HEAP, _WRITTEN = 30_000_000, "meta.json"
#: Facets have at most so many values.
_MOST_VALUES = 1000


def _schema() -> tantivy.Schema:
    made = tantivy.SchemaBuilder()
    made.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    made.add_text_field("who", tokenizer_name="raw", index_option="basic")
    made.add_text_field("terms", tokenizer_name="terms", index_option="freq")
    made.add_json_field("facets", fast=True, tokenizer_name="raw", index_option="basic")
    made.add_integer_field("order", fast=True)
    made.add_float_field("weight", fast=True)
    made.add_bytes_field("text", stored=True)
    return made.build()


def open_index(folder: Path) -> tantivy.Index:
    """Open the index in a folder, or make an empty one: the one place that knows its fields and tokenizers."""
    folder.mkdir(parents=True, exist_ok=True)
    index = tantivy.Index(_schema(), path=str(folder))
    index.register_tokenizer("terms", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    index.config_reader("manual")
    return index


class Index:
    """The index in a folder. Raises ValueError where it cannot be opened, or where another writes at the same time."""

    def __init__(self, folder: Path | str, analysis: Analysis | None = None) -> None:
        self.folder = Path(folder)
        self.analysis = analysis or Analysis()
        self.tantivy = open_index(self.folder)
        self.spelling = Spelling(self.folder / "words")
        self._seen, self._searcher = 0, self.tantivy.searcher()

    def add(self, documents: Iterable[Document], remove: Iterable[str] = ()) -> None:
        """Put documents in, each in the place of the one with its id, and take others out; seen by all readers at once."""
        words: set[str] = set()
        with self.tantivy.writer(_HEAP, 1) as writer:
            for one in remove:
                writer.delete_documents_by_term("id", one)
            for document in documents:
                writer.delete_documents_by_term("id", document.id)
                writer.add_document(self._document(document, words))
            writer.commit()
        self.spelling.learn(words)

    def _document(self, document: Document, words: set[str]) -> tantivy.Document:
        whole = f"{document.title}\n{document.title}\n{document.text}"  # what it is called says twice what it is about
        said = [word.text for word in words_of(whole)]
        terms = self.analysis.terms(whole)
        words.update(said, terms)
        made = tantivy.Document()
        made.add_text("id", document.id)
        for one in document.who:
            made.add_text("who", one)
        made.add_text("terms", " ".join(terms))
        made.add_json("facets", {name: list(values) for name, values in document.facets.items() if values})
        made.add_integer("order", document.order)
        made.add_float("weight", 2**document.weight - 2)  # tantivy takes log2(2 + it) times the score
        made.add_bytes("text", document.text.encode())
        return made

    def ask(
        self,
        question: str = "",
        *,
        filters: Mapping[str, str] | None = None,
        who: Sequence[str] = (PUBLIC,),
        facets: Sequence[str] = (),
        limit: int = 10,
        offset: int = 0,
    ) -> Answers:
        """Return what is found for a question (all, where it is empty) by those who are one of `who`, narrowed by `filters`.

        The counts of a facet are taken under all the other filters: each is the length of the list that its value opens.
        """
        searcher, narrowed = self._latest(), filters or {}
        asked = Question(searcher, self.tantivy.schema, self.analysis, self.spelling, text=question, who=who)
        by = {"weight_by_field": "weight"} if asked.words else {"order_by_field": "order"}
        found = searcher.search(asked.under(narrowed), limit, True, offset=offset, **by)
        if not found.count and asked.loosen():
            found = searcher.search(asked.under(narrowed), limit, True, offset=offset, **by)
        hits = [self._hit(searcher.doc(address), score) for score, address in found.hits]
        counted = self._facets(searcher, asked, narrowed, facets)
        return Answers(found.count, tuple(hits), counted, asked.read_as, asked.sought)

    def _facets(
        self, searcher: Any, asked: Question, filters: Mapping[str, str], facets: Sequence[str]
    ) -> dict[str, dict[str, int]]:
        """Count facets that are not filtered by in one pass, each of the others in one without its own filter."""
        counted: dict[str, dict[str, int]] = {}
        free = [name for name in facets if name not in filters]
        for names in filter(None, (free, *([name] for name in facets if name in filters))):
            others = {name: value for name, value in filters.items() if name not in names}
            wanted = {name: {"terms": {"field": f"facets.{name}", "size": _MOST_VALUES}} for name in names}
            made = searcher.aggregate(asked.under(others), wanted)
            for name in names:
                counted[name] = {str(one["key"]): one["doc_count"] for one in made[name]["buckets"]}
        return counted

    def _hit(self, document: tantivy.Document, score: float | None) -> Hit:
        return Hit(str(document["id"][0]), float(score or 0), bytes(document["text"][0]).decode())

    def _latest(self) -> Any:
        """Return the searcher over all that was written."""
        written = (self.folder / _WRITTEN).stat().st_mtime_ns
        if written != self._seen:
            self.tantivy.reload()
            self.spelling.index.reload()
            self._seen, self._searcher = written, self.tantivy.searcher()
        return self._searcher
