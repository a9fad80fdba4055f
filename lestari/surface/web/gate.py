"""Deny by default: a page opens only where a room's manifest says for whom."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lestari.foundation.kernel.access import Actor, judge_somewhere
from lestari.foundation.rooms import PAGES

#: Namespaces whose operations judge for themselves: the API by its own authentication and each action's right.
OWN_GATES = frozenset({"api"})


class Gate:
    """The middleware at the door. Whether this person may see *this record* is judged by the page on the record itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the gate acts once the address is resolved."""
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
                raise PermissionDenied(verdict.because)
        elif actor.signed_in:
            raise PermissionDenied
        return redirect(f"/masuk?{urlencode({'next': request.get_full_path()})}")
