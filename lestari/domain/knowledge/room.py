"""The manifest of the knowledge room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lestari.domain.knowledge import ideas, innovations, searched
from lestari.domain.knowledge.forms import RemarksForm
from lestari.domain.knowledge.models import IdeaCard, Innovation, InnovationVersion
from lestari.domain.knowledge.queries import describe_ideas, describe_innovations, describe_versions
from lestari.domain.knowledge.sheets import IDEA_SHEET, INNOVATION_SHEET
from lestari.foundation.kernel.access import anyone, signed_in
from lestari.foundation.rooms import Entry, Room

_WORK = ("village_officer", "tpid", "tik", "facilitator")

ROOM = Room(
    name="knowledge",
    actions=(*ideas.ACTIONS, *innovations.ACTIONS),
    records=(IdeaCard, Innovation, InnovationVersion),
    subjects={
        IdeaCard: describe_ideas,
        Innovation: describe_innovations,
        InnovationVersion: describe_versions,
    },
    documents={
        Innovation: searched.innovations,
        InnovationVersion: searched.documents,
        IdeaCard: searched.ideas,
    },
    stirs=((InnovationVersion, Innovation, searched.innovation_of),),
    forms={"innovation.send_back": RemarksForm},
    sheets=(IDEA_SHEET, INNOVATION_SHEET),
    menu=(
        Entry(_("Katalog"), "catalogue", ("public",), 20),
        Entry(_("Ide"), "ideas", _WORK, 30),
        Entry(_("Dokumen"), "documents", ("tpid", "tik", "facilitator"), 32),
        Entry(_("Katalog"), "catalogue", ("village_officer",), 45),
    ),
    pages={
        "catalogue": anyone(),
        "catalogue-file": anyone(),
        "innovation": anyone(),
        "innovation-action": signed_in(),
        "ideas": signed_in(),
        "ideas-file": signed_in(),
        "idea-new": signed_in(),
        "idea": signed_in(),
        "idea-action": signed_in(),
        "documents": signed_in(),
        "documents-file": signed_in(),
        "document": signed_in(),
        "document-action": signed_in(),
    },
)
