"""Who speaks to the API: a signed-in browser, or a program with a token."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer, SessionAuth
from ninja.utils import check_csrf

from lestari.foundation.kernel.access import Actor
from lestari.foundation.kernel.errors import NotAllowed
from lestari.foundation.people.models import Token, digest_of
from lestari.foundation.people.queries import actor_of


class TokenAuth(HttpBearer):
    """`Authorization: Bearer les_…`; the person's own grants decide what it may do."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return the actor of a token in force, else None."""
        found = Token.objects.in_force().filter(digest=digest_of(token)).select_related("user").first()
        if found is None:
            return None
        request.actor = actor_of(found.user)  # type: ignore[attr-defined]
        return request.actor  # type: ignore[attr-defined, no-any-return]


class BrowserAuth(SessionAuth):
    """A signed-in browser; what it sends carries the token of a page of ours, so that no other site can send it."""

    def _get_key(self, request: HttpRequest) -> str | None:
        if not request.user.is_authenticated:
            return None
        if check_csrf(request):
            raise NotAllowed(
                _(
                    "Kiriman ini tidak membawa tanda halaman (X-CSRFToken). Muat ulang halaman, lalu kirim lagi."
                )
            )
        return request.COOKIES.get(self.param_name, "")


AUTH = [TokenAuth(), BrowserAuth()]
