"""Several processes play the regencies side by side; what they leave is what one leaves."""

import multiprocessing
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db.models.expressions import RawSQL

from lestari.foundation.regions.loading import load_regions
from lestari.surface.demo.load import play
from lestari.surface.demo.players import Part, Players, one_after_the_other, shared_out, side_by_side
from lestari.surface.demo.plot import TINY, Plot, Year
from lestari.surface.demo.scales import Scale
from lestari.surface.demo.stage import Stage
from tests.clock import Clock
from tests.surface.demo.tables import tables

PAGELARAN, GEDONG_TATAAN = "18.10.03", "18.09.01"


def _elsewhere(district: str) -> Plot:
    """Return the tiny plot in another district."""
    return replace(
        TINY,
        regency=district[:5],
        home=district,
        districts=(district,),
        history=tuple(Year((district,), year.first, year.ends) for year in TINY.history),
        last_hosts=(district,),
        now_hosts=(district,),
        next_hosts=(district,),
    )


THREE = Scale(
    "18", photos=2, dana_desa=562_950_297, plots=(TINY, _elsewhere(PAGELARAN), _elsewhere(GEDONG_TATAAN))
)


@pytest.mark.sqlite_only
def test_two_processes_leave_what_one_leaves(regions: Any, clock: Clock) -> None:
    load_regions(only=("18.09",))

    def played(players: Players) -> dict[str, list[dict[str, Any]]]:
        # The ids of two processes lie between each other; the rows come in order.
        return tables(lambda: play(THREE, "three", players=players), order=RawSQL("rowid", ()))

    alone, together = played(one_after_the_other), played(partial(side_by_side, hands=2))
    assert {name: len(rows) for name, rows in together.items()} == {
        name: len(rows) for name, rows in alone.items()
    }
    for name, rows in together.items():
        for one, other in zip(rows, alone[name], strict=True):
            assert one == other, name


def test_the_regencies_are_shared_out_in_order_by_size() -> None:
    def shared(hands: int) -> list[list[int]]:
        parts = [Part(stage=None, play=lambda: None, size=size) for size in (4, 1, 1, 5, 2)]  # type: ignore[arg-type]
        return [[part.size for part in group] for group in shared_out(parts, hands)]

    assert shared(1) == [[4, 1, 1, 5, 2]]
    assert shared(2) == [[4, 1, 1], [5, 2]]
    assert shared(9) == [[4], [1, 1], [5], [2]]


@pytest.mark.sqlite_only
def test_a_player_that_fails_ends_the_play(regions: Any, capfd: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise LookupError("no such village")

    def parts(*plays: Callable[[], None]) -> list[Part]:
        return [Part(Stage(date(2026, 8, 11), str(play), print), play, 1) for play in plays]

    with pytest.raises(RuntimeError, match="ended with code 1"):
        side_by_side(parts(lambda: None, fail), hands=2)
    assert "no such village" in capfd.readouterr().err
    with pytest.raises(LookupError, match="no such village"):
        side_by_side(parts(fail, lambda: time.sleep(60)), hands=2)
    assert multiprocessing.active_children() == []
