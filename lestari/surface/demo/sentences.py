"""Sentences with choices: `[satu|dua]` is one of several wordings, `{dusun}` a slot. Choices may stand inside choices."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence

_INNERMOST = re.compile(r"\[([^\[\]]*)\]")
_START = re.compile(r"(^|[.?!] |\n\d+\. |\n)([a-z])")


def expand(rng: random.Random, text: str, slots: Mapping[str, str]) -> str:
    """Return the sentence with its choices made and its slots filled. Raises KeyError for an unknown slot."""
    while found := _INNERMOST.search(text):
        text = text[: found.start()] + rng.choice(found[1].split("|")) + text[found.end() :]
    return text.format_map(slots)


def capitals(text: str) -> str:
    """Return the text with a capital letter where a sentence begins."""
    return _START.sub(lambda found: found[1] + found[2].upper(), text)


def some(rng: random.Random, pieces: Sequence[str], least: int, most: int) -> list[str]:
    """Return some of the pieces, in their order."""
    count = min(len(pieces), rng.randint(least, most))
    return [pieces[index] for index in sorted(rng.sample(range(len(pieces)), count))]


def paragraph(rng: random.Random, pieces: Sequence[str], slots: Mapping[str, str]) -> str:
    """Return the pieces as sentences of one paragraph."""
    return capitals(" ".join(expand(rng, piece, slots) for piece in pieces))


def numbered(rng: random.Random, pieces: Sequence[str], slots: Mapping[str, str]) -> str:
    """Return the pieces as a numbered list, one line each."""
    lines = (f"{number}. {expand(rng, piece, slots)}" for number, piece in enumerate(pieces, start=1))
    return capitals("\n" + "\n".join(lines)).strip()


def listed(items: Sequence[str]) -> str:
    """Return the items as Indonesian writes a list: "semen, pasir, dan besi"."""
    if len(items) < 3:
        return " dan ".join(items)
    return ", ".join(items[:-1]) + ", dan " + items[-1]


def grouped(number: int) -> str:
    """Return a whole number with dots: 1.200."""
    return f"{number:,}".replace(",", ".")
