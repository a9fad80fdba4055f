"""Reads of bursas: in words, the recap by field and village."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from lestari.domain.bursa.models import Bursa, Card, Invitation
from lestari.domain.knowledge.fields import FIELD_WORDS, FIELDS
from lestari.domain.knowledge.models import Innovation
from lestari.domain.knowledge.queries import by_field
from lestari.foundation.kernel.access import Actor, regency_path
from lestari.foundation.ledger.models import Event
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.queries import below
from lestari.foundation.workflow.described import Described


def describe_bursas(ids: Iterable[UUID], _actor: Actor) -> dict[UUID, Described]:
    """Return bursas in words: they are public."""
    rows = Bursa.objects.filter(pk__in=list(ids)).select_related("region")
    return {row.pk: Described(row.code, row.name, f"/bursa/{row.code}", row.region.title) for row in rows}


def held() -> QuerySet[Bursa]:
    """Return the bursas that were not cancelled."""
    return Bursa.objects.select_related("region__parent").exclude(state="cancelled")


def with_sums(rows: QuerySet[Bursa]) -> QuerySet[Any]:
    """Return bursas with how many villages are `invited`, the `cards_in` at closing and the rupiah that they estimate, and the `late` ones."""
    cards = Card.objects.filter(bursa=OuterRef("pk")).exclude(commitment__state="void")
    in_time, late = cards.filter(addendum_reason=""), cards.exclude(addendum_reason="")
    return rows.annotate(
        invited=_of_each(Invitation.objects.filter(bursa=OuterRef("pk")), Count("pk")),
        cards_in=_of_each(in_time, Count("pk")),
        cost=_of_each(in_time, Sum("commitment__estimated_cost")),
        late=_of_each(late, Count("pk")),
    )


def _of_each(rows: QuerySet[Any], measure: Any) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values("bursa").annotate(found=measure).values("found")), 0)


def menu_in(bursa: Bursa, field: str) -> QuerySet[Innovation]:
    """Return the menu of a bursa field by field, or that of one field where it is one."""
    rows = by_field(menu_of(bursa))
    return rows.filter(field=field) if field in FIELD_WORDS else rows


def menu_of(bursa: Bursa) -> QuerySet[Innovation]:
    """Return the innovations on the menu of a bursa."""
    return Innovation.objects.filter(pk__in=bursa.menu.values("innovation"))


def offered_in(region: Region) -> QuerySet[Innovation]:
    """Return what the regency of a region has published: what a bursa there can offer."""
    return Innovation.objects.filter(below(regency_path(region.path)), state="published")


def offerable(bursa: Bursa) -> QuerySet[Innovation]:
    """Return what its regency has published, and what is on the menu already."""
    published = Q(pk__in=offered_in(bursa.region).values("pk"))
    return Innovation.objects.filter(published | Q(pk__in=bursa.menu.values("innovation")))


def offered(bursa: Bursa) -> list[tuple[str, str, int, int]]:
    """Return each field of the menu: its key, its word, how many innovations are on it, and of how many that could be."""
    on_menu = Count("pk", filter=Q(pk__in=bursa.menu.values("innovation")))
    rows = offerable(bursa).order_by().values_list("field").annotate(on_menu=on_menu, every=Count("pk"))
    counted = {field: numbers for field, *numbers in rows}
    return [(key, str(word), *counted.get(key, (0, 0))) for key, word in FIELDS]


@dataclass
class VillageRow:
    """What one village has promised: its cards by field, and the rupiah it estimated; `late`: its cards after closing."""

    region: Region
    by_field: dict[str, int] = field(default_factory=lambda: dict.fromkeys(dict(FIELDS), 0))
    cost: int = 0
    late: int = 0

    @property
    def words(self) -> list[tuple[str, int]]:
        """The cards by the field's word."""
        return [(str(word), self.by_field[key]) for key, word in FIELDS]

    def join(self, other: VillageRow) -> None:
        """Add what another village has promised."""
        for key, count in other.by_field.items():
            self.by_field[key] += count
        self.cost += other.cost

    @property
    def cards(self) -> int:
        """How many cards the village handed in."""
        return sum(self.by_field.values())


