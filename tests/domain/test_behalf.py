"""Acting for a village from outside it: what needs the paper, what says so, and from which day there is a village at all."""

from __future__ import annotations

from datetime import date

import pytest

from lestari.foundation.kernel.errors import Refused
from lestari.foundation.ledger.models import Event
from lestari.foundation.regions.models import Region
from tests.domain.builders import Loop, original, row
from tests.world import KUTA_DALOM


def test_every_step_of_a_village_s_own_needs_the_paper_where_the_form_asks_for_one(loop: Loop) -> None:
    promise = loop.pledge(loop.innovation())
    line = loop.plan_line()

    with pytest.raises(Refused) as refused:
        loop.do("commitment.plan", loop.tpid(), promise, line=line, on=date(2025, 9, 30))

    assert refused.value.errors == {"papers": ["Anda mencatat atas nama desa. Lampirkan foto kertasnya."]}
    loop.do(
        "commitment.plan", loop.tpid(), promise, line=line, on=date(2025, 9, 30), papers=(original("paper"),)
    )
    assert set(Event.objects.filter(kind="commitment.plan").values_list("behalf", flat=True)) == {
        promise.region_id
    }


def test_a_verifier_acts_on_nobody_s_behalf(loop: Loop) -> None:
    promise = loop.planned(loop.innovation(), loop.plan_line())
    loop.fund(promise, loop.budget(row(100_000_000))[0], 60_000_000)
    loop.start(promise)
    loop.report_done(promise)
    loop.verify(promise)

    kinds = (
        "idea.identify",
        "innovation.capture",
        "innovation.verify",
        "innovation.publish",
        "commitment.verify",
    )
    for kind in kinds:
        assert set(Event.objects.filter(kind=kind).values_list("behalf", flat=True)) == {None}, kind


def test_a_village_does_nothing_before_there_was_one(loop: Loop) -> None:
    Region.objects.filter(code=KUTA_DALOM).update(since=date(2022, 11, 9))
    village = loop.regions[KUTA_DALOM]
    village.refresh_from_db()

    with pytest.raises(Refused) as refused:
        loop.idea(KUTA_DALOM, on=date(2018, 3, 1))

    assert refused.value.errors == {
        "on": [
            "Pekon Kuta Dalom baru ada sejak 9 November 2022. Tulis tanggal sesudahnya, atau pilih desa asalnya."
        ]
    }
    Region.objects.filter(code=KUTA_DALOM).update(since=None)
