import random
import string
import zlib
from collections import Counter

import pytest

from lestari.foundation.regions.models import Region
from lestari.foundation.regions.reading import parent_code, read
from lestari.surface.demo.kinds import KIND_BY_KEY, KINDS
from lestari.surface.demo.texts import (
    InnovationText,
    estimate,
    write_commitment,
    write_idea,
    write_innovation,
)


def documents(count: int, seed: int) -> list[InnovationText]:
    rng = random.Random(seed)
    begun: set[str] = set()
    return [
        write_innovation(
            rng, KINDS[number % len(KINDS)], f"Pekon Contoh {number}", 2017, "Gisting", begun=begun
        )
        for number in range(count)
    ]


def test_kinds_cover_three_fields_with_more_than_two_dozen():
    assert Counter(kind.field for kind in KINDS) == {
        "infrastructure": 11,
        "economy": 11,
        "human_resources": 10,
    }
    assert len(KIND_BY_KEY) == len(KINDS)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_summaries_of_150_documents_never_begin_alike(seed):
    beginnings = Counter(tuple(text.summary.split()[:5]) for text in documents(150, seed))
    assert [words for words, times in beginnings.items() if times > 1] == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_of_300_random_summaries_of_the_province_none_begin_alike_and_together_they_hardly_compress(seed):
    rng = random.Random(seed)
    begun: set[str] = set()
    rows = read(frozenset({"18"}))
    villages = [
        (Region.titled(row.word, row.periods[-1].name), rows[parent_code(row.code)].periods[-1].name)
        for row in rows.values()
        if row.level == "village" and row.word != Region.OUTSIDE
    ]
    assert len(villages) > 2400
    written = [
        write_innovation(
            rng, KINDS[number % len(KINDS)], village, 2015 + number % 5, district, begun=begun
        ).summary
        for number, (village, district) in enumerate(rng.choices(villages, k=1500))
    ]
    chosen = rng.sample(written, 300)
    assert len({tuple(summary.split()[:5]) for summary in chosen}) == 300
    whole = "\n".join(chosen).encode()
    assert len(whole) / len(zlib.compress(whole)) < 4


def test_documents_are_the_same_from_the_same_seed():
    assert documents(12, 7) == documents(12, 7)
    assert documents(12, 7) != documents(12, 8)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_every_piece_of_a_kind_fills_its_slots(kind):
    rng = random.Random(kind.key)
    for _ in range(40):
        text = write_innovation(rng, kind, "Tiyuh Panaragan", 2018, "Tulang Bawang Tengah")
        written = [value for value in vars(text).values() if isinstance(value, str)]
        assert [value for value in written if set(value) & set("{}[]|")] == []
        assert text.cost_dana_desa + text.cost_others == text.cost
        assert text.summary[0] in string.ascii_uppercase + string.digits
        assert "pekon" not in " ".join(written).lower()


def test_commitment_is_in_round_rupiah_and_adaptations_say_what_changes():
    rng = random.Random(5)
    for number in range(200):
        kind, size = KINDS[number % len(KINDS)], rng.random()
        card = write_commitment(rng, kind, "Pekon Campang", 2018, "Gisting", size=size)
        cost = estimate(rng, kind, size)
        assert cost % 500_000 == 0
        assert kind.cost[0] - 500_000 < cost <= kind.cost[1]
        assert card.volume >= 1
        assert bool(card.changes) == (card.mode == "adapt")


def test_phone_numbers_are_nobodys():
    rng = random.Random(6)
    numbers = {write_idea(rng, kind, "Pekon Campang", 2018, "Gisting").contact_phone[:6] for kind in KINDS}
    assert numbers == {"0800-0"}
