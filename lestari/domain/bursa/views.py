"""Pages of the bursa."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lestari.domain.bursa.actions import MENU, TAKES_NO_CARD, first_menu_size
from lestari.domain.bursa.models import Bursa
from lestari.domain.bursa.queries import cards_of, held, menu_in, offered, read_aloud, recap
from lestari.domain.knowledge.fields import FIELD_WORDS, FIELDS
from lestari.foundation.components.deeds import action_view
from lestari.foundation.components.lists import page_of, query_without
from lestari.foundation.components.pages import Buttons, action_of, actor_in, buttons, history
from lestari.foundation.duties.queries import on as duties_on
from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import Actor, judge
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.queries import ancestors
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.action import Action
from lestari.foundation.workflow.perform import check

_CARDS = ("bursa.hand_in_card", "bursa.addendum")
_TEMPLATES = {
    "bursa.hand_in_card": "bursa/card.html",
    "bursa.addendum": "bursa/card.html",
    "bursa.close": "bursa/close.html",
}
#: What is to be done in each state, as the page says it to its hosts …
_HEADINGS = {
    "prepared": _("Periksa undangan dan menu, lalu buka bursa pada harinya"),
    "open": _("Terima kartu, lalu tutup bursa dengan rekapnya"),
    "closed": _("Bursa sudah ditutup"),
    "cancelled": _("Bursa dibatalkan"),
}
#: … and to everybody else.
_GUESTS = _HEADINGS | {
    "prepared": _("Kartu diisi sesudah bursa dibuka"),
    "open": _("Bursa sedang berlangsung"),
}


def bursas(request: HttpRequest) -> HttpResponse:
    """The coming bursas first, then those that were."""
    rows, day = held(), clock.today()
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
    actor, waiting = actor_in(request), list(duties_on(found))
    cards, places = cards_of(found), [*ancestors(found.region), found.region]
    every = buttons(found, actor, f"/bursa/{code}", waiting, places) if actor.signed_in else None
    hosts = judge(registry.action("bursa.close").right, actor, found.scope()).allowed
    own = {grant.region_id for grant in actor.current("village_officer")}
    promised = any(card.commitment.region_id in own for card in cards)
    hall = _in_the_hall(found, every, has_cards=bool(cards), promised=promised)
    sums = recap(found, cards, request.GET.get("wilayah", ""))
    context = {
        "record": found,
        "regions": places,
        "buttons": hall,
        "heading": _heading(found, hall, hosts=hosts, promised=promised),
        "due": waiting[0].due if waiting and hosts else None,
        "recap": sums,
        "read_aloud": read_aloud(found, sums),
        "page": page_of(request, cards),
        "query": query_without(request, "halaman"),
        "offered": offered(found),
        "most": MENU,
        "fields": FIELDS,
        # Each card is on its own promise's page; here stands what was done with the bursa.
        "history": [turn for turn in history(found, actor) if turn.kind not in _CARDS],
    }
    return render(request, "bursa/bursa.html", context)


def bursa_menu(request: HttpRequest, code: str) -> HttpResponse:
    """What can be chosen there? The menu field by field, each innovation with its village; in the hall, the way to its card."""
    found = get_object_or_404(
        Bursa.objects.select_related("region__parent__parent__parent__parent"), code=code
    )
    key = request.GET.get("bidang", "")
    page = page_of(request, menu_in(found, key).select_related("region__parent"))
    actor = actor_in(request)
    card = _card(found, actor)
    roles = [role.key for role in card.right.roles] if card else []
    context = {
        "record": found,
        "regions": [*ancestors(found.region), found.region],
        "offered": offered(found),
        "chosen": key if key in FIELD_WORDS else "",
        "page": page,
        "rows": [(one, card and not actor.only_at(one.region_id, *roles)) for one in page],
        "query": query_without(request, "halaman"),
        "card": card,
    }
    return render(request, "bursa/menu.html", context)


def _card(found: Bursa, actor: Actor) -> Action | None:
    """Return the action by which this actor fills a card there now: in the hall, or a late one."""
    kinds = _CARDS if found.state not in TAKES_NO_CARD else _CARDS[1:]
    return next((one for one in map(registry.action, kinds) if check(one, actor, found).allowed), None)


def _heading(found: Bursa, hall: Buttons | None, *, hosts: bool, promised: bool) -> Any:
    """Return what is to be done, as it is for this actor: a host, a village before or after its card, or somebody who looks on."""
    if hosts:
        return _HEADINGS.get(found.state, found.state_word)
    if promised and found.state == "open":
        return _("Kartu desa Anda sudah diterima")
    brings = hall is not None and hall.primary is not None and hall.primary.action.kind == _CARDS[0]
    return _("Isi kartu komitmen desa Anda") if brings else _GUESTS.get(found.state, found.state_word)


def _in_the_hall(found: Bursa, every: Buttons | None, *, has_cards: bool, promised: bool) -> Buttons | None:
    """Return the buttons: while it is open, filling a card comes first; in no other state is there a card to fill.

    A bursa with cards is closed, not cancelled. A village that has `promised` may promise more, but nothing waits for it.
    """
    if every is None:
        return None
    card = [made for made in every.others if made.action.kind == _CARDS[0]]
    away = {_CARDS[0], "bursa.cancel"} if has_cards else {_CARDS[0]}
    others = [made for made in every.others if made.action.kind not in away]
    if found.state != "open" or not card:
        return replace(every, others=others)
    if promised:
        return replace(every, others=[card[0], *others])
    if every.primary is None:  # a guest: closing is its host's
        return Buttons(card[0], others)
    return Buttons(card[0], [every.primary, *others], every.locked)


def bursa_new(request: HttpRequest) -> HttpResponse:
    """Set up a bursa; a district's team finds its district filled in."""
    own = actor_in(request).current("tpid", "tik")
    region = Region.objects.filter(pk=own[0].region_id).first() if own else None
    return action_view(
        request,
        registry.action("bursa.set_up"),
        None,
        done_url=lambda receipt: f"/bursa/{receipt.code}",
        template="bursa/set_up.html",
        initial={"region": region},
        context={"back": "/bursa", "most": MENU, "first_menu": first_menu_size(region) if region else None},
    )


