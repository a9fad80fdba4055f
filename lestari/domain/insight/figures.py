"""Figures: each takes a region and an *until*, and is the length or the sum of its list; one query over dated facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lestari.domain.budgets.queries import funded_by_dana_desa
from lestari.domain.commitments.models import Commitment
from lestari.domain.commitments.queries import year_on
from lestari.domain.commitments.workflow import FLOW
from lestari.domain.knowledge.models import Innovation
from lestari.foundation.kernel.periods import in_force
from lestari.foundation.ledger.sealer import head_text
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.queries import below_region_on
from lestari.foundation.workflow.models import Stay


def stayed(kind: str, state: str, day: date, record: str = "pk") -> Exists:
    """Return the condition that a record was in a state on a day, by the days it happened in the world."""
    return Exists(Stay.objects.filter(in_force(day), kind=kind, state=state, record=OuterRef(record)))


def innovations(region: Region, until: date) -> QuerySet[Any]:
    """Return the innovations published and in force on the day."""
    rows = Innovation.objects.filter(below_region_on(region, until), stayed("innovation", "published", until))
    return rows.exclude(state="void").order_by("code")


def commitments_dana_desa(region: Region, until: date) -> QuerySet[Any]:
    """Return the allocations of Dana Desa in force on the day that fund a promise which is not void."""
    rows = funded_by_dana_desa(until).filter(below_region_on(region, until), funding__isnull=False)
    return rows.exclude(funding__commitment__state="void").order_by("funding__commitment__code", "pk")


@dataclass(frozen=True)
class Figure:
    """A figure: its key in reports, its words, its unit, its list, and the column that is summed (None: it counts)."""

    key: str
    words: str | Promise
    unit: str | Promise
    rows: Callable[[Region, date], QuerySet[Any]]
    sums: str | None = None

    def value(self, region: Region, until: date) -> int:
        """Return the figure: the length or the sum of its list."""
        rows = self.rows(region, until)
        if self.sums is None:
            return rows.count()
        return int(rows.order_by().aggregate(total=Sum(self.sums))["total"] or 0)

    def total(self, region: Region, until: date) -> Coalesce:
        """Return the same as an expression, for `totals`."""
        return total_of(self.rows(region, until), self.sums)


FIGURES = (
    Figure("innovations", _("Dokumen inovasi terbit"), _("dokumen"), innovations),
    Figure(
        "commitments_dana_desa", _("Dana Desa untuk komitmen"), _("rupiah"), commitments_dana_desa, "amount"
    ),
)
FIGURE_OF = {figure.key: figure for figure in FIGURES}


def total_of(rows: QuerySet[Any], sums: str | None = None) -> Coalesce:
    """Return the length or the sum of a list as an expression inside another query."""
    measure = Count("pk") if sums is None else Sum(sums)
    one = rows.order_by().annotate(one=Value(1)).values("one").annotate(total=measure).values("total")
    return Coalesce(Subquery(one, output_field=BigIntegerField()), Value(0), output_field=BigIntegerField())


def totals(region: Region, until: date, **more: Coalesce) -> dict[str, int]:
    """Return all figures of a region on a day, and whatever else is to be counted (`total_of`), in one query."""
    wanted = {figure.key: figure.total(region, until) for figure in FIGURES} | more
    found = Region.objects.filter(pk=region.pk).values_list(*wanted.values()).get()
    return {key: int(value) for key, value in zip(wanted, found, strict=True)}


@dataclass(frozen=True)
class Report:
    """The achievements of a region until a day, with the ledger's head that proves the state they were read from."""

    region: Region
    until: date
    figures: dict[str, int]
    ledger_head: str

    def as_json(self) -> dict[str, Any]:
        """Return the report as programs read it."""
        return {
            "region": self.region.code,
            "until": self.until.isoformat(),
            "figures": self.figures,
            "ledger_head": self.ledger_head,
        }


def report(region: Region, until: date) -> Report:
    """Return the achievements of a region until a day."""
    return Report(region, until, totals(region, until), head_text())


#: The steps of the funnel, in order; a promise counts at each step that it had reached on the day and not lost again.
STEPS = ("pledged", "planned", "budgeted", "in_progress", "realised", "verified")


#: How many promises stand at each stage of their way, and the rupiah that they were estimated to cost.
Standing = dict[str, tuple[int, int]]


@dataclass(frozen=True)
class Bar:
    """One bar of the funnel: how many promises, the rupiah they were estimated to cost, their share of all in percent."""

    state: str
    words: str
    count: int
    cost: int
    share: int


def on_the_way(region: Region, until: date, *, field: str = "", year: int | None = None) -> QuerySet[Any]:
    """Return the promises of a region with the state that each had on the day (`stage`); dropped ones too, voided never."""
    stays = Stay.objects.filter(in_force(until), kind="commitment", record=OuterRef("pk"))
    latest = stays.order_by("-since", "-id")
    rows: QuerySet[Any] = Commitment.objects.filter(below_region_on(region, until)).exclude(state="void")
    if field:
        rows = rows.filter(field=field)
    if year:
        rows = rows.alias(year_then=year_on(until)).filter(year_then=year)
    rows = rows.annotate(stage=latest.values("state")[:1], since=latest.values("since")[:1])
    return rows.exclude(stage=None)


def reached(
    region: Region, until: date, step: str, *, field: str = "", year: int | None = None
) -> QuerySet[Any]:
    """Return the list behind a bar: the promises at that step or beyond it on the day ("dropped": those dropped)."""
    rows = on_the_way(region, until, field=field, year=year)
    stages = ("dropped",) if step == "dropped" else STEPS[STEPS.index(step) :]
    if step == "pledged":
        stages = (*STEPS, "dropped")
    return rows.filter(stage__in=stages)


def standing(region: Region, until: date, *, field: str = "", year: int | None = None) -> Standing:
    """Return how many promises of a region stood where on the day, and what they were estimated to cost, in one query."""
    rows = on_the_way(region, until, field=field, year=year).order_by()
    counted = rows.values_list("stage").annotate(number=Count("pk"), cost=Sum("estimated_cost"))
    return {stage: (number, int(cost)) for stage, number, cost in counted}


def bars(found: Standing) -> list[Bar]:
    """Return the bars of the funnel, each with what has gone beyond its step; the first is every promise made, dropped or not."""
    total = sum(number for number, _cost in found.values())
    made = []
    for index, step in enumerate(STEPS):
        stages = [found[stage] for stage in (STEPS[index:] if index else found) if stage in found]
        count, cost = sum(number for number, _cost in stages), sum(cost for _number, cost in stages)
        made.append(Bar(step, FLOW.word_of(step), count, cost, _share(count, total)))
    return made


def dropped(found: Standing) -> Bar:
    """Return the promises that were dropped: they stand apart from the steps."""
    count, cost = found.get("dropped", (0, 0))
    total = sum(number for number, _cost in found.values())
    return Bar("dropped", FLOW.word_of("dropped"), count, cost, _share(count, total))


def _share(count: int, total: int) -> int:
    return round(100 * count / total) if total else 0


def funnel(region: Region, until: date, *, field: str = "", year: int | None = None) -> list[Bar]:
    """Return the bars: how many promises had come how far on the day."""
    return bars(standing(region, until, field=field, year=year))


def stalled(region: Region, until: date, *, field: str = "", year: int | None = None) -> QuerySet[Any]:
    """Return the promises that have stood still longest, oldest first: neither verified nor dropped."""
    rows = on_the_way(region, until, field=field, year=year).filter(stage__in=STEPS[:-1])
    return rows.select_related("region", "innovation").order_by(F("since").asc(), "code")
