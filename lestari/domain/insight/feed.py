"""The feed of what happened in a region: a follower that keeps the public events, and their words when shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lestari.domain.insight.models import FeedItem
from lestari.foundation.kernel.access import ANONYMOUS
from lestari.foundation.ledger.models import Event
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.queries import below
from lestari.foundation.rooms import SUBJECTS, describe
from lestari.foundation.workflow import registry


def keep(events: Sequence[Event]) -> None:
    """Keep the events whose action is public, of records that can be shown in words. Read twice, kept once."""
    wanted = [e for e in events if e.subject_kind in SUBJECTS and _public(e.kind)]
    paths = dict(
        Region.objects.filter(pk__in={e.region for e in wanted if e.region}).values_list("pk", "path")
    )
    rows = [
        FeedItem(
            position=e.position or 0,
            path=paths.get(e.region, "") if e.region else "",
            kind=e.kind,
            subject_kind=e.subject_kind,
            subject=e.subject,
            on=e.effective_on,
        )
        for e in wanted
    ]
    FeedItem.objects.bulk_create(rows, ignore_conflicts=True)


def _public(kind: str) -> bool:
    action = registry.ACTIONS.get(kind)
    return action is not None and action.public


@dataclass(frozen=True)
class News:
    """One sentence of the feed."""

    what: str
    title: str
    url: str
    where: str
    on: date


def feed(path: str, limit: int = 10) -> list[News]:
    """Return the newest public events of a region; what is no longer public is left out."""
    items = list(FeedItem.objects.filter(below(path, "path")).order_by("-position")[: limit * 2])
    shown = describe([(item.subject_kind, item.subject) for item in items], ANONYMOUS)
    news = [
        News(str(registry.DONE[item.kind]), found.title, found.url, found.region_title, item.on)
        for item in items
        if (found := shown.get(item.subject)) is not None
    ]
    return news[:limit]
