"""The clock goes wrong by a year, forwards and back: nothing is refused for it later, nothing lost, and somebody is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lestari.foundation.ledger.models import Event
from lestari.foundation.ledger.sealer import seal_all
from lestari.foundation.rooms import verify_ledger
from lestari.foundation.safekeeping import health
from lestari.foundation.safekeeping.daily import due, make, standing
from tests.clock import Clock
from tests.foundation.safekeeping.conftest import MADE_ON, Told, report
from tests.foundation.safekeeping.test_backup import hand_in


@pytest.mark.parametrize("wrong", [date(2027, 11, 27), date(2025, 11, 27)])
def test_a_year_off_and_back_again(living: Path, clock: Clock, told: Told, wrong: date) -> None:
    make()
    before = report(told)

    clock.set(wrong)
    hand_in("Selagi jamnya salah")
    assert due()
    make()
    seal_all()
    assert verify_ledger().faults == []

    clock.set(MADE_ON)
    assert report(told)["figures"] == before["figures"]
    hand_in("Sesudah jamnya benar")
    seal_all()
    assert verify_ledger().faults == []
    titles = Event.objects.order_by("-position").values_list("kind", "position")[:2]
    assert [kind for kind, _position in titles] == ["idea.hand_in"] * 2
    assert len(list((living / "backups").iterdir())) == 2, "no backup went for the wrong clock"
    assert not due(), "today's was made before the clock went wrong"
    clock.forward(days=1)
    assert due()
    make()
    assert not standing().warns


def test_the_doctor_names_a_clock_that_is_behind_or_stands_far_ahead(living: Path, clock: Clock) -> None:
    def said() -> list[str]:
        return [finding.what for finding in health._clock()]

    assert said() == []
    clock.set(date(2025, 11, 27))
    assert said() == [
        "This machine's clock says 27 November 2025 09:40, and the last event was recorded later than that."
    ]
    clock.set(date(2027, 11, 27))
    assert said() == [
        "This machine's clock says 27 November 2027 09:40, and nothing was recorded for 371 days."
    ]