def bursa_action(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """An action on a bursa; after a card the form may come back empty for the next one."""
    found = get_object_or_404(Bursa.objects.select_related("region"), code=code)
    action = action_of(Bursa, verb)
    page = f"/bursa/{code}"
    initial: dict[str, Any] = {}
    present: dict[str, Any] = {}
    context: dict[str, Any] = {"back": page}
    if action.kind == "bursa.change":
        present = {
            "name": found.name,
            "place": found.place,
            "held_on": found.held_on,
            "hours": found.hours,
            "villages": list(found.invitations.values_list("region__code", flat=True)),
            "menu": list(found.menu.values_list("innovation__code", flat=True)),
        }
    if action.kind in _CARDS:
        initial = {
            "year": found.held_on.year + 1,
            "village": _village(request, found),
            "innovation": request.GET.get("inovasi"),
        }
    if action.kind == _CARDS[0]:
        context |= {"because": TAKES_NO_CARD.get(found.state), "way": _other_way(request, found)}
    if action.kind == "bursa.close":
        context |= {"recap": recap(found), "fields": FIELDS}
    again = f"{page}/{action.verb}?{urlencode({'desa': request.POST.get('village', '')})}"
    return action_view(
        request,
        action,
        found,
        done_url=lambda _r: again if "lagi" in request.POST else page,
        template=_TEMPLATES.get(action.kind, "components/action.html"),
        initial=initial,
        present=present,
        context=context,
    )


def _village(request: HttpRequest, found: Bursa) -> Any:
    """Return the village for which a card is filled: the one of the card before, or the officer's own."""
    if before := request.GET.get("desa"):
        return before
    own = [grant.region_id for grant in actor_in(request).current("village_officer")]
    return (
        found.invitations.filter(region__in=own).values_list("region__code", flat=True).first()
        if own
        else None
    )


def _other_way(request: HttpRequest, found: Bursa) -> tuple[str, Any] | None:
    """Return where this actor records a promise that the bursa does not take, and what that is called."""
    actor = actor_in(request)
    late, outside = registry.action(_CARDS[1]), registry.action("commitment.pledge")
    if found.state == "closed":
        return (f"/bursa/{found.code}/{late.verb}", late.words) if check(late, actor, found).allowed else None
    return (reverse("commitment-new"), outside.words) if check(outside, actor).allowed else None
