"""The manifest of the sheets."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lestari.foundation.kernel.access import signed_in
from lestari.foundation.rooms import Entry, Room

ROOM = Room(
    name="sheets",
    menu=(Entry(_("Lembar"), "sheets", ("tpid", "tik", "agency", "facilitator", "administrator"), 60),),
    pages={
        "sheets": signed_in(),
        "sheets-file": signed_in(),
        "sheet-empty": signed_in(),
        "sheet-send": signed_in(),
        "sheet": signed_in(),
        "sheet-layout": signed_in(),
        "sheet-apply": signed_in(),
        "sheet-undo": signed_in(),
        "sheet-refused": signed_in(),
    },
)
