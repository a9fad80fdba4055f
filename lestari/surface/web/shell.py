"""What every page's frame shows: the menu of one's roles, who is signed in, whether this is a demo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import ANONYMOUS, Actor
from lestari.foundation.regions.queries import titles_of
from lestari.foundation.rooms import MENU
from lestari.surface.demo.models import is_demo

#: More links than these are no menu.
MOST = 6


@dataclass(frozen=True)
class Link:
    """A link of the menu; `current` where the page is below it."""

    label: str | Promise
    url: str
    current: bool


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the frame of a page; without a database it stays empty, so that a page can still say what is wrong."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    links = menu(actor, request.path)
    frame: dict[str, Any] = {
        "actor": actor,
        "menu": links,
        "moment_now": clock.now(),
        "demo": False,
        "place": actor.name,
    }
    try:
        return frame | {"demo": is_demo(), "place": _place(actor)}
    except DatabaseError:
        return frame


def menu(actor: Actor, path: str) -> list[Link]:
    """Return the links that the actor's roles see, in order; the longest address that the page is below is current."""
    seen: dict[str, str | Promise] = {}
    for entry in MENU:
        if actor.holds(*entry.roles) if actor.signed_in else "public" in entry.roles:
            try:
                seen.setdefault(reverse(entry.url), entry.label)
            except NoReverseMatch:
                continue
    urls = list(seen)[:MOST]
    below = [url for url in urls if path == url or path.startswith(f"{url}/")]
    here = max(below, key=len, default="")
    return [Link(seen[url], url, url == here) for url in urls]


def _place(actor: Actor) -> str:
    """Return what the link to the account says: the village for its officers, else the name."""
    villages = actor.current("village_officer")
    return next(iter(titles_of({villages[0].region_id}).values()), actor.name) if villages else actor.name
