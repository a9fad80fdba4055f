"""Before a budget is revised or voided, its page says which promises that moves and by how many rupiah; nothing is written by looking."""

from __future__ import annotations

from django.test import Client

from lestari.domain.budgets.models import BudgetLine, PlanDocument
from lestari.foundation.ledger.models import Event
from tests.domain.builders import Loop, row, sent_by_officer
from tests.domain.pages import signed_in, words
from tests.world import KUTA_DALOM


def revising(line: BudgetLine, amount: str) -> dict[str, str]:
    return {
        "number": "3 Tahun 2026",
        "on_day": "1",
        "on_month": "7",
        "on_year": "2026",
        "lines-0-line": str(line.pk),
        "lines-0-activity": "2.4.01",
        "lines-0-label": "Pipa air bersih",
        "lines-0-account": "5.3",
        "lines-0-source": "DD",
        "lines-0-amount": amount,
        "papers": sent_by_officer(KUTA_DALOM),
    }


def test_a_cut_is_told_before_it_is_written_and_done_once_it_was_read(loop: Loop) -> None:
    promise = loop.planned(loop.innovation(), loop.plan_line(), what="Pipa air bersih")
    (line,) = loop.budget(row(100_000_000))
    loop.fund(promise, line, 60_000_000)
    client: Client = signed_in(loop, "village_officer", KUTA_DALOM)
    url, events = f"/anggaran/dokumen/{line.document.code}/revise", Event.objects.count()

    told = client.post(url, revising(line, "40.000.000"))

    assert told.status_code == 200
    page = words(told)
    assert "Belum tersimpan. Bila disimpan, ini ikut berubah:" in page
    assert (
        f"{promise.code} Pipa air bersih di Dusun 3: dari “Masuk APBDes” ke “Masuk RKPDes”, dananya berkurang Rp60.000.000."
        in page
    )
    assert 'value="40.000.000"' in told.content.decode()
    assert (Event.objects.count(), PlanDocument.objects.filter(revision=1).count()) == (events, 0)

    done = client.post(url, revising(line, "40.000.000") | {"yakin": "1"})

    assert done.status_code == 302
    promise.refresh_from_db()
    assert promise.state == "planned"


def test_a_revision_that_moves_nothing_is_written_at_once(loop: Loop) -> None:
    promise = loop.planned(loop.innovation(), loop.plan_line())
    (line,) = loop.budget(row(100_000_000))
    loop.fund(promise, line, 60_000_000)

    done = signed_in(loop, "village_officer", KUTA_DALOM).post(
        f"/anggaran/dokumen/{line.document.code}/revise", revising(line, "60.000.000")
    )

    assert done.status_code == 302


def test_a_voided_budget_is_told_of_in_the_same_way(loop: Loop) -> None:
    promise = loop.planned(loop.innovation(), loop.plan_line(), what="Pipa air bersih")
    (line,) = loop.budget(row(100_000_000))
    loop.fund(promise, line, 60_000_000)

    told = signed_in(loop, "village_officer", KUTA_DALOM).post(
        f"/anggaran/dokumen/{line.document.code}/void", {"reason": "Salah tahun"}
    )

    assert (
        f"{promise.code} Pipa air bersih di Dusun 3: dari “Masuk APBDes” ke “Masuk RKPDes”, dananya berkurang Rp60.000.000."
        in words(told)
    )
