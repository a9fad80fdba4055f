"""Tokens with which a program acts as the person who made them."""

from __future__ import annotations

import hashlib
import secrets

from django.db import models

from lestari.foundation.kernel import clock
from lestari.foundation.people.models import User


class Token(models.Model):
    """A person's token: only its digest is kept, so it is shown once."""

    digest = models.CharField(max_length=64, primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    made_at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True)

    @classmethod
    def issue(cls, user: User, name: str) -> str:
        """Make a token for a person and return it: it cannot be shown again."""
        secret = f"les_{secrets.token_urlsafe(32)}"
        cls.objects.create(digest=digest_of(secret), user=user, name=name)
        return secret


def digest_of(secret: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()
