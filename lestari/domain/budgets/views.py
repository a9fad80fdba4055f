"""Pages of a village's plan and budget."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import MAXYEAR, MINYEAR
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from lestari.domain.budgets.models import BudgetLine, PlanDocument
from lestari.domain.budgets.queries import documents, parts, tied
from lestari.domain.budgets.rights import RIGHTS
from lestari.domain.budgets.tables import SOURCE_WORDS
from lestari.foundation.components.deeds import action_view
from lestari.foundation.components.pages import Button, action_of, actor_in, button, record_page
from lestari.foundation.components.rows import more_asked
from lestari.foundation.files.actions import attached
from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import Actor, judge
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.queries import ancestors, by_code, own_village
from lestari.foundation.rooms import panel
from lestari.foundation.workflow import registry


def village_of(code: str, year: int | None = None) -> Region:
    """Return the village that an address names, with a year that there is. Raises Http404."""
    if year is not None and not MINYEAR < year < MAXYEAR:
        raise Http404
    try:
        region = by_code(code)
    except Refused:
        raise Http404 from None
    if region.level != "village" or not region.takes_part:
        raise Http404
    return region


def budget(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Show what stands in the village's plan and budget of the year, and which promises it pays for."""
    actor, village = actor_in(request), village_of(code, year)
    found = documents(village, year)
    shown = _all_shown(found, actor)
    context = {
        "village": village,
        "regions": [*ancestors(village), village],
        "year": year,
        "years": range(year - 1, year + 2),
        "in_force": [one for one in shown if one["document"].state == "in_force"],
        "earlier": [one for one in shown if one["document"].state != "in_force"],
        "may_enter": actor.signed_in and judge(RIGHTS["budgets.enter"], actor, village.scope()).allowed,
    }
    return render(request, "budgets/budget.html", context)


def document(request: HttpRequest, code: str) -> HttpResponse:
    """Show one document: its lines, its paper, and what was done with it."""
    rows = PlanDocument.objects.select_related(
        "region__parent__parent__parent__parent", "replaces__region"
    ).prefetch_related("lines", "replaces__lines")
    found = get_object_or_404(rows, code=code)
    context = record_page(request, found, f"/anggaran/dokumen/{code}")
    before = [found.replaces] if found.replaces else []
    context["one"] = _all_shown([found, *before], actor_in(request), {found.pk: context["papers"]})[0]
    return render(request, "budgets/document.html", context)


def _all_shown(
    found: Sequence[PlanDocument], actor: Actor, papers: dict[Any, Any] | None = None
) -> list[dict[str, Any]]:
    lines = {line.pk: line for one in found for line in one.lines.all()}
    known = {
        "lines": lines,
        "tied": tied(lines.values(), clock.today()),
        "promises": panel("budget_line.commitments", lines, actor),
        "papers": attached([one.pk for one in found], actor) if papers is None else papers,
    }
    return [_shown(one, actor, known) for one in found]


def _shown(document: PlanDocument, actor: Actor, known: dict[str, Any]) -> dict[str, Any]:
    own = sorted(document.lines.all(), key=lambda line: (line.activity, line.pk))
    followed = {line.follows_id for line in own}
    before = [line for line in known["lines"].values() if line.document_id == document.replaces_id]
    return {
        "document": document,
        "papers": known["papers"].get(document.pk, []),
        "buttons": _buttons(document, actor),
        "parts": parts(own),
        "lines": [_line(document, line, known) for line in own],
        "removed": [line for line in before if line.pk not in followed],
    }


def _line(document: PlanDocument, line: BudgetLine, known: dict[str, Any]) -> dict[str, Any]:
    before = known["lines"].get(line.follows_id)
    tied_now = known["tied"].get(line.pk, 0)
    return {
        "line": line,
        "source": SOURCE_WORDS.get(line.source, line.source),
        "tied": tied_now,
        "free": line.amount - tied_now,
        "promises": known["promises"].get(line.pk, []),
        "before": before.amount if before and before.amount != line.amount else None,
        "new": bool(document.revision) and before is None,
    }


def _buttons(document: PlanDocument, actor: Actor) -> list[Button]:
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
    code = request.GET.get("wilayah")
    initial["region"] = village_of(code) if code else own_village(actor_in(request))
    back = f"/anggaran/{code}/{initial['year']}" if code and initial["year"] else "/komitmen"
    action = registry.action("budgets.enter")
    return _answered(
        request,
        action_view(request, action, None, done_url=_page_of, initial=initial, context={"back": back}),
    )


def _answered(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Say that all is well where only more rows were asked for."""
    if more_asked(request.POST, "lines"):
        response.status_code = 200
    return response


def _page_of(receipt: Any) -> str:
    document = PlanDocument.objects.select_related("region").get(pk=receipt.subject)
    return f"/anggaran/{document.region.code}/{document.year}"


def budget_action(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Revise a document, or void it; a revision starts from the lines as they are."""
    found = get_object_or_404(PlanDocument.objects.select_related("region"), code=code)
    action = action_of(PlanDocument, verb)
    lines = list(found.lines.order_by("activity", "id"))
    hanging = panel("budget_line.commitments", [line.pk for line in lines], actor_in(request))
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
            for line in lines
        ]
    context = {
        "back": f"/anggaran/{found.region.code}/{found.year}",
        "hanging": [(line, hanging[line.pk]) for line in lines if line.pk in hanging],
    }
    return _answered(
        request,
        action_view(
            request,
            action,
            found,
            done_url=_page_of,
            template="budgets/document_action.html",
            initial=initial,
            context=context,
        ),
    )
