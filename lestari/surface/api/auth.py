"""Who speaks to the API: a signed-in browser, or a program with a token."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.security import HttpBearer, SessionAuth

from lestari.foundation.kernel.access import Actor
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


AUTH = [TokenAuth(), SessionAuth(csrf=True)]
