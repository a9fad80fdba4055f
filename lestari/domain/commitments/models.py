"""Promises, and the allocations that fund them."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lestari.domain.budgets.models import Allocation, BudgetLine
from lestari.domain.budgets.tables import SOURCE_CHOICES
from lestari.domain.commitments.workflow import FLOW
from lestari.domain.knowledge.fields import FIELD_WORDS, FIELDS
from lestari.domain.knowledge.models import Innovation, in_area
from lestari.foundation.kernel.access import Actor, Scope
from lestari.foundation.regions.models import Region
from lestari.foundation.workflow.flow import Flow
from lestari.foundation.workflow.models import Flowing, Record

ADAPT = "adapt"
MODES = (("replicate", _("Replikasi: sama dengan aslinya")), (ADAPT, _("Adopsi: dengan perubahan")))


class Commitments(models.QuerySet["Commitment"]):
    """Promises as rights narrow them."""

    def visible_to(self, actor: Actor) -> Commitments:
        """Return all but the voided ones; those too for people of their area, who may have voided them."""
        return self.exclude(~in_area(actor), state="void")


class Commitment(Flowing):
    """A village's promise to replicate an innovation: where, in which fiscal year, how much, from which money."""

    flow: ClassVar[Flow] = FLOW
    code_prefix: ClassVar[str] = "K"
    ledger_fields: ClassVar[tuple[str, ...]] = (
        "state", "region", "innovation", "field", "mode", "year", "volume", "unit",
        "estimated_cost", "planned_source", "plan_line", "realised_amount",
    )  # fmt: skip

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    innovation = models.ForeignKey(Innovation, models.PROTECT, related_name="commitments")
    field = models.CharField(max_length=20, choices=FIELDS)
    mode = models.CharField(max_length=10, choices=MODES)
    changes = models.TextField(default="")
    what = models.CharField(max_length=120, default="")
    place = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField()
    volume = models.DecimalField(max_digits=12, decimal_places=2)
    unit = models.CharField(max_length=20)
    estimated_cost = models.BigIntegerField()
    planned_source = models.CharField(max_length=3, choices=SOURCE_CHOICES)
    responsible = models.CharField(max_length=120)
    plan_line = models.ForeignKey(BudgetLine, models.PROTECT, null=True, related_name="+")
    realised_amount = models.BigIntegerField(null=True)
    result = models.TextField(default="")
    reason = models.TextField(default="")
    reported_by = models.UUIDField(null=True)

    objects = Commitments.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["region", "state"], name="commitment_region"),
            models.Index(fields=["state", "year"], name="commitment_state"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(estimated_cost__gt=0), name="commitment_cost_positive"),
        ]

    def scope(self) -> Scope:
        """Return the village, and who entered the promise or reported its result."""
        makers: frozenset[UUID] = self.makers() | ({self.reported_by} if self.reported_by else frozenset())
        return Scope(self.region_id, self.region.path, makers)

    @property
    def title(self) -> str:
        """The promise in words: what, by the village's own name for it where it has one, and where."""
        return _now("%(what)s di %(place)s") % {
            "what": self.what or self.innovation.title,
            "place": self.place,
        }

    @property
    def field_word(self) -> str:
        """The field in the users' word."""
        return str(FIELD_WORDS[self.field])


class EarlierYear(Record):
    """The fiscal year that a promise was for until the day before `until`, when it was carried over or taken up for another."""

    ledger_fields: ClassVar[tuple[str, ...]] = ("commitment", "year", "until")

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="earlier_years")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    until = models.DateField()

    def scope(self) -> Scope:
        """Return the village."""
        return Scope(self.region_id, self.region.path)


class Funding(Record):
    """An allocation that is for a promise."""

    ledger_fields: ClassVar[tuple[str, ...]] = ("commitment", "allocation")

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="fundings")
    allocation = models.OneToOneField(Allocation, models.PROTECT, related_name="funding")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")

    def scope(self) -> Scope:
        """Return the village."""
        return Scope(self.region_id, self.region.path)
