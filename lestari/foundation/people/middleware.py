"""Who acts: `request.actor`, and administrators are sent to their second step before anything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from lestari.foundation.kernel.access import Actor
from lestari.foundation.people.models import User
from lestari.foundation.people.queries import actor_of
from lestari.foundation.people.roles import ADMINISTRATOR

#: What an administrator reaches before the second step is set up.
OPEN = frozenset({"factor", "sign_out"})


class ActorRequest(HttpRequest):
    """A request as views see it, for the type checker."""

    actor: Actor
    user: User


class ActorMiddleware:
    """Puts the actor with the grants of today at the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request with the actor at it; what a signed-in person saw stays in no browser on an office's shared machine."""
        request.actor = actor_of(request.user)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.actor.signed_in:  # type: ignore[attr-defined]
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(self, request: ActorRequest, *_view: Any) -> HttpResponse | None:
        """Send an administrator without a second step to the page on which it is set up."""
        if not request.actor.holds(ADMINISTRATOR.key) or _verified(request):
            return None
        match = request.resolver_match
        if match is not None and match.url_name in OPEN:
            return None
        if request.path.startswith("/api/"):
            message = _("Administrator memasang langkah kedua dahulu di halaman Akun.")
            return JsonResponse({"errors": {"": [message]}}, status=403)
        return redirect("factor")


def _verified(request: HttpRequest) -> bool:
    return getattr(request.user, "otp_device", None) is not None
