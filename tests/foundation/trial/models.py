from __future__ import annotations

from typing import ClassVar

from django.db import models

from lestari.foundation.kernel.access import Scope
from lestari.foundation.workflow.flow import Flow, State, Step
from lestari.foundation.workflow.models import Flowing, Record

FLOW = Flow(
    "pledge",
    "Janji",
    states=(
        State("made", "Dibuat"),
        State("kept", "Ditepati"),
        State("broken", "Dilanggar"),
        State("void", "Batal"),
    ),
    steps=(
        Step("trial.make", (), "made"),
        Step("trial.keep", ("made",), "kept"),
        Step("trial.break", ("made", "kept"), "broken"),
        Step("trial.mend", ("broken",), "made"),
        Step("trial.void", ("made", "kept", "broken"), "void"),
    ),
)


class Pledge(Flowing):
    ledger_fields: ClassVar[tuple[str, ...]] = ("state", "amount", "place")
    flow: ClassVar[Flow] = FLOW
    code_prefix: ClassVar[str] = "T"

    amount = models.BigIntegerField()
    place = models.UUIDField()
    path = models.CharField(max_length=40)
    note = models.TextField(default="")

    def scope(self) -> Scope:
        return Scope(self.place, self.path, self.makers())


class Part(Record):
    """A row without a flow, that belongs to a pledge."""

    ledger_fields: ClassVar[tuple[str, ...]] = ("pledge", "share")

    pledge = models.ForeignKey(Pledge, models.PROTECT)
    share = models.DecimalField(max_digits=12, decimal_places=2)

    def scope(self) -> Scope:
        return self.pledge.scope()
