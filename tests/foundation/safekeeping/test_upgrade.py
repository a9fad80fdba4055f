"""A database of the earlier version comes up to this one whole, or stays what it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from lestari.domain.budgets.models import Allocation
from lestari.foundation.duties.models import Duty
from lestari.foundation.ledger.models import Event
from lestari.foundation.regions.loading import load_regions
from lestari.foundation.regions.models import Region, RegionPeriod, RegionReference, RegionSuccession
from lestari.foundation.safekeeping import tables
from lestari.foundation.safekeeping.presence import present
from lestari.foundation.safekeeping.restore import check
from lestari.surface.cli.main import main
from lestari.surface.cli.preparing import prepare
from tests.databases import empty_database
from tests.foundation.safekeeping.conftest import HEAD, Out, Told, everything, originals, report


def backups(place: Path) -> list[Path]:
    return sorted((place / "backups").glob("*"))


#: A room with one more migration, as a next version might bring it: a column, and something done to the allocations.
NEXT = """
from importlib import import_module
from django.db import migrations, models

def spoil(apps, editor):
    rows = apps.get_model("budgets", "Allocation").objects
    {spoil}

class Migration(migrations.Migration):
    dependencies = [("safekeeping", "0001_initial"), ("budgets", "0004_voided")]
    operations = [
        migrations.AddField("Backup", "remark", models.CharField(max_length=20, default="")),
        migrations.RunPython(spoil),
    ]
