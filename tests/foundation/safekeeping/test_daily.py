"""Every day a backup, the oldest give way, and whoever looks after the server sees how they stand."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from lestari.foundation.kernel import clock as kernel_clock
from lestari.foundation.kernel.errors import Unfit
from lestari.foundation.safekeeping import daily
from lestari.foundation.safekeeping.models import Backup
from lestari.surface.cli.main import main
from tests.clock import Clock
from tests.foundation.safekeeping.conftest import MADE_ON, Told


def kept(place: Path) -> set[str]:
    return {path.name for path in (place / "backups").iterdir()}


def made_earlier(place: Path, day: date) -> Backup:
    """A whole backup of that day, with a file of its name."""
    (place / "backups").mkdir(exist_ok=True)
    name = f"lestari-{day}-021500.zip"
    (place / "backups" / name).touch()
    moment = kernel_clock.now() - timedelta(days=(MADE_ON - day).days)
    return Backup.objects.create(name=name, day=day, begun_at=moment, ended_at=moment, size=1)


def test_one_a_day_is_made_and_asking_again_changes_nothing(living: Path, clock: Clock, told: Told) -> None:
    assert daily.due()
    first = told("backup", "--if-due", "--json")
    assert not daily.due()
    assert main(["backup", "--if-due"]) == 0
    assert kept(living) == {Path(first["path"]).name} == {"lestari-2026-11-27-094000.zip"}

    clock.forward(days=1)
    assert daily.due()
    told("backup", "--if-due", "--json")
    assert kept(living) == {"lestari-2026-11-27-094000.zip", "lestari-2026-11-28-094000.zip"}


def test_an_empty_place_needs_none(empty_place: Path) -> None:
    call_command("migrate", verbosity=0)
    assert not daily.due()


def test_of_a_year_of_days_the_newest_and_one_of_each_week_and_month_are_kept(living: Path) -> None:
    for days in range(365, 0, -1):
        made_earlier(living, MADE_ON - timedelta(days=days))
    (living / "backups" / "punya-kepala-dinas.zip").touch()

    daily.make()

    assert kept(living) == {
        "punya-kepala-dinas.zip",
        "lestari-2026-11-27-094000.zip",
        *(f"lestari-2026-11-{day}-021500.zip" for day in (26, 25, 24, 23, 22, 21)),
        # then one of each of four weeks, the newest of each, and of three months
        *(f"lestari-2026-11-{day:02}-021500.zip" for day in (20, 15, 8, 1)),
        *(f"lestari-2026-{day}-021500.zip" for day in ("10-31", "09-30")),
    }
    assert Backup.objects.count() == 13


def test_one_that_fails_is_noted_and_tried_again_after_an_hour(
    living: Path, clock: Clock, settings: Any
) -> None:
    settings.BACKUPS = living / "lestari.sqlite3" / "backups"
    (living / "lestari.sqlite3").touch()
    with pytest.raises(Unfit, match=r"LESTARI_BACKUPS: .* cannot be made"):
        daily.make()

    found = daily.standing()
    assert found.failed is not None
    assert (found.last, "cannot be made (Not a directory)" in found.failed.fault, found.warns) == (
        None,
        True,
        True,
    )
    assert not daily.due()
    clock.forward(minutes=61)
    assert daily.due()
    settings.BACKUPS = living / "backups"
    daily.make()
    assert (daily.standing().failed, daily.standing().warns) == (None, False)


def test_one_that_was_broken_off_counts_as_failed(living: Path, clock: Clock) -> None:
    daily.make()
    clock.forward(days=1)
    Backup.objects.create(name="lestari-x.zip", day=kernel_clock.today(), begun_at=kernel_clock.now())
    assert (daily.standing().failed, daily.standing().warns) == (None, False)

    clock.forward(hours=7)

    found = daily.standing()
    assert found.failed is not None
    assert (found.failed.name, found.warns, daily.due()) == ("lestari-x.zip", True, True)


def test_after_two_days_without_one_it_warns(living: Path, clock: Clock) -> None:
    daily.make()
    clock.forward(days=2)
    assert not daily.standing().warns
    clock.forward(minutes=1)
    assert daily.standing().warns


def test_what_killed_backups_left_half_written_is_swept_away(living: Path) -> None:
    (living / "backups").mkdir()
    old, fresh = (living / "backups" / f".lestari-2026-11-2{day}-021500.zip.part" for day in (5, 6))
    old.touch()
    os.utime(old, (0, 0))
    fresh.touch()

    daily.make()

    assert kept(living) == {fresh.name, "lestari-2026-11-27-094000.zip"}
