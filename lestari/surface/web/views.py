"""The pages that are put together from several rooms: the public home, and the page of a region."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Count, Min, QuerySet, Value
from django.db.models.functions import Substr
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lestari.domain.bursa.models import Bursa
from lestari.domain.commitments.models import Commitment
from lestari.domain.insight.feed import feed
from lestari.domain.insight.figures import stalled
from lestari.domain.insight.views import shown, whose_turn
from lestari.domain.knowledge.models import Innovation
from lestari.domain.knowledge.queries import catalogue
from lestari.domain.knowledge.views import photos_of
from lestari.foundation.components.lists import page_of, query_without
from lestari.foundation.components.pages import actor_in
from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import Actor
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.regions.models import Region, RegionPeriod
from lestari.foundation.regions.queries import ancestors, below, by_code, children
from lestari.foundation.rooms import panel
from lestari.surface.web.flow import counted, stages

USUAL_REGION = "18"
#: A regency's districts, a district's villages: on one page.
_CHILDREN = 40


def _usual_region() -> Region:
    return Region.objects.filter(code=USUAL_REGION).first() or Region.objects.get(code="ID")


def home(request: HttpRequest) -> HttpResponse:
    """What works elsewhere, does it reach budgets?"""
    actor, day, region = actor_in(request), clock.today(), _usual_region()
    values = counted(region, day)
    flow = stages(region, day, values)
    context = {
        "region": region,
        "until": day,
        "rupiah": values["commitments_dana_desa"],
        "budgeted": next(stage.count for stage in flow if stage.word == _("APBDes")),
        "stages": flow,
        "figures": shown(values),
        "newest": _cards(actor),
        "published": values["innovations"],
        "bursas": [(one, _invited(one)) for one in _coming(day)[:2]],
    }
    return render(request, "web/home.html", context)


def _cards(actor: Actor) -> list[dict[str, Any]]:
    """Return the three newest innovations as cards, with how many villages copy each."""
    newest = list(catalogue()[:3])
    copies = panel("innovation.copies", [row.pk for row in newest], actor)
    photos = photos_of(newest, actor)
    return [
        {
            "url": f"/inovasi/{row.code}",
            "title": row.title,
            "photo": photos.get(row.pk),
            "where": f"{row.region.title}, {row.region.where}, {row.year_started or ''}".strip(", "),
            "field": row.field,
            "field_word": row.field_word,
            "facts": _("%(count)s desa meniru") % {"count": copies[row.pk]} if row.pk in copies else "",
        }
        for row in newest
    ]


def _coming(day: date) -> QuerySet[Any]:
    """Return the bursas that are prepared, the next one first, with how many villages are invited and what they are called."""
    rows = Bursa.objects.filter(held_on__gte=day, state__in=("prepared", "open")).order_by("held_on", "code")
    return rows.annotate(invited=Count("invitations"), word=Min("invitations__region__word"))


def _invited(bursa: Any) -> str:
    return _("%(count)s %(word)s diundang") % {
        "count": bursa.invited,
        "word": str(Region.WORDS.get(bursa.word, _("Desa"))).lower(),
    }


def regions(request: HttpRequest) -> HttpResponse:
    """Lead to the usual province, or to what was searched for."""
    if words := request.GET.get("q", "").strip():
        return redirect(f"/wilayah/pilih?q={words}")
    return redirect(f"/wilayah/{_usual_region().code}")


def region(request: HttpRequest, code: str) -> HttpResponse:
    """What lives here?"""
    try:
        found = by_code(code)
    except Refused as refused:
        if moved := _today(code):
            return redirect(moved.url)
        raise Http404(str(refused)) from None
    day = clock.today()
    values = counted(found, day)
    newest = Innovation.objects.filter(below(found.path), state="published").select_related("region")
    page = page_of(request, children(found), _CHILDREN)
    context = {
        "region": found,
        "regions": ancestors(found),
        "stages": stages(found, day, values),
        "rupiah": values["commitments_dana_desa"],
        "until": day,
        "page": page,
        "children": _counted(found, page.object_list),
        "query": query_without(request, "halaman"),
        "newest": newest.order_by("-published_on", "code")[:6],
        "bursas": [(one, _invited(one)) for one in _coming(day).filter(below(found.path))[:4]],
        "stalled": [(row, whose_turn(row.stage), (day - row.since).days) for row in stalled(found, day)[:5]],
        "feed": feed(found.path, 8),
        "year": day.year,
    }
    return render(request, "web/region.html", context)


def _today(code: str) -> Region | None:
    """Return the region that had this code once and goes on under another."""
    periods = RegionPeriod.objects.filter(code=code, region__until=None).exclude(region__code=code)
    period = periods.select_related("region").order_by("-since").first()
    return period.region if period else None


@dataclass(frozen=True)
class Child:
    """A region right below: how many innovations it has published, how many promises it has made."""

    region: Region
    innovations: int
    promises: int


def _counted(parent: Region, rows: Any) -> list[Child]:
    """Return the regions below with what each holds, in one query whatever their number."""
    found = list(rows)
    if not found:
        return []
    length = len(found[0].path)
    published = _by_child(Innovation.objects.filter(state="published"), parent, length, "innovations")
    promised = _by_child(Commitment.objects.exclude(state="void"), parent, length, "promises")
    number = {(child, what): count for child, what, count in published.union(promised, all=True)}
    return [
        Child(one, number.get((one.path, "innovations"), 0), number.get((one.path, "promises"), 0))
        for one in found
    ]


def _by_child(rows: QuerySet[Any], parent: Region, length: int, what: str) -> QuerySet[Any, Any]:
    """Return how many rows lie in each region right below: its path, what they are, their number."""
    inside = rows.filter(below(parent.path)).order_by()
    inside = inside.annotate(child=Substr("region__path", 1, length), what=Value(what, CharField()))
    counted_rows: QuerySet[Any, Any] = inside.values_list("child", "what").annotate(number=Count("pk"))
    return counted_rows
