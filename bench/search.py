"""200,000 documents, questions of one to three words, a filter and facets: our search against bare Tantivy, SQLite and PostgreSQL.

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
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import psycopg
import tantivy

from bench.row import Row, tell
from lestari.foundation.search.analysis import Analysis, place_names, words_of
from lestari.foundation.search.documents import PUBLIC, Document
from lestari.foundation.search.index import Index
from lestari.surface.demo.kinds import KINDS
from lestari.surface.demo.texts import write_innovation
from tests.own_postgresql import OwnServer

#: Databases take so long that one round has to do.
DOCUMENTS, QUESTIONS, ROUNDS, OF_DATABASES = 200_000, 60, 5, 1
FACETS = ("field", "topic", "year", "copied", "district")
COLUMNS = (*FACETS, "regency")
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
    asks: dict[str, Callable[[str], int]],
    asked: list[str],
    rounds: int = ROUNDS,
    clock: Callable[[], float] = time.process_time,
) -> dict[str, float]:
    """Return the median time of each way to ask, taken in turns over all questions, several rounds."""
    times: dict[str, list[float]] = {name: [] for name in asks}
    for _ in range(rounds):
        for question in asked:
            for name, ask in asks.items():
                begin = clock()
                ask(question)
                times[name].append((clock() - begin) * 1000)
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
        wanted = [term("terms", unit.term, "freq")[1] for unit in index.analysis.units(question.split())]
        some = [(tantivy.Occur.Should, one) for one in wanted]
        parts.append((tantivy.Occur.Must, tantivy.Query.boolean_query(some, min(2, len(some)))))
        query = tantivy.Query.boolean_query(parts)
        found = searcher.search(query, 20, True)
        searcher.aggregate(query, facets)
        for _score, address in found.hits:
            searcher.doc(address)
        return int(found.count)

    return ask


def _rows(many: int) -> Iterator[tuple[int | str, ...]]:
    for number, one in enumerate(documents(many), start=1):
        yield number, one.title, one.text, *(one.facets[name][0] for name in COLUMNS)


def _counts(of_one: str) -> str:
    """Return a statement that counts all facets and the whole of what one statement finds."""
    parts = [f"SELECT '{name}', {name}, count(*) FROM found GROUP BY 2" for name in FACETS]
    return f"WITH found AS MATERIALIZED ({of_one}) SELECT '', '', count(*) FROM found UNION ALL " + (
        " UNION ALL ".join(parts)
    )


def fts5(path: Path, many: int) -> Callable[[str], int]:
    """Return the same question to SQLite: FTS5 over the same texts, the filter, the first twenty, and all counts in one statement."""
    path.unlink(missing_ok=True)
    base = sqlite3.connect(path)
    base.execute("CREATE VIRTUAL TABLE texts USING fts5(title, text, tokenize='unicode61')")
    base.execute(f"CREATE TABLE facts (id INTEGER PRIMARY KEY, {', '.join(COLUMNS)})")
    for number, title, text, *values in _rows(many):
        base.execute("INSERT INTO texts (rowid, title, text) VALUES (?, ?, ?)", (number, title, text))
        base.execute("INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?)", (number, *values))
    base.execute("CREATE INDEX of_regency ON facts (regency)")
    base.commit()
    base.execute("ANALYZE")
    joined = "FROM texts JOIN facts ON facts.id = texts.rowid WHERE texts MATCH ? AND regency = ?"
    counts = _counts(f"SELECT {', '.join(FACETS)} {joined}")

    def ask(question: str) -> int:
        asked = (" ".join(f'"{word}"' for word in question.split()), REGENCY)
        base.execute(f"SELECT texts.rowid, title, text {joined} ORDER BY rank LIMIT 20", asked).fetchall()
        return int(base.execute(counts, asked).fetchall()[0][2])

    return ask


def postgresql(url: str, many: int) -> Callable[[str], int]:
    """Return the same question to PostgreSQL: full text in its `indonesian` configuration, the filter, the first twenty, all counts."""
    base = psycopg.connect(url, autocommit=True)
    columns = ", ".join(f"{name} text" for name in ("title", "body", *COLUMNS))
    base.execute(f"CREATE TABLE texts (id int PRIMARY KEY, {columns})")
    with base.cursor().copy("COPY texts FROM STDIN") as copy:
        for row in _rows(many):
            copy.write_row(row)
    words = "to_tsvector('indonesian', title || ' ' || body)"
    base.execute(f"ALTER TABLE texts ADD words tsvector GENERATED ALWAYS AS ({words}) STORED")
    base.execute("CREATE INDEX ON texts USING gin (words)")
    base.execute("CREATE INDEX ON texts (regency)")
    base.execute("VACUUM ANALYZE texts")
    found = "FROM texts, plainto_tsquery('indonesian', %s) asked WHERE words @@ asked AND regency = %s"
    first = f"SELECT id, title, body {found} ORDER BY ts_rank(words, asked) DESC LIMIT 20"
    counts = _counts(f"SELECT {', '.join(FACETS)} {found}")

    def ask(question: str) -> int:
        base.execute(first, (question, REGENCY)).fetchall()
        return int(base.execute(counts, (question, REGENCY)).fetchall()[0][2])

    return ask


@contextmanager
def databases(folder: Path, many: int) -> Iterator[dict[str, Callable[[str], int]]]:
    """Yield how others are asked: SQLite, and where its programs are there PostgreSQL."""
    asks = {"SQLite FTS5": fts5(folder / "fts5.sqlite3", many)}
    try:
        server = OwnServer()
    except SystemExit as missing:
        print(f"PostgreSQL is left out: {missing}", file=sys.stderr)
        yield asks
        return
    try:
        yield asks | {"PostgreSQL `indonesian` full text": postgresql(server.url, many)}
    finally:
        server.remove()


def filled(folder: Path, many: int) -> Index:
    """Return the index in a folder with so many documents."""
    index = Index(folder, Analysis(place_names()))
    if index.ask().total != many:
        every = documents(many)
        while some := list(islice(every, 20_000)):
            index.add(some)
    return index


def measure(many: int, folder: Path) -> list[Row]:
    """Return our time against bare Tantivy's for the same questions, and against those of databases, which ask for all words."""
    index = filled(folder / "index", many)

    def ours(question: str) -> int:
        return index.ask(question, filters={"regency": REGENCY}, facets=FACETS, limit=20).total

    asked, by_hand = questions(random.Random(2)), bare(index)
    assert [ours(one) for one in asked[::3]] == [by_hand(one) for one in asked[::3]]
    found = milliseconds({"ours": ours, "bare": by_hand}, asked)
    rows = [
        Row(
            f"search, {many:,} documents, 1–3 words, filter, facets",
            f"{found['ours']:.2f} ms",
            f"{found['bare']:.2f} ms bare Tantivy, same index",
            found["ours"] / found["bare"],
            "≤ 1.3 ×",
        )
    ]
    with databases(folder, many) as others:
        # On the clock of the wall: PostgreSQL works in a process of its own.
        took = milliseconds({"ours": ours, **others}, asked, OF_DATABASES, time.perf_counter)
    return rows + [
        Row(
            "the same",
            f"{took['ours']:.2f} ms",
            f"{took[name]:.0f} ms {name}",
            took["ours"] / took[name],
            "≤ 0.1 ×",
        )
        for name in others
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
