"""What promises answer when the plans and budgets in which they stand are revised or voided: same act, same transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lestari.domain.budgets.actions import ended_by, given_back, voided_by
from lestari.domain.budgets.allocating import end_allocations, go_on, held
from lestari.domain.budgets.models import Allocation, BudgetLine, PlanDocument
from lestari.domain.budgets.tables import RKPDES
from lestari.domain.commitments.actions import allocations_of
from lestari.domain.commitments.foreseen import consequences
from lestari.domain.commitments.models import Commitment, Funding
from lestari.domain.commitments.moving import fund, move_as_never, move_back, without_budget
from lestari.domain.commitments.rights import UNFUNDS_RESULTS
from lestari.domain.commitments.workflow import FALLS_BACK, FUNDED, HOLDS_ON, STANDS_IN_PLAN, WITHOUT_MONEY
from lestari.foundation.kernel.access import judge
from lestari.foundation.kernel.errors import NotAllowed
from lestari.foundation.kernel.words import either
from lestari.foundation.workflow.act import Act
from lestari.foundation.workflow.action import Answer
from lestari.foundation.workflow.models import Stay


def fall_back(act: Act, document: PlanDocument, _entry: Any) -> None:
    """After a revision: funding goes on where the following line holds it, else the promise waits for the budget again, with its duty.

    A promise already realised or verified keeps its state, and what had ended already its past: these shrink to what the line still holds.
    """
    if document.kind == RKPDES:
        _follow_plan(act, document)
        return
    ended = ended_by(act)
    going_on = {row.follows_id: row for row in act.pending(Allocation) if row.follows_id in ended}
    lost: dict[UUID, tuple[Commitment, list[Allocation]]] = {}
    for funding in _fundings(ended):
        commitment = act.book.living(funding.commitment)
        if funding.allocation_id in going_on:
            fund(act, commitment, going_on[funding.allocation_id])
        else:
            lost.setdefault(commitment.pk, (commitment, []))[1].append(ended[funding.allocation_id])
    holding = []
    for commitment, allocations in lost.values():
        had_no_end = any(row.cut_from is None for row in allocations)
        if commitment.state in FALLS_BACK and had_no_end:
            end_allocations(act, allocations_of(act, commitment), act.on, by=allocations[0].ended_by)
            move_back(act, commitment, without_budget(act, commitment))
        else:
            holding += [(commitment, allocation) for allocation in allocations]
    for commitment, allocation in holding:
        act.touch(commitment)  # its state stays, but its history tells of the money
        _shrink(act, commitment, allocation)


def let_go(act: Act, document: PlanDocument, _entry: Any) -> None:
    """After a document was voided: what it alone pays for was never in the budget, and waits for it again.

    A promise for which it paid once, and which has gone on since (carried over, taken up for another year), stays where it is.

    Raises NotAllowed where a result would lose its money, for all but those who may take it.
    """
    if document.kind == RKPDES:
        _follow_plan(act, document)
        return
    kept = {f.commitment_id for f in _fundings(given_back(act)) if not _left(f.commitment, document)}
    losing = {f.commitment_id: f.commitment for f in _fundings(voided_by(act)) if f.commitment_id not in kept}
    results = [commitment.code for commitment in losing.values() if commitment.state in HOLDS_ON]
    if results and not judge(UNFUNDS_RESULTS, act.actor, document.scope()).allowed:
        raise NotAllowed(
            _now(
                "Dokumen ini membiayai hasil yang sudah dilaporkan: %(codes)s. Hanya %(who)s yang dapat membatalkannya. "
                "Bila anggarannya berubah, catat perubahannya."
            )
            % {"codes": ", ".join(results), "who": either(role.word for role in UNFUNDS_RESULTS.roles)}
        )
    for row in _fundings(row.pk for row in voided_by(act).values() if row.until is None):
        commitment = act.book.living(row.commitment)
        if commitment.pk in losing and commitment.state in FALLS_BACK:
            end_allocations(act, allocations_of(act, commitment), act.on)
            move_as_never(act, commitment, without_budget(act, commitment))


def rise_again(act: Act, document: PlanDocument, _entry: Any) -> None:
    """Put promises into the budget again whose funding is back, since the revision was entered by mistake.

    For one that has gone another way since (dropped, carried over, taken out of the RKPDes) all stays as it is: its money ends when it
    left the budget.
    """
    back = given_back(act)
    for funding in _fundings(back):
        commitment, allocation = act.book.living(funding.commitment), back[funding.allocation_id]
        if left := _left(commitment, document):
            act.set(allocation, until=max(left, allocation.since))
        elif commitment.state == "planned":
            move_as_never(act, commitment, "budgeted")


def _left(commitment: Commitment, document: PlanDocument) -> date | None:
    """Return when a promise left the budget that has gone another way since a revision was entered, else None. Ids grow with time."""
    stays = Stay.objects.filter(record=commitment.pk, pk__gt=document.pk).exclude(state__in=FUNDED)
    states = list(stays.order_by("pk").values_list("state", "since"))
    return states[0][1] if any(state in WITHOUT_MONEY for state, _since in states) else None


def _follow_plan(act: Act, document: PlanDocument) -> None:
    """Promises stand in the line that follows theirs; where there is none, one not budgeted yet is out of the RKPDes."""
    move = move_as_never if document.state == "void" else move_back
    if document.state == "void":
        following = {line.pk: line.follows for line in document.lines.select_related("follows")}
    else:
        following = {line.follows_id: line for line in act.pending(BudgetLine) if line.follows_id}
    rows = Commitment.objects.filter(plan_line__document=document, state__in=STANDS_IN_PLAN)
    for row in rows.select_related("region", "innovation").select_for_update(of=("self",)):
        commitment = act.book.living(row)
        line = following.get(commitment.plan_line_id) if commitment.plan_line_id else None
        if line is not None:
            act.set(commitment, plan_line=line)
        elif commitment.state == "planned":
            act.set(commitment, plan_line=None)
            move(act, commitment, "pledged")


def _fundings(allocations: Iterable[UUID]) -> QuerySet[Funding]:
    rows = Funding.objects.filter(allocation__in=list(allocations)).order_by("pk")
    return rows.select_related("commitment__region", "commitment__innovation")


def _shrink(act: Act, commitment: Commitment, ended: Allocation) -> None:
    """Tie to a promise as much as the following line has room for until the end that its money had."""
    for line in act.pending(BudgetLine):
        if line.follows_id == ended.line_id and line.pays_on():
            assert ended.until is not None
            room = line.amount - held(act, line, ended.until, ended.cut_from)
            if room > 0:
                fund(act, commitment, go_on(act, ended, line, min(room, ended.amount)))


_FALL_BACK = Answer(
    kind="commitment.fall_back",
    done=_("mengubah RKPDes atau APBDes, sehingga komitmen ditinjau lagi"),
    function=fall_back,
    tells=consequences,
)
_LET_GO = Answer(
    kind="commitment.fall_back",
    done=_FALL_BACK.done,
    function=let_go,
    tells=consequences,
)
_RISE_AGAIN = Answer(
    kind="commitment.rise_again",
    done=_("membatalkan perubahan APBDes, sehingga dananya kembali"),
    function=rise_again,
)
AFTER = {"budgets.revise": (_FALL_BACK,), "budgets.void": (_LET_GO, _RISE_AGAIN)}
