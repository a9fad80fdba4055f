"""Finding by words from the command line, and making the index anew."""

from __future__ import annotations

from argparse import Namespace

from lestari.foundation.kernel.access import ANONYMOUS
from lestari.foundation.search.analysis import words_of
from lestari.foundation.search.documents import Answers
from lestari.foundation.search.finding import find, passages
from lestari.foundation.search.keeping import anew
from lestari.foundation.search.registry import record_of
from lestari.foundation.search.shelf import Taken, Unavailable
from lestari.foundation.workflow.described import describe
from lestari.surface.cli.outcome import DONE, FOUND, Ends, RefusedHere, hand_out, say
from lestari.surface.cli.places import region_named
from lestari.surface.cli.progress import Bar


def search(asked: Namespace) -> int:
    """Print what everybody may find; 1 where that is nothing."""
    filters = {}
    if asked.region:
        region = region_named(asked.region)
        filters = {region.level: region.path} if region.path else {}
    if not any(words_of(" ".join(asked.words))):
        raise RefusedHere("there is no word in it: write letters or digits.")
    try:
        found = find(ANONYMOUS, " ".join(asked.words), filters=filters, limit=asked.limit)
    except Unavailable as fault:
        raise Ends(
            f"the search index cannot be used: {fault}; `lestari rebuild search` makes it anew."
        ) from fault
    rows = _rows(found)
    if asked.json:
        hand_out(
            {
                "total": found.total,
                "read_as": {word: list(near) for word, near in found.read_as.items()},
                "found": rows,
            }
        )
    else:
        _tell(found, rows)
    return DONE if rows else FOUND


def _rows(found: Answers) -> list[dict[str, object]]:
    described = describe([record_of(hit.id) for hit in found.hits], ANONYMOUS)
    rows: list[dict[str, object]] = []
    for identity, pieces in passages(found).items():
        kind, pk = record_of(identity)
        if one := described.get(pk):
            passage = "".join(piece.text for piece in pieces)
            rows.append(
                {
                    "code": one.code,
                    "title": one.title,
                    "kind": kind,
                    "where": one.region_title,
                    "url": one.url,
                    "passage": passage,
                }
            )
    return rows


def _tell(found: Answers, rows: list[dict[str, object]]) -> None:
    for word, near in found.read_as.items():
        say(f"{word}: read as {', '.join(near)}" if near else f"{word}: in no text, left out")
    for row in rows:
        say(f"{row['code']}  {row['title']} ({row['where']})\n    {row['passage']}")
    say(f"{len(rows)} of {found.total} found.")


def rebuild_search(asked: Namespace) -> int:
    """Make the index anew; the one that serves goes on meanwhile."""
    bar, done = Bar("Search index"), 0
    try:
        for done, total in anew():
            bar.show(done, total)
    except Taken as fault:
        raise RefusedHere(f"{fault}; try again in a while.") from fault
    except Unavailable as fault:
        raise Ends(f"the search index cannot be made: {fault}.") from fault
    bar.end()
    if asked.json:
        hand_out({"records": done})
    else:
        say(f"{done} records looked through; the new index serves.")
    return DONE
