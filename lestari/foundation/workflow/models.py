"""What every record has, how long each state lasted, and the receipts of what was done."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db import models

from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import Scope
from lestari.foundation.kernel.ids import uuid7
from lestari.foundation.workflow.flow import Flow


class Record(models.Model):
    """A row that only acts change. `ledger_fields` names what enters the ledger: never free text, names, phones."""

    ledger_fields: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def scope(self) -> Scope:
        """Return what a right is judged on: region, path, makers."""
        raise NotImplementedError


class Flowing(Record):
    """A record that moves through a flow and that people can name on the telephone by its code."""

    flow: ClassVar[Flow]
    code_prefix: ClassVar[str]

    code = models.CharField(max_length=24, unique=True)
    state = models.CharField(max_length=20)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.UUIDField(null=True)

    class Meta:
        abstract = True

    def code_series(self) -> str:
        """Return the series in which this record gets its number, such as K-2026."""
        return f"{self.code_prefix}-{clock.local(self.created_at).year}"

    def makers(self) -> frozenset[UUID]:
        """Return the people whose own work this is."""
        return frozenset({self.created_by}) if self.created_by else frozenset()

    @property
    def state_word(self) -> str:
        """The state in the users' word."""
        return self.flow.word_of(self.state)

    @property
    def state_tone(self) -> str:
        """The tone of the state's tag."""
        return self.flow.by_key[self.state].tone


class Stay(models.Model):
    """How long a record was in a state: from `since` until the day before `until`, by the days it happened in the world."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    record = models.UUIDField()
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=20)
    since = models.DateField()
    until = models.DateField(null=True)
    about = models.CharField(max_length=5, default="day")
    act = models.UUIDField()
    recorded_on = models.DateField(default=clock.today)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "state", "since"], name="stay_state"),
            # All that is asked of the states of a record on a day: nothing is read beside it.
            models.Index(fields=["record", "since", "until", "state"], name="stay_day"),
        ]


class Receipt(models.Model):
    """What an act answered: the same act again gets the same answer, another with its id is refused.

    `fingerprint` marks what was entered, `sent` the very words in which a door received it. `batch` is what the acts of one sheet have in
    common: they are taken back together.
    """

    act = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=64)
    sent = models.CharField(max_length=64, default="")
    actor = models.UUIDField(null=True)
    subject = models.UUIDField()
    code = models.CharField(max_length=24, default="")
    state = models.CharField(max_length=20, default="")
    at = models.DateTimeField()
    batch = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["batch"], condition=~models.Q(batch=None), name="receipt_batch"),
        ]

    #: The record that the act was about, while it is being written.
    record: Record | None = None

    def complete(self) -> None:
        """Take over the code that the record has got."""
        self.code = getattr(self.record, "code", "")


class Grounds(models.Model):
    """Why an act was done, in the words of whoever did it: shown in the history, never in the ledger."""

    act = models.UUIDField(primary_key=True)
    subject = models.UUIDField(db_index=True)
    text = models.TextField()


class Series(models.Model):
    """The last number given in a series of codes."""

    name = models.CharField(max_length=20, primary_key=True)
    last = models.PositiveIntegerField(default=0)
