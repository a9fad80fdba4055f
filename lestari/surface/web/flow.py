"""The flow of a region: from ideas to verified results, with counts and shares."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lestari.domain.insight.figures import Bar
from lestari.domain.knowledge.models import IdeaCard
from lestari.foundation.components.stages import Stage
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.queries import below_region_on

_PROMISES = (
    (gettext_noop("Bursa"), "pledged", gettext_noop("komitmen")),
    (gettext_noop("RKPDes"), "planned", gettext_noop("dari komitmen")),
    (gettext_noop("APBDes"), "budgeted", gettext_noop("dari komitmen")),
    (gettext_noop("Hasil"), "verified", gettext_noop("terverifikasi")),
)


def stages(region: Region, ideas: int, documents: int, bars: Sequence[Bar]) -> list[Stage]:
    """Return the flow of a region: ideas and documents on their own scale, promises on theirs."""
    start = max(ideas, documents, 1)
    listed = f"/capaian/innovations?wilayah={region.code}"
    front = [
        Stage(_("Ide"), "", _("kartu ide"), ideas, round(100 * ideas / start)),
        Stage(_("Dokumen"), listed, _("terbit"), documents, round(100 * documents / start), gap=True),
    ]
    return front + promise_stages(region, bars)


def promise_stages(region: Region, bars: Sequence[Bar]) -> list[Stage]:
    """Return the second half of the flow: how far the promises have come."""
    by_state = {bar.state: bar for bar in bars}
    return [_stage(_(word), by_state[state], _(note), region) for word, state, note in _PROMISES]


def handed_in(region: Region, day: date) -> QuerySet[IdeaCard]:
    """Return the idea cards of a region, the voided ones left out."""
    return IdeaCard.objects.filter(below_region_on(region, day)).exclude(state="void")


def _stage(word: str, bar: Bar, note: str, region: Region) -> Stage:
    share = note if bar.state == "pledged" else f"{bar.share}% {note}"
    return Stage(word, f"/corong?wilayah={region.code}&langkah={bar.state}", share, bar.count, bar.share)
