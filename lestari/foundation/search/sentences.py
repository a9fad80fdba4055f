"""What pages say of a question and of how it was read."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lestari.foundation.kernel.words import either
from lestari.foundation.search.documents import Answers

#: How many letters of a question are read.
LONGEST = 200
_SHOWN = 40


def unavailable() -> str:
    """Say that there is no index to ask."""
    return _(
        "Pencarian sedang tidak dapat dipakai. Indeksnya sedang dibuat ulang; tidak ada data yang hilang."
    )


def shortened(question: str) -> tuple[str, list[str]]:
    """Return the part of a question that is read, and what is to be said of the rest."""
    words = question.strip()
    if len(words) <= LONGEST:
        return words, []
    whole = words[:LONGEST].rpartition(" ")[0] if not words[LONGEST].isspace() else ""
    return whole or words[:LONGEST], [
        _("Pertanyaan ini terlalu panjang; %(count)s huruf pertama yang dicari.") % {"count": LONGEST}
    ]


def read_as(question: str, answers: Answers) -> list[str]:
    """Return what is to be said of how a question was read."""
    match sum(letter.isalnum() for letter in question):
        case 0 if question:
            return [
                _("“%(words)s” tidak berisi kata. Tulis apa yang dicari, misalnya air bersih.")
                % {"words": question[:_SHOWN]}
            ]
        case 1:
            return [
                _("“%(letter)s” hanya satu huruf. Tulis kata yang utuh, misalnya air bersih.")
                % {"letter": question[:_SHOWN]}
            ]
    return [
        _("“%(word)s” tidak ditemukan; dicari sebagai %(near)s.") % {"word": word, "near": either(near)}
        if near
        else _("“%(word)s” tidak ditemukan di mana pun.") % {"word": word}
        for word, near in answers.read_as.items()
    ]
