"""The manifest of people."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lestari.foundation.kernel.access import Actor, anyone, holds, signed_in
from lestari.foundation.people.actions import ACTIONS
from lestari.foundation.people.models import Assignment, User
from lestari.foundation.people.roles import ADMINISTRATOR
from lestari.foundation.people.sheets import SHEET
from lestari.foundation.rooms import Entry, Room
from lestari.foundation.workflow.described import Described

_ADMINISTRATORS = holds(ADMINISTRATOR)


def describe_people(ids: Iterable[UUID], actor: Actor) -> dict[UUID, Described]:
    """Return people in words, for the administrators who look after them."""
    people = User.objects.visible_to(actor).filter(pk__in=list(ids)).select_related("region").distinct()
    return {
        person.pk: Described(
            person.username, person.name, reverse("person", args=[person.username]), person.region.title
        )
        for person in people
    }


ROOM = Room(
    name="people",
    actions=ACTIONS,
    records=(User, Assignment),
    subjects={User: describe_people},
    sheets=(SHEET,),
    menu=(Entry(_("Orang"), "people", (ADMINISTRATOR.key,), order=20),),
    pages={
        "sign_in": anyone(),
        "sign_in_code": anyone(),
        "sign_out": anyone(),
        "invitation": anyone(),
        "account": signed_in(),
        "account_phone": signed_in(),
        "account_password": signed_in(),
        "account_look": signed_in(),
        "account_sessions": signed_in(),
        "account_token_revoke": signed_in(),
        "factor": signed_in(),
        "factor_codes": signed_in(),
        "factor_off": signed_in(),
        "people": _ADMINISTRATORS,
        "people-file": _ADMINISTRATORS,
        "person_new": _ADMINISTRATORS,
        "person": _ADMINISTRATORS,
        "person_action": _ADMINISTRATORS,
    },
)
