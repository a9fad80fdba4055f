"""Pages of the bursa."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from lestari.domain.bursa.models import Bursa
from lestari.domain.bursa.queries import cards_of, recap
from lestari.domain.knowledge.fields import FIELDS
from lestari.domain.knowledge.models import Innovation
from lestari.foundation.components.lists import page_of, query_without
from lestari.foundation.components.pages import action_of, action_view, actor_in, record_page
from lestari.foundation.kernel import clock
from lestari.foundation.regions.models import Region
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.perform import check


def bursas(request: HttpRequest) -> HttpResponse:
    """The coming bursas first, then those that were."""
    rows = Bursa.objects.select_related("region__parent").exclude(state="cancelled")
    day = clock.today()
    context = {
        "coming": rows.filter(held_on__gte=day).order_by("held_on", "code")[:50],
        "page": page_of(request, rows.filter(held_on__lt=day).order_by("-held_on", "code")),
        "query": query_without(request, "halaman"),
        "may_set_up": check(registry.action("bursa.set_up"), actor_in(request)).allowed,
    }
    return render(request, "bursa/bursas.html", context)


def bursa(request: HttpRequest, code: str) -> HttpResponse:
    """Who has promised, who not? The recap by field and village, the menu, the cards."""
    found = get_object_or_404(
        Bursa.objects.select_related("region__parent__parent__parent__parent"), code=code
    )
    context = record_page(request, found, f"/bursa/{code}")
    menu = (
        Innovation.objects.filter(pk__in=found.menu.values("innovation"))
        .select_related("region")
        .order_by("title")
    )
    by_field: dict[str, list[Innovation]] = {key: [] for key, _word in FIELDS}
    for innovation in menu:
        by_field[innovation.field].append(innovation)
    cards = cards_of(found)
    context |= {
        "recap": recap(found, cards),
        "cards": cards[:50],
        "menu": [(key, word, by_field[key]) for key, word in FIELDS],
        "fields": FIELDS,
    }
    return render(request, "bursa/bursa.html", context)


def bursa_new(request: HttpRequest) -> HttpResponse:
    """Set up a bursa; a district's team finds its district filled in."""
    own = actor_in(request).current("tpid", "tik")
    region = Region.objects.filter(pk=own[0].region_id).first() if own else None
    return action_view(
        request,
        registry.action("bursa.set_up"),
        None,
        done_url=lambda receipt: f"/bursa/{receipt.code}",
        initial={"region": region},
        context={"back": "/bursa"},
    )


def bursa_action(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """An action on a bursa; after a card the form may come back empty for the next one."""
    found = get_object_or_404(Bursa.objects.select_related("region"), code=code)
    action = action_of(Bursa, verb)
    page = f"/bursa/{code}"
    initial: dict[str, Any] = {}
    context: dict[str, Any] = {"back": page}
    if action.kind == "bursa.change":
        initial = {
            "place": found.place,
            "held_on": found.held_on,
            "hours": found.hours,
            "villages": [invitation.region_id for invitation in found.invitations.all()],
            "menu": [item.innovation_id for item in found.menu.all()],
        }
    if action.kind in {"bursa.hand_in_card", "bursa.addendum"}:
        initial = {"year": found.held_on.year + 1}
        context["again"] = True
    if action.kind == "bursa.close":
        context |= {"recap": recap(found), "fields": FIELDS}
    again = request.method == "POST" and "lagi" in request.POST
    return action_view(
        request,
        action,
        found,
        done_url=lambda _r: f"{page}/{action.verb}" if again else page,
        template="bursa/close.html" if action.kind == "bursa.close" else "components/action.html",
        initial=initial,
        context=context,
    )
