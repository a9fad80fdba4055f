"""One-time links with which a person sets a password: signed, dated, used once; a newer link ends the older ones."""

from __future__ import annotations

from itertools import count
from uuid import UUID

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse

from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import SYSTEM
from lestari.foundation.kernel.periods import in_force
from lestari.foundation.people.actions import CREATE_ACCOUNT, RENEW_INVITATION
from lestari.foundation.people.entries import AccountEntry
from lestari.foundation.people.models import Assignment, User
from lestari.foundation.people.queries import has_administrator
from lestari.foundation.people.roles import ADMINISTRATOR
from lestari.foundation.regions.models import Region
from lestari.foundation.workflow.inputs import NoEntry
from lestari.foundation.workflow.perform import Whence, perform

FIRST_ADMINISTRATOR = "administrator"


class _Tokens(PasswordResetTokenGenerator):
    key_salt = "lestari.people.invitation"

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        invited = user.invited_at.timestamp() if user.invited_at else ""
        return f"{super()._make_hash_value(user, timestamp)}{invited}{user.is_active}"


_tokens = _Tokens()


def invitation_path(user: User) -> str:
    """Return the address of a one-time link, to be shown once and kept nowhere."""
    return reverse("invitation", args=[f"{user.pk.hex}-{_tokens.make_token(user)}"])


def invited(token: str) -> User | None:
    """Return whom a link belongs to; None where it is wrong, used, outdated or its account closed."""
    key, _dash, rest = token.partition("-")
    try:
        user = User.objects.filter(pk=UUID(hex=key), is_active=True).first()
    except ValueError:
        return None
    return user if user is not None and _tokens.check_token(user, rest) else None


def first_administrator_link() -> str | None:
    """Return the path of the link for the first administrator of a data folder; None once somebody can sign in as one."""
    if has_administrator():
        return None
    waiting = Assignment.objects.filter(in_force(clock.today()), role=ADMINISTRATOR.key, user__is_active=True)
    first = waiting.select_related("user__region").order_by("user__invited_at").first()
    if first is None:
        username = _free(FIRST_ADMINISTRATOR)
        entry = AccountEntry(
            name="Administrator",
            username=username,
            role=ADMINISTRATOR.key,
            region=Region.objects.get(level="country"),
        )
        perform(CREATE_ACCOUNT, SYSTEM, None, entry, whence=Whence.COMMAND)
    else:
        username = first.user.username
        perform(RENEW_INVITATION, SYSTEM, first.user, NoEntry(), whence=Whence.COMMAND)
    return invitation_path(User.objects.get(username=username))


def _free(username: str) -> str:
    """Return a user name that nobody has, this one where it is free."""
    taken = set(User.objects.filter(username__startswith=username).values_list("username", flat=True))
    return next(
        name for number in count(1) if (name := f"{username}{number if number > 1 else ''}") not in taken
    )
