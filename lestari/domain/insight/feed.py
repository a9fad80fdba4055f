"""The feed of what happened in a region: a follower that keeps the public events, and their words when shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lestari.domain.insight.models import FeedItem
from lestari.foundation.kernel.access import ANONYMOUS
from lestari.foundation.ledger.models import Event
from lestari.foundation.regions.queries import below
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.described import SUBJECTS, describe

#: Deeds that are done on one record and known to people by another: a version is published, the innovation is read.
_ABOUT = {"innovation.publish": "knowledge.Innovation"}


def keep(events: Sequence[Event]) -> None:
    """Keep the public events, one for each deed: the record it is about. Read twice, kept once."""
    wanted = [event for event in events if _public(event)]
    rows = [
        FeedItem(
            position=e.position or 0,
            region_id=e.region,
            kind=e.kind,
            subject_kind=e.subject_kind,
            subject=e.subject,
            on=e.effective_on,
        )
        for e in wanted
    ]
    FeedItem.objects.bulk_create(rows, ignore_conflicts=True)


def _public(event: Event) -> bool:
    """Say whether the event tells the public something: of a public action, about the record that people know."""
    action = registry.ACTIONS.get(event.kind)
    if action is None or not action.public or event.subject_kind not in SUBJECTS:
        return False
    about = action.subject._meta.label if action.subject else event.subject_kind
    return event.subject_kind == _ABOUT.get(event.kind, about)


@dataclass(frozen=True)
class News:
    """One sentence of the feed."""

    what: str
    title: str
    url: str
    where: str
    on: date


def feed(path: str, limit: int = 10) -> list[News]:
    """Return the latest public events of a region, by the day they happened; what is no longer public is left out."""
    items = list(FeedItem.objects.filter(below(path)).order_by("-on", "-position")[: limit * 2])
    shown = describe([(item.subject_kind, item.subject) for item in items], ANONYMOUS)
    news = [
        News(str(registry.DONE[item.kind]), found.title, found.url, found.region_title, item.on)
        for item in items
        if (found := shown.get(item.subject)) is not None
    ]
    return news[:limit]
