"""Pages of a village's plan and budget."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from lestari.domain.budgets.models import PlanDocument
from lestari.domain.budgets.queries import documents, tied
from lestari.domain.budgets.tables import SOURCE_WORDS, activity_name
from lestari.foundation.components.pages import action_of, action_view, actor_in, button
from lestari.foundation.files.actions import attached
from lestari.foundation.kernel import clock
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.queries import ancestors, by_code
from lestari.foundation.rooms import panel
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.perform import check


def _village(code: str) -> Region:
    try:
        region = by_code(code)
    except Refused:
        raise Http404 from None
    if region.level != "village":
        raise Http404
    return region


def budget(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """What stands in the village's plan and budget of the year, and which promises it pays for."""
    actor, village = actor_in(request), _village(code)
    found = documents(village, year)
    lines = [line for document in found for line in document.lines.all()]
    sums = tied(lines, clock.today())
    promises = panel("budget_line.commitments", [line.pk for line in lines], actor)
    papers = attached([document.pk for document in found], actor)
    shown = [
        {
            "document": document,
            "papers": papers.get(document.pk, []),
            "buttons": _buttons(document, actor),
            "total": sum(line.amount for line in document.lines.all()),
            "lines": [
                {
                    "line": line,
                    "activity": activity_name(line.activity),
                    "source": SOURCE_WORDS.get(line.source, line.source),
                    "tied": sums.get(line.pk, 0),
                    "promises": promises.get(line.pk, []),
                }
                for line in sorted(document.lines.all(), key=lambda one: (one.activity, one.pk))
            ],
        }
        for document in found
    ]
    context = {
        "village": village,
        "regions": [*ancestors(village), village],
        "year": year,
        "documents": shown,
        "may_enter": check(registry.action("budgets.enter"), actor).allowed and actor.covers(village.path),
    }
    return render(request, "budgets/budget.html", context)


def _buttons(document: PlanDocument, actor: Any) -> list[Any]:
    if not actor.signed_in:
        return []
    made = [
        button(action, document, actor, f"/anggaran/dokumen/{document.code}/{action.verb}")
        for action in registry.actions_for(PlanDocument)
    ]
    return [one for one in made if one.allowed]


def budget_new(request: HttpRequest) -> HttpResponse:
    """Enter a plan or a budget."""
    initial: dict[str, Any] = {"year": request.GET.get("tahun", "")}
    if code := request.GET.get("wilayah"):
        initial["region"] = _village(code)
    back = f"/anggaran/{code}/{initial['year']}" if code and initial["year"] else "/komitmen"
    return action_view(
        request,
        registry.action("budgets.enter"),
        None,
        done_url=_page_of,
        initial=initial,
        context={"back": back},
    )


def _page_of(receipt: Any) -> str:
    document = PlanDocument.objects.select_related("region").get(pk=receipt.subject)
    return f"/anggaran/{document.region.code}/{document.year}"


def budget_action(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Revise a document, or void it; a revision starts from the lines as they are."""
    found = get_object_or_404(PlanDocument.objects.select_related("region"), code=code)
    action = action_of(PlanDocument, verb)
    initial: dict[str, Any] = {}
    if action.kind == "budgets.revise":
        initial["lines"] = [
            {
                "line": str(line.pk),
                "activity": line.activity,
                "label": line.label,
                "account": line.account,
                "source": line.source,
                "amount": line.amount,
            }
            for line in found.lines.order_by("activity", "id")
        ]
    return action_view(
        request,
        action,
        found,
        done_url=_page_of,
        initial=initial,
        context={"back": f"/anggaran/{found.region.code}/{found.year}"},
    )
