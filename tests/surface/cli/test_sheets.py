"""Sheets on the command line: checked, written by whoever is named, undone, listed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lestari.domain.commitments.models import Commitment
from lestari.foundation.regions.models import Region
from lestari.foundation.sheets.kinds import SHEETS
from lestari.foundation.sheets.models import Import
from lestari.surface.cli.main import main
from lestari.surface.cli.scales import SHEET_KINDS
from tests.clock import Clock
from tests.domain.builders import Loop
from tests.sheets import rows_of, xlsx
from tests.world import CAMPANG, KUTA_DALOM, People

Out = pytest.CaptureFixture[str]
HEAD = (
    "Inovasi",
    "Cara",
    "Lokasi",
    "Volume",
    "Satuan",
    "Perkiraan biaya",
    "Sumber",
    "Penanggung jawab",
    "Tanggal kartu",
)
ROW = (
    "Pipa gravitasi air bersih dari mata air Way Semaka",
    "Replikasi",
    "Dusun 3",
    12,
    "meter",
    86_400_000,
    "DD",
    "Kaur",
    "12/3/2026",
)


@pytest.fixture
def loop(people: People, clock: Clock) -> Loop:
    return Loop(people, clock)


def told(out: Out, *arguments: str, code: int = 0) -> dict:
    out.readouterr()
    assert main(["import", *arguments, "--json"]) == code
    return json.loads(out.readouterr().out)


def test_the_kinds_of_the_command_are_those_of_the_rooms() -> None:
    assert set(SHEET_KINDS) == set(SHEETS)


def test_a_sheet_is_checked_written_and_undone(loop: Loop, tmp_path: Path, capsys: Out) -> None:
    loop.innovation()
    file = tmp_path / "rekap.xlsx"
    file.write_bytes(xlsx(HEAD, ROW, (*ROW[:4], "gelas", *ROW[5:])))
    by = ("--as", loop.people.user("tpid").username)
    missing = told(capsys, "commitments", str(file), *by, code=1)
    assert missing["missing"] == ["Desa", "Tahun anggaran"]

    all_rows = ("--region", KUTA_DALOM, "--year", "2026")
    checked = told(capsys, "commitments", str(file), *by, *all_rows, "--check", code=1)
    assert (checked["state"], checked["counts"]) == ("checked", {"added": 1, "refused": 1, "skipped": 0})
    assert [(one["row"], one["column"]) for one in checked["refused"]] == [(3, "Satuan")]
    assert not Commitment.objects.exists()

    back = tmp_path / "ditolak.xlsx"
    done = told(capsys, "commitments", str(file), *by, *all_rows, "--refused", str(back), code=1)
    assert (done["state"], Commitment.objects.get().region.code) == ("done", KUTA_DALOM)
    head, row = rows_of(back.read_bytes())  # with what was said once for all rows: it comes in again as it is
    assert head == [*HEAD, "Kode desa", "Tahun anggaran", "Catatan"]
    assert row[-3:-1] == [KUTA_DALOM, "2026"]

    assert main(["import", "undo", done["id"]]) == 0
    assert (Commitment.objects.get().state, Import.objects.get(pk=done["id"]).state) == ("void", "undone")
    assert [one["state"] for one in told(capsys, "list")] == ["undone", "checked", "checked"]


def test_a_budget_is_told_in_rupiah_and_a_doubt_once(loop: Loop, tmp_path: Path, capsys: Out) -> None:
    head = (
        "Kode desa",
        "Dokumen",
        "Tahun",
        "Perdes",
        "Tanggal",
        "Kode kegiatan",
        "Rekening",
        "Sumber",
        "Jumlah",
    )
    about = ("APBDes", 2026, "7 Tahun 2025", "03/12/2025", "2.4.01")
    rows = [(KUTA_DALOM, *about, "5.3", "DD", 86_400_000), (KUTA_DALOM, *about, "5.2", "ADD", 3_600_000)]
    file = tmp_path / "apbdes.xlsx"
    file.write_bytes(xlsx(head, *rows, (CAMPANG, *about, "5.3", "DD", 1_000)))
    by = ("--as", loop.people.user("tpid").username)
    assert main(["import", "budgets", str(file), *by, "--check"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Sudah diperiksa: ditambah 3, diubah 0, tetap 0, ditolak 0.",
        "  APBDes 2026, 7 Tahun 2025, 3 Desember 2025, Campang — Gisting, Tanggamus: Belanja Rp1.000 (DD Rp1.000).",
        "  APBDes 2026, 7 Tahun 2025, 3 Desember 2025, Kuta Dalom — Gisting, Tanggamus: Belanja Rp90.000.000 (DD Rp86.400.000, ADD Rp3.600.000).",
        "  Jumlah APBDes 2026, 2 dokumen: Belanja Rp90.001.000 (DD Rp86.401.000, ADD Rp3.600.000).",
        "  Baris 2 dan 2 lagi, kolom Tanggal ditetapkan: “03/12/2025” dibaca 3 Desember 2025. Bila maksudnya 12 Maret 2025, tulis bulannya dengan huruf.",
    ]
    done = told(capsys, "budgets", str(file), *by)
    assert done["sums"]["sorts"] == [
        [
            "APBDes 2026",
            2,
            [["Pendapatan", []], ["Belanja", [["DD", 86_401_000], ["ADD", 3_600_000]]], ["Pembiayaan", []]],
        ]
    ]
    assert [one["row"] for one in done["doubts"]] == [2, 3, 4]


def test_the_system_itself_promises_nothing_for_a_village(loop: Loop, tmp_path: Path, capsys: Out) -> None:
    loop.innovation()
    file = tmp_path / "rekap.xlsx"
    file.write_bytes(xlsx(HEAD, ROW))
    found = told(capsys, "commitments", str(file), "--region", KUTA_DALOM, "--year", "2026", code=1)
    assert [one["words"] for one in found["refused"]] == [
        "“Buat komitmen” dicatat oleh Petugas desa, TPID atau Pendamping."
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("commitments", "nirgends.xlsx"), 2, "there is no file 'nirgends.xlsx'."),
        (("commitments", __file__, "--as", "siapa"), 1, "there is no open account 'siapa'"),
        (("undo", "salah"), 1, "there is no sheet 'salah'"),
        (("regions", "nirgends.csv"), 2, "there is no file 'nirgends.csv'."),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    db: None, capsys: Out, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    assert main(["import", *arguments]) == code
    assert sentence in capsys.readouterr().err


def test_the_empty_sheet_is_a_file(db: None, tmp_path: Path) -> None:
    place = tmp_path / "kosong.xlsx"
    assert main(["sheet", "budgets", "--output", str(place)]) == 0
    assert "Kode kegiatan" in rows_of(place.read_bytes())[0]


def test_a_newer_list_of_regions_is_shown_and_taken_over(
    regions: dict[str, Region], tmp_path: Path, capsys: Out
) -> None:
    rows = (
        Region.objects.exclude(level="country")
        .filter(until=None)
        .order_by("path")
        .values_list("code", "name")
    )
    file = tmp_path / "wilayah.csv"
    lines = [
        f"{code.replace('.', '')};{'Sumber Makmur' if code == KUTA_DALOM else name}" for code, name in rows
    ]
    file.write_text("\n".join(["kode;nama", *lines]))
    shown = told(capsys, "regions", str(file))
    assert [(one["kind"], one["code"], one["name"]) for one in shown["changes"]] == [
        ("renamed", KUTA_DALOM, "Sumber Makmur")
    ]
    assert Region.objects.get(code=KUTA_DALOM).name == "Kuta Dalom"
    assert told(capsys, "regions", str(file), "--on", "2026-09-01")["taken_over"]
    assert Region.objects.get(code=KUTA_DALOM).name == "Sumber Makmur"
