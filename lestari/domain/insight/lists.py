"""The list behind a figure: one row a record, with its paper, and who did it when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, QuerySet
from django.utils.translation import gettext as _

from lestari.domain.commitments.workflow import FLOW
from lestari.domain.insight.figures import ACCEPTED, FIGURE_OF, Figure, Totals, since
from lestari.domain.knowledge.fields import FIELD_WORDS
from lestari.domain.knowledge.models import Innovation, InnovationVersion
from lestari.foundation.files.actions import attached, may_see_papers
from lestari.foundation.kernel.access import ANONYMOUS, Actor
from lestari.foundation.ledger.models import Event
from lestari.foundation.people.queries import names_of
from lestari.foundation.regions.models import Region

CHUNK = 500


@dataclass(frozen=True)
class Row:
    """One row behind a figure. `paper` is the address of what proves it, for those who may see it; `by` is empty for the public.

    `url` is empty where the record is not open to the reader. `bare` says, to those who may see papers, that there is none.
    """

    code: str
    title: str
    url: str
    village: str
    path: str
    field: str
    since: date | None
    amount: int | None = None
    activity: str = ""
    account: str = ""
    line: str = ""
    document: str = ""
    document_url: str = ""
    paper: str = ""
    bare: bool = False
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
            "account": self.account,
            "document": self.document,
        }


@dataclass(frozen=True)
class Shown:
    """How the records of a figure are shown: what is loaded with them, their row, what their papers hang on, the deed that counts.

    `known` are further columns that depend on the day.
    """

    related: tuple[str, ...]
    row: Callable[[Any, Actor], Row]
    papers: Callable[[Sequence[Any]], dict[UUID, tuple[UUID, ...]]]
    deeds: tuple[str, ...] = ()
    fetched: tuple[Prefetch[Any], ...] = ()
    known: Callable[[date], dict[str, Any]] = lambda _until: {}


@dataclass(frozen=True)
class List:
    """The list behind a figure on a day, lazily read."""

    figure: Figure
    until: date
    rows: QuerySet[Any]
    count: int
    totals: Totals

    @property
    def value(self) -> int:
        """The figure: how many rows there are, or what they come to."""
        return self.totals.figures[self.figure.key]

    def page(self, number: int, size: int, actor: Actor = ANONYMOUS) -> list[Row]:
        """Return one page of rows, in a few queries whatever its size."""
        start = (max(number, 1) - 1) * size
        return self._proved(list(self.rows[start : start + size]), actor)

    def all(self, actor: Actor = ANONYMOUS) -> Iterator[Row]:
        """Return every row, streamed."""
        found = self.rows.iterator(chunk_size=CHUNK)
        while chunk := list(islice(found, CHUNK)):
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
            row = shown.row(record, actor)
            rows.append(
                replace(
                    row,
                    since=row.since or (deed.effective_on if deed else None),
                    paper=papers[0].full_url if papers else "",
                    bare=not papers and may_see_papers(actor, row.path),
                    recorded=deed.recorded_at if deed else None,
                    by=names.get(deed.actor, "") if deed and deed.actor else "",
                )
            )
        return rows


@dataclass(frozen=True)
class PromiseRow:
    """One promise in the lists of the funnel: where it stood on the day, since when, and whose turn it was."""

    code: str
    title: str
    url: str
    village: str
    field: str
    year: int
    cost: int
    state: str
    state_word: str
    since: date
    days: int
    turn: list[str]

    def as_json(self) -> dict[str, Any]:
        """Return the row as programs read it."""
        return {
            "code": self.code,
            "title": self.title,
            "village": self.village,
            "field": self.field,
            "year": self.year,
            "cost": self.cost,
            "state": self.state,
            "since": self.since.isoformat(),
        }


def promise_rows(rows: Iterable[Any], until: date) -> Iterator[PromiseRow]:
    """Yield promises (of `reached` or `stalled`) as the funnel shows them."""
    for row in rows:
        yield PromiseRow(
            code=row.code,
            title=row.title,
            url=f"/komitmen/{row.code}",
            village=row.region.title,
            field=row.field_word,
            year=row.year_then,
            cost=row.estimated_cost,
            state=row.stage,
            state_word=FLOW.word_of(row.stage),
            since=row.since,
            days=(until - row.since).days,
            turn=whose_turn(row.stage),
        )


def whose_turn(state: str) -> list[str]:
    """Return the roles for which a promise waits in a state."""
    return [str(waits.role.word) for waits in FLOW.by_key[state].waits]


def list_of(figure: Figure, region: Region, until: date) -> List:
    """Return the list behind a figure, with how many rows it has and what they come to, part by part."""
    rows, shown, found = figure.rows(region, until), SHOWN[figure.key], Totals()
    counted = rows.order_by().aggregate(count=Count("pk"), **figure.measures())
    count, number, *amounts = (int(value) for value in counted.values())
    found.add(figure.key, number, amounts)
    loaded = (
        rows.select_related(*shown.related).prefetch_related(*shown.fetched).annotate(**shown.known(until))
    )
    return List(figure, until, loaded, count, found)


def _deeds(subjects: Iterable[UUID], kinds: Sequence[str], until: date) -> dict[UUID, Event]:
    """Return the event that made each record count: the last of these kinds by the day, or the one that brought it about."""
    events = Event.objects.filter(subject__in=list(subjects))
    if kinds:
        found = events.filter(kind__in=kinds, effective_on__lte=until).order_by("serial")
    else:
        found = events.order_by("-serial")
    return {event.subject: event for event in found}


def _innovation(found: Any, actor: Actor) -> Row:
    is_open = found.state == "published" or actor.covers(found.region.path)
    return Row(
        code=found.code,
        title=found.title,
        url=f"/inovasi/{found.code}" if is_open else "",
        village=found.region.title,
        path=found.region.path,
        field=str(found.field_word),
        since=found.out_since,
    )


def _minutes(found: Sequence[Any]) -> dict[UUID, tuple[UUID, ...]]:
    """Return the version in force of each innovation: its minutes hang on it."""
    rows = InnovationVersion.objects.filter(innovation__in=[one.pk for one in found], state="published")
    return {innovation: (pk,) for innovation, pk in rows.values_list("innovation", "pk")}


def _allocation(found: Any, _actor: Actor) -> Row:
    commitment, document = found.funding.commitment, found.line.document
    return Row(
        code=commitment.code,
        title=commitment.title,
        url=f"/komitmen/{commitment.code}",
        village=commitment.region.title,
        path=commitment.region.path,
        field=str(FIELD_WORDS[commitment.field]),
        since=found.since,
        amount=found.amount,
        activity=found.line.activity,
        account=found.line.account,
        line=f"{found.line.activity}, {found.line.account}, {found.line.source}",
        document=_("%(title)s nomor %(number)s") % {"title": document.title, "number": document.number},
        document_url=f"/anggaran/{commitment.region.code}/{document.year}",
    )


def _budget_pages(found: Sequence[Any]) -> dict[UUID, tuple[UUID, ...]]:
    """Return what proves each allocation: the budget itself, else what hangs on the promise."""
    return {one.pk: (one.line.document_id, one.funding.commitment_id) for one in found}


def _idea(found: Any, actor: Actor) -> Row:
    """Return a card as the public may know it; one that stands accepted no longer has no title for those who may not see the card."""
    own = actor.covers(found.region.path)
    published = next(iter(found.published), None)
    is_open = own or published is not None or found.state in ACCEPTED
    return Row(
        code=found.code,
        title=found.title if is_open else _("Kartu ini tidak lagi terbuka"),
        url=f"/inovasi/{published.code}" if published else f"/ide/{found.code}" if own else "",
        village=found.region.title,
        path=found.region.path,
        field=str(found.field_word),
        since=None,
    )


def _own_papers(found: Sequence[Any]) -> dict[UUID, tuple[UUID, ...]]:
    """Return the records themselves: their papers hang on them."""
    return {one.pk: (one.pk,) for one in found}


_PUBLISHED = Prefetch("innovations", Innovation.objects.filter(state="published"), "published")

SHOWN = {
    "innovations": Shown(
        related=("region",),
        row=_innovation,
        papers=_minutes,
        deeds=("innovation.publish", "innovation.republish"),
        known=lambda until: {"out_since": since(("published",), until)},
    ),
    "commitments_dana_desa": Shown(
        related=("line__document", "funding__commitment__innovation", "funding__commitment__region"),
        row=_allocation,
        papers=_budget_pages,
    ),
    "ideas": Shown(
        related=("region",), row=_idea, papers=_own_papers, deeds=("idea.identify",), fetched=(_PUBLISHED,)
    ),
}
assert SHOWN.keys() == FIGURE_OF.keys()
