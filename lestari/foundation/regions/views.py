"""The suggestions of the region picker."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from lestari.foundation.regions.models import LEVELS
from lestari.foundation.regions.queries import search

_SHORTEST = 3


@require_GET
def suggest(request: HttpRequest) -> JsonResponse:
    """Answer ten suggestions after three letters: code, title, and where it lies."""
    words = request.GET.get("q", "")[:100]
    levels = [level for level in request.GET.get("levels", "").split(",") if level in LEVELS]
    near = request.actor.paths()  # type: ignore[attr-defined]
    found = search(words, near=near, levels=levels) if len(words.strip()) >= _SHORTEST else []
    return JsonResponse(
        {
            "regions": [
                {
                    "code": region.code,
                    "title": region.title,
                    "where": ", ".join(
                        above.name
                        for above in (region.parent, region.parent.parent if region.parent else None)
                        if above and above.code != "ID"
                    ),
                }
                for region in found
            ]
        }
    )
