"""The region picker: suggestions for its script, and a page to search and browse without one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from lestari.foundation.kernel.errors import Refused
from lestari.foundation.regions.models import LEVELS, Region
from lestari.foundation.regions.queries import ancestors, by_code, children, search

_LONGEST = 100
_ON_THE_PAGE = 30


def _asked(request: HttpRequest) -> dict[str, Any]:
    """Return what a search asks: words, levels, and the paths of one's own area."""
    given = request.GET.get("levels", "").split(",")
    return {
        "words": request.GET.get("q", "").strip()[:_LONGEST],
        "levels": [level for level in given if level in LEVELS],
        "near": request.actor.paths(),  # type: ignore[attr-defined]
        "inside": request.GET.get("tugas") == "1",
        "takes_part": request.GET.get("ikut") == "1",
    }


@require_GET
def suggest(request: HttpRequest) -> JsonResponse:
    """Answer ten suggestions after three letters: code, title, and where it lies."""
    found = [
        {"code": region.code, "title": region.title, "where": region.where, "label": region.placed}
        for region in search(**_asked(request))
    ]
    return JsonResponse({"regions": found})


@require_GET
def browse(request: HttpRequest) -> HttpResponse:
    """Show regions by words (`q`) or those right below one (`di`), each with a link that takes its code back.

    `kembali` is the page to go back to and `nama` the name of its field; without them the page only shows the codes.
    """
    asked = _asked(request)
    inside = _inside(request)
    found = search(**asked, limit=_ON_THE_PAGE) if asked["words"] else children(inside)
    back, name = _back(request), request.GET.get("nama", "region")
    kept = [(key, request.GET[key]) for key in ("kembali", "nama", "levels") if key in request.GET]
    rows = [
        {
            "region": region,
            "where": region.where if asked["words"] else "",
            "pick": f"{back}?{urlencode({name: region.code})}"
            if _fits(region, asked["levels"], back)
            else "",
            "inside": "" if region.level == "village" else f"?{urlencode([*kept, ('di', region.code)])}",
        }
        for region in found
    ]
    trail = [{"region": r, "url": f"?{urlencode([*kept, ('di', r.code)])}"} for r in _trail(inside)]
    context = {
        "rows": rows,
        "trail": trail,
        "inside": inside,
        "words": asked["words"],
        "kept": kept,
        "back": back,
    }
    return render(request, "regions/browse.html", context)


def _trail(inside: Region) -> list[Region]:
    return [] if not inside.path else [*ancestors(inside), inside]


def _fits(region: Region, levels: list[str], back: str) -> bool:
    return bool(back) and (not levels or region.level in levels)


def _inside(request: HttpRequest) -> Region:
    try:
        return by_code(request.GET.get("di") or "ID")
    except Refused as refused:
        raise Http404(str(refused)) from None


def _back(request: HttpRequest) -> str:
    """Return the path to go back to, only within this site and without its old query."""
    back = request.GET.get("kembali", "")
    safe = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back.partition("?")[0] if safe else ""
