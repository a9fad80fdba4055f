"""File names as people sent them, made safe to show."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 100
_PATHS = re.compile(r"[\\/:]")
_UNSAFE = re.compile(r"[^\w .,()\[\]-]")
_DOTS = re.compile(r"\.{2,}")


def clean_name(name: str, extension: str) -> str:
    """Return the last part of a name without signs that mislead, with the extension of what the file really is."""
    stem = _PATHS.split(unicodedata.normalize("NFC", name))[-1]
    stem = "".join(sign for sign in stem if unicodedata.category(sign)[0] != "C")
    stem = _DOTS.sub(".", _UNSAFE.sub("", stem)).strip(" .-")
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", stem).strip(" .-")
    return f"{stem[:LONGEST].strip() or 'berkas'}.{extension}"
