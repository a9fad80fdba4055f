"""Idea cards, innovations, and the versions of their documents."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from lestari.domain.knowledge.fields import FIELD_WORDS, FIELDS
from lestari.domain.knowledge.remarks import Kept
from lestari.domain.knowledge.workflow import IDEA_FLOW, INNOVATION_FLOW, VERSION_FLOW
from lestari.foundation.kernel.access import Actor, Scope, regency_path
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.queries import below
from lestari.foundation.workflow.flow import Flow
from lestari.foundation.workflow.models import Flowing


def in_area(actor: Actor) -> Q:
    """Return the condition for records in a region where the actor holds any role."""
    area = Q(pk__in=[])
    for path in actor.paths():
        area |= below(path)
    return area


class Ideas(models.QuerySet["IdeaCard"]):
    """Idea cards as rights narrow them."""

    def visible_to(self, actor: Actor) -> Ideas:
        """Return the cards of one's area: a card is not public before it is a published innovation."""
        return self.filter(in_area(actor))


class IdeaCard(Flowing):
    """A village's card telling of something it has done that worked; not a proposal for something new."""

    flow: ClassVar[Flow] = IDEA_FLOW
    code_prefix: ClassVar[str] = "I"
    ledger_fields: ClassVar[tuple[str, ...]] = ("state", "region", "field", "since_year")

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    field = models.CharField(max_length=20, choices=FIELDS)
    title = models.CharField(max_length=160)
    what_was_done = models.TextField()
    since_year = models.PositiveSmallIntegerField()
    result = models.TextField()
    contact = models.CharField(max_length=160, default="")
    reason = models.TextField(default="")

    objects = Ideas.as_manager()

    def scope(self) -> Scope:
        """Return the village and who entered the card."""
        return Scope(self.region_id, self.region.path, self.makers())

    @property
    def field_word(self) -> str:
        """The field in the users' word."""
        return str(FIELD_WORDS[self.field])


class Innovations(models.QuerySet["Innovation"]):
    """Innovations as rights narrow them."""

    def visible_to(self, actor: Actor) -> Innovations:
        """Return the published ones, and all of one's area."""
        return self.filter(Q(state="published") | in_area(actor))


class Innovation(Flowing):
    """A documented innovation. Title, summary, cost and year are those of the version in force; before it, of the draft."""

    flow: ClassVar[Flow] = INNOVATION_FLOW
    code_prefix: ClassVar[str] = "INV"
    ledger_fields: ClassVar[tuple[str, ...]] = ("state", "region", "field", "idea", "cost", "year_started")

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    field = models.CharField(max_length=20, choices=FIELDS)
    idea = models.ForeignKey(IdeaCard, models.PROTECT, null=True, related_name="innovations")
    title = models.CharField(max_length=160)
    summary = models.TextField(default="")
    cost = models.BigIntegerField(null=True)
    year_started = models.PositiveSmallIntegerField(null=True)
    published_on = models.DateField(null=True)
    reason = models.TextField(default="")

    objects = Innovations.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "-published_on"], name="innovation_published"),
            models.Index(fields=["region", "state"], name="innovation_region"),
        ]

    def code_series(self) -> str:
        """Return INV-18.06: the regency's series."""
        return f"INV-{regency_path(self.region.path)[:-1]}"

    def scope(self) -> Scope:
        """Return the village and who began the document."""
        return Scope(self.region_id, self.region.path, self.makers())

    @property
    def field_word(self) -> str:
        """The field in the users' word."""
        return str(FIELD_WORDS[self.field])


class Versions(models.QuerySet["InnovationVersion"]):
    """Versions as rights narrow them."""

    def visible_to(self, actor: Actor) -> Versions:
        """Return the published ones, and all of one's area."""
        return self.filter(Q(state="published", innovation__state="published") | in_area(actor))


class InnovationVersion(Flowing):
    """One version of the document: the template's answers by question (`content`), and every round of the verifiers' remarks."""

    flow: ClassVar[Flow] = VERSION_FLOW
    code_prefix: ClassVar[str] = "DOK"
    ledger_fields: ClassVar[tuple[str, ...]] = ("state", "innovation", "number")

    innovation = models.ForeignKey(Innovation, models.PROTECT, related_name="versions")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    content: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    remarks: models.JSONField[Kept, Kept] = models.JSONField(default=list)
    writers: models.JSONField[list[str], list[str]] = models.JSONField(default=list)

    objects = Versions.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["innovation", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["innovation"],
                condition=Q(state__in=["draft", "proposed", "sent_back", "verified"]),
                name="one_version_at_work",
            ),
        ]

    def code_series(self) -> str:
        """Return DOK-18.06: the regency's series."""
        return f"DOK-{regency_path(self.region.path)[:-1]}"

    def scope(self) -> Scope:
        """Return the village and everybody who wrote on this version."""
        from_writers = frozenset(UUID(value) for value in self.writers)
        return Scope(self.region_id, self.region.path, self.makers() | from_writers)

    @property
    def state_word(self) -> str:
        """The state in the users' word: what was published is withdrawn with its innovation."""
        return self.innovation.state_word if self._withdrawn else super().state_word

    @property
    def state_tone(self) -> str:
        """The tone of the state's tag."""
        return self.innovation.state_tone if self._withdrawn else super().state_tone

    @property
    def _withdrawn(self) -> bool:
        return self.state == "published" and self.innovation.state == "withdrawn"

    @property
    def title(self) -> str:
        """The title as this version has it."""
        return str(self.content.get("title") or self.innovation.title)
