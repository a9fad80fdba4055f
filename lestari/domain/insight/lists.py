"""The list behind a figure: one row a record, with its paper, and who did it when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from lestari.domain.insight.figures import Figure
from lestari.domain.knowledge.fields import FIELD_WORDS
from lestari.domain.knowledge.models import InnovationVersion
from lestari.foundation.files.actions import attached
from lestari.foundation.kernel.access import ANONYMOUS, Actor
from lestari.foundation.ledger.models import Event
from lestari.foundation.people.queries import names_of
from lestari.foundation.regions.models import Region

_CHUNK = 500


@dataclass(frozen=True)
class Row:
    """One row behind a figure. `paper` is the address of what proves it, for those who may see it; `by` is empty for the public."""

    code: str
    title: str
    url: str
    village: str
    field: str
    since: date | None
    amount: int | None = None
    line: str = ""
    document: str = ""
    document_url: str = ""
    paper: str = ""
    recorded: datetime | None = None
    by: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the row as programs read it."""
        return {
            "code": self.code,
            "title": self.title,
            "village": self.village,
            "field": self.field,
            "since": self.since.isoformat() if self.since else None,
            "amount": self.amount,
            "document": self.document,
        }


@dataclass(frozen=True)
class Shown:
    """How the records of a figure are shown: what is loaded with them, their row, what their papers hang on, the deed that counts."""

    related: tuple[str, ...]
    row: Callable[[Any], Row]
    papers: Callable[[Sequence[Any]], dict[UUID, tuple[UUID, ...]]]
    deeds: tuple[str, ...] = ()


@dataclass(frozen=True)
class List:
    """The list behind a figure on a day, lazily read."""

    figure: Figure
    until: date
    rows: QuerySet[Any]
    count: int
    value: int

    def page(self, number: int, size: int, actor: Actor = ANONYMOUS) -> list[Row]:
        """Return one page of rows, in four queries whatever its size."""
        start = (max(number, 1) - 1) * size
        return self._proved(list(self.rows[start : start + size]), actor)

    def all(self, actor: Actor = ANONYMOUS) -> Iterator[Row]:
        """Return every row, streamed."""
        found = self.rows.iterator(chunk_size=_CHUNK)
        while chunk := list(islice(found, _CHUNK)):
            yield from self._proved(chunk, actor)

    def _proved(self, records: Sequence[Any], actor: Actor) -> list[Row]:
        shown = SHOWN[self.figure.key]
        hangs_on = shown.papers(records)
        files = attached({pk for subjects in hangs_on.values() for pk in subjects}, actor)
        deeds = _deeds([record.pk for record in records], shown.deeds, self.until)
        names = names_of({deed.actor for deed in deeds.values() if deed.actor}) if actor.signed_in else {}
        rows = []
        for record in records:
            papers = [
                a for pk in hangs_on.get(record.pk, ()) for a in files.get(pk, []) if a.purpose == "paper"
            ]
            deed = deeds.get(record.pk)
            rows.append(
                replace(
                    shown.row(record),
                    paper=papers[0].full_url if papers else "",
                    recorded=deed.recorded_at if deed else None,
                    by=names.get(deed.actor, "") if deed and deed.actor else "",
                )
            )
        return rows


def list_of(figure: Figure, region: Region, until: date) -> List:
    """Return the list behind a figure, with how many rows it has and what they come to."""
    rows = figure.rows(region, until)
    measures = {"count": Count("pk")} | ({"value": Sum(figure.sums)} if figure.sums else {})
    found = rows.order_by().aggregate(**measures)
    shown = rows.select_related(*SHOWN[figure.key].related)
    return List(figure, until, shown, found["count"], int(found.get("value", found["count"]) or 0))


def _deeds(subjects: Iterable[UUID], kinds: Sequence[str], until: date) -> dict[UUID, Event]:
    """Return the event that made each record count: the last of these kinds by the day, or the one that brought it about."""
    events = Event.objects.filter(subject__in=list(subjects))
    if kinds:
        found = events.filter(kind__in=kinds, effective_on__lte=until).order_by("serial")
    else:
        found = events.order_by("-serial")
    return {event.subject: event for event in found}


def _innovation(found: Any) -> Row:
    return Row(
        code=found.code,
        title=found.title,
        url=f"/inovasi/{found.code}",
        village=found.region.title,
        field=str(found.field_word),
        since=found.published_on,
    )


def _minutes(found: Sequence[Any]) -> dict[UUID, tuple[UUID, ...]]:
    """Return the version in force of each innovation: its minutes hang on it."""
    rows = InnovationVersion.objects.filter(innovation__in=[one.pk for one in found], state="published")
    return {innovation: (pk,) for innovation, pk in rows.values_list("innovation", "pk")}


def _allocation(found: Any) -> Row:
    commitment, document = found.funding.commitment, found.line.document
    return Row(
        code=commitment.code,
        title=commitment.title,
        url=f"/komitmen/{commitment.code}",
        village=commitment.region.title,
        field=str(FIELD_WORDS[commitment.field]),
        since=found.since,
        amount=found.amount,
        line=f"{found.line.activity}, {found.line.account}, {found.line.source}",
        document=f"{document.title} {document.number}",
        document_url=f"/anggaran/{commitment.region.code}/{document.year}",
    )


def _budget_pages(found: Sequence[Any]) -> dict[UUID, tuple[UUID, ...]]:
    """Return what proves each allocation: the budget itself, else what hangs on the promise."""
    return {one.pk: (one.line.document_id, one.funding.commitment_id) for one in found}


SHOWN = {
    "innovations": Shown(
        related=("region",),
        row=_innovation,
        papers=_minutes,
        deeds=("innovation.publish", "innovation.republish"),
    ),
    "commitments_dana_desa": Shown(
        related=("line__document", "funding__commitment__innovation", "funding__commitment__region"),
        row=_allocation,
        papers=_budget_pages,
    ),
}
