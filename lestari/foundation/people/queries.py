"""Reads about people: what an account may do today, and who there is."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q, QuerySet

from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import ANONYMOUS, Actor, Grant
from lestari.foundation.kernel.periods import holds_on, in_force
from lestari.foundation.people.models import Assignment, Token, User, Users
from lestari.foundation.people.phones import normalised
from lestari.foundation.people.roles import ADMINISTRATOR
from lestari.foundation.regions.models import Region


def actor_of(user: object) -> Actor:
    """Return who acts, with the grants of today, in one query. Whoever is not signed in is the public."""
    if not isinstance(user, User) or not user.is_active:
        return ANONYMOUS
    # Each page of a signed-in person asks this: few rows, sorted out here, cost half of what a narrower question does.
    held = Assignment.objects.filter(user=user).values_list(
        "since", "pk", "role", "region_id", "region__path", "until", "region__word", "region__name"
    )
    today = clock.today()
    grants = (
        Grant(role, region, path, since, until, Region.titled(word, name))
        for since, _pk, role, region, path, until, word, name in sorted(held)
        if holds_on(since, until, today)
    )
    return Actor(user.pk, user.name, tuple(grants))


def assignments_of(user: User) -> QuerySet[Assignment]:
    """Return the roles that a person holds or held, the present ones first."""
    return user.assignments.select_related("region").order_by("until", "-since", "pk")


def tokens_of(user: User) -> list[Token]:
    """Return the tokens with which programs act as this person now, the newest first."""
    return list(Token.objects.in_force().filter(user=user).order_by("-made_at", "digest"))


def people_for(actor: Actor, words: str = "") -> Users:
    """Return the people whom an administrator looks after, found by name, user name or phone."""
    people = User.objects.visible_to(actor).select_related("region")
    words = words.strip()
    if words:
        found = Q(name__icontains=words) | Q(username__icontains=words)
        number = normalised(words)
        people = people.filter(found | Q(phone=number) if number else found)
    return people.order_by("name", "username")


def names_of(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of people by id, for histories: one query."""
    return dict(User.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def has_administrator() -> bool:
    """Say whether anybody can sign in as an administrator already."""
    ready = User.objects.filter(is_active=True).exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return (
        Assignment.objects.filter(user__in=ready)
        .filter(in_force(clock.today()), role=ADMINISTRATOR.key)
        .exists()
    )
