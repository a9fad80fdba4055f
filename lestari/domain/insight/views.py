"""Pages of figures, their lists, and the funnel."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from lestari.domain.commitments.workflow import FLOW
from lestari.domain.insight.figures import FIGURE_OF, FIGURES, STEPS, funnel, reached, stalled
from lestari.domain.insight.lists import Row, list_of
from lestari.domain.knowledge.fields import FIELD_WORDS, FIELDS
from lestari.foundation.components.fields import DayWidget
from lestari.foundation.components.lists import PAGE, page_of, query_without, whole_number
from lestari.foundation.components.pages import actor_in
from lestari.foundation.kernel import clock
from lestari.foundation.kernel.dates import MONTHS, parse_day
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.ledger.sealer import head_text
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.queries import ancestors, by_code

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
USUAL_REGION = "18"


class Asked:
    """The region and the day that an address asks about; what cannot be read is said, and the usual stands in."""

    def __init__(self, request: HttpRequest) -> None:
        self.faults: list[str] = []
        self.until = self._day(request)
        self.region = self._region(request)

    def _day(self, request: HttpRequest) -> date:
        text = DayWidget().value_from_datadict(request.GET, None, "sampai")
        if not text:
            return clock.today()
        try:
            day = parse_day(str(text))
        except Refused as refused:
            self.faults.append(str(refused))
            return clock.today()
        return min(day, clock.today())

    def _region(self, request: HttpRequest) -> Region:
        code = request.GET.get("wilayah", "").strip()[:40]
        if not code:
            code = self._own(request)
        try:
            return by_code(code)
        except Refused as refused:
            self.faults.append(str(refused))
            return by_code("ID")

    def _own(self, request: HttpRequest) -> str:
        grants = [grant for grant in actor_in(request).current() if grant.path]
        if grants:
            return grants[0].path.rstrip(".")
        return USUAL_REGION if Region.objects.filter(code=USUAL_REGION).exists() else "ID"

    def context(self) -> dict[str, Any]:
        """Return what the pages show of the question."""
        return {
            "region": self.region,
            "until": self.until,
            "faults": self.faults,
            "months": list(enumerate(MONTHS, start=1)),
            "regions": [*ancestors(self.region), self.region] if self.region.path else [],
            "asked": f"wilayah={self.region.code}&sampai={self.until.isoformat()}",
        }


def achievements(request: HttpRequest) -> HttpResponse:
    """What was reached, and the proof? Each figure opens its list."""
    asked = Asked(request)
    values = [
        {
            "figure": figure,
            "value": figure.value(asked.region, asked.until),
            "is_rupiah": figure.sums is not None,
        }
        for figure in FIGURES
    ]
    return render(
        request,
        "insight/achievements.html",
        asked.context() | {"figures": values, "ledger_head": head_text()},
    )


def figure(request: HttpRequest, key: str) -> HttpResponse:
    """The list behind a figure, twenty a page."""
    if key not in FIGURE_OF:
        raise Http404
    asked, chosen = Asked(request), FIGURE_OF[key]
    found = list_of(chosen, asked.region, asked.until)
    page = page_of(request, range(found.count))
    context = asked.context() | {
        "figure": chosen,
        "value": chosen.value(asked.region, asked.until),
        "is_rupiah": chosen.sums is not None,
        "page": page,
        "rows": found.page(page.number, PAGE),
        "query": query_without(request, "halaman"),
    }
    return render(request, "insight/figure.html", context)


class _Echo:
    """A file that gives back what is written into it, for streaming."""

    def write(self, text: str) -> str:
        """Return the line."""
        return text


def harmless(value: object) -> object:
    """Return a cell that a spreadsheet will not take for a formula; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def figure_csv(request: HttpRequest, key: str) -> StreamingHttpResponse:
    """The same list whole, as CSV, streamed."""
    if key not in FIGURE_OF:
        raise Http404
    asked, chosen = Asked(request), FIGURE_OF[key]
    found = list_of(chosen, asked.region, asked.until)
    response = StreamingHttpResponse(_lines(found.all()), content_type="text/csv; charset=utf-8")
    name = f"{key}-{asked.region.code}-{asked.until.isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(rows: Iterator[Row]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + str(
        writer.writerow(["kode", "judul", "desa", "bidang", "sejak", "rupiah", "baris", "dokumen"])
    )
    for row in rows:
        cells = [
            row.code,
            row.title,
            row.village,
            row.field,
            row.since or "",
            row.amount,
            row.line,
            row.document,
        ]
        yield str(writer.writerow([harmless(cell) for cell in cells]))


def funnel_page(request: HttpRequest) -> HttpResponse:
    """Where do promises stop, whose turn?"""
    asked = Asked(request)
    field = request.GET.get("bidang", "")
    chosen: dict[str, Any] = {
        "field": field if field in FIELD_WORDS else "",
        "year": whole_number(request.GET.get("tahun"), 2015, 2100),
    }
    step = request.GET.get("langkah", "")
    bars = [
        {
            "words": bar.words,
            "count": bar.count,
            "share": bar.share,
            "url": f"?{query_without(request, 'langkah', 'halaman')}&langkah={bar.state}",
        }
        for bar in funnel(asked.region, asked.until, **chosen)
    ]
    listed = step in (*STEPS, "dropped")
    rows = (
        reached(asked.region, asked.until, step, **chosen)
        .select_related("region", "innovation")
        .order_by("code")
        if listed
        else stalled(asked.region, asked.until, **chosen)
    )
    page = page_of(request, rows)
    context = asked.context() | {
        "bars": bars,
        "fields": FIELDS,
        "chosen": chosen,
        "step": FLOW.word_of(step) if listed else "",
        "page": page,
        "rows": [(row, FLOW.word_of(row.stage), (asked.until - row.since).days) for row in page.object_list],
        "query": query_without(request, "halaman"),
    }
    return render(request, "insight/funnel.html", context)
