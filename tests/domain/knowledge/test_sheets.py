"""Cards and documents come in by sheets: each step by whoever may, and the same sheet goes on where the last one stopped."""

from __future__ import annotations

from datetime import date

from lestari.domain.knowledge.models import IdeaCard, Innovation
from lestari.foundation.sheets.kinds import SHEETS
from lestari.foundation.sheets.running import actors_of
from lestari.foundation.sheets.undoing import undo
from lestari.foundation.sheets.writing import empty_sheet
from tests.domain.builders import SECTIONS, Loop
from tests.domain.pages import signed_in
from tests.sheets import doubts, refused, rows_of, written, xlsx

IDEAS = ("Pekon", "Bidang", "Judul", "Uraian", "Tahun", "Hasil", "Tanggal", "Status")


def idea(village: str, title: str, field: str = "Infrastruktur", **other: object) -> list[object]:
    told = {
        "what": "Memasang pipa",
        "since": "2016",
        "result": "Air sampai",
        "on": "Mei 2018",
        "state": None,
    } | other
    return [village, field, title, *told.values()]


def test_cards_come_in_once_and_doubles_are_shown(loop: Loop) -> None:
    content = xlsx(
        IDEAS,
        idea("Campang", "Pipa air bersih"),
        idea("Campang", "Pipa air bersih", field="SDM"),
        idea("Campang", "Pipa air berssih"),
        idea("Landbaw", "Kebun kopi", field="Kesenian"),
        idea("Landbaw", "Bank sampah", since=2019),
        idea("Landbaw", "Sumur", state="Diterima"),
    )
    sheet = written("ideas", content, loop.people.user("tpid"))
    assert sheet.counts == {"added": 3, "left": 1, "refused": 2, "skipped": 0}
    assert refused(sheet) == [
        (5, "Bidang", "“Kesenian” tidak dikenal. Tulis salah satu: Infrastruktur, Kewirausahaan, SDM."),
        (6, "Sejak tahun", "Kartu Ide menceritakan yang sudah dilakukan. Tahun 2019 belum tiba."),
    ]
    assert [(row, column) for row, column, _words in doubts(sheet)] == [(4, "Judul"), (7, "")]
    assert set(IdeaCard.objects.values_list("title", "state")) == {
        ("Pipa air bersih", "handed_in"), ("Pipa air berssih", "handed_in"), ("Sumur", "handed_in"),
    }  # fmt: skip
    assert written("ideas", content, loop.people.user("tik")).counts["changed"] == 1
    assert IdeaCard.objects.get(title="Sumur").state == "identified"


def test_cards_are_taken_back_unless_somebody_went_on_with_one(loop: Loop) -> None:
    tpid = loop.people.user("tpid")
    sheet = written("ideas", xlsx(IDEAS, idea("Campang", "Pipa"), idea("Campang", "Sumur")), tpid)
    loop.do("idea.identify", loop.tik(), IdeaCard.objects.get(title="Pipa"))
    undo(sheet, actors_of(sheet))
    assert (sheet.state, sheet.notes) == (
        "done",
        [
            "Lembar ini tidak dapat diurungkan lagi sekaligus: 1 catatannya sudah dilanjutkan orang. Batalkan satu per satu."
        ],
    )
    assert not IdeaCard.objects.filter(state="void").exists()
    other = written("ideas", xlsx(IDEAS, idea("Landbaw", "Kolam")), tpid)
    undo(other, actors_of(other))
    assert (other.state, IdeaCard.objects.get(title="Kolam").state) == ("undone", "void")


def test_a_whole_document_comes_in_by_the_people_whose_steps_they_are(loop: Loop) -> None:
    labels = {column.name: str(column.label) for column in SHEETS["innovations"].columns}
    told = {
        name: value
        for section in SECTIONS.values()
        for name, value in section.items()
        if name in labels and value
    }
    told |= {"village": "Campang", "on": "6 Mei 2018", "published_on": "19/8/2018"}
    content = xlsx([labels[name] for name in told], list(told.values()))
    alone = written("innovations", content, loop.people.user("tpid"))
    assert (alone.counts, refused(alone)) == ({"added": 1, "skipped": 0}, [])
    assert [words for _row, _column, words in doubts(alone)] == [
        "Langkah berikutnya menunggu orang lain: “Terima sebagai inovasi” dicatat oleh TIK."
    ]
    assert not Innovation.objects.exists()

    together = written("innovations", content, loop.people.user("tpid"), loop.people.user("tik"))
    assert (together.counts, refused(together), doubts(together)) == ({"changed": 1, "skipped": 0}, [], [])
    made = Innovation.objects.get()
    assert (made.state, made.published_on, made.cost) == ("published", date(2018, 8, 19), 86_400_000)
    again = written("innovations", content, loop.people.user("tpid"), loop.people.user("tik"))
    assert again.counts == {"left": 1, "skipped": 0}

    client = signed_in(loop, "tpid")
    whole = b"".join(client.get("/katalog.xlsx"))
    assert written("innovations", whole, loop.people.user("tpid"), loop.people.user("tik")).counts == {
        "left": 1,
        "skipped": 0,
    }
    assert "Sekretaris pekon" not in b"".join(client.get("/katalog.csv?bidang=economy")).decode()


def test_every_empty_sheet_comes_in_with_its_example(loop: Loop) -> None:
    people = [loop.people.user("tpid"), loop.people.user("tik"), loop.people.user("administrator")]
    loop.innovation(on=date(2017, 2, 1), year_started=2015, code="18.06.20.2004")
    for key in ("ideas", "innovations", "budgets", "people", "commitments"):
        content = empty_sheet(SHEETS[key])
        assert rows_of(content)[0][:3] == [str(column.label) for column in SHEETS[key].columns][:3]
        sheet = written(key, content, *people)
        assert (key, refused(sheet), sheet.counts.get("refused", 0)) == (key, [], 0)
        assert sheet.counts["added"] == 1
