"""The same list sent twice, by two people, written in the same moment: each promise is there once."""

from __future__ import annotations

import pytest

from lestari.domain.commitments.models import Commitment
from lestari.foundation.ledger.models import Event
from lestari.foundation.sheets import running
from lestari.foundation.sheets.models import Import
from tests.clock import Clock
from tests.databases import OwnDatabase
from tests.domain.builders import Loop
from tests.domain.commitments.test_sheets import HEAD, row
from tests.domain.conftest import all_holds
from tests.sheets import checked, xlsx
from tests.world import People, World

VILLAGES = ("Kuta Dalom", "Landbaw", "Gisting Atas", "Gisting Bawah", "Purwodadi", "Sidokaton")


def test_two_imports_of_one_list_at_once(
    own_database: OwnDatabase, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = Loop(People(World()), clock)
    loop.innovation()
    monkeypatch.setattr(running, "CHUNK", 1)  # they take turns after each village
    content = xlsx(HEAD, *(row(number, name) for number, name in enumerate(VILLAGES, start=1)))
    sheets = [checked("commitments", content, loop.people.user(role)) for role in ("tpid", "facilitator")]
    assert [sheet.counts for sheet in sheets] == [{"added": 6, "skipped": 0}] * 2

    own_database.at_once(
        [lambda sheet=sheet: running.write(Import.objects.get(pk=sheet.pk)) for sheet in sheets]  # type: ignore[misc]
    )

    assert Commitment.objects.count() == 6
    assert sorted(Commitment.objects.values_list("region__name", flat=True)) == sorted(VILLAGES)
    assert Event.objects.filter(kind="commitment.pledge", subject_kind="commitments.Commitment").count() == 6
    told = [Import.objects.get(pk=sheet.pk) for sheet in sheets]
    assert [sheet.state for sheet in told] == ["done", "done"]
    assert sum(sheet.counts.get("added", 0) for sheet in told) == 6
    assert sum(sheet.counts.get("left", 0) for sheet in told) == 6
    all_holds()
