"""Phone numbers as people write them, and the one way in which they are kept: digits with 62 in front."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from lestari.foundation.kernel.errors import Refused

_BETWEEN = re.compile(r"[\s().\-/]+")
_SHORTEST, _LONGEST = 9, 15


def normalised(text: str) -> str:
    """Return the number as kept, or '' for what is none: 0812-3456 7890, +62 812…, 62812… are one number."""
    digits = _BETWEEN.sub("", text.strip())
    if digits.startswith("+"):
        digits = digits[1:]
    elif digits.startswith("00"):
        digits = digits[2:]
    elif digits.startswith("0"):
        digits = f"62{digits[1:]}"
    elif digits.startswith("8"):
        digits = f"62{digits}"
    digits = re.sub(r"^620+", "62", digits)
    if not re.fullmatch(r"[0-9]+", digits) or not _SHORTEST <= len(digits) <= _LONGEST:
        return ""
    return digits


def parse_phone(text: str) -> str:
    """Return the number as kept; '' stays ''. Raises Refused for anything that is no number."""
    if not text.strip():
        return ""
    number = normalised(text)
    if not number:
        raise Refused(
            _("“%(text)s” bukan nomor telepon. Tulis misalnya 0812-3456-7890.") % {"text": text},
            field="phone",
        )
    return number


def shown(number: str) -> str:
    """Return a kept number as people write it."""
    if not number.startswith("62"):
        return f"+{number}" if number else ""
    local = f"0{number[2:]}"
    return "-".join(part for part in (local[:4], local[4:8], local[8:]) if part)
