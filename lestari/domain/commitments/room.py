"""The manifest of the commitments room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lestari.domain.commitments.actions import ACTIONS
from lestari.domain.commitments.answers import AFTER
from lestari.domain.commitments.forms import PledgeForm
from lestari.domain.commitments.models import Commitment, EarlierYear, Funding
from lestari.domain.commitments.queries import (
    copies,
    describe_commitments,
    flow_of_copies,
    pledge_at,
    promises_held,
    tied_to,
)
from lestari.domain.commitments.searched import commitments, innovation_of
from lestari.domain.commitments.sheets import SHEET
from lestari.domain.knowledge.models import Innovation
from lestari.foundation.kernel.access import anyone, signed_in
from lestari.foundation.rooms import Entry, Room

ROOM = Room(
    name="commitments",
    actions=ACTIONS,
    after=AFTER,
    records=(Commitment, EarlierYear, Funding),
    subjects={Commitment: describe_commitments},
    documents={Commitment: commitments},
    stirs=((Commitment, Innovation, innovation_of),),
    forms={"commitment.pledge": PledgeForm},
    panels={
        "innovation.copies": copies,
        "innovation.flow": flow_of_copies,
        "innovation.pledge": pledge_at,
        "budget_line.commitments": tied_to,
        "budget.promises_held": promises_held,
    },
    sheets=(SHEET,),
    menu=(
        Entry(_("Komitmen"), "commitments", ("village_officer",), 15),
        Entry(_("Komitmen"), "commitments", ("tpid", "tik", "facilitator", "agency"), 40),
    ),
    pages={
        "commitments": anyone(),
        "commitments-file": anyone(),
        "commitment": anyone(),
        "commitment-new": signed_in(),
        "commitment-action": signed_in(),
    },
)
