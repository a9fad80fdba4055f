"""How well questions find their text does not fall: each figure is the same on every machine."""

from __future__ import annotations

from bench.quality import figures, world


def test_questions_find_their_text_better_than_bare_bm25_and_nearly_as_well_when_misspelt() -> None:
    assert len(world()[1]["measured"]) >= 200
    (_clean, plain, ours), (_typed, plain_typed, ours_typed) = figures("measured")
    assert ours >= plain + 0.03
    assert ours_typed >= plain_typed + 0.15
    assert ours_typed >= ours - 0.03
