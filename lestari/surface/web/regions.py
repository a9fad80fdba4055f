"""The page of a region: what lives there, counted by what lies right below it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Max, Min, Q
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lestari.domain.bursa.models import Bursa, Invitation
from lestari.domain.insight.feed import feed
from lestari.domain.insight.figures import Totals, stalled, together, totals_by
from lestari.domain.insight.lists import whose_turn
from lestari.domain.knowledge.models import Innovation
from lestari.foundation.components.lists import page_of, query_without
from lestari.foundation.kernel import clock
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.regions.family import family_of
from lestari.foundation.regions.models import Region, RegionPeriod
from lestari.foundation.regions.queries import ancestors, below, by_code, usual_region
from lestari.foundation.sheets.writing import CHUNK, handed_out
from lestari.surface.web.flow import stages

#: A regency's districts, a district's villages: on one page.
_CHILDREN = 40
#: The length of a village's path.
_LONGEST = 14


def coming(day: date, *where: Q) -> list[tuple[Any, str]]:
    """Return the bursas to come, the next one first, each with how many villages are invited, in their word."""
    rows = Bursa.objects.filter(*where, held_on__gte=day, state__in=("prepared", "open"))
    rows = rows.annotate(
        invited=Count("invitations"),
        first=Min("invitations__region__word"),
        last=Max("invitations__region__word"),
    )
    return [(one, _invited(one)) for one in rows.order_by("held_on", "code")[:4]]


def for_people_of(region: Region) -> Q:
    """Return the condition that a bursa is for people of a region: held there, above or below, or inviting a village of it."""
    above = _way_to(region.path)[:-1]
    inviting = Invitation.objects.filter(below(region.path)).values("bursa")
    return below(region.path) | Q(region__path__in=above) | Q(pk__in=inviting)


def _way_to(path: str) -> list[str]:
    """Return the paths from the province down to this one."""
    parts = path.split(".")[:-1]
    return [".".join(parts[:count]) + "." for count in range(1, len(parts) + 1)]


def _invited(bursa: Any) -> str:
    word = Region.counted({bursa.first or "", bursa.last or ""} - {""})
    return _("%(count)s %(word)s diundang") % {"count": bursa.invited, "word": word}


def regions(request: HttpRequest) -> HttpResponse:
    """Lead to the usual province, or to what was searched for."""
    if words := request.GET.get("q", "").strip():
        return redirect(f"{reverse('region-browse')}?{urlencode({'q': words})}")
    return redirect(usual_region().url)


def region(request: HttpRequest, code: str) -> HttpResponse:
    """What lives here?"""
    family = family_of(code)
    if family is None:
        return _elsewhere(code)
    day, found, children = clock.today(), family.region, family.children
    held = totals_by(found, day, len(children[0].path) if children else len(found.path))
    whole = together(held.values())
    newest = Innovation.objects.filter(below(found.path), state="published").select_related("region")
    page = page_of(request, children, _CHILDREN)
    context = {
        "region": found,
        "family": family,
        "regions": ancestors(found),
        "stages": stages(found, whole),
        "rupiah": whole.figures["commitments_dana_desa"],
        "until": day,
        "page": page,
        "children": [(one, held.get(one.path, Totals())) for one in page.object_list],
        "query": query_without(request, "halaman"),
        "newest": newest.order_by("-published_on", "code")[:6],
        "bursas": coming(day, for_people_of(found)),
        "stalled": [(row, whose_turn(row.stage), (day - row.since).days) for row in stalled(found, day)[:5]],
        "feed": feed(found.path, 8),
        "year": day.year,
    }
    return render(request, "web/region.html", context)


def region_file(_request: HttpRequest, code: str, ending: str) -> StreamingHttpResponse:
    """The region and all that lies in it, as a file that `lestari import regions` reads; each with its innovations and promises."""
    try:
        found = by_code(code)
    except Refused as refused:
        raise Http404(str(refused)) from None
    return handed_out(_inside(found), f"wilayah-{found.code}", ending)


def _inside(found: Region) -> Iterator[list[Any]]:
    yield [_("Kode"), _("Nama"), _("Jenis"), _("Bagian dari"), _("Inovasi"), _("Komitmen")]
    held: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for path, totals in totals_by(found, clock.today(), _LONGEST).items():
        for place in _way_to(path):
            held[place][0] += totals.figures["innovations"]
            held[place][1] += totals.promises
    rows = (
        Region.objects.filter(below(found.path, "path"), until=None).exclude(level="country").order_by("path")
    )
    words = {key: str(word) for key, word in Region.WORDS.items()}
    titles = {
        above.path: above.title for above in ancestors(found)
    }  # a country is 90,000 rows: none is joined
    for path, code, name, word in rows.values_list("path", "code", "name", "word").iterator(chunk_size=CHUNK):
        lies_in = titles.get(path[: path.rfind(".", 0, -1) + 1], "")
        if len(path) < _LONGEST:
            titles[path] = Region.titled(word, name)
        yield [code, name, words[word], lies_in, *held.get(path, (0, 0))]


def _elsewhere(code: str) -> HttpResponse:
    """Lead to the region that is meant: the code without dots, or one that ended and goes on as another."""
    try:
        return redirect(by_code(code).url)
    except Refused as refused:
        periods = RegionPeriod.objects.filter(code=code, region__until=None).exclude(region__code=code)
        period = periods.select_related("region").order_by("-since").first()
        if period is None:
            raise Http404(str(refused)) from None
        return redirect(period.region.url)
