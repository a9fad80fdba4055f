"""RKPDes and APBDes with their revisions, their lines, and the allocations that tie money to a purpose."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from lestari.domain.budgets.tables import ACCOUNT_WORDS, APBDES, KINDS, SOURCE_WORDS, SPENDING, activity_name
from lestari.domain.budgets.workflow import FLOW
from lestari.foundation.kernel.access import Scope
from lestari.foundation.kernel.rupiah import rupiah_text
from lestari.foundation.regions.models import Region
from lestari.foundation.workflow.flow import Flow
from lestari.foundation.workflow.models import Flowing, Record


class PlanDocument(Flowing):
    """The plan (RKPDes) or the budget (APBDes) of a village for a year; revision 0 is the first, each PAK one more."""

    flow: ClassVar[Flow] = FLOW
    code_prefix: ClassVar[str] = "APB"
    ledger_fields: ClassVar[tuple[str, ...]] = (
        "state",
        "kind",
        "region",
        "year",
        "revision",
        "dated",
        "replaces",
    )

    kind = models.CharField(max_length=6, choices=KINDS)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    revision = models.PositiveSmallIntegerField(default=0)
    number = models.CharField(max_length=100)
    dated = models.DateField()
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    void_reason = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "kind", "year", "revision"],
                condition=~Q(state="void"),
                name="document_revision_once",
            ),
        ]

    def code_series(self) -> str:
        """Return APB-2027 or RKP-2027: the fiscal year, not the year of entry."""
        return f"{'APB' if self.kind == APBDES else 'RKP'}-{self.year}"

    def scope(self) -> Scope:
        """Return the village and who entered it."""
        return Scope(self.region_id, self.region.path, self.makers())

    @property
    def title(self) -> str:
        """The document as people say it: APBDes 2027, Perubahan APBDes 2027 (2)."""
        name = f"{dict(KINDS)[self.kind]} {self.year}"
        if not self.revision:
            return name
        later = f" ({self.revision})" if self.revision > 1 else ""
        return _("Perubahan %(name)s") % {"name": name} + later


class BudgetLine(Record):
    """One line of a document: an activity, an account, a source, whole rupiah. `follows`: the same line before the revision."""

    ledger_fields: ClassVar[tuple[str, ...]] = (
        "document",
        "activity",
        "account",
        "source",
        "amount",
        "follows",
    )

    document = models.ForeignKey(PlanDocument, models.PROTECT, related_name="lines")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    activity = models.CharField(max_length=8, default="")
    label = models.CharField(max_length=200, default="")
    account = models.CharField(max_length=12)
    source = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="line_not_negative"),
            models.CheckConstraint(
                condition=~Q(activity="") | ~Q(account__startswith=SPENDING), name="line_activity"
            ),
        ]

    def scope(self) -> Scope:
        """Return the village."""
        return Scope(self.region_id, self.region.path)

    def pays_on(self) -> bool:
        """Say whether it pays for what the line before it paid: the same account, the same source."""
        before = self.follows
        return before is not None and (before.account, before.source) == (self.account, self.source)

    @property
    def words(self) -> str:
        """The line in words: the code, then its own label or the activity's name; without a code, what the account is."""
        if self.activity:
            return f"{self.activity} {self.label or activity_name(self.activity)}"
        return self.label or str(ACCOUNT_WORDS.get(self.account, self.account))

    def __str__(self) -> str:
        free = getattr(self, "free", None)  # where the query has counted it: queries.budget_lines
        left = _("sisa %(free)s") % {"free": rupiah_text(free)} if free is not None else ""
        parts = (self.words, rupiah_text(self.amount), left, str(SOURCE_WORDS.get(self.source, "")))
        return ", ".join(filter(None, parts))


class Allocation(Record):
    """An amount of a line tied to a purpose from `since` until the day before `until`.

    What a revision ended, `ended_by` names; `cut_from` is the end that it had before, None where it had none.
    """

    ledger_fields: ClassVar[tuple[str, ...]] = ("line", "amount", "since", "until", "voided")

    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="allocations")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    amount = models.BigIntegerField()
    since = models.DateField()
    until = models.DateField(null=True)
    voided = models.BooleanField(default=False)
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    ended_by = models.ForeignKey(PlanDocument, models.PROTECT, null=True, related_name="+")
    cut_from = models.DateField(null=True)

    class Meta:
        constraints = [
            # SQLite would take a text here, which a query reads as true and Python as false.
            models.CheckConstraint(condition=Q(voided__in=[False, True]), name="allocation_voided"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="allocation_positive"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="allocation_order"
            ),
        ]

    @property
    def counted(self) -> bool:
        """Say whether it counted on any day: not voided, and not ended on the day it began."""
        return not self.voided and self.until != self.since

    def scope(self) -> Scope:
        """Return the village."""
        return Scope(self.region_id, self.region.path)

    def reaches(self, day: date) -> bool:
        """Say whether it counts on that day or on one after it."""
        return self.until is None or self.until > max(day, self.since)

    def __str__(self) -> str:
        return _("%(amount)s dari baris %(line)s") % {"amount": rupiah_text(self.amount), "line": self.line}
