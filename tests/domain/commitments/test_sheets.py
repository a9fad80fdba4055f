"""Promises come in by the sheets that offices keep: as messy as they are, checked, written, undone, and written again."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lestari.domain.commitments.models import Commitment
from lestari.domain.commitments.queries import thread
from lestari.foundation.kernel.errors import Changed
from lestari.foundation.ledger.models import Event
from lestari.foundation.sheets import running
from lestari.foundation.sheets.models import Import
from lestari.foundation.sheets.running import actors_of
from lestari.foundation.sheets.undoing import undo
from lestari.foundation.sheets.work import work_on_one
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.models import Stay
from tests.domain.builders import Loop
from tests.domain.pages import MOST_QUERIES, queries, signed_in, words
from tests.sheets import checked, doubts, refused, rows_of, written, xlsx
from tests.world import KUTA_DALOM

HEAD = ("No", "NAMA PEKON/DESA", "Kec.", "Inovasi yang direplikasi", "Cara", "Dusun", "T.A.", "Vol", "Satuan", "Anggaran (Rp)", "Sumber Dana", "PJ", "Tgl. Komitmen")  # fmt: skip
PIPA = "Pipa gravitasi air bersih dari mata air Way Semaka"


def row(number: int, village: str, **other: object) -> list[object]:
    told = {
        "district": "Kec. Gisting", "innovation": PIPA, "mode": "replikasi", "place": "Dusun 3", "year": 2026.0, "volume": "1.200,5", "unit": "m",
        "cost": "Rp 86.400.000,-", "source": "Dana Desa", "who": "Kaur Perencanaan", "on": "12 Maret 2026",
    }  # fmt: skip
    return [float(number), village, *(told | other).values()]


def test_a_sheet_with_names_instead_of_codes_comes_in_as_promises(loop: Loop) -> None:
    loop.innovation()
    title = [None, "REKAP KARTU KOMITMEN"], [None, "Kabupaten Tanggamus"], []
    content = xlsx(
        *title,
        HEAD,
        row(1, "Kuta Dalom"),
        row(2, "Pekon Gisting Atas", on="12/3/26", cost="5.7e+07", source="ADD"),
        [None, "JUMLAH", None, None, None, None, None, None, None, 143400000],
        row(3, "Landbaw", on="Maret 2026"),
        row(4, "Kuta Entah"),
        row(5, "Landbaw", unit="gelas"),
    )
    sheet = checked("commitments", content, loop.people.user("tpid"))
    assert sheet.counts == {"added": 3, "refused": 2, "skipped": 1}
    assert refused(sheet) == [
        (9, "Desa", "Tidak ada desa bernama “Kuta Entah”. Periksa ejaannya, atau tulis kodenya."),
        (10, "Satuan", "“gelas” tidak dikenal. Tulis salah satu: unit, meter, meter persegi, paket, orang, kelompok, rumah, ekor, hektare, titik."),
    ]  # fmt: skip
    assert not Commitment.objects.exists()

    sheet = written("commitments", content, loop.people.user("tpid"))
    assert sheet.counts == {"added": 3, "refused": 2, "skipped": 1}
    made = Commitment.objects.order_by("region__name")
    assert [(one.region.name, one.estimated_cost, one.planned_source, one.unit) for one in made] == [
        ("Gisting Atas", 57_000_000, "ADD", "meter"),
        ("Kuta Dalom", 86_400_000, "DD", "meter"),
        ("Landbaw", 86_400_000, "DD", "meter"),
    ]
    assert {(e.effective_on, e.about, e.whence) for e in Event.objects.filter(kind="commitment.pledge")} == {
        (date(2026, 3, 12), "day", "sheet"),
        (date(2026, 3, 1), "month", "sheet"),
    }

    again = written("commitments", content, loop.people.user("tpid"))
    assert again.counts == {"left": 3, "refused": 2, "skipped": 1}
    assert Commitment.objects.count() == 3

    undo(sheet, actors_of(sheet))
    assert (sheet.state, set(Commitment.objects.values_list("state", flat=True))) == ("undone", {"void"})
    anew = written("commitments", content, loop.people.user("tpid"))
    assert anew.counts == {"added": 3, "refused": 2, "skipped": 1}


WHAT_CHANGES = "Tulis apa yang diubah, karena caranya adopsi. Bila sama dengan aslinya, pilih replikasi."


def test_what_an_adoption_changes_is_asked_of_new_promises_and_is_a_doubt_of_old_ones(loop: Loop) -> None:
    loop.innovation(on=date(2017, 2, 1), year_started=2015)
    content = xlsx(
        (*HEAD, "Yang diubah"),
        [*row(1, "Kuta Dalom", mode="adopsi"), ""],
        [*row(2, "Landbaw", mode="adopsi"), "Pipa lebih kecil"],
        [*row(3, "Gisting Atas", mode="adopsi", year=2018, on="12 Mei 2017"), ""],
    )
    sheet = written("commitments", content, loop.people.user("tpid"))

    assert sheet.counts == {"added": 2, "refused": 1, "skipped": 0}
    assert refused(sheet) == [(2, "Yang diubah", WHAT_CHANGES)]
    assert doubts(sheet) == [(4, "Yang diubah", "Tidak tertulis apa yang diubah.")]
    again = written("commitments", content, loop.people.user("tpid"))
    assert (again.counts, doubts(again)) == ({"left": 2, "refused": 1, "skipped": 0}, [])


HISTORY = ("Desa", "Kode desa", "Inovasi", "Cara meniru", "Lokasi", "Tahun", "Volume", "Satuan", "Perkiraan biaya", "Sumber", "Penanggung jawab", "Tanggal kartu", "Status", "Kode kegiatan", "Rekening", "Tgl APBDes", "Jumlah APBDes", "Tanggal selesai", "Realisasi", "Hasil", "Tanggal verifikasi")  # fmt: skip


def told(village: str, code: str = "", **other: object) -> list[object]:
    about = {
        "innovation": PIPA, "mode": "Replikasi", "place": "Dusun 1", "year": "2018", "volume": 300, "unit": "meter", "cost": 90_000_000,
        "source": "DD", "who": "Sekdes", "on": "2017", "state": "selesai", "activity": "02.04.01.", "account": "belanja modal",
        "budgeted": "28-12-17", "amount": 85_000_000, "done": "Agustus 2018", "spent": "84.000.000", "result": "Air mengalir", "verified": None,
    }  # fmt: skip
    return [village, code, *(about | other).values()]


def test_a_promise_of_2018_comes_in_with_the_steps_it_went_through(loop: Loop) -> None:
    loop.innovation(on=date(2017, 2, 1), year_started=2015)
    code = KUTA_DALOM.replace(".", "")
    content = xlsx(HISTORY, told("Kuta Dalom", code), told("Kuta Dalom", code, place="Dusun 2"))
    sheet = written("commitments", content, loop.people.user("tpid"))
    assert (refused(sheet), sheet.counts) == ([], {"added": 2, "skipped": 0})
    one = Commitment.objects.get(place="Dusun 1")
    assert one.state == "realised"
    assert list(Stay.objects.filter(record=one.pk).order_by("id").values_list("state", "since", "about")) == [
        ("pledged", date(2017, 2, 1), "year"),
        ("planned", date(2017, 2, 1), "year"),
        ("budgeted", date(2017, 12, 28), "day"),
        ("realised", date(2018, 8, 1), "month"),
    ]
    page = words(signed_in(loop, "tpid").get(f"/komitmen/{one.code}"))
    assert "berlaku Agustus 2018 · dari lembar · kertas belum ada" in page
    assert "berlaku 28 Desember 2017 · dari lembar" in page
    knots = {knot.key: knot.lines for knot in thread(one)}
    assert (knots["bursa"][0], knots["plan"], knots["budget"]) == (
        "2017",
        ("2017",),
        ("28\u00a0Des\u00a02017",),
    )
    undo(sheet, actors_of(sheet))
    assert sheet.state == "undone", sheet.notes


def test_the_list_goes_out_as_it_is_filtered_and_comes_in_again_without_a_change(loop: Loop) -> None:
    loop.innovation(on=date(2017, 2, 1), year_started=2015)
    code = KUTA_DALOM.replace(".", "")
    content = xlsx(
        HISTORY,
        told("Kuta Dalom", code),
        told(
            "Kuta Dalom",
            code,
            place="@RT 4",
            year=2019,
            budgeted="28-12-18",
            on="Maret 2018",
            done="Mei 2019",
        ),
    )
    assert refused(written("commitments", content, loop.people.user("tpid"))) == []
    client = signed_in(loop, "tpid")
    sent = b"".join(client.get("/komitmen.xlsx?tahun=2018"))
    (head, row) = rows_of(sent)
    told_row = dict(zip(head, row, strict=True))
    assert told_row["Kode desa"] == KUTA_DALOM
    assert (told_row["Perkiraan biaya"], told_row["Jumlah APBDes"], told_row["Volume"]) == (
        90_000_000,
        85_000_000,
        300,
    )
    assert (told_row["Tanggal masuk APBDes"], told_row["Tanggal selesai"]) == (
        date(2017, 12, 28),
        "Agustus 2018",
    )

    everything = b"".join(client.get("/komitmen.csv")).decode()
    assert everything.startswith("\ufeffKabupaten,Kecamatan,Desa,Kode desa,")
    assert "'@RT 4" in everything
    for ending, whole in (("csv", everything.encode()), ("xlsx", b"".join(client.get("/komitmen.xlsx")))):
        again = written("commitments", whole, loop.people.user("tpid"), name=f"komitmen.{ending}")
        assert (again.counts, refused(again), doubts(again)) == ({"left": 2, "skipped": 0}, [], [])


def test_a_dropped_promise_comes_in_again_as_itself_and_drops_no_other(loop: Loop) -> None:
    innovation = loop.innovation()
    first = loop.pledge(innovation, place="Dusun 3")
    loop.back("drop", first, date(2025, 6, 2))
    tpid = loop.people.user("tpid")
    client = signed_in(loop, "tpid")
    alone = b"".join(client.get("/komitmen.xlsx"))
    assert checked("commitments", alone, tpid).counts == {"left": 1, "skipped": 0}

    second = loop.pledge(innovation, place="Dusun 3", on=date(2025, 7, 1))
    for ending in ("csv", "xlsx"):
        whole = b"".join(client.get(f"/komitmen.{ending}"))
        again = written("commitments", whole, tpid, name=f"komitmen.{ending}")
        assert (again.counts, refused(again), doubts(again)) == ({"left": 2, "skipped": 0}, [], [])
    assert dict(Commitment.objects.values_list("pk", "state")) == {first.pk: "dropped", second.pk: "pledged"}

    head, *rows = rows_of(whole)
    (promised,) = (line for line in rows if line[head.index("Keadaan")] == "Dijanjikan")
    stopped = {"Keadaan": "Tidak dilanjutkan", "Tanggal dihentikan": date(2025, 8, 1), "Alasan": "Musyawarah"}
    for name, cell in stopped.items():
        promised[head.index(name)] = cell
    assert written("commitments", xlsx(head, *rows), tpid).counts == {"left": 1, "changed": 1, "skipped": 0}
    assert dict(Commitment.objects.values_list("pk", "state")) == {first.pk: "dropped", second.pk: "dropped"}
    assert written("commitments", xlsx(head, *rows), tpid).counts == {"left": 2, "skipped": 0}


def test_a_list_comes_in_again_whole_though_an_innovation_was_withdrawn_since(loop: Loop) -> None:
    innovation = loop.innovation(on=date(2017, 2, 1), year_started=2015)
    tpid = loop.people.user("tpid")
    code = KUTA_DALOM.replace(".", "")
    rows = [told("Kuta Dalom", code, place=place) for place in ("Dusun 1", "Dusun 2", "Dusun 3")]
    assert written("commitments", xlsx(HISTORY, *rows), tpid).counts == {"added": 3, "skipped": 0}
    loop.back("drop", loop.pledge(innovation, place="Dusun 8"), date(2026, 6, 2))
    whole = b"".join(signed_in(loop, "tpid").get("/komitmen.xlsx"))
    loop.do("innovation.withdraw", loop.tik(), innovation, reason="Isinya keliru")

    assert checked("commitments", whole, tpid).counts == {"left": 4, "skipped": 0}
    new = told("Kuta Dalom", code, place="Dusun 9")
    by_title = checked("commitments", xlsx(HISTORY, *rows, new), tpid)
    assert by_title.counts == {"left": 3, "refused": 1, "skipped": 0}
    assert refused(by_title) == [
        (5, "Inovasi yang ditiru", f"Tidak ada inovasi terbit bernama “{PIPA}”. Tulis judul atau kodenya seperti di katalog.")
    ]  # fmt: skip


def test_a_new_row_is_of_the_innovation_of_that_name_that_is_published(loop: Loop) -> None:
    old = loop.innovation()
    loop.pledge(old, place="Dusun 3", year=2026)
    loop.do("innovation.withdraw", loop.tik(), old, reason="Isinya keliru")
    anew = loop.innovation("18.06.20.2004")
    content = xlsx(HEAD, row(1, "Kuta Dalom"), row(2, "Landbaw"))
    assert written("commitments", content, loop.people.user("tpid")).counts == {
        "added": 1,
        "left": 1,
        "skipped": 0,
    }
    assert Commitment.objects.get(region__name="Landbaw").innovation == anew


def test_a_row_that_waits_for_its_budget_is_not_refused_with_another(loop: Loop) -> None:
    loop.innovation()
    loop.plan_line(year=2026)
    content = xlsx(
        (*HEAD, "Tanggal masuk RKPDes"),
        [*row(1, "Kuta Dalom"), date(2026, 3, 20)],
        [*row(2, "Kuta Dalom", place="Dusun 4", unit="gelas"), date(2026, 3, 20)],
    )
    found = checked("commitments", content, loop.people.user("tpid"))
    assert [number for number, _column, _words in refused(found)] == [3]


def test_who_does_not_begin_a_promise_is_told_so_before_and_by_each_row_who_does(loop: Loop) -> None:
    loop.innovation()
    page = words(signed_in(loop, "tik").get("/lembar"))
    assert "Komitmen “Buat komitmen” dicatat oleh Petugas desa, TPID atau Pendamping; dari lembar Anda dicatat “Verifikasi hasil”." in page  # fmt: skip
    assert "Komitmen “Buat" not in words(signed_in(loop, "tpid").get("/lembar"))

    sheet = checked("commitments", xlsx(HEAD, row(1, "Kuta Dalom")), loop.people.user("tik"))
    assert refused(sheet) == [(2, "", "“Buat komitmen” dicatat oleh Petugas desa, TPID atau Pendamping.")]


def test_a_village_outside_the_own_area_is_named(loop: Loop) -> None:
    loop.innovation()
    content = xlsx(HEAD, row(1, "Kuta Dalom"))
    sheet = checked("commitments", content, loop.people.user("tpid", "18.06.11"))
    assert refused(sheet) == [(2, "", "Kuta Dalom — Gisting, Tanggamus di luar wilayah tugas Anda.")]


def test_a_whole_walk_in_the_browser(loop: Loop) -> None:
    loop.innovation()
    client = signed_in(loop, "tpid")
    assert "Komitmen" in words(client.get("/lembar"))
    empty = client.post("/lembar/kirim", {"kind": "commitments"})
    assert (empty.status_code, "Pilih dahulu berkasnya." in words(empty)) == (422, True)

    content = xlsx(HEAD, row(1, "Kuta Dalom"), row(2, "Kuta Entah"))
    sent = client.post(
        "/lembar/kirim", {"kind": "commitments", "file": SimpleUploadedFile("rekap.xlsx", content)}
    )
    page = client.get(sent["Location"])
    assert ("Menunggu diperiksa" in words(page), page["Refresh"]) == (True, "2")
    assert work_on_one()
    page = client.get(sent["Location"])
    assert "Refresh" not in page
    assert "Ditambah 1, diubah 0, ditolak 1 Belum ada yang ditulis." in words(page)
    assert "Baris 3 Desa Tidak ada desa bernama “Kuta Entah”." in words(page)
    assert not Commitment.objects.exists()

    client.post(f"{sent['Location']}/terapkan")
    assert work_on_one()
    assert not work_on_one()
    assert "Ditambah 1, diubah 0, ditolak 1" in words(client.get(sent["Location"]))
    assert [one.region.code for one in Commitment.objects.all()] == [KUTA_DALOM]
    assert queries(client, sent["Location"]) <= MOST_QUERIES

    back = rows_of(client.get(f"{sent['Location']}/ditolak").content)
    assert (back[0][-1], back[1][-1]) == (
        "Catatan",
        "Desa: Tidak ada desa bernama “Kuta Entah”. Periksa ejaannya, atau tulis kodenya.",
    )
    mended = [
        ["Kuta Dalom" if cell == "Kuta Entah" else "Dusun 9" if cell == "Dusun 3" else cell for cell in line]
        for line in back
    ]
    assert written("commitments", xlsx(*mended), loop.people.user("tpid")).counts == {
        "added": 1,
        "skipped": 0,
    }

    assert "Urungkan lembar" in words(client.get(f"{sent['Location']}/urungkan"))
    client.post(f"{sent['Location']}/urungkan")
    assert work_on_one()
    undone = words(client.get(sent["Location"]))
    assert "Sudah diurungkan Yang ditambah lembar ini (1 baris) dan yang diubahnya (0 baris) sudah dibatalkan." in undone  # fmt: skip
    assert signed_in(loop, "tpid", "18.06.11").get(sent["Location"]).status_code == 404


def test_a_heading_that_nobody_knows_is_shown_once_and_remembered_for_the_office(loop: Loop) -> None:
    loop.innovation()
    client = signed_in(loop, "tpid")
    head = ["Bobot" if name == "Vol" else name for name in HEAD]
    content = xlsx(head, row(1, "Kuta Dalom"))
    sent = client.post(
        "/lembar/kirim", {"kind": "commitments", "file": SimpleUploadedFile("rekap.xlsx", content)}
    )
    work_on_one()
    page = words(client.get(sent["Location"]))
    assert "Ada yang belum tertulis di lembar ini" in page
    chosen = {
        f"k{place}": name
        for place, name in enumerate(
            [
                "-",
                "village",
                "district",
                "innovation",
                "mode",
                "place",
                "year",
                "volume",
                "unit",
                "estimated_cost",
                "planned_source",
                "responsible",
                "on",
            ]
        )
    }
    client.post(f"{sent['Location']}/kolom", {"head": "1", **chosen})
    work_on_one()
    assert "Ditambah 1, diubah 0, ditolak 0" in words(client.get(sent["Location"]))
    assert checked("commitments", xlsx(head, row(1, "Landbaw")), loop.people.user("tpid")).counts == {
        "added": 1,
        "skipped": 0,
    }
    assert checked("commitments", xlsx(head, row(1, "Landbaw")), loop.people.user("tpid", "18.06.11")).layout[
        "missing"
    ] == ["volume"]


def test_two_columns_of_one_heading_keep_their_own_days_and_are_remembered_by_the_row_above(
    loop: Loop,
) -> None:
    loop.innovation()
    client = signed_in(loop, "tpid")
    upper = [*HEAD[:-1], "Kartu", "Musdes", "Perdes", None]
    lower = [*(None for _name in HEAD[:-1]), "Tanggal", "Tanggal", "Tanggal", "Jumlah (Rp)"]
    days = ["September 2025", "28 Desember 2025", 86_400_000.0]
    content = xlsx(
        upper,
        lower,
        [*row(1, "Kuta Dalom", on="12 Maret 2025"), *days],
        [*row(2, "Kuta Entah", on="12 Maret 2025"), *days],
    )
    sent = client.post(
        "/lembar/kirim", {"kind": "commitments", "file": SimpleUploadedFile("a.xlsx", content)}
    )
    work_on_one()
    sheet = Import.objects.get()
    page = words(client.get(sent["Location"]))
    assert "Kolom “Musdes Tanggal” tidak dibaca. Kolom “Perdes Tanggal” tidak dibaca." in page
    assert "Musdes Tanggal Misalnya September 2025" in page
    now = {f"k{place}": name for name, place in sheet.layout["places"].items()}
    chosen = {f"k{place}": "-" for place in range(len(upper))} | now
    chosen |= {"k13": "planned_on", "k14": "budgeted_on", "k15": "amount"}
    client.post(f"{sent['Location']}/kolom", {"head": 2, **chosen})
    work_on_one()

    tpid = loop.people.user("tpid")
    read = {"on": 12, "planned_on": 13, "budgeted_on": 14, "amount": 15}
    again = checked("commitments", content, tpid).layout["places"]
    assert {name: again.get(name) for name in read} == read
    back = rows_of(client.get(f"{sent['Location']}/ditolak").content)
    assert {"Kartu Tanggal", "Musdes Tanggal", "Perdes Tanggal", "Jumlah (Rp)"} <= set(back[0])


def test_what_a_check_understood_is_seen_before_it_is_written(loop: Loop) -> None:
    loop.innovation()
    client = signed_in(loop, "tpid")
    more = [row(number, "Landbaw", place=f"Dusun {number}") for number in range(3, 9)]
    days = ["September 2025", "28 Desember 2025", 86_400_000, "02.04.01.", "belanja modal"]
    content = xlsx(
        [*HEAD, "Tgl RKPDes", "Tgl APBDes", "Jumlah APBDes", "Kode kegiatan", "Rekening"],
        row(1, "Kuta Entah"),
        [*row(2, "Kuta Dalom", on="2025", year=2025), *days],
        *more,
    )
    sent = client.post(
        "/lembar/kirim", {"kind": "commitments", "file": SimpleUploadedFile("a.xlsx", content)}
    )
    work_on_one()
    first = Import.objects.get().layout["first"]
    assert [(one["row"], one["place"]) for one in first] == [
        (3, "Kuta Dalom"),
        *((number, "Landbaw") for number in range(4, 8)),
    ]
    page = words(client.get(sent["Location"]))
    assert (
        "Begini 5 baris pertama dibaca Baris Desa Isinya"
        f" Baris 3 Kuta Dalom Inovasi yang ditiru {PIPA} · Cara meniru Replikasi: sama dengan aslinya · Lokasi Dusun 3"
    ) in page
    assert "Perkiraan biaya Rp86.400.000 · " in page
    assert (
        "Tanggal kartu sekitar 2025 · Tanggal masuk RKPDes sekitar September 2025 · Kode kegiatan 02.04.01."
        " · Rekening 5.3 Belanja modal · Tanggal masuk APBDes 28 Desember 2025 · Jumlah APBDes Rp86.400.000"
    ) in page


def test_a_sheet_whose_rows_are_all_refused_shows_how_they_were_read(loop: Loop) -> None:
    loop.innovation()
    client = signed_in(loop, "tpid")
    content = xlsx(HEAD, row(1, "Kuta Entah"), row(2, "Kuta Dalom", unit="gelas"))
    sent = client.post(
        "/lembar/kirim", {"kind": "commitments", "file": SimpleUploadedFile("a.xlsx", content)}
    )
    work_on_one()
    page = words(client.get(sent["Location"]))
    assert "Begini 2 baris pertama dibaca Baris Desa Isinya" in page
    assert f"Baris 3 Kuta Dalom Inovasi yang ditiru {PIPA} · Cara meniru Replikasi" in page


def test_rows_that_are_played_once_more_say_and_count_nothing_twice(
    loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop.innovation()
    content = xlsx(
        HEAD,
        row(1, "Kuta Dalom"),
        row(2, "Kuta Dalom", cost="Rp 1.000.000,-"),
        row(3, "Landbaw", innovation="Entah"),
    )
    sheet = checked("commitments", content, loop.people.user("tpid"))
    there, refusals = doubts(sheet), refused(sheet)
    assert (len(there), len(refusals)) == (1, 1)
    tried = []

    def somebody_was_first(_book: object) -> None:
        tried.append(1)
        if len(tried) == 1:
            raise Changed("Seseorang mendahului.")

    monkeypatch.setattr(registry, "PROJECTIONS", [*registry.PROJECTIONS, somebody_was_first])
    running.write(sheet)
    assert len(tried) == 2
    assert (doubts(sheet), refused(sheet)) == (there, refusals)
    assert sheet.counts == {"added": 1, "left": 1, "refused": 1, "skipped": 0}


def test_a_sheet_whose_writing_was_cut_off_goes_on_where_it_stopped(
    loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop.innovation()
    monkeypatch.setattr(running, "CHUNK", 1)
    content = xlsx(
        HEAD, *(row(number, name) for number, name in enumerate(("Kuta Dalom", "Landbaw", "Gisting Atas")))
    )
    sheet = checked("commitments", content, loop.people.user("tpid"))

    def dies(done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        running.write(sheet, dies)
    assert Commitment.objects.count() == 2
    again = Import.objects.get(pk=sheet.pk)
    assert (again.state, again.done) == ("writing", 2)
    assert not work_on_one()  # perhaps its worker only takes long
    loop.clock.forward(minutes=2)
    assert work_on_one()
    again.refresh_from_db()
    assert (again.state, again.counts, Commitment.objects.count()) == ("done", {"added": 3, "skipped": 0}, 3)
