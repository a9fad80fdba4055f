"""Several processes play the regencies side by side; what they leave is what one leaves."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db.models.expressions import RawSQL

from lestari.surface.demo.load import play
from lestari.surface.demo.players import Part, Players, in_runs, one_after_the_other, side_by_side
from lestari.surface.demo.plot import TINY, Year
from lestari.surface.demo.scales import Scale
from lestari.surface.demo.stage import Stage
from tests.clock import Clock
from tests.surface.demo.tables import tables

PAGELARAN = "18.10.03"
NEXT_DOOR = replace(
    TINY,
    regency="18.10",
    home=PAGELARAN,
    districts=(PAGELARAN,),
    history=tuple(Year((PAGELARAN,), year.first, year.ends) for year in TINY.history),
    last_hosts=(PAGELARAN,),
    now_hosts=(PAGELARAN,),
    next_hosts=(PAGELARAN,),
)
TWO = Scale("18", photos=2, dana_desa=375_300_198, plots=(TINY, NEXT_DOOR))


@pytest.mark.sqlite_only
def test_two_processes_leave_what_one_leaves(regions: Any, clock: Clock) -> None:
    def played(players: Players) -> dict[str, list[dict[str, Any]]]:
        # The ids of two processes lie between each other; the rows come in order.
        return tables(lambda: play(TWO, "two", players=players), order=RawSQL("rowid", ()))

    alone, together = played(one_after_the_other), played(partial(side_by_side, hands=2))
    assert {name: len(rows) for name, rows in together.items()} == {
        name: len(rows) for name, rows in alone.items()
    }
    for name, rows in together.items():
        for one, other in zip(rows, alone[name], strict=True):
            assert one == other, name


def test_the_regencies_are_shared_out_in_order_and_by_size() -> None:
    parts = [Part(stage=None, play=lambda: None, size=size) for size in (5, 1, 1, 1, 4)]  # type: ignore[arg-type]
    sizes = [[part.size for part in group] for group in in_runs(parts, 2)]
    assert sizes == [[5, 1], [1, 1, 4]]
    assert [[part.size for part in group] for group in in_runs(parts, 1)] == [[5, 1, 1, 1, 4]]
    assert [part.size for group in in_runs(parts, 9) for part in group] == [5, 1, 1, 1, 4]


@pytest.mark.sqlite_only
def test_a_player_that_fails_ends_the_play(regions: Any, capfd: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise LookupError("no such village")

    parts = [Part(Stage(date(2026, 8, 11), seed, print), fail, 1) for seed in ("one", "two")]
    with pytest.raises(RuntimeError, match="ended with code 1"):
        side_by_side(parts, hands=2)
    assert "no such village" in capfd.readouterr().err
