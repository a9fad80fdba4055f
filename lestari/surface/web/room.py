"""The shell's own pages, as a manifest beside the rooms'."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lestari.foundation.kernel.access import anyone, holds_anywhere, signed_in
from lestari.foundation.people.roles import ADMINISTRATOR, ROLES
from lestari.foundation.rooms import Entry, Room

ROOM = Room(
    name="web",
    menu=(
        Entry(_("Tugas"), "duties", tuple(ROLES), 10),
        Entry(_("Wilayah"), "regions", ("public",), 25),
        Entry(_("Wilayah"), "regions", ("province", "agency", "facilitator", "administrator"), 50),
    ),
    pages={
        "home": anyone(),
        "search": anyone(),
        "search-file": anyone(),
        "regions": anyone(),
        "region": anyone(),
        "region-file": anyone(),
        "region-lists": holds_anywhere(ADMINISTRATOR),
        "region-list-check": holds_anywhere(ADMINISTRATOR),
        "region-list-apply": holds_anywhere(ADMINISTRATOR),
        "region-list-undo": holds_anywhere(ADMINISTRATOR),
        "gallery": anyone(),
        "language": anyone(),
        "duties": signed_in(),
        "duties-file": signed_in(),
        "duties-of-others": signed_in(),
        "duties-of-others-file": signed_in(),
    },
)
