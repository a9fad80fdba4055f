"""The flow of a region: from ideas to verified results, with counts and shares."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lestari.domain.insight.figures import Bar, Totals, bars
from lestari.foundation.components.stages import Stage
from lestari.foundation.regions.models import Region

_PROMISES = (
    (gettext_noop("Bursa"), "pledged", gettext_noop("komitmen")),
    (gettext_noop("RKPDes"), "planned", gettext_noop("dari komitmen")),
    (gettext_noop("APBDes"), "budgeted", gettext_noop("dari komitmen")),
    (gettext_noop("Hasil"), "verified", gettext_noop("terverifikasi")),
)


def stages(region: Region, found: Totals) -> list[Stage]:
    """Return the flow of a region: ideas and documents on their own scale, promises on theirs."""
    ideas, documents = found.figures["ideas"], found.figures["innovations"]
    start = max(ideas, documents, 1)
    listed = [f"/capaian/{key}?wilayah={region.code}" for key in ("ideas", "innovations")]
    front = [
        Stage(_("Ide"), listed[0], _("kartu ide diterima"), ideas, round(100 * ideas / start)),
        Stage(_("Dokumen"), listed[1], _("terbit"), documents, round(100 * documents / start), gap=True),
    ]
    return front + promise_stages(region, bars(found.standing))


def promise_stages(region: Region, steps: Sequence[Bar]) -> list[Stage]:
    """Return the second half of the flow: how far the promises have come."""
    by_state = {bar.state: bar for bar in steps}
    return [_stage(_(word), by_state[state], _(note), region) for word, state, note in _PROMISES]


def _stage(word: str, bar: Bar, note: str, region: Region) -> Stage:
    share = note if bar.state == "pledged" else f"{bar.share}% {note}"
    return Stage(word, f"/corong?wilayah={region.code}&langkah={bar.state}", share, bar.count, bar.share)
