"""The exchange: its invited villages, its menu, the cards handed in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from lestari.domain.bursa.workflow import FLOW
from lestari.domain.commitments.models import Commitment
from lestari.domain.knowledge.models import Innovation
from lestari.foundation.kernel.access import Scope
from lestari.foundation.regions.models import Region
from lestari.foundation.workflow.flow import Flow
from lestari.foundation.workflow.models import Flowing, Record


class Bursa(Flowing):
    """A Bursa Inovasi Desa of a district or a regency. Villages and menu are fixed when it opens."""

    flow: ClassVar[Flow] = FLOW
    code_prefix: ClassVar[str] = "BID"
    ledger_fields: ClassVar[tuple[str, ...]] = ("state", "region", "held_on")

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    place = models.CharField(max_length=160)
    held_on = models.DateField()
    hours = models.CharField(max_length=40, default="")
    notes = models.TextField(default="")
    reason = models.TextField(default="")

    class Meta:
        indexes = [models.Index(fields=["held_on"], name="bursa_day")]

    def code_series(self) -> str:
        """Return BID-2026: the year in which it is held."""
        return f"BID-{self.held_on:%Y}"

    def scope(self) -> Scope:
        """Return the region of the bursa."""
        return Scope(self.region_id, self.region.path, self.makers())

    @property
    def title(self) -> str:
        """The bursa's name."""
        return self.name


class Invitation(Record):
    """An invited village."""

    ledger_fields: ClassVar[tuple[str, ...]] = ("bursa", "region")

    bursa = models.ForeignKey(Bursa, models.PROTECT, related_name="invitations")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bursa", "region"], name="invited_once")]

    def scope(self) -> Scope:
        """Return the village."""
        return Scope(self.region_id, self.region.path)


class MenuItem(Record):
    """An innovation offered at a bursa."""

    ledger_fields: ClassVar[tuple[str, ...]] = ("bursa", "innovation")

    bursa = models.ForeignKey(Bursa, models.PROTECT, related_name="menu")
    innovation = models.ForeignKey(Innovation, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bursa", "innovation"], name="offered_once")]

    def scope(self) -> Scope:
        """Return the region of the bursa."""
        return self.bursa.scope()


class Card(Record):
    """A commitment card handed in at a bursa; after closing only as an addendum with a reason."""

    ledger_fields: ClassVar[tuple[str, ...]] = ("bursa", "commitment")

    bursa = models.ForeignKey(Bursa, models.PROTECT, related_name="cards")
    commitment = models.OneToOneField(Commitment, models.PROTECT, related_name="card")
    addendum_reason = models.TextField(default="")

    def scope(self) -> Scope:
        """Return the village of the promise."""
        return self.commitment.scope()
