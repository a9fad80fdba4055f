"""Reads of bursas: in words, the recap by field and village."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from lestari.domain.bursa.models import Bursa, Card
from lestari.domain.knowledge.fields import FIELDS
from lestari.foundation.kernel.access import Actor
from lestari.foundation.regions.models import Region
from lestari.foundation.rooms import Described


def describe_bursas(ids: Iterable[UUID], _actor: Actor) -> dict[UUID, Described]:
    """Return bursas in words: they are public."""
    rows = Bursa.objects.filter(pk__in=list(ids)).select_related("region")
    return {row.pk: Described(row.code, row.name, f"/bursa/{row.code}", row.region.title) for row in rows}


@dataclass
class VillageRow:
    """What one village has promised: its cards by field, and the rupiah it estimated."""

    region: Region
    by_field: dict[str, int] = field(default_factory=lambda: dict.fromkeys(dict(FIELDS), 0))
    cost: int = 0

    @property
    def words(self) -> list[tuple[str, int]]:
        """The cards by the field's word."""
        return [(str(word), self.by_field[key]) for key, word in FIELDS]

    @property
    def cards(self) -> int:
        """How many cards the village handed in."""
        return sum(self.by_field.values())


@dataclass(frozen=True)
class Recap:
    """The recap that is read aloud: by village and by field; who has not promised yet."""

    rows: list[VillageRow]
    totals: dict[str, int]
    cost: int

    @property
    def words(self) -> list[tuple[str, int]]:
        """The cards by the field's word."""
        return [(str(word), self.totals[key]) for key, word in FIELDS]

    @property
    def cards(self) -> int:
        """How many cards there are in all."""
        return sum(self.totals.values())

    @property
    def without(self) -> list[Region]:
        """The invited villages without a card."""
        return [row.region for row in self.rows if not row.cards]

    @property
    def promised(self) -> list[VillageRow]:
        """The villages with a card."""
        return [row for row in self.rows if row.cards]

    @property
    def village_word(self) -> str:
        """What the villages are called there: pekon, tiyuh, kampung, else desa."""
        words = {row.region.word for row in self.rows}
        word = words.pop() if len(words) == 1 else "desa"
        return str(Region.WORDS[word]).lower()


def recap(bursa: Bursa, cards: Iterable[Card] | None = None) -> Recap:
    """Return the recap of a bursa; voided promises do not count. `cards`: what `cards_of` has read already."""
    invited = bursa.invitations.select_related("region").order_by("region__path")
    rows = {invitation.region_id: VillageRow(invitation.region) for invitation in invited}
    totals = dict.fromkeys(dict(FIELDS), 0)
    for card in cards_of(bursa) if cards is None else cards:
        row = rows.setdefault(card.commitment.region_id, VillageRow(card.commitment.region))
        row.by_field[card.commitment.field] += 1
        row.cost += card.commitment.estimated_cost
        totals[card.commitment.field] += 1
    return Recap(list(rows.values()), totals, sum(row.cost for row in rows.values()))


def cards_of(bursa: Bursa) -> list[Card]:
    """Return the cards of a bursa whose promise is not void, newest first."""
    rows = Card.objects.filter(bursa=bursa).exclude(commitment__state="void")
    return list(rows.select_related("commitment__region", "commitment__innovation").order_by("-id"))


def bursa_of(ids: Iterable[UUID], _actor: Actor) -> dict[UUID, Described]:
    """Return the bursa at which each promise was made: the panel of the promise's page."""
    rows = Card.objects.filter(commitment__in=list(ids)).select_related("bursa__region")
    return {
        row.commitment_id: Described(row.bursa.code, row.bursa.name, f"/bursa/{row.bursa.code}")
        for row in rows
    }
