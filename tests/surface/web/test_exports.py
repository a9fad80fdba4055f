"""What waits for somebody and the regions go out as files; the regions come in again as a list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from lestari.foundation.regions.models import Region
from lestari.foundation.regions.newer import compare
from lestari.foundation.sheets.models import Import
from lestari.foundation.sheets.writing import csv_pieces
from lestari.surface.cli.main import main
from lestari.surface.cli.newer_regions import listed
from tests.domain.builders import Loop
from tests.domain.pages import signed_in, words
from tests.sheets import checked, queries_out, rows_out, xlsx
from tests.world import CAMPANG, ELSEWHERE, GISTING, KUTA_DALOM, TANGGAMUS

TASKS = ["Kode", "Judul", "Wilayah", "Jenis", "Keadaan", "Langkah", "Menunggu", "Sejak", "Tenggat"]
PEOPLE = ["Nama", "Nama pengguna", "Peran", "Wilayah tugas"]
REGIONS = ["Kode", "Nama", "Jenis", "Bagian dari", "Inovasi", "Komitmen"]


def test_what_waits_for_me_goes_out_of_the_kind_that_is_chosen(loop: Loop) -> None:
    promise = loop.pledge(loop.innovation(title="=1+1"))
    card = loop.idea(KUTA_DALOM)
    loop.pledge(promise.innovation, ELSEWHERE)
    told = [promise.code, promise.title, "Pekon Kuta Dalom", "Komitmen", "Dijanjikan", "Catat di RKPDes", "Petugas desa atau TPID", date(2026, 8, 11), date(2026, 8, 18)]  # fmt: skip
    officer, tik = signed_in(loop), signed_in(loop, "tik")
    assert rows_out(officer, "/tugas.xlsx") == [TASKS, told]
    as_text = [str(cell) for cell in told]
    as_text[1] = f"'{promise.title}"
    assert rows_out(officer, "/tugas.csv") == [TASKS, as_text]

    waiting = rows_out(tik, "/tugas.xlsx")[1:]
    assert [row[0] for row in waiting] == [card.code]
    assert [row[0] for row in rows_out(tik, "/tugas/lain.xlsx")[1:]] == [promise.code]
    assert rows_out(tik, "/tugas.csv?jenis=knowledge.IdeaCard")[1:] == rows_out(tik, "/tugas.csv")[1:]
    assert rows_out(tik, "/tugas.csv?jenis=commitments.Commitment") == rows_out(
        tik, "/tugas.csv"
    )  # as the page
    assert "Unduh Excel Unduh CSV" in words(officer.get("/tugas"))
    assert "Unduh Excel Unduh CSV" in words(tik.get("/tugas/lain"))
    assert "Unduh" not in words(signed_in(loop, "province").get("/tugas"))


def test_many_tasks_take_no_more_queries_than_few(loop: Loop) -> None:
    innovation, tpid = loop.innovation(), signed_in(loop, "tpid")
    loop.pledge(innovation)
    addresses = ("/tugas.csv", "/tugas/lain.csv")
    few = [queries_out(tpid, address) for address in addresses]
    for _number in range(5):
        loop.pledge(innovation)
    assert [queries_out(tpid, address) for address in addresses] == few
    assert len(rows_out(tpid, "/tugas.csv")) + len(rows_out(tpid, "/tugas/lain.csv")) == 8


def test_a_region_goes_out_with_all_that_lies_in_it(loop: Loop, client: Client) -> None:
    innovation = loop.innovation()
    loop.pledge(innovation)
    loop.pledge(innovation, ELSEWHERE)
    rows = rows_out(client, f"/wilayah/{GISTING}.xlsx")
    assert rows[:4] == [
        REGIONS,
        [GISTING, "Gisting", "Kecamatan", "Kabupaten Tanggamus", 1, 1],
        ["18.06.20.2001", "Banjar Manis", "Pekon", "Kecamatan Gisting", 0, 0],
        [CAMPANG, "Campang", "Pekon", "Kecamatan Gisting", 1, 0],
    ]
    assert len(rows) == 1 + 1 + 9
    assert rows_out(client, f"/wilayah/{GISTING}.csv")[4] == [KUTA_DALOM, "Kuta Dalom", "Pekon", "Kecamatan Gisting", "0", "1"]  # fmt: skip
    province = rows_out(client, "/wilayah/18.xlsx")
    assert province[1] == ["18", "Lampung", "Provinsi", "", 1, 2]
    assert [row[0] for row in province if row[2] == "Kabupaten"] == [TANGGAMUS, "18.10"]
    assert rows_out(client, "/wilayah/ID.csv") == rows_out(client, "/wilayah/18.csv")
    assert client.get("/wilayah/18.99.csv").status_code == 404
    assert "Unduh Excel: semua wilayah Unduh CSV: semua wilayah" in words(client.get(f"/wilayah/{GISTING}"))
    assert "Unduh" not in words(client.get(f"/wilayah/{CAMPANG}"))
    assert queries_out(client, f"/wilayah/{GISTING}.csv") == queries_out(client, "/wilayah/18.csv")


def test_the_whole_country_goes_out_to_everybody(loop: Loop, client: Client) -> None:
    everything = rows_out(client, "/wilayah/ID.csv")
    assert [[str(cell or "") for cell in row[:4]] for row in rows_out(client, "/wilayah/ID.xlsx")] == [
        row[:4] for row in everything
    ]
    assert everything[0] == rows_out(client, "/wilayah/18.xlsx")[0] == REGIONS


def test_csv_goes_out_in_pieces_while_the_rows_are_read() -> None:
    read = []

    def rows() -> Iterator[list[object]]:
        for number in range(20_000):
            read.append(number)
            yield [number, "=Pekon", None]

    pieces = csv_pieces(rows())
    first = next(pieces)
    assert first.startswith(b"\xef\xbb\xbf0,'=Pekon,\r\n1,'=Pekon,\r\n")
    assert len(read) < 8_000
    sizes = [len(first), *map(len, pieces)]
    assert max(sizes) < 70_000
    assert (len(sizes), len(read)) == (5, 20_000)


@pytest.mark.parametrize("code", ["ID", "18", TANGGAMUS, GISTING, CAMPANG])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_regions_that_went_out_come_in_again_without_a_change(
    regions: dict[str, Region],
    client: Client,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    code: str,
    ending: str,
) -> None:
    file = tmp_path / f"wilayah.{ending}"
    file.write_bytes(b"".join(client.get(f"/wilayah/{code}.{ending}")))  # type: ignore[call-overload]
    assert main(["import", "regions", str(file)]) == 0
    assert capsys.readouterr().out == "new 0, recoded 0, moved 0, renamed 0, gone 0\n"
    without = listed(file)
    if code == GISTING:
        del without["18.06.20.2001"]
        assert [(one.kind, one.old_code) for one in compare(without)] == [("gone", "18.06.20.2001")]


def test_the_sheets_that_one_sent_go_out_with_what_became_of_their_rows(loop: Loop) -> None:
    officer, tpid = loop.people.user("village_officer", KUTA_DALOM), loop.people.user("tpid")
    one = ["Sri", "sri", "TPID", GISTING]
    checked("people", xlsx(PEOPLE, one, ["Budi", "budi", "TPID", "18.99"]), officer, name="=orang.xlsx")
    checked("people", xlsx(PEOPLE, one), tpid)
    head = ["Berkas", "Isi", "Dikirim", "Keadaan", "Ditambah", "Diubah", "Tetap", "Ditolak"]
    told = ["=orang.xlsx", "Orang dan peran", date(2026, 8, 11), "Sudah diperiksa", 0, 0, 0, 2]

    assert rows_out(signed_in(loop), "/lembar.xlsx") == [head, told]
    assert len(rows_out(signed_in(loop, "tpid"), "/lembar.csv")) == 2
    assert "Unduh Excel Unduh CSV" in words(signed_in(loop).get("/lembar"))
    assert "Unduh" not in words(signed_in(loop, "tik").get("/lembar"))


def test_a_long_list_of_sheets_has_pages(loop: Loop) -> None:
    tpid = signed_in(loop, "tpid")
    for number in range(21):
        Import.objects.create(kind="people", name=f"{number}.csv", person=loop.people.user("tpid"))
    assert (
        "20.csv" in words(tpid.get("/lembar")),
        "0.csv Orang" in words(tpid.get("/lembar?halaman=2")),
    ) == (
        True,
        True,
    )
    assert len(rows_out(tpid, "/lembar.csv")) == 22
