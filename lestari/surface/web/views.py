"""The public home, put together from several rooms."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lestari.domain.insight.figures import totals
from lestari.domain.insight.views import shown
from lestari.domain.knowledge.queries import catalogue
from lestari.domain.knowledge.views import photos_of
from lestari.foundation.components.pages import actor_in
from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import Actor
from lestari.foundation.regions.queries import usual_region
from lestari.foundation.rooms import panel
from lestari.surface.web.flow import stages
from lestari.surface.web.regions import coming


def home(request: HttpRequest) -> HttpResponse:
    """What works elsewhere, does it reach budgets?"""
    actor, day, region = actor_in(request), clock.today(), usual_region()
    found = totals(region, day)
    context = {
        "region": region,
        "until": day,
        "rupiah": found.figures["commitments_dana_desa"],
        "funded": found.records["commitments_dana_desa"],
        "innovations": catalogue().count(),
        "stages": stages(region, found),
        "figures": shown(found),
        "newest": _cards(actor),
        "bursas": coming(day)[:2],
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
