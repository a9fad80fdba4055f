"""The manifest of the bursa room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lestari.domain.bursa.actions import ACTIONS
from lestari.domain.bursa.forms import CardForm, ChangeForm
from lestari.domain.bursa.models import Bursa, Card, Invitation, MenuItem
from lestari.domain.bursa.queries import bursa_of, describe_bursas
from lestari.foundation.kernel.access import anyone, signed_in
from lestari.foundation.rooms import Entry, Room

ROOM = Room(
    name="bursa",
    actions=ACTIONS,
    records=(Bursa, Invitation, MenuItem, Card),
    subjects={Bursa: describe_bursas},
    panels={"commitment.bursa": bursa_of},
    forms={"bursa.hand_in_card": CardForm, "bursa.addendum": CardForm, "bursa.change": ChangeForm},
    menu=(Entry(_("Bursa"), "bursas", ("public", "village_officer", "tpid", "tik"), 35),),
    pages={
        "bursas": anyone(),
        "bursas-file": anyone(),
        "bursa": anyone(),
        "bursa-recap-file": anyone(),
        "bursa-cards-file": anyone(),
        "bursa-menu": anyone(),
        "bursa-menu-file": anyone(),
        "bursa-new": signed_in(),
        "bursa-action": signed_in(),
    },
)
