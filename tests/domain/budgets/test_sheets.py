"""Budgets come in by sheets and from the village finance software, to the rupiah."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lestari.domain.budgets.models import BudgetLine, PlanDocument
from lestari.foundation.regions.loading import load_regions
from lestari.foundation.sheets import running
from lestari.foundation.sheets.models import Import
from lestari.foundation.sheets.running import actors_of
from lestari.foundation.sheets.undoing import undo
from lestari.foundation.sheets.work import work_on_one
from tests.domain.builders import Loop
from tests.domain.pages import MOST_QUERIES, queries, signed_in, words
from tests.sheets import checked, refused, written, xlsx
from tests.world import KUTA_DALOM

SISKEUDES = Path(__file__).parents[4] / "shared/data/siskeudes2019/opensid_data.zip"
#: The sums that stand beside the real export, by the first digit of the account and source.
REAL = {
    ("4", "DD"): 839_553_400, ("4", "ADD"): 671_100_000, ("4", "PBH"): 473_347_100, ("4", "PBP"): 127_288_000, ("4", "PAD"): 11_000_000,
    ("5", "DD"): 799_553_400, ("5", "ADD"): 671_100_000, ("5", "PBH"): 473_347_100, ("5", "PBP"): 127_288_000, ("5", "PAD"): 11_000_000,
    ("5", "DLL"): 1_228_278, ("6", "DD"): 40_000_000, ("6", "DLL"): 1_228_278,
}  # fmt: skip
HEAD = (
    "Desa",
    "Dokumen",
    "Tahun",
    "Perdes",
    "Tanggal",
    "Kode kegiatan",
    "Uraian",
    "Rekening",
    "Sumber dana",
    "Jumlah",
)


def line(activity: str, account: str, amount: object, source: str = "DDS", **other: object) -> list[object]:
    told = {
        "village": "Kuta Dalom",
        "kind": "APBDes",
        "year": 2019,
        "number": "7 Tahun 2018",
        "on": "31/12/18",
    } | other
    return [*told.values(), activity, f"Kegiatan {activity}", account, source, amount]


def sums(document: PlanDocument) -> dict[tuple[str, str], int]:
    found: Counter[tuple[str, str]] = Counter()
    for one in document.lines.all():
        found[one.account[0], one.source] += one.amount
    return dict(found)


def siskeudes(
    *rows: str,
    head: str = "Tahun,Kd_Desa,Kd_Keg,Kd_Rincian,SumberDana,Anggaran,AnggaranStlhPAK,AnggaranPAK,Baru",
    **more: str,
) -> bytes:
    """An export in the shape of Siskeudes, of an invented village budget for Kuta Dalom."""
    tables = {
        "Ta_RABRinci": "\n".join((head, *rows)),
        "Ref_Kecamatan": 'Kd_Kec,Nama_Kecamatan\n"20","KECAMATAN  GISTING"',
        "Ref_Desa": 'Kd_Kec,Kd_Desa,Nama_Desa\n"20","20.2003.","PEMERINTAH PEKON KUTA DALOM"',
        "Ta_Kegiatan": 'Tahun,Kd_Desa,Kd_Keg,Nama_Kegiatan\n"2019","20.2003.","20.2003.02.04.01.","Pipa air bersih"',
        "Ta_Anggaran": 'Tahun,Kd_Desa,TglPosting\n"2019","20.2003.","12/31/18 00:00:00"',
        "Ta_Baru": "Kolom\n1",
    } | more
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in tables.items():
            if text:
                archive.writestr(f"csv/{name}.csv", text)
    return target.getvalue()


ROWS = (
    '"2019","20.2003.","20.2003.00.00.00.","4.2.1.01.","DDS",8.6400000000000000e+07,8.6400000000000000e+07,0.0e+00,x',
    '"2019","20.2003.","20.2003.02.04.01.","5.3.4.01.","DDS",5.0000000000000000e+07,5.6400000000000000e+07,6.4e+06,x',
    '"2019","20.2003.","20.2003.02.04.01.","5.3.4.02.","DDS",3.0000000000000000e+07,3.0000000000000000e+07,0.0e+00,x',
    '"2018","20.2003.","20.2003.02.04.01.","5.3.4.02.","DDS",1.0000000000000000e+06,1.0000000000000000e+06,0.0e+00,x',
)


def test_a_budget_comes_in_whole_and_once_and_goes_again(loop: Loop) -> None:
    tpid = loop.people.user("tpid")
    content = xlsx(HEAD, line("", "4.2.1", "Rp 86.400.000"), line("2.4.01", "5.3.4.01", "86400000"))
    sheet = written("budgets", content, tpid)
    assert (refused(sheet), sheet.counts) == ([], {"added": 2, "skipped": 0})
    document = PlanDocument.objects.get()
    assert (document.region.code, document.year, document.number, str(document.dated)) == (
        KUTA_DALOM,
        2019,
        "7 Tahun 2018",
        "2018-12-31",
    )
    assert sums(document) == {("4", "DD"): 86_400_000, ("5", "DD"): 86_400_000}
    assert written("budgets", content, tpid).counts == {"left": 2, "skipped": 0}
    undo(sheet, actors_of(sheet))
    document.refresh_from_db()
    assert (sheet.state, document.state) == ("undone", "void")
    assert written("budgets", content, tpid).counts == {"added": 2, "skipped": 0}


def test_a_revised_budget_takes_over_from_its_day(loop: Loop) -> None:
    tpid = loop.people.user("tpid")
    written("budgets", xlsx(HEAD, line("2.4.01", "5.3", 86_400_000)), tpid)
    same_day = xlsx(HEAD, line("2.4.01", "5.3", 80_000_000))
    assert refused(checked("budgets", same_day, tpid)) == [
        (2, "Tanggal ditetapkan", "APBDes 2019 (APB-2019-0001) tanggal 31 Desember 2018 sudah tercatat dengan baris lain. Bila ini perubahannya, tulis tanggal perubahan."),
    ]  # fmt: skip
    later = xlsx(HEAD, line("2.4.01", "5.3", 80_000_000, on="Juli 2019"))
    assert written("budgets", later, tpid).counts == {"changed": 1, "skipped": 0}
    revision = PlanDocument.objects.get(state="in_force")
    assert (revision.revision, [one.follows.amount for one in revision.lines.all() if one.follows]) == (
        1,
        [86_400_000],
    )


def test_a_budget_with_one_faulty_line_is_refused_whole(loop: Loop) -> None:
    content = xlsx(
        HEAD, line("2.4.01", "5.3", 86_400_000), line("9.9.99", "5.3", 1_000), line("2.4.01", "5.2", "seribu")
    )
    sheet = written("budgets", content, loop.people.user("tpid"))
    assert sheet.counts == {"refused": 3, "skipped": 0}
    assert [(row, column) for row, column, _words in refused(sheet)] == [
        (2, ""),
        (3, "Kode kegiatan"),
        (4, "Anggaran"),
    ]
    assert not PlanDocument.objects.exists()


def test_an_export_of_siskeudes_comes_in_to_the_rupiah_each_year_for_itself(loop: Loop) -> None:
    tpid = loop.people.user("tpid")
    sheet = written("budgets", siskeudes(*ROWS), tpid, name="siskeudes.zip")
    assert [words for _row, _column, words in refused(sheet)] == [
        "Isi dahulu bagian ini."
    ]  # 2018 was never posted
    document = PlanDocument.objects.get()
    assert (document.year, sums(document)) == (2019, {("4", "DD"): 86_400_000, ("5", "DD"): 86_400_000})
    assert list(BudgetLine.objects.filter(account="5.3").values_list("activity", "label")) == [
        ("2.4.01", "Pipa air bersih")
    ]


def test_another_version_of_siskeudes_has_a_column_or_a_table_less(loop: Loop) -> None:
    tpid = loop.people.user("tpid")
    older = siskeudes(
        '"2019","20.2003.","20.2003.02.04.01.","5.3.4.01.","DDS",50000000,6400000',
        head="Tahun,Kd_Desa,Kd_Keg,Kd_Rincian,SumberDana,Anggaran,AnggaranPAK",
        Ta_Kegiatan="", Ref_Kecamatan="",
    )  # fmt: skip
    written("budgets", older, tpid, name="lama.zip")
    assert sums(PlanDocument.objects.get()) == {("5", "DD"): 56_400_000}
    without = checked("budgets", siskeudes(Ta_RABRinci=""), tpid, name="kurang.zip")
    assert (without.state, without.notes) == (
        "failed",
        ["ZIP ini tidak memuat tabel Ta_RABRinci. Ekspor lagi dari Siskeudes dengan tabel itu."],
    )
    headless = checked("budgets", siskeudes('"2019"', head="Tahun"), tpid, name="kurang.zip")
    assert headless.notes == [
        "Tabel Ta_RABRinci tidak memuat kolom kd_desa, kd_keg, kd_rincian, sumberdana, anggaran. Ekspor lagi dari Siskeudes."
    ]


def test_what_a_sheet_does_not_say_is_asked_for_once(loop: Loop) -> None:
    tpid = loop.people.user("tpid")
    content = xlsx(
        ("no_akun", "nama_akun", "jumlah"),
        ("412-01", "Pengelolaan Tanah Kas Desa", 2_000_000),
        ("412-02", "Tambatan Perahu", 1_500_000),
    )
    sheet = checked("budgets", content, tpid)
    assert sheet.layout["missing"] == ["village", "kind", "year", "on", "source"]
    told = {"code": KUTA_DALOM, "kind": "APBDes", "year": "2019", "on": "31 Desember 2018", "source": "PAD"}
    sheet = written("budgets", content, tpid, **told)
    assert (refused(sheet), sheet.counts) == ([], {"added": 2, "skipped": 0})
    assert sums(PlanDocument.objects.get()) == {("4", "PAD"): 3_500_000}


def test_what_a_budget_would_write_is_shown_in_rupiah_before_it_is_written(loop: Loop) -> None:
    client = signed_in(loop, "tpid")
    content = xlsx(
        HEAD,
        line("2.4.01", "5.3", 86_400_000),
        line("2.4.01", "5.2", 13_600_000, "ADD"),
        line("", "4.2", "Rp 100.000.000"),
        line("", "6.1", 0),
        line("2.4.01", "5.3", 1_000_000, village="Campang"),
        line("2.4.01", "5.3", 9_000_000, kind="RKPDes", on="1 Oktober 2018"),
    )
    file = SimpleUploadedFile("apbdes.xlsx", content)
    address = client.post("/lembar/kirim", {"kind": "budgets", "file": file})["Location"]
    work_on_one()
    page = words(client.get(address))
    head = "Rupiah menurut kelompok dan sumber Dokumen Pendapatan Belanja Pembiayaan"
    told = (
        "APBDes 2019, 7 Tahun 2018, 31 Desember 2018 Campang — Gisting, Tanggamus Rp0 Rp1.000.000 DD Rp1.000.000 Rp0 "
        "APBDes 2019, 7 Tahun 2018, 31 Desember 2018 Kuta Dalom — Gisting, Tanggamus Rp100.000.000 DD Rp100.000.000 Rp100.000.000 DD Rp86.400.000 ADD Rp13.600.000 Rp0 DD Rp0 "
        "RKPDes 2019, 7 Tahun 2018, 1 Oktober 2018 Kuta Dalom — Gisting, Tanggamus Rp0 Rp9.000.000 DD Rp9.000.000 Rp0 "
        "Jumlah APBDes 2019 2 dokumen Rp100.000.000 DD Rp100.000.000 Rp101.000.000 DD Rp87.400.000 ADD Rp13.600.000 Rp0 DD Rp0 Kolom yang dikenali: 10"
    )
    assert f"Yang akan ditulis: 3 dokumen {head} {told}" in page
    assert not PlanDocument.objects.exists()
    assert queries(client, address) <= MOST_QUERIES

    client.post(f"{address}/terapkan")
    work_on_one()
    assert f"Yang ditulis: 3 dokumen {head} APBDes 2019" in words(client.get(address))
    again = checked("budgets", content, loop.people.user("tpid"))
    assert (again.counts, again.sums) == ({"left": 6, "skipped": 0}, {})


def test_a_revision_is_called_one_and_what_is_refused_is_no_sum(loop: Loop) -> None:
    tpid = loop.people.user("tpid")
    written("budgets", xlsx(HEAD, line("2.4.01", "5.3", 86_400_000)), tpid)
    later = xlsx(
        HEAD,
        line("2.4.01", "5.3", 80_000_000, on="Juli 2019", number=None),
        line("2.4.01", "5.3", 1_000, village="Campang"),
        line("9.9.99", "5.3", 1_000, village="Campang"),
    )
    sheet = checked("budgets", later, tpid)
    amounts = [["Pendapatan", []], ["Belanja", [["DD", 80_000_000]]], ["Pembiayaan", []]]
    title = "Perubahan APBDes 2019, tanpa nomor, Juli 2019"
    record = {"title": title, "place": "Kuta Dalom — Gisting, Tanggamus", "amounts": amounts}
    sheet.refresh_from_db()
    assert sheet.sums == {"records": [record], "sorts": [["APBDes 2019", 1, amounts]]}


def test_of_many_documents_the_first_are_shown_and_all_are_summed(
    loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "CHUNK", 1)
    years = range(2016, 2026)
    rows = [
        line("2.4.01", "5.3", 1_000, village=v, year=y)
        for y in years
        for v in ("Kuta Dalom", "Campang", "Landbaw")
    ]
    client = signed_in(loop, "tpid")
    file = SimpleUploadedFile("apbdes.xlsx", xlsx(HEAD, *rows))
    address = client.post("/lembar/kirim", {"kind": "budgets", "file": file})["Location"]
    for order in ("", "/terapkan"):
        if order:
            client.post(f"{address}{order}")
        work_on_one()
        sheet = Import.objects.get()
        assert len(sheet.sums["records"]) == 20
        amounts = [["Pendapatan", []], ["Belanja", [["DD", 3_000]]], ["Pembiayaan", []]]
        assert sheet.sums["sorts"] == [[f"APBDes {year}", 3, amounts] for year in years]
        page = words(client.get(address))
        assert "Jumlah APBDes 2025 3 dokumen Rp0 Rp3.000 DD Rp3.000 Rp0" in page
        assert "Yang tampak 20 dokumen pertama; jumlahnya dari semuanya." in page


@pytest.mark.skipif(not SISKEUDES.exists(), reason="the real export lies beside the working copy only")
def test_the_real_export_comes_in_to_the_rupiah(loop: Loop) -> None:
    load_regions(only=("32.14",))
    loop.people.regions["32.14"] = PlanDocument._meta.get_field("region").related_model.objects.get(
        code="32.14"
    )
    sheet = written(
        "budgets", SISKEUDES.read_bytes(), loop.people.user("agency", "32.14"), name="opensid_data.zip"
    )
    shown = {
        (part, source): amount
        for part, sources in sheet.sums["records"][0]["amounts"]
        for source, amount in sources
    }
    parts = {"4": "Pendapatan", "5": "Belanja", "6": "Pembiayaan"}
    assert shown == {(parts[part], source): amount for (part, source), amount in REAL.items()}
    assert refused(sheet) == []
    assert sums(PlanDocument.objects.get()) == REAL
