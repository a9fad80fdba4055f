"""Words put into sentences."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _


def either(words: Iterable[object]) -> str:
    """Join words as a sentence has them: "Petugas desa, TPID atau TIK"."""
    texts = [str(word) for word in words]
    return _(" atau ").join([", ".join(texts[:-1]), texts[-1]]) if len(texts) > 1 else "".join(texts)
