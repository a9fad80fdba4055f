"""Pages of figures, their lists, and the funnel."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from lestari.domain.commitments.workflow import FLOW
from lestari.domain.insight.as_csv import lines
from lestari.domain.insight.asking import Asked
from lestari.domain.insight.figures import (
    FIGURE_OF,
    FIGURES,
    STEPS,
    Bar,
    Figure,
    bars,
    dropped,
    reached,
    report,
    stalled,
    standing,
)
from lestari.domain.insight.lists import list_of
from lestari.domain.knowledge.fields import FIELD_WORDS, FIELDS
from lestari.foundation.components.lists import PAGE, page_of, query_without, whole_number
from lestari.foundation.components.pages import actor_in
from lestari.foundation.kernel.rupiah import number_text, rupiah_short


def achievements(request: HttpRequest) -> HttpResponse:
    """What was reached, and the proof? Each figure opens its list."""
    asked = Asked(request)
    made = report(asked.region, asked.until)
    context = asked.context() | {"figures": shown(made.figures), "ledger_head": made.ledger_head}
    return render(request, "insight/achievements.html", context)


def shown(values: dict[str, int]) -> list[dict[str, Any]]:
    """Return the figures as pages show them, in their order."""
    return [
        {"figure": figure, "value": values[figure.key], "is_rupiah": figure.sums is not None}
        for figure in FIGURES
    ]


def _chosen(key: str) -> Figure:
    if key not in FIGURE_OF:
        raise Http404
    return FIGURE_OF[key]


def figure(request: HttpRequest, key: str) -> HttpResponse:
    """The list behind a figure, twenty a page."""
    asked, chosen = Asked(request), _chosen(key)
    found = list_of(chosen, asked.region, asked.until)
    page = page_of(request, range(found.count))
    context = asked.context() | {
        "figure": chosen,
        "value": found.value,
        "is_rupiah": chosen.sums is not None,
        "page": page,
        "rows": found.page(page.number, PAGE, asked.actor),
        "query": query_without(request, "halaman"),
    }
    return render(request, "insight/figure.html", context)


def figure_csv(request: HttpRequest, key: str) -> StreamingHttpResponse:
    """The same list whole, as CSV, streamed."""
    asked, chosen = Asked(request), _chosen(key)
    found = list_of(chosen, asked.region, asked.until)
    response = StreamingHttpResponse(lines(found.all(asked.actor)), content_type="text/csv; charset=utf-8")
    name = f"{key}-{asked.region.code}-{asked.until.isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def funnel_page(request: HttpRequest) -> HttpResponse:
    """Where do promises stop, whose turn?"""
    asked = Asked(request)
    field = request.GET.get("bidang", "")
    chosen: dict[str, Any] = {
        "field": field if field in FIELD_WORDS else "",
        "year": whole_number(request.GET.get("tahun"), 2015, 2100),
    }
    step = request.GET.get("langkah", "")
    listed = step in (*STEPS, "dropped")
    found = standing(asked.region, asked.until, **chosen)
    rows = (
        reached(asked.region, asked.until, step, **chosen)
        .select_related("region", "innovation")
        .order_by("code")
        if listed
        else stalled(asked.region, asked.until, **chosen)
    )
    page = page_of(request, rows)
    kept = query_without(request, "langkah", "halaman")
    context = asked.context() | {
        "bars": [_drawn(bar, kept) for bar in bars(found)],
        "dropped": _drawn(dropped(found), kept),
        "fields": FIELDS,
        "chosen": chosen,
        "step": step if listed else "",
        "step_word": FLOW.word_of(step) if listed else "",
        "everything": kept,
        "page": page,
        "rows": [
            (row, FLOW.word_of(row.stage), whose_turn(row.stage), (asked.until - row.since).days)
            for row in page.object_list
        ],
        "query": query_without(request, "halaman"),
        "signed_in": actor_in(request).signed_in,
    }
    return render(request, "insight/funnel.html", context)


def whose_turn(state: str) -> list[str]:
    """Return the roles for which a promise waits in a state."""
    return [str(waits.role.word) for waits in FLOW.by_key[state].waits]


def _drawn(bar: Bar, kept: str) -> dict[str, Any]:
    query = f"{kept}&langkah={bar.state}" if kept else f"langkah={bar.state}"
    return {
        "words": bar.words,
        "count": bar.count,
        "cost": bar.cost,
        "share": bar.share,
        "text": f"{number_text(bar.count)} · {rupiah_short(bar.cost)}" if bar.count else "",
        "url": f"?{query}",
    }
