"""The pages of a village's plan and budget, and the form with many lines, without a script."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lestari.domain.budgets.models import PlanDocument
from lestari.foundation.kernel.ids import uuid7
from tests.domain.builders import REVISED_ON, YEAR, Loop, row, sent_by_officer
from tests.domain.pages import MOST_QUERIES, signed_in, words
from tests.foundation.files.conftest import picture
from tests.world import CAMPANG, GISTING, KUTA_DALOM

pytestmark = pytest.mark.django_db
PAGE = f"/anggaran/{KUTA_DALOM}/{YEAR}"


def typed(*lines: dict[str, str], **more: str) -> dict[str, str]:
    """Return a document as a browser without script sends it."""
    sent = {
        "kind": "apbdes", "region": KUTA_DALOM, "year": "2026", "number": "7 Tahun 2025",
        "on_day": "22", "on_month": "12", "on_year": "2025", "papers": sent_by_officer(KUTA_DALOM),
    }  # fmt: skip
    for number, line in enumerate(lines):
        told = {"activity": "02.04.01.", "account": "5.3", "source": "DD", "amount": "Rp 12.500.000", **line}
        sent |= {f"lines-{number}-{name}": value for name, value in told.items()}
    return {**sent, **more}


def test_a_document_is_typed_with_several_lines_on_one_page(loop: Loop) -> None:
    client = signed_in(loop)
    empty = {"activity": "", "account": "", "source": "", "amount": ""}

    response = client.post(
        "/anggaran/baru", typed({}, {"activity": "2 2 02", "amount": "40 000"}, empty, {"source": "ADD"})
    )

    assert (response.status_code, response["Location"]) == (302, PAGE)
    lines = loop.lines(PlanDocument.objects.get())
    assert [(line.activity, line.account, line.source, line.amount) for line in lines] == [
        ("2.4.01", "5.3", "DD", 12_500_000),
        ("2.2.02", "5.3", "DD", 40_000),
        ("2.4.01", "5.3", "ADD", 12_500_000),
    ]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ({"amount": "1.250,75"}, "Baris 2, kolom Anggaran: 1.250,75 bukan rupiah penuh. Tulis tanpa sen."),
        ({"account": ""}, "Baris 2, kolom Rekening: Isi dahulu bagian ini."),
        ({"activity": "7.1.01"}, "Baris 2, kolom Kode kegiatan: Kode kegiatan “7.1.01” tidak ada"),
    ],
)
def test_a_wrong_line_is_named_and_everything_typed_stays(
    loop: Loop, line: dict[str, str], sentence: str
) -> None:
    client = signed_in(loop)

    response = client.post("/anggaran/baru", typed({"label": "Sumur <b>bor</b>"}, line))

    assert response.status_code == 422
    assert sentence in words(response)
    page = response.content.decode()
    assert 'value="Sumur &lt;b&gt;bor&lt;/b&gt;"' in page
    assert 'value="7 Tahun 2025"' in page
    assert not PlanDocument.objects.exists()


def test_the_form_begins_with_the_own_village_four_rows_and_one_list_of_codes(loop: Loop) -> None:
    page = signed_in(loop).get("/anggaran/baru").content.decode()

    assert f'<input type="hidden" name="region" value="{KUTA_DALOM}">' in page
    assert len(re.findall(r'name="lines-\d+-activity"', page)) == 4
    (codes,) = re.findall(r"<datalist.*?</datalist>", page)
    assert len(codes.encode()) <= 12_000
    assert '<option value="2.2.02">Penyelenggaraan Posyandu' in codes
    assert codes.count("<option") == 180
    assert page.count('list="id_lines-activity-list"') == 4


def test_more_rows_come_without_a_script_and_nothing_is_judged_or_lost(loop: Loop) -> None:
    client = signed_in(loop)
    half = typed({"label": "Sumur bor", "account": "", "amount": "12 juta"}, on_year="", number="")
    image = SimpleUploadedFile("perdes.jpg", picture(), "image/jpeg")

    response = client.post(
        "/anggaran/baru", {**half, "lines-more": "1", "act": str(uuid7()), "papers": image}
    )

    page = response.content.decode()
    assert response.status_code == 200
    assert len(re.findall(r'name="lines-\d+-activity"', page)) == 8
    for kept in (
        'value="Sumur bor"',
        'value="12 juta"',
        'value="22"',
        'value="02.04.01."',
        'name="papers" value=',
    ):
        assert kept in page
    assert ('class="error' in page, "Isi dahulu" in page) == (False, False)
    assert not PlanDocument.objects.exists()


def test_a_line_is_taken_out_of_a_revision_by_its_mark(loop: Loop) -> None:
    document = loop.document("apbdes", row(100), row(40, "ADD"))
    kept, gone = loop.lines(document)
    told = {"on_day": "1", "on_month": "7", "on_year": "2026", "seen": str(document.version)}
    lines = (
        {"amount": "100", "line": str(kept.pk)},
        {"amount": "40", "source": "ADD", "line": str(gone.pk), "gone": "1"},
    )

    response = signed_in(loop).post(f"/anggaran/dokumen/{document.code}/revise", typed(*lines, **told))

    assert response.status_code == 302
    assert list(PlanDocument.objects.get(replaces=document).lines.values_list("follows", flat=True)) == [
        kept.pk
    ]


def test_income_is_typed_without_a_code(loop: Loop) -> None:
    income = {"activity": "", "account": "4.2", "amount": "900"}
    assert signed_in(loop).post("/anggaran/baru", typed(income, {})).status_code == 302
    assert "4.2 Transfer" in words(Client().get(PAGE))


def test_a_revision_begins_with_the_lines_as_they_are(loop: Loop) -> None:
    document = loop.document("apbdes", row(100), row(40, "ADD"))
    cut, kept = loop.lines(document)
    client = signed_in(loop)
    address = f"/anggaran/dokumen/{document.code}/revise"
    assert f'value="{cut.pk}"' in client.get(address).content.decode()

    told = {"on_day": "1", "on_month": "7", "on_year": "2026", "seen": str(document.version)}
    lines = ({"amount": "60", "line": str(cut.pk)}, {"amount": "40", "source": "ADD", "line": str(kept.pk)})
    response = client.post(address, typed(*lines, **told))

    assert response.status_code == 302
    revision = PlanDocument.objects.get(replaces=document)
    assert revision.dated == REVISED_ON
    assert [(line.amount, line.follows_id) for line in loop.lines(revision)] == [
        (60, cut.pk),
        (40, kept.pk),
    ]
    page = words(client.get(PAGE))
    assert "Rp60 turun dari Rp100" in page
    assert "APBDes 2026, 22 Desember 2025: Diganti perubahan" in page


def test_what_somebody_else_revised_meanwhile_is_not_overwritten(loop: Loop) -> None:
    document = loop.document("apbdes", row(100))
    (line,) = loop.lines(document)
    loop.revise(document, row(90, line=line.pk))
    told = {"on_day": "2", "on_month": "7", "on_year": "2026", "seen": "1"}

    response = signed_in(loop).post(
        f"/anggaran/dokumen/{document.code}/revise", typed({"amount": "80", "line": str(line.pk)}, **told)
    )

    assert response.status_code == 409
    assert "Catatan ini sudah berubah sesudah Anda membukanya. Isian Anda tetap; periksa lagi." in words(
        response
    )
    assert PlanDocument.objects.count() == 2


def test_income_and_spending_stand_apart_with_their_dana_desa(loop: Loop) -> None:
    loop.document(
        "apbdes",
        row(900, account="4.2"),
        row(700),
        row(150, "ADD"),
        row(200, account="6.2"),
        row(5, account="6.1"),
    )
    page = words(Client().get(PAGE))
    assert "Pendapatan Rp900, di antaranya Dana Desa Rp900" in page
    assert "Belanja Rp850, di antaranya Dana Desa Rp700" in page
    assert "Pembiayaan Rp205, di antaranya Dana Desa Rp205" in page


def test_the_page_names_the_promises_that_a_line_pays_for(loop: Loop) -> None:
    plan, (line,) = loop.plan_line(), loop.budget(row(100))
    promise = loop.planned(loop.innovation(), plan)
    loop.fund(promise, line, 60)

    page = words(Client().get(PAGE))

    assert page.count(promise.code) == 2  # in the plan's line and in the budget's
    assert "Rp60 terikat, sisa Rp40" in page


def test_the_lines_to_choose_from_say_what_is_left_of_them(loop: Loop) -> None:
    plan, (line, _other) = loop.plan_line(), loop.budget(row(100), row(30, "ADD"))
    innovation = loop.innovation()
    loop.fund(loop.planned(innovation, plan), line, 60)
    promise = loop.planned(innovation, plan, place="Dusun 1")

    page = words(signed_in(loop).get(f"/komitmen/{promise.code}/budget"))

    assert "2.4.01 Dukungan" in page
    assert re.findall(r"Rp[\d.]+, sisa Rp[\d.]+, [\w ]+ \(\w+\)", page) == [
        "Rp100, sisa Rp40, Dana Desa (DD)",
        "Rp30, sisa Rp30, Alokasi Dana Desa (ADD)",
    ]


@pytest.mark.parametrize("verb", ["revise", "void"])
def test_who_changes_a_document_sees_what_hangs_on_which_line(loop: Loop, verb: str) -> None:
    plan, (line, _other) = loop.plan_line(), loop.budget(row(100), row(30, "ADD"))
    promise = loop.planned(loop.innovation(), plan)
    loop.fund(promise, line, 60)
    loop.fund(promise, line, 15, kind="commitment.add_funding")
    client = signed_in(loop)

    budget = words(client.get(f"/anggaran/dokumen/{line.document.code}/{verb}"))
    planned = words(client.get(f"/anggaran/dokumen/{plan.document.code}/{verb}"))

    assert f"{promise.code} {promise.title} {line.words} Rp100 Rp75" in budget
    assert f"{promise.code} {promise.title} {plan.words} Rp500.000.000" in planned
    assert budget.count(promise.code) == 1
    assert ["Untuk komitmen" in page for page in (budget, planned)] == [True, False]


def test_only_who_may_is_offered_to_enter_or_revise(loop: Loop) -> None:
    loop.document("apbdes", row(100))
    offered = {
        name: (b"/anggaran/baru" in page, b"/revise" in page)
        for name, page in {
            "public": Client().get(PAGE).content,
            "officer": signed_in(loop).get(PAGE).content,
            "neighbour": signed_in(loop, code=CAMPANG).get(PAGE).content,
            "tpid": signed_in(loop, "tpid", GISTING).get(PAGE).content,
        }.items()
    }
    assert offered == {
        "public": (False, False),
        "officer": (True, True),
        "neighbour": (False, False),
        "tpid": (True, True),
    }


def test_the_form_of_a_foreign_document_says_who_can(loop: Loop) -> None:
    document = loop.document("apbdes", row(100))
    response = signed_in(loop, code=CAMPANG).get(f"/anggaran/dokumen/{document.code}/void")
    assert response.status_code == 403
    assert "Wilayah ini di luar wilayah tugas Anda." in words(response)


def test_an_unknown_place_has_no_budget(loop: Loop) -> None:
    assert Client().get(f"/anggaran/18.06.20.9999/{YEAR}").status_code == 404
    assert Client().get(f"/anggaran/{GISTING}/{YEAR}").status_code == 404
    assert Client().get(f"/anggaran/{KUTA_DALOM}/1999").status_code == 200


def test_the_page_asks_the_same_whatever_it_shows(loop: Loop) -> None:
    plan, (line, other) = loop.plan_line(), loop.budget(row(100), row(100))
    innovation = loop.innovation()
    client = signed_in(loop)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PAGE).status_code == 200
        return len(queries)

    loop.fund(loop.planned(innovation, plan), line, 10)
    few = asked()
    for number in range(4):
        loop.fund(loop.planned(innovation, plan, place=f"RT {number}"), other, 10)
    loop.revise(line.document, row(100, line=line.pk), row(100, line=other.pk), *[row(1)] * 12)
    assert (asked(), few <= MOST_QUERIES) == (few, True)


def test_a_document_has_a_page_of_its_own_with_its_paper_and_its_history(loop: Loop) -> None:
    document = loop.document("apbdes", row(100), row(50, "ADD"))
    first, second = loop.lines(document)
    revision = loop.revise(document, row(90, line=first.pk), row(50, "ADD", line=second.pk))

    page = words(signed_in(loop).get(f"/anggaran/dokumen/{revision.code}"))

    assert "turun dari Rp100" in page
    assert "baris baru" not in page
    assert "Riwayat Village Officer Kuta Dalom mencatat perubahan" in page
    assert "Lihat kertasnya" in page
    public = words(Client().get(f"/anggaran/dokumen/{document.code}"))
    assert "Village Officer" not in public
    assert "Berlaku → Diganti" in public


def test_all_that_is_wrong_is_told_at_once(loop: Loop) -> None:
    client = signed_in(loop)
    loop.document("apbdes", row(50_000_000))
    faulty = {"activity": "9.9.99", "source": "", "amount": "1.250,75"}
    needless = {"activity": "", "account": "5.3", "amount": ""}
    response = client.post("/anggaran/baru", typed(faulty, needless, number=""))
    assert response.status_code == 422
    document = PlanDocument.objects.get()
    wrong = {
        "activity": "Kode kegiatan “9.9.99” tidak ada di Permendagri 20/2018. Tulis misalnya 2.2.02.",
        "source": "Isi dahulu bagian ini.",
        "amount": "1.250,75 bukan rupiah penuh. Tulis tanpa sen.",
    }
    form = response.context["form"]
    assert form.fields["lines"].widget.row_errors == {
        0: wrong,
        1: {
            "activity": "Baris belanja memerlukan kode kegiatan. Tulis misalnya 2.2.02.",
            "amount": "Isi dahulu bagian ini.",
        },
    }
    assert len(form.errors.pop("lines")) == 5
    assert form.errors == {
        "year": [f"APBDes 2026 sudah tercatat ({document.code}). Catat perubahannya di sana."],
        "number": ["Isi dahulu bagian ini."],
    }


def test_a_form_for_a_village_of_others_says_so_from_the_start(loop: Loop) -> None:
    client = signed_in(loop)
    refused = client.get(f"/anggaran/baru?wilayah={CAMPANG}&tahun=2026")
    assert refused.status_code == 403
    assert "di luar wilayah" in words(refused)
    assert b"<form method" not in refused.content.partition(b"<main")[2]
    assert client.get(f"/anggaran/baru?wilayah={KUTA_DALOM}&tahun=2026").status_code == 200
    assert signed_in(loop, "tpid").get(f"/anggaran/baru?wilayah={CAMPANG}").status_code == 200


def test_a_revision_tells_its_day_with_what_is_wrong_in_its_rows(loop: Loop) -> None:
    client, document = signed_in(loop), loop.document("apbdes", row(50_000_000))
    sent = typed({"amount": "1.250,75"}, on_day="1", on_month="1", on_year="2020")
    response = client.post(f"/anggaran/dokumen/{document.code}/revise", sent)
    assert response.status_code == 422
    errors = response.context["form"].errors
    assert set(errors) == {"on", "lines"}
    assert errors["on"][0].startswith("Perubahan tidak bisa lebih awal dari ")
