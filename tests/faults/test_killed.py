"""kill -9 at a random moment while people write: 20 times in `make test`, LESTARI_KILLS times in `make faults`."""

from __future__ import annotations

import os
import random
import time
from typing import Any

import pytest

from lestari.domain.knowledge.models import IdeaCard
from lestari.foundation.duties import keeping
from lestari.foundation.duties.models import Duty
from lestari.foundation.ledger.models import Event
from lestari.foundation.ledger.sealer import head, unsealed
from lestari.foundation.rooms import verify_ledger
from lestari.foundation.search.shelf import Unavailable, position
from lestari.foundation.search.shelf import serving as serving_index
from lestari.foundation.workflow.models import Receipt
from tests.faults.serving import Place, Server, Writers, serving

KILLS = int(os.environ.get("LESTARI_KILLS", "20"))
#: Side by side on both cores.
RUNS = 2
_DUTY = ("role", "region", "subject", "action", "since", "due")


@pytest.mark.long
@pytest.mark.parametrize("run", range(RUNS))
def test_what_was_acknowledged_is_there_exactly_once(
    place: Place, token: str, run: int, settings: Any
) -> None:
    chance = random.Random(run)
    before = IdeaCard.objects.count(), Receipt.objects.count(), Event.objects.count()
    acknowledged, unsure = [], []
    for _kill in range(KILLS // RUNS):
        server = Server(place, token)
        try:
            server.wait()
            for act in unsure:  # the client, unsure, sends again what it got no answer to
                assert server.hand_in(act)[0] == 200
            acknowledged += unsure
            writers = Writers(server)
            assert writers.first.wait(timeout=60)
            time.sleep(chance.uniform(0, 0.6))
        finally:
            server.kill()
        writers.join()
        acknowledged += writers.acknowledged
        unsure = writers.unsure
        written = Receipt.objects.filter(act__in=acknowledged)
        assert written.count() == len(acknowledged) == len(set(acknowledged))
        maybe = Receipt.objects.filter(act__in=unsure).count()
        assert _more(before) == [len(acknowledged) + maybe] * 3, "nothing is half-written"

    with serving(place, token) as server:
        for act in (*unsure, *acknowledged[:20]):
            assert server.hand_in(act)[0] == 200
        settings.SEARCH = place.data / "search"
        _all_is_sealed()
        _the_index_knows_all()
    assert _more(before) == [len(acknowledged) + len(unsure)] * 3
    assert verify_ledger().faults == []
    kept = set(Duty.objects.values_list(*_DUTY))
    keeping.rebuild()
    assert set(Duty.objects.values_list(*_DUTY)) == kept


def _more(before: tuple[int, int, int]) -> list[int]:
    """How many cards, receipts and events have come since: one each for each act."""
    now = IdeaCard.objects.count(), Receipt.objects.count(), Event.objects.count()
    return [after - earlier for after, earlier in zip(now, before, strict=True)]


def _all_is_sealed() -> None:
    deadline = time.monotonic() + 30
    while unsealed():
        assert time.monotonic() < deadline, "the sealer did not catch up"
        time.sleep(0.05)


def _the_index_knows_all() -> None:
    deadline = time.monotonic() + 60
    while _known() != head():
        assert time.monotonic() < deadline, "the search index did not catch up"
        time.sleep(0.05)


def _known() -> tuple[int, str]:
    """The last event that the search index knows of; none where it is being made anew."""
    try:
        return position(serving_index())
    except Unavailable:
        return (0, "")