@dataclass
class Recap:
    """The recap that is read aloud: by village and by field; who has not promised yet.

    Cards that came after closing (`late`, `late_cost`) stand beside it: what was read aloud stays what it was. `inside`: the code of
    the district whose villages are shown, where there are several.
    """

    rows: list[VillageRow]
    totals: dict[str, int]
    cost: int
    late: int = 0
    late_cost: int = 0
    inside: str = ""

    @property
    def words(self) -> list[tuple[str, int]]:
        """The cards by the field's word."""
        return [(str(word), self.totals[key]) for key, word in FIELDS]

    @cached_property
    def districts(self) -> list[VillageRow]:
        """What the villages of each district have promised together; none where all lie in one."""
        found: dict[UUID | None, VillageRow] = {}
        for row in self.promised:
            assert row.region.parent
            found.setdefault(row.region.parent_id, VillageRow(row.region.parent)).join(row)
        return list(found.values()) if len(found) > 1 else []

    @cached_property
    def opened(self) -> list[VillageRow]:
        """What the villages of the district have promised that is opened; none where no one of several is."""
        inside = [row for row in self.promised if row.region.code.startswith(f"{self.inside}.")]
        return inside if self.districts else []

    @property
    def shown(self) -> list[VillageRow]:
        """The rows of its table: the villages, or where they lie in several districts these, until one is opened."""
        return self.opened or self.districts or self.promised

    @property
    def cards(self) -> int:
        """How many cards there are in all."""
        return sum(self.totals.values())

    @property
    def without(self) -> list[Region]:
        """The invited villages without a card, a late one too."""
        return [row.region for row in self.rows if not row.cards and not row.late]

    @property
    def promised(self) -> list[VillageRow]:
        """The villages with a card at closing."""
        return [row for row in self.rows if row.cards]

    @property
    def village_word(self) -> str:
        """What the villages are called there: pekon, tiyuh, kampung, else desa."""
        return Region.counted(row.region.word for row in self.rows)


def recap(bursa: Bursa, cards: Iterable[Card] | None = None, inside: str = "") -> Recap:
    """Return the recap of a bursa; voided promises do not count. `cards`: what `cards_of` has read already; `inside`: a district's code."""
    invited = bursa.invitations.select_related("region__parent").order_by("region__path")
    rows = {invitation.region_id: VillageRow(invitation.region) for invitation in invited}
    totals = dict.fromkeys(dict(FIELDS), 0)
    late: list[int] = []
    for card in cards_of(bursa) if cards is None else cards:
        promise = card.commitment
        row = rows.setdefault(promise.region_id, VillageRow(promise.region))
        if card.addendum_reason:
            row.late += 1
            late.append(promise.estimated_cost)
        else:
            row.by_field[promise.field] += 1
            row.cost += promise.estimated_cost
            totals[promise.field] += 1
    cost = sum(row.cost for row in rows.values())
    return Recap(list(rows.values()), totals, cost, len(late), sum(late), inside)


@dataclass(frozen=True)
class ReadAloud:
    """What was read aloud at a closing on `on`, where since then `voided` of the promises in it were voided."""

    on: datetime
    cards: int
    villages: int
    cost: int
    voided: int


def read_aloud(bursa: Bursa, now: Recap) -> ReadAloud | None:
    """Return the figures of the last closing, by what was recorded until then; None where those of `now` are the same."""
    if bursa.state != "closed":
        return None
    void = Card.objects.filter(bursa=bursa, addendum_reason="", commitment__state="void")
    promises = {card.commitment_id: card.commitment for card in void.select_related("commitment")}
    if not promises:
        return None
    told = Q(subject=bursa.pk, kind="bursa.close") | Q(subject__in=promises, kind="commitment.void")
    events = list(Event.objects.filter(told).order_by("serial"))
    last = max(nr for nr, event in enumerate(events) if event.subject == bursa.pk)
    since = [promises[event.subject] for event in events[last + 1 :]]
    if not since:
        return None
    villages = {row.region.pk for row in now.promised} | {promise.region_id for promise in since}
    cost = now.cost + sum(promise.estimated_cost for promise in since)
    return ReadAloud(events[last].recorded_at, now.cards + len(since), len(villages), cost, len(since))


def cards_of(bursa: Bursa) -> list[Card]:
    """Return the cards of a bursa whose promise is not void, newest first."""
    rows = Card.objects.filter(bursa=bursa).exclude(commitment__state="void")
    return list(rows.select_related("commitment__region__parent", "commitment__innovation").order_by("-id"))


def bursa_of(ids: Iterable[UUID], _actor: Actor) -> dict[UUID, Described]:
    """Return the bursa at which each promise was made: the panel of the promise's page."""
    rows = Card.objects.filter(commitment__in=list(ids)).select_related("bursa__region")
    return {
        row.commitment_id: Described(row.bursa.code, row.bursa.name, f"/bursa/{row.bursa.code}")
        for row in rows
    }
