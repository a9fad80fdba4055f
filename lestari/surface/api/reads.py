"""What the API reads out: figures with their lists, and the funnel."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router

from lestari.domain.insight.figures import FIGURE_OF, funnel, report
from lestari.domain.insight.lists import list_of
from lestari.foundation.kernel import clock
from lestari.foundation.kernel.errors import NotFound
from lestari.foundation.regions.queries import by_code

READS = Router(tags=["figures"])


@READS.get(
    "/achievements", auth=None, summary="The achievements of a region until a day", url_name="achievements"
)
def achievements(request: HttpRequest, region: str = "18", until: date | None = None) -> dict[str, Any]:
    """Return the figures with the ledger's head."""
    return report(by_code(region), until or clock.today()).as_json()


@READS.get("/achievements/{key}", auth=None, summary="The list behind a figure", url_name="figure")
def figure(
    request: HttpRequest, key: str, region: str = "18", until: date | None = None, page: int = 1
) -> dict[str, Any]:
    """Return the list behind a figure, a hundred rows a page; the figure is its length or its sum."""
    if key not in FIGURE_OF:
        raise NotFound(f"Tidak ada angka “{key[:40]}”.")
    chosen = FIGURE_OF[key]
    day = until or clock.today()
    found = list_of(chosen, by_code(region), day)
    return {
        "key": key,
        "value": chosen.value(by_code(region), day),
        "count": found.count,
        "rows": [row.as_json() for row in found.page(page, 100)],
    }


@READS.get(
    "/funnel", auth=None, summary="How far the promises of a region had come on a day", url_name="funnel"
)
def read_funnel(request: HttpRequest, region: str = "18", until: date | None = None) -> list[dict[str, Any]]:
    """Return the bars of the funnel."""
    bars = funnel(by_code(region), until or clock.today())
    return [{"state": bar.state, "count": bar.count, "share": bar.share} for bar in bars]
