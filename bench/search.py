"""200,000 documents, questions of one to three words, a filter and facets: our search against the same query by bare Tantivy, and SQLite FTS5.

python -m bench.search [how many documents]
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import tantivy

from bench.row import Row, tell
from lestari.foundation.search.analysis import Analysis, place_names, words_of
from lestari.foundation.search.documents import PUBLIC, Document
from lestari.foundation.search.index import Index
from lestari.surface.demo.kinds import KINDS
from lestari.surface.demo.texts import write_innovation

DOCUMENTS, QUESTIONS, ROUNDS = 200_000, 60, 5
#: FTS5 takes so long that a part of the questions, once, has to do.
FEWER = 12
FACETS = ("field", "topic", "year", "copied", "district")
REGENCY = "18.06."


def documents(many: int) -> Iterator[Document]:
    """Yield documents of about a hundred words, mixed from the sentences of the demo, spread over 13 regencies and nine years."""
    rng = random.Random(18)
    made = [
        (
            kind,
            write_innovation(
                random.Random(f"{kind.key}{number}"), kind, f"Pekon {name}", 2011 + number, "Gisting"
            ),
        )
        for kind in KINDS
        for number, name in enumerate(
            ("Campang", "Way Liwok", "Sidomulyo", "Karang Agung", "Kuta Dalom", "Tampang")
        )
    ]
    for number in range(many):
        kind, one = rng.choice(made)
        _kind, other = rng.choice(made)
        regency = f"18.{rng.randint(1, 13):02d}."
        yield Document(
            id=f"d{number}",
            title=one.title,
            text=f"{one.summary} {one.problem} {other.result} Nomor {number}",
            facets={
                "field": [kind.field],
                "topic": [kind.topic],
                "year": [str(rng.randint(2011, 2019))],
                "copied": [rng.choice(("yes", "no"))],
                "regency": [regency],
                "district": [f"{regency}{rng.randint(1, 20):02d}."],
            },
            order=number,
        )


def questions(rng: random.Random) -> list[str]:
    """Return questions of one, two and three words that stand together in some text."""
    found = []
    for number, one in zip(range(QUESTIONS), documents(QUESTIONS), strict=True):
        words = [word.text for word in words_of(one.text) if len(word.text) > 3 and word.text.isalpha()]
        begin = rng.randrange(len(words) - 3)
        found.append(" ".join(words[begin : begin + 1 + number % 3]))
    return found


def milliseconds(
    asks: dict[str, Callable[[str], int]], asked: list[str], rounds: int = ROUNDS
) -> dict[str, float]:
    """Return the median processor time of each way to ask, taken in turns over all questions, several rounds."""
    times: dict[str, list[float]] = {name: [] for name in asks}
    for _ in range(rounds):
        for question in asked:
            for name, ask in asks.items():
                begin = time.process_time()
                ask(question)
                times[name].append((time.process_time() - begin) * 1000)
    return {name: statistics.median(taken) for name, taken in times.items()}


def bare(index: Index) -> Callable[[str], int]:
    """Return the same query as whoever uses Tantivy by hand writes it: two of the terms, the filter, the facets, the first twenty."""
    index.tantivy.reload()
    schema, searcher = index.tantivy.schema, index.tantivy.searcher()
    facets = {name: {"terms": {"field": f"facets.{name}", "size": 1000}} for name in FACETS}

    def term(field: str, value: str, option: str) -> tuple[tantivy.Occur, tantivy.Query]:
        return tantivy.Occur.Must, tantivy.Query.term_query(schema, field, value, option)

    def ask(question: str) -> int:
        parts = [term("who", PUBLIC, "basic"), term("facets.regency", REGENCY, "basic")]
        wanted = [term("terms", unit.term, "position")[1] for unit in index.analysis.units(question.split())]
        some = [(tantivy.Occur.Should, one) for one in wanted]
        parts.append((tantivy.Occur.Must, tantivy.Query.boolean_query(some, min(2, len(some)))))
        query = tantivy.Query.boolean_query(parts)
        found = searcher.search(query, 20, True)
        searcher.aggregate(query, facets)
        for _score, address in found.hits:
            searcher.doc(address)
        return int(found.count)

    return ask


def fts5(path: Path, many: int) -> Callable[[str], int]:
    """Return the same question to SQLite: FTS5 over the same texts, the filter and one count for each facet."""
    path.unlink(missing_ok=True)
    base = sqlite3.connect(path)
    base.execute("CREATE VIRTUAL TABLE texts USING fts5(title, text, tokenize='unicode61')")
    base.execute("CREATE TABLE facts (id INTEGER PRIMARY KEY, field, topic, year, copied, regency, district)")
    for number, one in enumerate(documents(many), start=1):
        base.execute("INSERT INTO texts (rowid, title, text) VALUES (?, ?, ?)", (number, one.title, one.text))
        values = [one.facets[name][0] for name in ("field", "topic", "year", "copied", "regency", "district")]
        base.execute("INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?)", (number, *values))
    base.execute("CREATE INDEX of_regency ON facts (regency)")
    base.commit()
    joined = "FROM texts JOIN facts ON facts.id = texts.rowid WHERE texts MATCH ? AND regency = ?"

    def ask(question: str) -> int:
        asked = (" ".join(f'"{word}"' for word in question.split()), REGENCY)
        base.execute(f"SELECT texts.rowid, title {joined} ORDER BY rank LIMIT 20", asked).fetchall()
        for name in FACETS:
            base.execute(f"SELECT {name}, count(*) {joined} GROUP BY 1", asked).fetchall()
        return int(base.execute(f"SELECT count(*) {joined}", asked).fetchone()[0])

    return ask


def filled(folder: Path, many: int) -> Index:
    """Return the index in a folder with so many documents."""
    index = Index(folder, Analysis(place_names()))
    if index.ask().total != many:
        every = documents(many)
        while some := list(islice(every, 20_000)):
            index.add(some)
    return index


def measure(many: int, folder: Path) -> list[Row]:
    """Return our time against bare Tantivy's for the same questions, and against FTS5's; all find the same."""
    index = filled(folder / "index", many)

    def ours(question: str) -> int:
        return index.ask(question, filters={"regency": REGENCY}, facets=FACETS, limit=20).total

    asked, by_hand = questions(random.Random(2)), bare(index)
    assert [ours(one) for one in asked[::3]] == [by_hand(one) for one in asked[::3]]
    found = milliseconds({"ours": ours, "bare": by_hand}, asked)
    few = milliseconds({"ours": ours, "fts5": fts5(folder / "fts5.sqlite3", many)}, asked[:FEWER], 1)
    what = f"search, {many:,} documents, 1–3 words, filter, facets".replace(",", ".", 1)
    return [
        Row(
            what,
            f"{found['ours']:.2f} ms",
            f"{found['bare']:.2f} ms bare Tantivy, same index",
            found["ours"] / found["bare"],
            "≤ 1.3 ×",
        ),
        Row(
            "the same",
            f"{few['ours']:.2f} ms",
            f"{few['fts5']:.0f} ms SQLite FTS5",
            few["ours"] / few["fts5"],
            "≤ 0.1 ×",
        ),
    ]


def main() -> None:
    """Tell the rows."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS
    if len(sys.argv) > 2:
        tell(measure(many, Path(sys.argv[2])))
        return
    with tempfile.TemporaryDirectory() as folder:
        tell(measure(many, Path(folder)))


if __name__ == "__main__":
    main()
