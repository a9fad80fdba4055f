"""The doctor says what is wrong, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from lestari.foundation.files.models import Original
from lestari.foundation.files.store import original_path
from lestari.foundation.ledger.models import Cursor
from lestari.foundation.regions.models import RegionReference
from lestari.foundation.safekeeping import daily, health
from lestari.foundation.safekeeping.presence import present
from lestari.foundation.search.keeping import anew
from lestari.foundation.search.shelf import _open, serving
from lestari.surface.cli.main import main
from tests.foundation.safekeeping.conftest import Out, Told
from tests.foundation.safekeeping.test_backup import hand_in

Change = Callable[[Any], None]
OWN = "k" * 40


@pytest.fixture(autouse=True)
def _on_this_machine(settings: Any) -> None:
    settings.ALLOWED_HOSTS = list(settings.THIS_MACHINE)


@pytest.fixture
def well(living: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A set-up in which nothing is wrong: backed up, with a worker that is alive."""
    living.chmod(0o700)
    daily.make()
    monkeypatch.setattr(health, "WATCH", 0.2)
    with present():
        yield living


def said() -> list[tuple[bool, str]]:
    return [(finding.broken, finding.what) for finding in health.examine()]


def test_of_a_good_set_up_there_is_nothing_to_say(well: Path, capsys: Out) -> None:
    capsys.readouterr()
    assert main(["doctor"]) == 0
    assert capsys.readouterr().out == "All is well.\n"


def test_findings_come_with_what_to_do_and_a_code(well: Path, settings: Any, told: Told, capsys: Out) -> None:
    settings.ALLOWED_HOSTS = ["lestari.example.go.id"]
    settings.OWN_SECRET_KEY = True

    (finding,) = told("doctor", "--json", code=1)

    assert finding == {
        "broken": False,
        "what": "The site lestari.example.go.id is served without HTTPS: passwords go over the network in clear.",
        "mend": "Put a proxy that speaks HTTPS in front and set LESTARI_HTTPS=true (see deploy/), unless the network is closed.",
    }
    assert main(["doctor"]) == 1
    assert capsys.readouterr().out == f"! {finding['what']}\n  → {finding['mend']}\n"


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"HTTPS": True, "ALLOWED_HOSTS": ["a.go.id"], "OWN_SECRET_KEY": True},
         [(True, "LESTARI_HTTPS is set, but not which proxy stands in front.")]),
        ({"HTTPS": True, "TRUSTED_PROXIES": ("127.0.0.1",)},
         [(True, "LESTARI_HTTPS is set, but only this machine's own names are allowed.")]),
        ({"HTTPS": True, "TRUSTED_PROXIES": ("127.0.0.1",), "ALLOWED_HOSTS": ["a.go.id"]},
         [(True, "LESTARI_SECRET_KEY is not set: beyond this machine the site does not start.")]),
        ({"HTTPS": True, "TRUSTED_PROXIES": ("127.0.0.1",), "ALLOWED_HOSTS": ["*"], "OWN_SECRET_KEY": True},
         [(False, "LESTARI_ALLOWED_HOSTS takes every name (*).")]),
    ],
)  # fmt: skip
def test_key_names_and_https_have_to_fit(
    well: Path, settings: Any, changes: dict[str, Any], found: list[tuple[bool, str]]
) -> None:
    for name, value in changes.items():
        setattr(settings, name, value)

    assert said() == found


def test_a_folder_that_everybody_reads(well: Path) -> None:
    well.chmod(0o755)
    assert said() == [(False, f"{well} can be read by every user of this machine.")]


def test_a_disk_that_is_nearly_full(well: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LITTLE_FREE", 10**18)
    assert {broken for broken, _what in said()} == {False}  # the folder, and that of the backups
    monkeypatch.setattr(health, "LEAST_FREE", 10**18)
    assert {broken for broken, _what in said()} == {True}
    assert said()[0][1].endswith("MB are free on its disk.")


def test_what_nobody_seals_or_follows(well: Path) -> None:
    hand_in()
    assert said() == [(True, "1 events wait for the seal.")]
    assert main(["worker", "--once"]) == 0
    assert said() == []
    Cursor.objects.filter(follower="feed").update(position=700)
    assert said() == [(True, "55 events wait for the follower feed.")]


def test_regions_of_earlier_lists(well: Path) -> None:
    RegionReference.objects.all().delete()
    assert said() == [(False, "The regions are those of earlier lists than the ones of this version.")]


def test_no_worker(living: Path) -> None:
    living.chmod(0o700)
    daily.make()
    assert said() == [(False, "No worker is running: nothing is sealed, and no daily backup made.")]


def test_a_search_index_that_is_damaged(well: Path, settings: Any) -> None:
    settings.SEARCH = well / "search"
    list(anew())
    assert said() == []

    (settings.SEARCH / serving() / "meta.json").write_text("{")
    _open.clear()

    ((broken, what),) = said()
    assert not broken
    assert what.startswith("The search index cannot be used: ")


def test_originals_that_are_lost(well: Path) -> None:
    lost = original_path(Original.objects.exclude(attachments=None).order_by("pk")[0])
    lost.unlink()
    assert said() == [(True, f"1 originals are missing on the disk, the first is {lost}.")]


def test_backups_that_fail_are_old_or_gone(well: Path, clock: Any, settings: Any) -> None:
    (name,) = [path.name for path in (well / "backups").iterdir()]
    settings.BACKUPS = well / "elsewhere"
    assert said() == [(False, f"The last backup, {name}, is not in {well / 'elsewhere'}.")]
    settings.BACKUPS = well / "backups"
    clock.forward(days=3)
    assert said() == [(False, "The last backup is 3 days old.")]


def test_a_database_of_the_earlier_version(earlier: Path) -> None:
    earlier.chmod(0o700)
    assert said() == [(True, "The database is of an earlier version: 10 migrations are missing.")]


def test_a_database_without_tables(empty_place: Path) -> None:
    empty_place.chmod(0o700)
    assert said() == [(True, "The database has no tables yet.")]


@pytest.mark.sqlite_only
def test_a_database_that_is_none(empty_place: Path) -> None:
    empty_place.chmod(0o700)
    connection.close()
    Path(str(connection.settings_dict["NAME"])).write_text("Ini bukan basis data. " * 500)
    assert said() == [(True, "The database cannot be used: file is not a database.")]
