"""The lines of a plan or budget that the rows of a sheet of promises mean: found in the document in force, or entered with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _now

from lestari.domain.budgets.actions import DocumentEntry, LineRow, document_in_force
from lestari.domain.budgets.models import BudgetLine, PlanDocument
from lestari.domain.budgets.tables import APBDES, KINDS, RKPDES, activity_code, pays
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.regions.reading import key_of
from lestari.foundation.sheets.cells import Told
from lestari.foundation.sheets.entries import entry_of
from lestari.foundation.sheets.kinds import Row
from lestari.foundation.sheets.stage import RowRefused, Stage


def lines_of(
    stage: Stage, kind: str, rows: Sequence[Row], ahead: Mapping[int, Mapping[str, Told]]
) -> dict[int, BudgetLine]:
    """Return the line of a village's plan or budget for each row: of the document in force, or of one that the sheet tells of."""
    if not rows:
        return {}
    first = rows[0]
    document = document_in_force(stage.book, kind, first.village.pk, first["year"])
    if document is not None:
        return {row.number: _matching(stage, row, document) for row in rows}
    step, number = ("planned", "plan_number") if kind == RKPDES else ("budgeted", "budget_number")
    told = min((ahead[row.number][step] for row in rows), key=lambda one: one.day)
    entry = DocumentEntry(
        kind=kind,
        region=first.village,
        year=first["year"],
        number=next((row[number] for row in rows if row[number]), _now("tanpa nomor")),
        on=told.day,
        lines=tuple(_line(row, kind) for row in rows),
        papers=(),
    )
    made = stage.do(first, "budgets.enter", None, entry, told)
    return dict(
        zip((row.number for row in rows), stage.book.rows(BudgetLine, document_id=made.pk), strict=True)
    )


def _line(row: Row, kind: str) -> LineRow:
    amount = row["amount"] if kind == APBDES and row["amount"] else row["estimated_cost"]
    return entry_of(
        row,
        LineRow,
        activity=_activity(row),
        label=row.text("what") or row.text("innovation")[:200],
        source=row["planned_source"],
        amount=amount,
        line="",
    )


def _activity(row: Row) -> str:
    if not row.text("activity"):
        words = _now(
            "RKPDes atau APBDes %(year)s desa ini belum tercatat. Tulis kode kegiatannya, misalnya 2.2.02, atau masukkan dahulu lembar anggaran."
        )
        raise RowRefused(row, Refused(words % {"year": row["year"]}, field="activity"))
    try:
        return activity_code(row.text("activity"))
    except Refused as refused:
        raise RowRefused(row, Refused(str(refused), field="activity")) from None


def _matching(stage: Stage, row: Row, document: PlanDocument) -> BudgetLine:
    """Return the line of a document that a row means: by its code, its source, its words, its amount."""
    wanted = _activity(row) if row.text("activity") else ""
    paying = document.kind == APBDES
    fitting = [
        line
        for line in stage.book.rows(BudgetLine, document_id=document.pk)
        if (not wanted or line.activity == wanted)
        and (not paying or (pays(line.account) and line.source == row["planned_source"]))
    ]
    words, amount = key_of(row.text("what") or row.text("innovation")), row["amount"] or row["estimated_cost"]
    for same in (
        [line for line in fitting if key_of(line.label) == words and line.amount == amount],
        [line for line in fitting if key_of(line.label) == words],
        [line for line in fitting if line.amount == amount],
        fitting,
    ):
        if len(same) == 1:
            return same[0]
    facts = {
        "title": document.title,
        "code": document.code or dict(KINDS)[document.kind],
        "count": len(fitting),
    }
    if fitting:
        told = _now(
            "%(count)s baris %(title)s cocok. Tulis kode kegiatan dan jumlahnya seperti di dokumen itu."
        )
    else:
        told = _now(
            "%(title)s (%(code)s) sudah tercatat tanpa baris yang cocok. Periksa kode kegiatan dan sumbernya, atau catat perubahannya."
        )
    raise RowRefused(row, Refused(told % facts, field="activity"))
