"""How well questions find their text: MRR@10 of bare BM25 and of our search, clean and with two typing errors a question.

    python -m bench.quality [tuning | measured]

The texts are our own (bench/questions, three sentences each) and documents of the demo; every question names its text, or the kind of
innovation that it asks for. What `tuning.txt` holds was looked at while the search was made, what is `measured` was asked again after each change;
the questions kept `apart` were written before they were ever asked, and nothing was changed for them.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import tantivy

from bench.row import Row, tell
from lestari.foundation.search.analysis import Analysis, place_names
from lestari.foundation.search.documents import Document
from lestari.foundation.search.index import Index
from lestari.surface.demo.kinds import KINDS
from lestari.surface.demo.texts import write_innovation

FOLDER = Path(__file__).parent / "questions"
PLACES = (
    ("Pekon Campang", "Gisting"),
    ("Tiyuh Panaragan", "Tulang Bawang Tengah"),
    ("Desa Margorejo", "Jati Agung"),
)
BEST = 10
Ask = Callable[[str], list[str]]


@dataclass(frozen=True)
class Judged:
    """A question, and the ids of the texts that answer it."""

    question: str
    right: frozenset[str]


def blocks(name: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the texts of a file, each with its questions."""
    for block in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").split("\n= "):
        first, *questions = block.removeprefix("= ").strip().split("\n")
        yield first, [line.removeprefix("? ") for line in questions]


def world() -> tuple[list[Document], dict[str, list[Judged]]]:
    """Return all texts, and the questions by what they are kept for."""
    documents: list[Document] = []
    judged: dict[str, list[Judged]] = {"tuning": [], "measured": [], "apart": []}
    for name in judged:
        for number, (text, questions) in enumerate(blocks(name)):
            documents.append(Document(id=f"{name}-{number}", text=text))
            judged[name] += [Judged(question, frozenset({f"{name}-{number}"})) for question in questions]
    of_kind: dict[str, set[str]] = {}
    for kind in KINDS:
        for number, (village, district) in enumerate(PLACES):
            made = write_innovation(random.Random(f"{kind.key}{number}"), kind, village, 2017, district)
            one = Document(id=f"{kind.key}-{number}", title=made.title, text=_whole(made))
            documents.append(one)
            of_kind.setdefault(kind.key, set()).add(one.id)
    for key, questions in blocks("demo"):
        judged["measured"] += [Judged(question, frozenset(of_kind[key])) for question in questions]
    return documents, judged


def _whole(made: object) -> str:
    names = (
        "summary",
        "problem",
        "solution",
        "novelty",
        "steps",
        "materials",
        "result",
        "success",
        "trouble",
        "lessons",
    )
    return "\n".join(str(getattr(made, name)) for name in names)


def misspelt(question: str, rng: random.Random) -> str:
    """Return a question with two typing errors: a letter left out, doubled, changed, or swapped with the next, in words of four and more."""
    words = question.split()
    long = [place for place, word in enumerate(words) if len(word) >= 4 and word.isalpha()]
    for place in rng.sample(long, min(2, len(long))):
        word = words[place]
        at = rng.randrange(1, len(word) - 1)
        words[place] = rng.choice(
            (
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
                word[:at] + rng.choice("aiueoknrtsbdgmlp") + word[at + 1 :],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            )
        )
    return " ".join(words)


def mrr(ask: Ask, judged: list[Judged]) -> float:
    """Return the mean of one by the place of the first right text among the first ten; 0 where none is."""
    total = 0.0
    for one in judged:
        places = [place for place, found in enumerate(ask(one.question), 1) if found in one.right]
        total += 1 / places[0] if places else 0
    return total / len(judged)


def bare(documents: list[Document]) -> Ask:
    """Return BM25 as Tantivy has it: small letters, words, nothing else."""
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw")
    schema.add_text_field("text")
    index = tantivy.Index(schema.build())
    writer = index.writer(30_000_000, 1)
    for one in documents:
        writer.add_document(tantivy.Document(id=one.id, text=f"{one.title}\n{one.text}"))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def ask(question: str) -> list[str]:
        plain = "".join(letter if letter.isalnum() else " " for letter in question.lower())
        found = searcher.search(index.parse_query(plain, ["text"]), BEST)
        return [str(searcher.doc(address).get_first("id")) for _score, address in found.hits]

    return ask


def ours(documents: list[Document], folder: Path) -> Ask:
    """Return our search over the same texts."""
    index = Index(folder, Analysis(place_names()))
    index.add(documents)
    return lambda question: [hit.id for hit in index.ask(question, limit=BEST).hits]


def figures(name: str) -> list[tuple[str, float, float]]:
    """Return MRR@10 of bare BM25 and of ours for the clean questions and those with two errors."""
    documents, judged = world()
    rng = random.Random(2019)
    typed = {
        "clean": judged[name],
        "two errors": [
            Judged(misspelt(one.question, rng), one.right) for _ in range(3) for one in judged[name]
        ],
    }
    with tempfile.TemporaryDirectory() as folder:
        plain, own = bare(documents), ours(documents, Path(folder))
        return [(words, mrr(plain, these), mrr(own, these)) for words, these in typed.items()]


def measure(name: str = "apart") -> list[Row]:
    """Return the figures as rows."""
    documents, judged = world()
    what = f"MRR@10, {len(judged[name])} questions ({name}), {len(documents)} texts"
    least = {"clean": 0.82, "two errors": 0.8}
    return [
        Row(f"{what}, {words}", f"{own:.3f}", f"{plain:.3f} bare BM25", own / plain, f"≥ {least[words]:.2f}")
        for words, plain, own in figures(name)
    ]


if __name__ == "__main__":
    tell(measure(*sys.argv[1:2]))
