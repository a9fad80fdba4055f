"""A village's plans and budgets go out: the lines, which come in again, and the documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.test import Client

from lestari.domain.budgets.models import PlanDocument
from tests.domain.builders import APBDES_ON, REVISED_ON, Loop, row
from tests.domain.pages import signed_in, words
from tests.sheets import checked, doubts, queries_out, refused, rows_out
from tests.world import CAMPANG, KUTA_DALOM

HEAD = ["Kabupaten", "Kecamatan", "Desa", "Kode desa", "Dokumen", "Tahun anggaran", "Nomor peraturan", "Tanggal ditetapkan", "Kode kegiatan", "Kegiatan", "Rekening", "Sumber", "Anggaran"]  # fmt: skip
PLACE = ["Tanggamus", "Gisting", "Kuta Dalom", KUTA_DALOM]
BUDGET = f"/anggaran/{KUTA_DALOM}/2026"
FORMULA = '=HYPERLINK("http://jahat.example")'


def recorded(loop: Loop) -> tuple[PlanDocument, PlanDocument]:
    """The APBDes of Kuta Dalom before and after its revision, beside its RKPDes, another year and another village."""
    loop.document("rkpdes", row(90_000_000))
    first = loop.document("apbdes", row(80_000_000))
    loop.document("apbdes", row(1_000), year=2025, on=date(2024, 12, 20))
    loop.document("apbdes", row(2_000), code=CAMPANG)
    before = first.lines.get()
    lines = (
        replace(row(86_400_000, line=before.pk), label=FORMULA),
        row(100_000_000, account="4.2", activity=""),
        row(13_600_000, source="ADD", account="5.2", activity="2.4.01"),
    )
    return first, loop.revise(first, *lines)


def lines_of(number: str) -> list[list[object]]:
    about = [*PLACE, "APBDes", 2026, number, REVISED_ON]
    return [
        [*about, "", "", "4.2", "DD", 100_000_000],
        [*about, "2.4.01", FORMULA, "5.3", "DD", 86_400_000],
        [*about, "2.4.01", "", "5.2", "ADD", 13_600_000],
    ]


def test_the_lines_in_force_go_out_with_rupiah_as_numbers_days_as_days_and_codes_as_text(
    loop: Loop, client: Client
) -> None:
    _first, revised = recorded(loop)
    plan = PlanDocument.objects.get(kind="rkpdes")
    told = [[*PLACE, "RKPDes", 2026, plan.number, plan.dated, "2.4.01", "", "5.3", "DD", 90_000_000]]
    assert rows_out(client, f"{BUDGET}.xlsx") == [HEAD, *told, *lines_of(revised.number)]

    as_text = [[str(cell) for cell in line] for line in (*told, *lines_of(revised.number))]
    as_text[2][9] = f"'{FORMULA}"
    assert rows_out(client, f"{BUDGET}.csv") == [HEAD, *as_text]
    assert rows_out(client, f"/anggaran/{KUTA_DALOM}/2027.xlsx") == [HEAD]


def test_a_document_goes_out_by_itself_also_one_that_was_replaced(loop: Loop, client: Client) -> None:
    first, revised = recorded(loop)
    assert rows_out(client, f"/anggaran/dokumen/{revised.code}.xlsx") == [HEAD, *lines_of(revised.number)]
    old = [*PLACE, "APBDes", 2026, first.number, APBDES_ON, "2.4.01", "", "5.3", "DD", 80_000_000]
    assert rows_out(client, f"/anggaran/dokumen/{first.code}.xlsx") == [HEAD, old]


def test_the_documents_go_out_with_what_they_come_to(loop: Loop, client: Client) -> None:
    first, revised = recorded(loop)
    plan = PlanDocument.objects.get(kind="rkpdes")
    village = ["Pekon Kuta Dalom", KUTA_DALOM]
    assert rows_out(client, f"{BUDGET}/dokumen.xlsx") == [
        ["Kode", "Dokumen", "Desa", "Kode desa", "Nomor", "Tanggal ditetapkan", "Keadaan", "Pendapatan", "Pendapatan dari Dana Desa", "Belanja", "Belanja dari Dana Desa", "Pembiayaan", "Pembiayaan dari Dana Desa"],
        [plan.code, "RKPDes 2026", *village, plan.number, plan.dated, "Berlaku", 0, 0, 90_000_000, 90_000_000, 0, 0],
        [revised.code, "Perubahan APBDes 2026", *village, revised.number, REVISED_ON, "Berlaku", 100_000_000, 100_000_000, 100_000_000, 86_400_000, 0, 0],
        [first.code, "APBDes 2026", *village, first.number, APBDES_ON, "Diganti perubahan", 0, 0, 80_000_000, 80_000_000, 0, 0],
    ]  # fmt: skip


def test_what_went_out_comes_in_again_without_a_change(loop: Loop, client: Client) -> None:
    recorded(loop)
    alike = [replace(row(amount), label="Honor") for amount in (300_000, 100_000, 200_000)]
    loop.document("apbdes", *alike, year=2027, on=date(2026, 8, 1))
    for address, lines in ((BUDGET, 4), (f"/anggaran/{KUTA_DALOM}/2027", 3)):
        for ending in ("xlsx", "csv"):
            content = b"".join(client.get(f"{address}.{ending}"))  # type: ignore[call-overload]
            sheet = checked("budgets", content, loop.people.user("tpid"), name=f"anggaran.{ending}")
            assert (sheet.counts, refused(sheet), doubts(sheet)) == ({"left": lines, "skipped": 0}, [], [])


def test_the_pages_lead_to_the_files(loop: Loop, client: Client) -> None:
    _first, revised = recorded(loop)
    page = client.get(BUDGET)
    assert "Unduh Excel: baris anggaran Unduh CSV: baris anggaran" in words(page)
    assert "Unduh Excel: dokumen Unduh CSV: dokumen" in words(page)
    for address in (f"{BUDGET}.xlsx", f"{BUDGET}/dokumen.csv"):
        assert f'href="{address}"' in page.content.decode()
    assert (
        f'href="/anggaran/dokumen/{revised.code}.csv"'
        in client.get(f"/anggaran/dokumen/{revised.code}").content.decode()
    )
    assert "Unduh" not in words(client.get(f"/anggaran/{KUTA_DALOM}/2030"))
    assert client.get(f"/anggaran/{KUTA_DALOM}/10000.csv").status_code == 404


def test_many_lines_take_no_more_queries_than_few(loop: Loop) -> None:
    client = signed_in(loop)
    recorded(loop)
    few = [queries_out(client, f"/anggaran/{KUTA_DALOM}/{year}") for year in ("2025.csv", "2025/dokumen.csv")]
    loop.document("apbdes", *(row(number * 1_000) for number in range(1, 40)), year=2027, on=date(2026, 8, 1))
    many = [
        queries_out(client, f"/anggaran/{KUTA_DALOM}/{year}") for year in ("2027.csv", "2027/dokumen.csv")
    ]
    assert many == few
