"""Pages of figures, their lists, and the funnel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from lestari.domain.commitments.workflow import FLOW, STEPS
from lestari.domain.insight.as_rows import promises, proof
from lestari.domain.insight.asking import Asked
from lestari.domain.insight.figures import (
    FIGURE_OF,
    FIGURES,
    Bar,
    Figure,
    Standing,
    Totals,
    bars,
    dropped,
    finding,
    inside_text,
    reached,
    report,
    stalled,
    standing,
)
from lestari.domain.insight.lists import CHUNK, list_of, promise_rows
from lestari.domain.knowledge.fields import FIELD_WORDS, FIELDS
from lestari.foundation.components.lists import PAGE, page_of, query_without, whole_number
from lestari.foundation.kernel.rupiah import number_text, rupiah_short
from lestari.foundation.sheets.writing import handed_out


def achievements(request: HttpRequest) -> HttpResponse:
    """What was reached, and the proof? Each figure and each bar opens its list."""
    asked = Asked(request)
    made = report(asked.region, asked.until)
    context = asked.context()
    about = {
        "figures": shown(made.totals),
        "inside": inside_text(made.regions),
        "ledger_head": made.ledger_head,
        "unsealed": made.unsealed,
    }
    return render(
        request, "insight/achievements.html", context | about | _drawn(made.totals.standing, context["asked"])
    )


def shown(found: Totals, *figures: Figure) -> list[dict[str, Any]]:
    """Return the figures (or some of them) as pages show them: value, parts, and how many records a sum is about."""
    return [
        {
            "figure": figure,
            "value": found.figures[figure.key],
            "is_rupiah": figure.sums is not None,
            "parts": [(words, found.parts[figure.key][key]) for key, words in figure.parts],
            "records": found.records[figure.key],
        }
        for figure in figures or FIGURES
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
    (one,) = shown(found.totals, chosen)
    context = asked.context() | {
        **one,
        "one": one,
        "page": page,
        "rows": found.page(page.number, PAGE, asked.actor),
        "query": query_without(request, "halaman"),
    }
    return render(request, "insight/figure.html", context)


def figure_file(request: HttpRequest, key: str, ending: str) -> StreamingHttpResponse:
    """The same list whole, as a file, streamed."""
    asked, chosen = Asked(request), _chosen(key)
    found = list_of(chosen, asked.region, asked.until)
    return _file(proof(found.all(asked.actor)), key, asked, ending)


def _file(rows: Iterable[Sequence[object]], name: str, asked: Asked, ending: str) -> StreamingHttpResponse:
    return handed_out(rows, f"{name}-{asked.region.code}-{asked.until.isoformat()}", ending)


def funnel_page(request: HttpRequest) -> HttpResponse:
    """Where do promises stop, whose turn?"""
    asked = Asked(request)
    chosen, step = _filters(request), _step(request)
    page = page_of(request, _promises(asked, step, chosen))
    kept = query_without(request, "langkah", "halaman")
    context = asked.context() | _drawn(standing(asked.region, asked.until, **chosen), kept)
    if request.GET.get("langkah") and not step:
        context["faults"] = [*asked.faults, _("Langkah ini tidak ada; di bawah yang diam paling lama.")]
    context |= {
        "fields": FIELDS,
        "chosen": chosen,
        "step": step,
        "step_word": FLOW.word_of(step) if step else "",
        "everything": kept,
        "page": page,
        "rows": list(promise_rows(page.object_list, asked.until)),
        "query": query_without(request, "halaman"),
    }
    return render(request, "insight/funnel.html", context)


def funnel_file(request: HttpRequest, ending: str) -> StreamingHttpResponse:
    """The list behind a bar whole (without a step: what stands still), as a file, streamed."""
    asked, step = Asked(request), _step(request)
    rows = _promises(asked, step, _filters(request)).iterator(chunk_size=CHUNK)
    return _file(promises(promise_rows(rows, asked.until)), f"corong-{step or 'diam'}", asked, ending)


def _filters(request: HttpRequest) -> dict[str, Any]:
    field = request.GET.get("bidang", "")
    return {
        "field": field if field in FIELD_WORDS else "",
        "year": whole_number(request.GET.get("tahun"), 2015, 2100),
    }


def _step(request: HttpRequest) -> str:
    """Return the step whose list is asked for; empty where none is."""
    step = request.GET.get("langkah", "")
    return step if step in (*STEPS, "dropped") else ""


def _promises(asked: Asked, step: str, chosen: dict[str, Any]) -> QuerySet[Any]:
    if step:
        return reached(asked.region, asked.until, step, **chosen)
    return stalled(asked.region, asked.until, **chosen)


def _drawn(found: Standing, kept: str) -> dict[str, Any]:
    """Return the funnel as pages draw it: the bars with their lists, what was dropped, and what the bars say."""
    steps = bars(found)
    return {
        "bars": [_bar(bar, steps[0], kept) for bar in steps],
        "dropped": _bar(dropped(found), steps[0], kept),
        "finding": finding(steps),
    }


def _bar(bar: Bar, made: Bar, kept: str) -> dict[str, Any]:
    query = f"{kept}&langkah={bar.state}" if kept else f"langkah={bar.state}"
    about = {"share": bar.share, "all": number_text(made.count), "words": bar.words}
    return {
        "words": bar.words,
        "count": bar.count,
        "cost": bar.cost,
        "share": bar.share,
        "text": f"{number_text(bar.count)} · {rupiah_short(bar.cost)}" if bar.count else "",
        "says": _("%(words)s: %(share)s%% dari %(all)s komitmen") % about,
        "url": f"{reverse('funnel')}?{query}",
        "file": f"{reverse('funnel-file', args=('csv',))}?{query}",
    }
