"""How well questions find their text does not fall: each figure is the same on every machine."""

from __future__ import annotations

import pytest

from bench.quality import figures, world


@pytest.mark.parametrize(("name", "clean", "typed"), [("measured", 0.93, 0.90), ("apart", 0.89, 0.87)])
def test_questions_find_their_text_better_than_bare_bm25_and_nearly_as_well_when_misspelt(
    name: str, clean: float, typed: float
) -> None:
    assert len(world()[1][name]) >= 200
    (_clean, plain, ours), (_typed, plain_typed, ours_typed) = figures(name)
    assert ours >= max(clean, plain + 0.03)
    assert ours_typed >= max(typed, plain_typed + 0.2)


def test_no_text_and_no_question_is_kept_for_two_uses() -> None:
    documents, judged = world()
    texts = [one.text for one in documents]
    questions = [one.question for kept in judged.values() for one in kept]
    assert (len(set(texts)), len(set(questions))) == (len(texts), len(questions))
