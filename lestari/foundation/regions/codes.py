"""Codes of regions as people write them, brought into one form."""

from __future__ import annotations

import re

#: How many digits each part of a code has: 18.06.01.2001.
_PARTS = (2, 2, 2, 4)
_CODE = re.compile(r"[\d.\s]+", re.ASCII)


def looks_like_code(text: str) -> bool:
    """Say whether only digits, dots and spaces stand here, and at least one digit."""
    return bool(_CODE.fullmatch(text)) and any(letter.isdigit() for letter in text)


def dotted(text: str) -> str:
    """Return a code, or its beginning, with dots at their places, however it was written; without letters that nobody sees."""
    if not looks_like_code(text):
        return "".join(letter for letter in text if letter.isprintable()).strip().upper()
    digits = re.sub(r"\D", "", text)
    parts, at = [], 0
    for length in _PARTS:
        parts.append(digits[at : at + length])
        at += length
    parts.append(digits[at:])
    return ".".join(part for part in parts if part)
