"""Deny by default: a page opens only where a room's manifest says for whom, and only at an address that a person could mean."""

from __future__ import annotations

from collections.abc import Callable
from unicodedata import category
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lestari.foundation.components.pages import why_not
from lestari.foundation.kernel.access import Actor, judge_somewhere
from lestari.foundation.rooms import PAGES
from lestari.surface.web.errors import forbidden, refusal
from lestari.surface.web.language import came_from

#: Namespaces whose operations judge for themselves: the API by its own authentication and each action's right.
OWN_GATES = frozenset({"api"})

#: The most letters of an address, and of what stands behind its question mark.
LONGEST_PATH, LONGEST_QUERY = 1000, 8000
#: White space that a pasted search may bring along.
_SPACE = frozenset("\t\n\r")


def unreadable(text: str, longest: int, allowed: frozenset[str] = frozenset()) -> bool:
    """Say whether a text is too long for an address, or has control characters in it."""
    return len(text) > longest or any(category(letter) == "Cc" and letter not in allowed for letter in text)


def _odd_query(request: HttpRequest) -> bool:
    parts = (part for name, values in request.GET.lists() for part in (name, *values))
    return any(unreadable(part, LONGEST_QUERY, _SPACE) for part in parts)


class Gate:
    """The middleware at the door. Whether this person may see *this record* is judged by the page on the record itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse what no person typed (a database may take a NUL for the end of the world); else the gate acts once the address is resolved."""
        if unreadable(request.path_info, LONGEST_PATH):
            return refusal(request, 404)
        if unreadable(request.META.get("QUERY_STRING", ""), LONGEST_QUERY) or _odd_query(request):
            return refusal(request, 400)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Let in, send to the sign-in, or refuse with the reason."""
        match = request.resolver_match
        if match is None or OWN_GATES & set(match.namespaces):
            return None
        right = PAGES.get(match.view_name or "")
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if right is not None:
            verdict = judge_somewhere(right, actor)
            if verdict.allowed:
                return None
            if actor.signed_in:
                return forbidden(request, PermissionDenied(why_not(verdict)))
        elif actor.signed_in:
            return forbidden(request)
        return redirect(f"/masuk?{urlencode({'next': _back_to(request)})}")


def _back_to(request: HttpRequest) -> str:
    """Return the page to which somebody comes back after signing in: what only takes what is sent is none, the page that sent it is."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    return came_from(request)
