"""What several actions and answers do to a promise: move it because of something dated for itself, fund it."""

from __future__ import annotations

from lestari.domain.budgets.models import Allocation
from lestari.domain.commitments.models import Commitment, Funding
from lestari.foundation.ledger.rows import fresh
from lestari.foundation.workflow.act import Act


def move_back(act: Act, commitment: Commitment, target: str) -> None:
    """Move a promise on the act's day, or on the day it came into its present state where that is later."""
    act.move(commitment, target, on=max(act.on, act.came(commitment) or act.on))


def move_as_never(act: Act, commitment: Commitment, target: str) -> None:
    """Move a promise on the day it came into its present state, which came from a mistake: so it was in that on no day."""
    act.move(commitment, target, on=act.came(commitment))


def without_budget(act: Act, commitment: Commitment) -> str:
    """Return the state of a promise that its budget no longer holds: in the RKPDes where that plan is still in force, else promised only."""
    line = commitment.plan_line
    if line is not None and line.document.state == "in_force":
        return "planned"
    act.set(commitment, plan_line=None)
    return "pledged"


def fund(act: Act, commitment: Commitment, allocation: Allocation) -> None:
    """Note that an allocation is for this promise."""
    act.add(fresh(Funding, commitment=commitment, allocation=allocation, region=commitment.region))
