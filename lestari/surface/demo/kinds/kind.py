"""What one kind of village innovation is made of: facts, ranges and sentence pieces with slots."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

INFRASTRUCTURE, ECONOMY, HUMAN_RESOURCES = "infrastructure", "economy", "human_resources"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of innovation. All sentences follow `sentences.py`; every slot stands in `numbers`, `words` or `texts.slots_for`.

    `cost` is a range in rupiah, `numbers` are ranges (lowest, highest, step), `volume` likewise in `unit`. `activity` is the code of
    Permendagri 20/2018 under which a village budgets it, `account` the account: 5 spending, 6.2 capital of the BUM Desa.
    """

    key: str
    field: str
    topic: str
    thing: str
    titles: tuple[str, ...]
    openings: tuple[str, ...]
    gist: tuple[str, ...]
    problem: tuple[str, ...]
    solution: tuple[str, ...]
    novelty: tuple[str, ...]
    steps: tuple[str, ...]
    materials: tuple[str, ...]
    partners: tuple[str, ...]
    results: tuple[str, ...]
    success: tuple[str, ...]
    trouble: tuple[str, ...]
    lessons: tuple[str, ...]
    requirements: tuple[str, ...]
    changes: tuple[str, ...]
    captions: tuple[str, ...]
    cost: tuple[int, int]
    volume: tuple[int, int, int]
    unit: str
    activity: str
    account: str = "5.2"
    numbers: Mapping[str, tuple[int, int, int]] = dataclasses.field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
