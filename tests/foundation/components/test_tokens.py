"""The colours keep the contrast that the guideline promises: recomputed from the sheet, in both themes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lestari.foundation import components

SHEETS = Path(components.__file__).parent / "static/lestari"
_TOKEN = re.compile(r"--([\w-]+):\s*(#[0-9a-fA-F]{3,6})\b")
LIGHT = dict(_TOKEN.findall((SHEETS / "lestari.css").read_text().split("}", 1)[0]))
DARK = LIGHT | dict(_TOKEN.findall((SHEETS / "dark.css").read_text()))

TEXT = [
    ("ink", "page"), ("ink", "surface"), ("ink", "surface-2"), ("ink-soft", "page"), ("ink-soft", "surface"),
    ("link", "page"), ("visited", "page"), ("on-daun", "daun"), ("daun", "page"), ("on-kunyit", "kunyit"),
    ("kunyit-ink", "kunyit-tint"),
]  # fmt: skip
BOLD = [("bata", "bata-tint"), ("daun", "daun-tint"), ("laut", "laut-tint"), ("bata", "page")]
MARKS = [
    (mark, "page")
    for mark in ("line-strong", "infrastructure", "economy", "human_resources", "s1", "s6", "dropped")
]


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    whole = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(whole[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("pairs", "least"), [(TEXT, 7.0), (BOLD, 6.3), (MARKS, 3.0)], ids=["text", "bold", "marks"]
)
def test_contrast_of_every_pair(theme, pairs, least):
    low = {pair: round(contrast(theme[pair[0]], theme[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in low.items() if ratio < least} == {}
