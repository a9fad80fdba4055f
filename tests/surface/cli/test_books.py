from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lestari.foundation.duties.models import Duty
from lestari.foundation.files.models import Original
from lestari.foundation.files.store import keep
from lestari.foundation.ledger.models import Event
from lestari.foundation.people.models import User
from lestari.surface.cli.main import main
from tests.clock import Clock
from tests.domain.builders import BUDGETED_ON, Loop, row
from tests.foundation.files.conftest import picture, upload
from tests.foundation.ledger.tampering import tamper
from tests.world import People

Out = pytest.CaptureFixture[str]


@pytest.fixture
def loop(people: People, clock: Clock) -> Loop:
    return Loop(people, clock)


@pytest.fixture
def funded(loop: Loop) -> Loop:
    """A promise of Kuta Dalom for which the APBDes pays 86,400,000 of Dana Desa."""
    promise = loop.planned(loop.innovation(), loop.plan_line())
    (line,) = loop.budget(row(100_000_000))
    loop.fund(promise, line, 86_400_000)
    assert main(["worker", "--once"]) == 0
    return loop


def report(out: Out, *arguments: str) -> dict:
    out.readouterr()
    assert main(["report", "achievements", "--format", "json", *arguments]) == 0
    return json.loads(out.readouterr().out)


def test_report_is_an_object_with_region_until_figures_and_head(funded: Loop, capsys: Out) -> None:
    last = Event.objects.order_by("-position").first()

    assert report(capsys, "--region", "18.06") == {
        "region": "18.06",
        "until": "2026-08-11",
        "figures": {"innovations": 1, "commitments_dana_desa": 86_400_000, "ideas": 1},
        "ledger_head": f"{last.position}:{last.digest}",
        "unsealed": 0,
        "regions": {"regencies": 0, "districts": 20, "villages": 299},
        "parts": {"commitments_dana_desa": {"5": 86_400_000, "6.2": 0}},
        "funnel": {
            "steps": [
                {"step": "pledged", "count": 1, "cost": 86_400_000},
                {"step": "planned", "count": 1, "cost": 86_400_000},
                {"step": "budgeted", "count": 1, "cost": 86_400_000},
                {"step": "in_progress", "count": 0, "cost": 0},
                {"step": "realised", "count": 0, "cost": 0},
                {"step": "verified", "count": 0, "cost": 0},
            ],
            "dropped": {"count": 0, "cost": 0},
        },
    }


def test_report_of_an_earlier_day_gives_the_earlier_figure(funded: Loop, capsys: Out) -> None:
    before = report(capsys, "--region", "18.06", "--until", "2025-12-28")
    after = report(capsys, "--region", "18.06", "--until", BUDGETED_ON.isoformat())

    assert [one["figures"]["commitments_dana_desa"] for one in (before, after)] == [0, 86_400_000]


def test_report_of_another_regency_has_nothing_of_it(funded: Loop, capsys: Out) -> None:
    assert report(capsys, "--region", "18.10")["figures"] == {
        "innovations": 0,
        "commitments_dana_desa": 0,
        "ideas": 0,
    }


def test_report_as_text_is_for_people(funded: Loop, capsys: Out) -> None:
    capsys.readouterr()

    assert main(["report", "achievements", "--region", "18.06.20"]) == 0

    last = Event.objects.order_by("-position").first()
    assert capsys.readouterr().out.splitlines() == [
        "Kecamatan Gisting (18.06.20), 11 Agustus 2026",
        "  9 pekon",
        "  Dokumen inovasi terbit: 1 dokumen",
        "  Dana Desa untuk komitmen: Rp86.400.000",
        "    Belanja (rekening 5): Rp86.400.000",
        "    Penyertaan modal BUM Desa (rekening 6.2): Rp0",
        "  Kartu ide diterima: 1 kartu",
        "  100% komitmen masuk APBDes",
        "    Dijanjikan: 1 komitmen, Rp86.400.000",
        "    Masuk RKPDes: 1 komitmen, Rp86.400.000",
        "    Masuk APBDes: 1 komitmen, Rp86.400.000",
        "    Dikerjakan: 0 komitmen, Rp0",
        "    Selesai, menunggu verifikasi: 0 komitmen, Rp0",
        "    Terverifikasi: 0 komitmen, Rp0",
        "    Tidak dilanjutkan: 0 komitmen, Rp0",
        f"  Buku: {last.position}:{last.digest}",
    ]


