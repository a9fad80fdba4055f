"""The manifest of the insight room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lestari.domain.insight.feed import keep
from lestari.foundation.kernel.access import anyone
from lestari.foundation.rooms import Entry, Room

ROOM = Room(
    name="insight",
    menu=(
        Entry(_("Capaian"), "achievements", ("public", "province", "agency", "facilitator"), 60),
        Entry(_("Corong"), "funnel", ("province", "agency", "facilitator", "tik"), 62),
    ),
    followers={"feed": keep},
    pages={
        "achievements": anyone(),
        "figure": anyone(),
        "figure-file": anyone(),
        "funnel": anyone(),
        "funnel-file": anyone(),
    },
)
