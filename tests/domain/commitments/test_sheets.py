"""Promises come in by the sheets that offices keep: as messy as they are, checked, written, undone, and written again."""

from __future__ import annotations

from datetime import date

from lestari.domain.commitments.models import Commitment
from lestari.foundation.ledger.models import Event
from lestari.foundation.sheets.running import actors_of
from lestari.foundation.sheets.undoing import undo
from lestari.foundation.workflow.models import Stay
from tests.domain.builders import Loop
from tests.domain.pages import signed_in
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