def test_report_of_an_unknown_region_is_refused_in_words(loop: Loop, capsys: Out) -> None:
    assert main(["report", "achievements", "--region", "18.99"]) == 1

    shown = capsys.readouterr()
    assert (shown.out, shown.err.count("\n")) == ("", 1)
    assert shown.err.startswith("lestari: there is no region with the code 18.99 on 2026-08-11: ")


def test_report_until_a_day_that_has_not_come_is_wrong_usage(loop: Loop, capsys: Out) -> None:
    assert main(["report", "achievements", "--region", "18.06", "--until", "2026-08-12"]) == 2

    assert capsys.readouterr().err == (
        "lestari: 2026-08-12 has not come yet: a report counts until today or an earlier day.\n"
    )


def test_verify_finds_an_altered_allocation_and_a_cut_off_end(funded: Loop, capsys: Out) -> None:
    head = report(capsys, "--region", "18.06")["ledger_head"]
    position = int(head.partition(":")[0])
    tamper("UPDATE budgets_allocation SET amount = amount + 1")
    tamper("DELETE FROM ledger_event WHERE position = %s", position)

    assert main(["ledger", "verify", "--head", head, "--json"]) == 1

    found = json.loads(capsys.readouterr().out)
    assert (found["intact"], found["sealed"], found["unsealed"]) == (False, position - 1, 0)
    assert any(
        "amount is 86400001 in the table, 86400000 by the ledger" in fault for fault in found["faults"]
    )
    assert (
        f"The end is cut off: printed is position {position}, the last there is {position - 1}."
        in found["faults"]
    )


def test_verify_counts_one_fault_as_one(regions: dict[str, Any], capsys: Out) -> None:
    smuggled = User.objects.create(username="siapa", region=regions["18.06"])

    assert main(["ledger", "verify"]) == 1

    assert capsys.readouterr().err.splitlines() == [
        f"people.User {smuggled.pk} is in the table, but not in the ledger.",
        "1 fault found in 0 events.",
    ]


def test_verify_of_an_empty_database_holds(db: None, capsys: Out) -> None:
    assert main(["ledger", "verify"]) == 0

    assert capsys.readouterr().out == (
        "The ledger holds: 0 sealed events, 0 waiting for the seal, every record as its events say.\n"
        f"Head: 0:{'0' * 64}\n"
    )


def test_rebuild_gives_the_same_duties(funded: Loop, capsys: Out) -> None:
    columns = ("role", "region", "subject", "action", "since", "due")
    kept = sorted(Duty.objects.values_list(*columns), key=str)
    Duty.objects.all().delete()
    capsys.readouterr()

    assert main(["rebuild", "duties", "--json"]) == 0

    assert json.loads(capsys.readouterr().out) == {"duties": len(kept)}
    assert sorted(Duty.objects.values_list(*columns), key=str) == kept != []


def test_worker_ticks_once_a_day(db: None, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    from lestari.surface.cli import worker

    ticks: list[str] = []
    monkeypatch.setattr(worker, "call_command", ticks.append)
    monkeypatch.setattr(worker, "sweep", lambda: ticks.append("sweep"))
    day = worker.turn(None)
    day = worker.turn(day)
    clock.set(date(2026, 8, 12))
    worker.turn(day)

    assert ticks == ["clearsessions", "sweep"] * 2


def test_the_daily_tick_takes_away_what_was_sent_and_never_attached(
    people: People, clock: Clock, tmp_path: Path, settings: Any
) -> None:
    settings.DATA = tmp_path
    keep(upload(picture()), people("tpid"))
    clock.forward(days=8)

    assert main(["worker", "--once"]) == 0

    assert not Original.objects.exists()
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in left if tmp_path / "search" not in path.parents] == []
