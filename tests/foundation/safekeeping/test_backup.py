"""A backup is whole or not there; what is restored from it is what was backed up."""

from __future__ import annotations

import json
import random
import resource
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, connections

from lestari.foundation.duties.models import Duty
from lestari.foundation.files.models import Original
from lestari.foundation.files.store import original_path
from lestari.foundation.kernel import clock as kernel_clock
from lestari.foundation.kernel.errors import Unfit
from lestari.foundation.ledger.models import Event
from lestari.foundation.ledger.sealer import seal_all
from lestari.foundation.people.models import User
from lestari.foundation.people.queries import actor_of
from lestari.foundation.regions.models import Region
from lestari.foundation.rooms import verify_ledger
from lestari.foundation.safekeeping import tables
from lestari.foundation.safekeeping.archive import MANIFEST, new_archive, opened
from lestari.foundation.safekeeping.backup import back_up
from lestari.foundation.safekeeping.restore import check, restore
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.perform import perform
from lestari.surface.cli.main import main
from tests.databases import empty_database
from tests.foundation.safekeeping.conftest import (
    HEAD,
    MADE_ON,
    Out,
    Told,
    elsewhere,
    everything,
    originals,
    report,
)


def hand_in(title: str = "Pipa air bersih") -> None:
    """An officer of Campang hands in an idea, through the real action."""
    action = registry.action("idea.hand_in")
    entry = action.entry(
        region=Region.objects.get(code="18.06.20.2002"),
        field="infrastructure",
        title=title,
        what_was_done="Memasang pipa",
        since_year=2016,
        result="Air sampai",
        contact="",
        on=min(MADE_ON, kernel_clock.today()),
    )
    perform(action, actor_of(User.objects.get(username="campang")), None, entry)


