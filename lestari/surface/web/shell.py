"""What every page carries around its content: the menu of this person, the demo's strip, the hour of the figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lestari.foundation.components.looks import look_of
from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import ANONYMOUS, Actor
from lestari.foundation.kernel.dates import time_text
from lestari.foundation.rooms import MENU
from lestari.surface.demo.models import is_demo
from lestari.surface.web.language import LANGUAGES

_MOST = 6


@dataclass(frozen=True)
class Link:
    """A link of the menu or the footer; `current` where the open page lies below it."""

    label: str | Promise
    url: str
    current: bool = False


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give the base template what it needs."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    links = _menu(actor, request.path)
    return {
        "actor": actor,
        "menu": links,
        "search_url": _address("search"),
        "footer": _footer(),
        "demo": _demo(),
        "place": _place(actor),
        "figures_at": time_text(clock.now()),
        "look": look_of(request),
        "languages": [(key, word) for key, word in LANGUAGES.items() if key != get_language()],
        "save_data": request.headers.get("Save-Data", "").lower() == "on",
    }


def _demo() -> bool:
    """Say whether to show the strip; a page that tells of a broken database still needs its frame."""
    try:
        return is_demo()
    except DatabaseError:
        return False


def _place(actor: Actor) -> str:
    """Return what the link to the account says: the village for its officers, else the name."""
    villages = actor.current("village_officer")
    return villages[0].place if villages else actor.name


def _menu(actor: Actor, path: str) -> list[Link]:
    """Return at most six links for the roles held today; the longest address that begins this page's is the current one."""
    roles = {grant.role for grant in actor.current()} if actor.signed_in else {"public"}
    found: dict[str, str | Promise] = {}
    for entry in MENU:
        url = _address(entry.url)
        if url and url not in found and roles & set(entry.roles):
            found[url] = entry.label
    shown = list(found.items())[:_MOST]
    above = [url for url, _label in shown if path == url or path.startswith(f"{url.rstrip('/')}/")]
    here = max(above, key=len, default="")
    return [Link(label, url, url == here) for url, label in shown]


def _footer() -> list[Link]:
    """Return the links below every page: only what there is."""
    names = ((_("Katalog"), "catalogue"), (_("Capaian"), "achievements"), (_("Galeri"), "gallery"))
    return [Link(label, url) for label, name in names if (url := _address(name))]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
