"""Entering a plan or a budget, revising it, voiding it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from lestari.domain.budgets.models import BudgetLine, PlanDocument
from lestari.foundation.files.models import Attachment
from lestari.foundation.kernel.errors import NotAllowed, Refused, WrongStep
from tests.domain.builders import APBDES_ON, REVISED_ON, YEAR, Loop, original, row
from tests.world import CAMPANG, ELSEWHERE, KUTA_DALOM

pytestmark = pytest.mark.django_db


def values(document: PlanDocument) -> list[tuple[str, str, str, int]]:
    return list(document.lines.order_by("id").values_list("activity", "account", "source", "amount"))


def test_a_document_is_entered_with_its_lines(loop: Loop) -> None:
    document = loop.document("apbdes", row(100), row(40, source="ADD", account="5.2", activity="02.02.02."))

    assert (document.code, document.state, document.title) == ("APB-2026-0001", "in_force", "APBDes 2026")
    assert (document.region.code, document.revision, document.dated) == (KUTA_DALOM, 0, APBDES_ON)
    assert values(document) == [("2.4.01", "5.3", "DD", 100), ("2.2.02", "5.2", "ADD", 40)]


def test_plan_and_budget_of_a_year_stand_side_by_side_with_codes_of_their_own(loop: Loop) -> None:
    codes = [loop.document("rkpdes", row(1)).code, loop.document("apbdes", row(1)).code]
    codes.append(loop.document("apbdes", row(1), year=YEAR - 1, on=date(2024, 12, 20)).code)
    assert codes == ["RKP-2026-0001", "APB-2026-0001", "APB-2025-0001"]


def test_a_second_one_of_the_year_is_refused_and_leads_to_the_first(loop: Loop) -> None:
    loop.document("apbdes", row(1))
    with pytest.raises(Refused) as refused:
        loop.document("apbdes", row(2))
    assert refused.value.errors == {
        "year": ["APBDes 2026 sudah tercatat (APB-2026-0001). Catat perubahannya di sana."]
    }
    assert PlanDocument.objects.count() == 1


def test_a_wrong_code_names_its_row_and_column(loop: Loop) -> None:
    with pytest.raises(Refused) as refused:
        loop.document("apbdes", row(1), row(2, activity="7.1.01"))
    assert refused.value.errors == {
        "lines": [
            "Baris 2, kolom Kode kegiatan: Kode kegiatan “7.1.01” tidak ada di Permendagri 20/2018. Tulis misalnya 2.2.02."
        ]
    }
    assert not BudgetLine.objects.exists()


def test_income_and_financing_stand_under_no_activity(loop: Loop) -> None:
    document = loop.document(
        "apbdes",
        row(9, account="4.2", activity=""),
        row(2, account="6.2", activity=""),
        row(7, account="4.1"),
    )
    assert values(document) == [("", "4.2", "DD", 9), ("", "6.2", "DD", 2), ("2.4.01", "4.1", "DD", 7)]
    assert [str(line) for line in loop.lines(document)][:2] == [
        "4.2 Transfer, Rp9, Dana Desa (DD)",
        "6.2 Penyertaan modal, Rp2, Dana Desa (DD)",
    ]


def test_spending_needs_an_activity_in_form_and_table(loop: Loop) -> None:
    with pytest.raises(Refused) as refused:
        loop.document("apbdes", row(1), row(2, activity=" "))
    assert refused.value.errors == {
        "lines": [
            "Baris 2, kolom Kode kegiatan: Baris belanja memerlukan kode kegiatan. Tulis misalnya 2.2.02."
        ]
    }
    (line,) = loop.budget(row(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        BudgetLine.objects.filter(pk=line.pk).update(activity="")


def test_a_document_without_lines_is_refused(loop: Loop) -> None:
    with pytest.raises(Refused) as refused:
        loop.document("apbdes")
    assert refused.value.errors == {"lines": ["Tulis paling sedikit satu baris anggaran."]}


def entry(loop: Loop, **more: object) -> dict[str, object]:
    told = {
        "kind": "apbdes",
        "region": loop.regions[KUTA_DALOM],
        "year": YEAR,
        "number": "7",
        "on": APBDES_ON,
    }
    return {**told, "lines": (row(1),), "papers": (original("paper"),), **more}


def test_on_behalf_of_a_village_the_paper_is_asked_for_and_kept(loop: Loop) -> None:
    with pytest.raises(Refused) as refused:
        loop.do("budgets.enter", loop.tpid(), **entry(loop, papers=()))
    assert refused.value.errors == {"papers": ["Anda mencatat atas nama desa. Lampirkan foto kertasnya."]}

    paper = original("paper")
    receipt = loop.do("budgets.enter", loop.tpid(), **entry(loop, papers=(paper,)))
    kept = Attachment.objects.get(subject=receipt.subject)
    assert (kept.original_id, kept.purpose) == (paper.pk, "paper")


def test_nobody_enters_for_a_village_outside_of_ones_region(loop: Loop) -> None:
    with pytest.raises(NotAllowed):
        loop.do("budgets.enter", loop.officer(CAMPANG), **entry(loop))
    with pytest.raises(NotAllowed):
        loop.do("budgets.enter", loop.tpid(), **entry(loop, region=loop.regions[ELSEWHERE]))


def test_a_revision_cuts_raises_removes_and_adds(loop: Loop) -> None:
    document = loop.document("apbdes", row(100), row(40), row(30))
    cut, raised, _removed = loop.lines(document)

    revision = loop.revise(document, row(60, line=cut.pk), row(90, line=raised.pk), row(5))

    document.refresh_from_db()
    assert (document.state, revision.state, revision.revision) == ("replaced", "in_force", 1)
    assert (revision.title, revision.dated, revision.replaces_id) == (
        "Perubahan APBDes 2026",
        REVISED_ON,
        document.pk,
    )
    assert [(line.amount, line.follows_id) for line in loop.lines(revision)] == [
        (60, cut.pk),
        (90, raised.pk),
        (5, None),
    ]
    assert loop.revise(revision, row(7)).title == "Perubahan APBDes 2026 (2)"


def test_a_revision_takes_over_no_line_of_another_document_and_none_twice(loop: Loop) -> None:
    document = loop.document("apbdes", row(100))
    (mine,) = loop.lines(document)
    (foreign,) = loop.lines(loop.document("rkpdes", row(100)))
    for lines, number in [((row(1, line=foreign.pk),), 1), ((row(1, line=mine.pk), row(1, line=mine.pk)), 2)]:
        with pytest.raises(Refused) as refused:
            loop.revise(document, *lines)
        assert refused.value.errors == {"lines": [f"Baris {number}: baris asalnya bukan dari dokumen ini."]}


def test_a_revision_before_its_document_is_refused(loop: Loop) -> None:
    document = loop.document("apbdes", row(100))
    with pytest.raises(Refused) as refused:
        loop.revise(document, row(100), on=date(2025, 12, 21))
    assert refused.value.errors == {"on": ["Perubahan tidak bisa lebih awal dari 22 Desember 2025."]}


def test_what_a_revision_replaced_is_neither_revised_nor_voided(loop: Loop) -> None:
    document = loop.document("apbdes", row(100))
    loop.revise(document, row(90))
    document.refresh_from_db()
    with pytest.raises(WrongStep):
        loop.revise(document, row(80))
    with pytest.raises(WrongStep):
        loop.do("budgets.void", loop.officer(), document, reason="Salah ketik")


def test_a_voided_document_makes_room_for_the_right_one(loop: Loop) -> None:
    document = loop.document("apbdes", row(100))
    loop.do("budgets.void", loop.officer(), document, reason="Salah desa")
    assert document.state == "void"
    assert loop.document("apbdes", row(200)).code == "APB-2026-0002"


def test_a_voided_revision_gives_back_what_was_before(loop: Loop) -> None:
    document = loop.document("apbdes", row(100))
    revision = loop.revise(document, row(90))
    loop.do("budgets.void", loop.officer(), revision, reason="Belum ditetapkan")
    document.refresh_from_db()
    assert (document.state, revision.state) == ("in_force", "void")
    assert loop.revise(document, row(80)).revision == 1
