"""The plans and budgets of a village as files: their lines, which come in again, and the documents with what they come to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from lestari.domain.budgets.models import BudgetLine, PlanDocument
from lestari.domain.budgets.queries import documents, sums_of
from lestari.domain.budgets.sheets import SHEET
from lestari.domain.budgets.tables import DANA_DESA, PARTS
from lestari.domain.budgets.views import village_of
from lestari.foundation.sheets.writing import by_columns, handed_out, kind_file


def budget_file(_request: HttpRequest, code: str, year: int, ending: str) -> StreamingHttpResponse:
    """The lines in force of a village's plan and budget of the year."""
    village = village_of(code, year)
    name = f"anggaran-{village.code}-{year}"
    return _lines(name, ending, document__region=village, document__year=year, document__state="in_force")


def document_file(_request: HttpRequest, code: str, ending: str) -> StreamingHttpResponse:
    """The lines of one document."""
    found = get_object_or_404(PlanDocument, code=code)
    return _lines(f"anggaran-{found.code}", ending, document=found)


def _lines(name: str, ending: str, **wanted: Any) -> StreamingHttpResponse:
    rows = BudgetLine.objects.filter(**wanted).select_related("document", "region__parent__parent")
    return kind_file(SHEET, rows.order_by("-document__kind", "activity", "id"), name, ending)


def documents_file(_request: HttpRequest, code: str, year: int, ending: str) -> StreamingHttpResponse:
    """The documents of a village and a year, those replaced and voided too, with what each comes to."""
    village = village_of(code, year)
    return handed_out(_documents(documents(village, year)), f"dokumen-anggaran-{village.code}-{year}", ending)


def _documents(found: Sequence[PlanDocument]) -> Iterator[Sequence[Any]]:
    about = {
        _("Kode"): "code",
        _("Dokumen"): "title",
        _("Desa"): "region.title",
        _("Kode desa"): "region.code",
        _("Nomor"): "number",
        _("Tanggal ditetapkan"): "dated",
        _("Keadaan"): "state_word",
    }
    head, *rows = by_columns(about, found)
    of_dana_desa = ((str(word), _("%(part)s dari Dana Desa") % {"part": word}) for _key, word in PARTS)
    yield [*head, *chain.from_iterable(of_dana_desa)]
    for one, told in zip(found, rows, strict=True):
        held = sums_of(one.lines.all())
        yield [*told, *chain.from_iterable((held[key].total(), held[key][DANA_DESA]) for key, _word in PARTS)]
