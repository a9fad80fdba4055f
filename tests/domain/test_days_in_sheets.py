"""Days in figures: which of day and month stands first is settled by the column, or said to be doubtful."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lestari.domain.budgets.models import PlanDocument
from lestari.domain.knowledge.models import IdeaCard
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.sheets.cells import Told, day_of, month_first, order_of
from lestari.foundation.sheets.work import work_on_one
from lestari.foundation.workflow.models import Stay
from tests.domain.builders import Loop
from tests.domain.pages import signed_in, words
from tests.sheets import checked, doubts, refused, written, xlsx
from tests.world import KUTA_DALOM

HEAD = ("Desa", "Bidang", "Judul", "Uraian", "Tahun", "Hasil", "Tanggal")


def idea(title: str, on: object) -> list[object]:
    return ["Campang", "Infrastruktur", title, "Memasang pipa", "2016", "Air sampai", on]


def handed_in() -> dict[str, date]:
    """On which day each card was handed in, by its title."""
    days = dict(Stay.objects.filter(state="handed_in").values_list("record", "since"))
    return {card.title: days[card.pk] for card in IdeaCard.objects.all()}


@pytest.mark.parametrize(
    ("cell", "order"),
    [
        ("03/04/2018", "either"),
        ("3-4-18", "either"),
        ("Selasa, 3.4.2018", "either"),
        ("25/04/2018", "day"),
        ("04/25/2018", "month"),
        ("12/31/18", "month"),
        ("31/12/18", "day"),
        ("04/04/2018", ""),
        ("31/31/2018", ""),
        ("2018-04-03", ""),
        ("3 April 2018", ""),
        ("04/2018", ""),
        ("2018", ""),
        (43193.0, ""),
        (date(2018, 4, 3), ""),
    ],
)
def test_what_a_day_shows_of_its_order(cell: object, order: str) -> None:
    assert order_of(cell) == order


@pytest.mark.parametrize("cell", ["35 Mei 2017", "35-5-17", "35 Mei 17", "31/31/2018", "5 Meo 2017"])
def test_what_is_no_day_is_said_again_as_it_was_written(cell: str) -> None:
    with pytest.raises(Refused) as refused:
        day_of(cell)
    assert str(refused.value) == f"“{cell}” bukan tanggal. Tulis misalnya 31 Desember 2019."


def test_a_day_with_the_month_first_is_read_so() -> None:
    assert month_first("04/25/2018") == day_of("25/04/2018") == Told(date(2018, 4, 25))
    assert month_first("4-3-18") == Told(date(2018, 4, 3))
    with pytest.raises(Refused):
        month_first("02/30/2018")


def test_a_day_that_can_be_meant_both_ways_is_marked_with_how_it_was_read(loop: Loop) -> None:
    content = xlsx(HEAD, idea("Pipa", "03/04/2018"), idea("Sumur", "5 Mei 2018"), idea("Kolam", "04/04/2018"))
    sheet = written("ideas", content, loop.people.user("tpid"))
    words = "“03/04/2018” dibaca 3 April 2018. Bila maksudnya 4 Maret 2018, tulis bulannya dengan huruf."
    assert (doubts(sheet), sheet.notes) == ([(2, "Tanggal diserahkan", words)], [])
    assert handed_in() == {"Pipa": date(2018, 4, 3), "Sumur": date(2018, 5, 5), "Kolam": date(2018, 4, 4)}


def test_another_row_of_the_column_that_has_the_day_first_settles_it(loop: Loop) -> None:
    content = xlsx(HEAD, idea("Pipa", "03/04/2018"), idea("Sumur", "25/04/2018"))
    sheet = written("ideas", content, loop.people.user("tpid"))
    assert (doubts(sheet), refused(sheet), sheet.notes) == ([], [], [])
    assert handed_in() == {"Pipa": date(2018, 4, 3), "Sumur": date(2018, 4, 25)}


def test_another_row_that_has_the_month_first_lets_the_column_be_read_so(loop: Loop) -> None:
    content = xlsx(HEAD, idea("Pipa", "03/04/2018"), idea("Sumur", "04/25/2018"), idea("Kolam", "02/30/2018"))
    sheet = written("ideas", content, loop.people.user("tpid"))
    assert sheet.counts == {"added": 2, "refused": 1, "skipped": 0}
    assert [(row, column) for row, column, _words in refused(sheet)] == [(4, "Tanggal diserahkan")]
    assert (doubts(sheet), handed_in()) == ([], {"Pipa": date(2018, 3, 4), "Sumur": date(2018, 4, 25)})
    assert checked("ideas", content, loop.people.user("tpid")).notes == [
        "Kolom “Tanggal diserahkan” dibaca bulan dahulu, sebab di baris 3 tertulis “04/25/2018”."
    ]


def test_rows_that_contradict_each_other_settle_nothing(loop: Loop) -> None:
    content = xlsx(HEAD, idea("Pipa", "03/04/2018"), idea("Sumur", "25/04/2018"), idea("Kolam", "04/25/2018"))
    sheet = checked("ideas", content, loop.people.user("tpid"))
    assert [(row, column) for row, column, _words in doubts(sheet)] == [(2, "Tanggal diserahkan")]
    assert refused(sheet) == [
        (4, "Tanggal diserahkan", "“04/25/2018” bukan tanggal. Tulis misalnya 31 Desember 2019.")
    ]


def test_each_column_is_settled_by_itself_and_a_doubt_outlives_the_refusal_of_a_neighbour(loop: Loop) -> None:
    head = ("Desa", "Dokumen", "Tahun", "Tanggal", "Kode kegiatan", "Rekening", "Sumber", "Anggaran")
    about = ("Kuta Dalom", "APBDes", 2019, "03/01/2019")
    rows = [
        (*about, "2.4.01", "5.3", "DD", 1_000),
        (*about[:2], 2020, "04/01/2019", "2.4.01", "5.3", "DD", 1_000),
    ]
    faulty = ("Campang", "APBDes", 2019, "03/01/2019", "9.9.99", "5.3", "DD", 1_000)
    sheet = written("budgets", xlsx(head, *rows, faulty), loop.people.user("tpid"))
    assert sheet.counts == {"added": 2, "refused": 1, "skipped": 0}
    assert [(row, column) for row, column, _words in doubts(sheet)] == [
        (2, "Tanggal ditetapkan"),
        (3, "Tanggal ditetapkan"),
    ]
    client = signed_in(loop, "tpid")
    file = SimpleUploadedFile("apbdes.xlsx", xlsx(head, *([("Landbaw", *rows[0][1:])] * 3)))
    address = client.post("/lembar/kirim", {"kind": "budgets", "file": file})["Location"]
    work_on_one()
    once = (
        "1 hal untuk diperiksa Baris Kolom Catatan Baris 2 dan 2 lagi Tanggal ditetapkan “03/01/2019” dibaca"
    )
    assert once in words(client.get(address))
    assert set(PlanDocument.objects.values_list("dated", flat=True)) == {date(2019, 1, 3), date(2019, 1, 4)}


def test_a_day_told_once_for_all_rows_is_doubtful_too(loop: Loop) -> None:
    head = ("Kode kegiatan", "Rekening", "Sumber", "Anggaran")
    told = {"code": KUTA_DALOM, "kind": "APBDes", "year": "2019", "on": "03/01/2019"}
    sheet = checked("budgets", xlsx(head, ("2.4.01", "5.3", "DD", 1_000)), loop.people.user("tpid"), **told)
    assert (sheet.counts, sheet.notes) == (
        {"added": 1, "skipped": 0},
        [
            "Tanggal ditetapkan: “03/01/2019” dibaca 3 Januari 2019. Bila maksudnya 1 Maret 2019, tulis bulannya dengan huruf."
        ],
    )