@contextmanager
def at_most(size: int) -> Iterator[None]:
    """Let no file grow beyond a size: what a full disk does, without filling one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def another_empty_place(tmp_path: Path, settings: Any) -> Iterator[Path]:
    folder = tmp_path / "another"
    (folder / "data").mkdir(parents=True)
    settings.DATA = folder / "data"
    with empty_database(folder):
        yield settings.DATA


def forged(path: Path, target: Path, **changes: Any) -> Path:
    """A backup whose manifest says something else, closed as a real one."""
    with opened(path) as (archive, manifest), new_archive(target) as copy:
        for name in archive.namelist():
            if name != MANIFEST:
                copy.writestr(name, archive.read(name))
        copy.writestr(MANIFEST, json.dumps(manifest.as_json() | changes))
    return target


def test_a_restored_copy_gives_the_same_report_and_the_same_head(
    living: Path, told: Told, tmp_path: Path, settings: Any, capsys: Out
) -> None:
    before, held, files = report(told), everything(), originals(living)
    made = told("backup", str(tmp_path / "kept.zip"), "--json")

    with another_empty_place(tmp_path, settings) as place:
        restored = told("restore", str(tmp_path / "kept.zip"), "--json")

        assert report(told) == before
        assert before["ledger_head"] == made["ledger_head"] == restored["ledger_head"] == HEAD
        assert told("ledger", "verify", "--json")["intact"]
        assert originals(place) == files != {}
        left_out = {"django_session", "django_migrations", "safekeeping_backup"}
        now = everything()
        assert {t: now[t] for t in now if t not in left_out} == {
            t: held[t] for t in held if t not in left_out
        }

        hand_in()  # life goes on: keys and codes behind those that are there
        seal_all()
        assert (verify_ledger().position, verify_ledger().faults) == (755, [])


@pytest.mark.postgresql_only
def test_what_was_backed_up_on_one_engine_is_restored_on_the_other(
    living: Path, told: Told, tmp_path: Path
) -> None:
    here = report(told)  # PostgreSQL, restored from SQLite
    told("backup", str(tmp_path / "kept.zip"), "--json")

    data = tmp_path / "sqlite"
    assert elsewhere(data, "restore", str(tmp_path / "kept.zip"), "--json")["engine"] == "postgresql"

    asked = ("report", "achievements", "--region", "18.06", "--format", "json", "--until", here["until"])
    assert elsewhere(data, *asked) == here
    assert elsewhere(data, "ledger", "verify", "--json")["ledger_head"] == HEAD
    assert originals(data) == originals(living)


def test_who_writes_during_a_backup_does_not_wait_and_is_not_in_it(
    living: Path, tmp_path: Path, settings: Any
) -> None:
    before = Event.objects.count()

    def write() -> None:
        try:
            hand_in("Selagi dicadangkan")
        finally:
            connections["default"].close()

    wrote: list[int] = []

    def first(done: int, total: int, words: str) -> None:
        if not wrote:
            wrote.append(done)
            with ThreadPoolExecutor(1) as other:
                other.submit(write).result(timeout=20)

    manifest = back_up(tmp_path / "kept.zip", first)

    assert Event.objects.count() == before + 1
    assert {table.model: table.rows for table in manifest.tables}["ledger.Event"] == before
    with another_empty_place(tmp_path, settings):
        restore(tmp_path / "kept.zip")
        assert Event.objects.count() == before


def test_a_backup_that_was_cut_off_or_altered_anywhere_is_refused(backed_up: Path, tmp_path: Path) -> None:
    whole, chance = backed_up.read_bytes(), random.Random("cadangan")
    path = tmp_path / "kept.zip"
    cuts = [
        len(whole) // 2,
        len(whole) - 1,
        len(whole) - 64,
        100,
        *(chance.randrange(100, len(whole)) for _ in range(8)),
    ]
    for size in cuts:
        path.write_bytes(whole[:size])
        with pytest.raises(Unfit, match=r"is cut off: its end is missing|was altered since it was made"):
            check(path)
    for place in (*range(4, 40), *(chance.randrange(4, len(whole)) for _ in range(40)), len(whole) - 1):
        altered = bytearray(whole)
        altered[place] ^= 1 << chance.randrange(8)
        path.write_bytes(altered)
        with pytest.raises(Unfit, match="was altered since it was made"):
            check(path)
    path.write_bytes(whole)
    assert check(path).ledger_head == HEAD


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda whole: whole[: len(whole) // 2], "is cut off: its end is missing. Take another backup."),
        (lambda whole: whole.replace(b"budgets.Allocation", b"budgets.Alloxation", 1),
         "was altered since it was made: its checksum is another. Take another backup."),
        (lambda _whole: b"Kepada Yth. Kepala Dinas PMD", "is no backup of Lestari."),
        (lambda _whole: b"", "is no backup of Lestari."),
    ],
)  # fmt: skip
def test_nothing_is_restored_from_what_is_not_whole(
    empty_place: Path, backed_up: Path, tmp_path: Path, spoil: Any, sentence: str, capsys: Out
) -> None:
    path = tmp_path / "kept.zip"
    path.write_bytes(spoil(backed_up.read_bytes()))

    for command in (["restore", str(path)], ["backup", "--check", str(path)]):
        assert main(command) == 1
        assert capsys.readouterr().err.splitlines()[-1] == f"lestari: {path} {sentence}"
    assert tables.is_empty()
    assert list(empty_place.rglob("*")) == []


def test_a_backup_of_a_newer_version_is_not_restored(
    empty_place: Path, backed_up: Path, tmp_path: Path
) -> None:
    sentence = r"this backup is of a newer version of Lestari \(9\.0\): install that version first"
    form = forged(backed_up, tmp_path / "form.zip", format=2, lestari="9.0")
    with pytest.raises(Unfit, match=sentence):
        check(form)
    later = [*tables.applied(), ("ledger", "0099_later")]
    with pytest.raises(Unfit, match=sentence):
        restore(forged(backed_up, tmp_path / "later.zip", migrations=later, lestari="9.0"))
    assert tables.is_empty()


def test_a_restore_that_fails_in_the_end_leaves_an_empty_place(
    empty_place: Path, backed_up: Path, tmp_path: Path
) -> None:
    with pytest.raises(Unfit, match="the restored ledger ends elsewhere than the backup says"):
        restore(forged(backed_up, tmp_path / "kept.zip", ledger_head=f"753:{'0' * 64}"))

    assert tables.is_empty()
    assert list(empty_place.rglob("*")) == []


def test_nothing_is_restored_over_records_or_files(
    living: Path, backed_up: Path, tmp_path: Path, settings: Any, capsys: Out
) -> None:
    held, files = everything(), originals(living)
    assert main(["restore", str(backed_up)]) == 1
    assert capsys.readouterr().err.splitlines()[-1] == (
        "lestari: this database is not empty, and nothing is ever restored over records: set LESTARI_DATA to an empty folder "
        "or DATABASE_URL to an empty database."
    )
    assert (everything(), originals(living)) == (held, files)

    with another_empty_place(tmp_path, settings) as place:
        shutil.copytree(living / "originals", place / "originals")
        with pytest.raises(Unfit, match="holds uploaded files already"):
            restore(backed_up)
        assert tables.is_empty()
        assert originals(place) == files


def test_a_backup_onto_a_full_disk_leaves_nothing(living: Path, tmp_path: Path, capsys: Out) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    with at_most(50_000):
        assert main(["backup", str(folder / "kept.zip")]) == 1

    assert capsys.readouterr().err.splitlines()[-1] == (
        f"lestari: {folder / 'kept.zip'} cannot be written (File too large); nothing was left there."
    )
    assert list(folder.iterdir()) == []


@pytest.mark.sqlite_only
def test_a_restore_onto_a_full_disk_leaves_an_empty_place(empty_place: Path, backed_up: Path) -> None:
    with at_most(1_500_000), pytest.raises(OperationalError):
        restore(backed_up)
    connection.close()

    assert tables.is_empty()
    assert list(empty_place.rglob("*")) == []
    restore(backed_up)  # and once there is room, it goes
    assert verify_ledger().head == HEAD


def test_a_backup_never_writes_over_anything(living: Path, tmp_path: Path, capsys: Out) -> None:
    path = tmp_path / "kept.zip"
    path.write_text("penting")

    assert main(["backup", str(path)]) == 1

    assert capsys.readouterr().err.splitlines()[-1] == (
        f"lestari: {path} exists already; choose another name, nothing is overwritten."
    )
    assert path.read_text() == "penting"


def test_what_a_killed_backup_left_does_not_stand_in_the_way(living: Path, tmp_path: Path) -> None:
    (tmp_path / ".kept.zip.part").write_bytes(b"PK\x03\x04 half a backup" * 100_000)

    back_up(tmp_path / "kept.zip")

    assert check(tmp_path / "kept.zip").ledger_head == HEAD
    assert not (tmp_path / ".kept.zip.part").exists()


def test_a_missing_and_an_altered_original_are_named_and_all_else_is_kept(
    living: Path, tmp_path: Path, capsys: Out
) -> None:
    attached = Original.objects.exclude(attachments=None).distinct().order_by("pk")
    lost, altered = (original_path(one) for one in attached[:2])
    lost.unlink()
    altered.write_bytes(altered.read_bytes() + b" ")

    assert main(["backup", str(tmp_path / "kept.zip")]) == 1

    said = [line for line in capsys.readouterr().err.splitlines() if line.startswith("The original")]
    assert [line.partition(" (")[0] for line in said] == [
        f"The original {lost.name}",
        f"The original {altered.name}",
    ]
    assert check(tmp_path / "kept.zip").originals == len(originals(living))


def test_a_folder_takes_a_dated_backup_and_gives_its_newest(
    living: Path, tmp_path: Path, told: Told, settings: Any, clock: Any
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    told("backup", str(folder), "--json")
    clock.forward(days=1)
    hand_in()
    told("backup", str(folder), "--json")

    assert sorted(path.name for path in folder.iterdir()) == [
        "lestari-2026-11-27-094000.zip",
        "lestari-2026-11-28-094000.zip",
    ]
    assert told("backup", "--check", str(folder), "--json")["unsealed"] == 1
    with another_empty_place(tmp_path, settings):
        told("restore", str(folder), "--json")
        assert Event.objects.count() == 755


def test_a_backup_of_the_earlier_version_comes_up_to_this_one(
    empty_place: Path, backed_up: Path, told: Told
) -> None:
    assert check(backed_up).migrations != tuple(tables.applied())

    told("restore", str(backed_up), "--json")

    assert tables.missing() == []
    assert Duty.objects.count() > 0
    assert told("ledger", "verify", "--json")["ledger_head"] == HEAD


def test_there_is_nothing_to_back_up_in_an_empty_place(
    empty_place: Path, tmp_path: Path, capsys: Out
) -> None:
    assert main(["backup", str(tmp_path / "kept.zip")]) == 1
    assert capsys.readouterr().err.splitlines()[-1] == (
        "lestari: there is nothing to back up: this database has no tables of Lestari yet."
    )
    assert not (tmp_path / "kept.zip").exists()


def test_a_backup_is_for_its_owner_alone(living: Path, tmp_path: Path) -> None:
    back_up(tmp_path / "kept.zip")
    assert (tmp_path / "kept.zip").stat().st_mode & 0o777 == 0o600
