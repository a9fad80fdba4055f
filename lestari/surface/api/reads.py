"""What the API reads out: figures with their lists, and the funnel with its."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from lestari.domain.commitments.workflow import STEPS
from lestari.domain.insight.figures import FIGURE_OF, bars, dropped, reached, report, standing
from lestari.domain.insight.lists import list_of, promise_rows
from lestari.foundation.kernel import clock
from lestari.foundation.kernel.errors import NotFound, Refused
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.queries import USUAL_REGION, by_code
from lestari.surface.api.refusals import unknown

READS = Router(tags=["figures"])
#: Rows a page of a list.
_PAGE = 100


class Asked(Schema):
    """Which region, until which day; anything else in the address is refused."""

    region: str = Field(USUAL_REGION, description="Kemendagri code of the region, as it was on the day")
    until: date | None = Field(
        None, description="the last day that counts, as 2019-12-31; today where it is left out"
    )

    def place(self, request: HttpRequest) -> tuple[Region, date]:
        """Return the region and the day. Raises `Refused` at its field, and for whatever else the address asks."""
        if others := sorted(set(request.GET) - set(type(self).model_fields)):
            raise unknown(others)
        today = clock.today()
        until = self.until or today
        if until > today:
            raise Refused(_("Tanggal ini belum tiba. Tulis hari ini atau hari sebelumnya."), field="until")
        code = self.region.strip()
        if not code or len(code) > 20 or not code.isprintable():  # noqa: PLR2004 - the longest code has 13 characters
            raise Refused(_("Ini bukan kode wilayah. Tulis misalnya 18.06."), field="region")
        try:
            return by_code(code, None if until == today else until), until
        except Refused as refused:
            raise Refused(str(refused), field="region") from None


class AskedList(Asked):
    """The same, and which page of the list."""

    page: int = Field(1, ge=1, le=1_000_000, description=f"{_PAGE} rows a page")


@READS.get(
    "/achievements", auth=None, summary="The achievements of a region until a day", url_name="achievements"
)
def achievements(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Return the figures with their parts, the funnel, and the ledger's head."""
    return report(*asked.place(request)).as_json()


@READS.get("/achievements/{key}", auth=None, summary="The list behind a figure", url_name="figure")
def figure(request: HttpRequest, key: str, asked: Query[AskedList]) -> dict[str, Any]:
    """Return the list behind a figure, a hundred rows a page; the figure is its length or its sum."""
    if key not in FIGURE_OF:
        raise NotFound(_("Tidak ada angka “%(key)s”.") % {"key": key[:40]})
    found = list_of(FIGURE_OF[key], *asked.place(request))
    return {
        "key": key,
        "value": found.value,
        "count": found.count,
        "rows": [row.as_json() for row in found.page(asked.page, _PAGE)],
    }


@READS.get(
    "/funnel", auth=None, summary="How far the promises of a region had come on a day", url_name="funnel"
)
def read_funnel(request: HttpRequest, asked: Query[Asked]) -> list[dict[str, Any]]:
    """Return the bars of the funnel, and behind them what was dropped."""
    found = standing(*asked.place(request))
    return [
        {"state": bar.state, "count": bar.count, "cost": bar.cost, "share": bar.share}
        for bar in (*bars(found), dropped(found))
    ]


@READS.get("/funnel/{step}", auth=None, summary="The list behind a bar of the funnel", url_name="funnel-step")
def read_step(request: HttpRequest, step: str, asked: Query[AskedList]) -> dict[str, Any]:
    """Return the promises that had reached a step by the day (`dropped`: those dropped), a hundred a page."""
    if step not in (*STEPS, "dropped"):
        raise NotFound(_("Tidak ada langkah “%(step)s”.") % {"step": step[:40]})
    region, until = asked.place(request)
    rows = reached(region, until, step)
    start = (asked.page - 1) * _PAGE
    shown = promise_rows(rows[start : start + _PAGE], until)
    return {"step": step, "count": rows.count(), "rows": [row.as_json() for row in shown]}
