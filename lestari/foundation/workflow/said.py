"""Values of an entry in words: rupiah with Rp, days as people write them, the word of a choice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lestari.foundation.kernel.dates import day_text
from lestari.foundation.kernel.rupiah import number_text, rupiah_text
from lestari.foundation.workflow import inputs

_SAID: dict[type[inputs.Kind], Callable[[Any], str]] = {
    inputs.Rupiah: rupiah_text,
    inputs.Volume: number_text,
    inputs.Number: number_text,
    inputs.Day: day_text,
}


def in_words(kind: inputs.Kind, value: Any) -> str:
    """Return what was answered to a question of this kind, '' for nothing. Records and rows have no words here."""
    if value in (None, "", [], ()):
        return ""
    if isinstance(kind, inputs.Choice):
        return str(dict(kind.choices).get(value, value))
    if isinstance(kind, inputs.Files):
        return ", ".join(original.name for original in value)
    say = _SAID.get(type(kind))
    return say(value) if say else "\n".join(str(value).splitlines())
