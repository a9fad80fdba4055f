"""Reads of budgets: what is funded by Dana Desa on a day, the documents of a village and a year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from lestari.domain.budgets.models import Allocation, BudgetLine, PlanDocument
from lestari.domain.budgets.tables import APBDES, DANA_DESA, PARTS, RKPDES, paying, sums
from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import Actor
from lestari.foundation.kernel.periods import in_force
from lestari.foundation.regions.models import Region
from lestari.foundation.workflow.described import Described


def in_force_on(day: date) -> Q:
    """Return the condition for allocations in force on a day."""
    return Q(voided=False) & in_force(day)


def funded_by_dana_desa(day: date) -> QuerySet[Allocation]:
    """Return the allocations in force on the day, of lines of account 5 or 6.2, whose source is Dana Desa."""
    return Allocation.objects.filter(in_force_on(day), paying("line__account"), line__source=DANA_DESA)


def plan_lines(region: Region, year: int) -> QuerySet[BudgetLine]:
    """Return the lines of the RKPDes in force of a village and a year."""
    return _lines(RKPDES, region, year)


def budget_lines(region: Region, year: int) -> QuerySet[BudgetLine]:
    """Return the paying lines of the APBDes in force of a village and a year, with what is `free` of them today."""
    rows = _lines(APBDES, region, year).filter(paying())
    spent = Allocation.objects.filter(in_force_on(clock.today()), line=OuterRef("pk")).order_by()
    total = spent.values("line").annotate(total=Sum("amount")).values("total")
    return rows.annotate(free=F("amount") - Coalesce(Subquery(total), 0))


def _lines(kind: str, region: Region, year: int) -> QuerySet[BudgetLine]:
    return BudgetLine.objects.filter(
        document__kind=kind, document__region=region, document__year=year, document__state="in_force"
    ).order_by("activity", "id")


def documents(region: Region, year: int) -> list[PlanDocument]:
    """Return the documents of a village and a year with their lines, newest revision first."""
    rows = (
        PlanDocument.objects.filter(region=region, year=year)
        .select_related("region")
        .prefetch_related("lines")
    )
    return list(rows.order_by("-kind", "-revision", "-created_at"))


@dataclass(frozen=True)
class Part:
    """One part of a document: income, spending or financing, and how much of it is Dana Desa."""

    word: str
    total: int
    dana_desa: int


def sums_of(lines: Iterable[BudgetLine]) -> dict[str, Counter[str]]:
    """Return what lines come to by part and source."""
    return sums((line.account, line.source, line.amount) for line in lines)


def parts(lines: Iterable[BudgetLine]) -> list[Part]:
    """Return the sums of a document's lines by the parts that it has."""
    found = sums_of(lines)
    return [Part(str(word), found[key].total(), found[key][DANA_DESA]) for key, word in PARTS if found[key]]


def tied(lines: Iterable[BudgetLine], day: date) -> dict[UUID, int]:
    """Return how much of each line is tied on a day."""
    rows = (
        Allocation.objects.filter(in_force_on(day), line__in=list(lines))
        .values_list("line")
        .annotate(Sum("amount"))
    )
    return dict(rows)


def describe_documents(ids: Iterable[UUID], _actor: Actor) -> dict[UUID, Described]:
    """Return documents in words; plans and budgets of villages are public."""
    rows = PlanDocument.objects.filter(pk__in=list(ids)).select_related("region")
    return {
        row.pk: Described(row.code, row.title, f"/anggaran/{row.region.code}/{row.year}", row.region.title)
        for row in rows
    }