"""
FIRST = """
from importlib import import_module
Migration = import_module("lestari.foundation.safekeeping.migrations.0001_initial").Migration
"""
_numbers = count(1)


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Callable[[str], None]:
    """Install a next version whose migration does this to the allocations."""

    def install(spoil: str) -> None:
        name = f"next_version_{next(_numbers)}"
        package = tmp_path / name
        package.mkdir()
        texts = {"__init__": "", "0001_initial": FIRST, "0002_next": NEXT.format(spoil=spoil)}
        for module, text in texts.items():
            (package / f"{module}.py").write_text(text)
        monkeypatch.syspath_prepend(tmp_path)
        settings.MIGRATION_MODULES = {"safekeeping": name}

    return install


def test_the_earlier_version_comes_out_whole(earlier: Path, told: Told) -> None:
    before, files = everything(), originals(earlier)

    done = told("upgrade", "--json")

    assert (done["ledger_head"], done["duties"]) == (HEAD, Duty.objects.count())
    assert done["migrations"] == [
        "duties.0002_state",
        "regions.0003_code_once_at_a_time",
        "files.0002_videos",
        "regions.0004_lists",
        "regions.0005_reference",
        "safekeeping.0001_initial",
        "sheets.0001_initial",
        "sheets.0002_sums",
        "workflow.0004_batch",
        "workflow.0005_stays_on_a_day",
    ]
    assert tables.missing() == []
    (kept,) = backups(earlier)
    assert (str(kept), check(kept).ledger_head) == (done["backup"], HEAD)
    after = everything()
    changed = {
        "django_migrations",
        "django_content_type",
        "auth_permission",
        "duties_duty",
        "files_original",
        "regions_regionlist",
        "regions_regionreference",
        "regions_region",  # made anew on SQLite: its columns stand in another order
        "safekeeping_backup",
        "sheets_finding",
        "sheets_heading",
        "sheets_import",
        "workflow_receipt",  # it has a column more
    }
    assert {name for name in after if after[name] != before.get(name)} <= changed
    assert originals(earlier) == files
    assert told("ledger", "verify", "--json")["intact"]
    assert report(told)["ledger_head"] == HEAD


def regions() -> tuple[list[Any], list[Any], list[Any]]:
    return (
        list(Region.objects.order_by("pk").values_list()),
        [row[1:] for row in RegionPeriod.objects.order_by("region", "since").values_list()],
        [row[1:] for row in RegionSuccession.objects.order_by("predecessor", "successor").values_list()],
    )


def test_the_regions_of_the_earlier_version_are_those_of_a_new_load(
    earlier: Path, told: Told, tmp_path: Path
) -> None:
    """Its regency has not changed since, so three regions are told wrongly first: a name, a day, one that is not there."""
    before = report(told)
    Region.objects.filter(code="18.06.20.2003").update(name="Kuta Dalam", key="kuta dalam")
    RegionPeriod.objects.filter(code="18.06.20.2004").update(since=date(2001, 1, 1))
    for model in (
        RegionPeriod,
        Region,
    ):  # row by row: the tables around them are those of the earlier version
        rows = model._base_manager.filter(code="18.06.01.1003")
        rows._raw_delete(rows.db)

    done = told("upgrade", "--json")

    assert (done["regions"], done["regions_left"]) == (3, [])
    assert RegionReference.objects.get().only == ["18.06"]
    assert report(told) == before
    upgraded, place = regions(), tmp_path / "fresh"
    place.mkdir()
    with empty_database(place):
        call_command("migrate", verbosity=0)
        load_regions(only=("18.06",))
        assert upgraded == regions()


def test_upgrading_again_changes_nothing(earlier: Path, told: Told) -> None:
    told("upgrade", "--json")
    held = everything()

    assert told("upgrade", "--json")["migrations"] == []

    assert {n: rows for n, rows in everything().items() if n != "duties_duty"} == {
        n: rows for n, rows in held.items() if n != "duties_duty"
    }
    assert len(backups(earlier)) == 1


def test_the_three_newest_backups_of_upgrades_are_kept(earlier: Path, told: Told) -> None:
    folder = earlier / "backups"
    folder.mkdir()
    others = ("lestari-2026-11-20-021500.zip", "punya-kepala-dinas.zip")
    older = [f"lestari-202{year}-05-01-080000-before-upgrade.zip" for year in (3, 4, 5)]
    for name in (*others, *older):
        (folder / name).touch()

    done = told("upgrade", "--json")

    assert {path.name for path in backups(earlier)} == {*others, *older[1:], Path(done["backup"]).name}


def test_duties_that_were_lost_are_there_afterwards(earlier: Path, told: Told) -> None:
    kept = Duty.objects.count()
    Duty.objects.all().delete()

    assert told("upgrade", "--json")["duties"] == kept == Duty.objects.count() != 0


def test_serving_upgrades_in_the_same_way(earlier: Path, capsys: Out) -> None:
    prepare()

    assert tables.missing() == []
    assert f"Backed up to {backups(earlier)[0]}." in capsys.readouterr().out


def test_serving_renews_regions_of_earlier_lists_behind_a_backup(living: Path, capsys: Out) -> None:
    RegionReference.objects.update(digest="")
    Region.objects.filter(code="18.06.20.2003").update(name="Kuta Dalam")

    prepare()

    assert Region.objects.get(code="18.06.20.2003").name == "Kuta Dalom"
    (kept,) = backups(living)
    assert f"Backed up to {kept}." in capsys.readouterr().out
    prepare()
    assert backups(living) == [kept]


def test_a_migration_that_fails_leaves_what_was(
    earlier: Path, next_version: Callable[[str], None], capsys: Out
) -> None:
    next_version("rows.update(amount=1); raise ValueError('baris 17 tidak terbaca')")
    before = everything()

    assert main(["upgrade"]) == 1

    (kept,) = backups(earlier)
    assert capsys.readouterr().err.splitlines()[-1] == (
        "lestari: the upgrade stopped at safekeeping.0002_next: baris 17 tidak terbaca. The database is as it was before; "
        f"go on with the earlier version. A backup of it is {kept}."
    )
    assert everything() == before
    assert check(kept).ledger_head == HEAD


def test_a_migration_after_which_the_ledger_does_not_hold_leaves_what_was(
    earlier: Path, next_version: Callable[[str], None], capsys: Out
) -> None:
    next_version("rows.filter(pk=rows.order_by('pk')[0].pk).update(amount=models.F('amount') + 1)")
    before, first = everything(), Allocation.objects.order_by("pk").first()
    assert first is not None

    assert main(["upgrade"]) == 1

    said = capsys.readouterr().err.splitlines()[-1]
    assert said.startswith(
        "lestari: the upgrade stopped: the ledger does not hold afterwards: "
        f"budgets.Allocation {first.pk}: amount is {first.amount + 1} in the table, {first.amount} by the ledger."
    )
    assert everything() == before


def test_what_is_being_served_is_not_upgraded(earlier: Path, capsys: Out) -> None:
    with present():
        assert main(["upgrade"]) == 1

    assert capsys.readouterr().err.splitlines()[-1] == (
        f"lestari: {earlier} is being served: stop it first (systemctl stop lestari), then upgrade."
    )
    assert backups(earlier) == []


def test_a_database_of_a_newer_version_is_left_alone(living: Path, capsys: Out) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('ledger', '0099_later', '2027-01-01 00:00:00')"
        )
    held = Event.objects.count()

    assert main(["upgrade"]) == 1

    assert capsys.readouterr().err.splitlines()[-1] == (
        "lestari: this database is of a newer version of Lestari than the one installed; install that version."
    )
    assert (Event.objects.count(), backups(living)) == (held, [])
