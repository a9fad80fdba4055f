"""Allocations: never more than a line holds, here, once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from lestari.domain.budgets.models import Allocation, BudgetLine, PlanDocument
from lestari.domain.budgets.tables import APBDES, RKPDES, pays
from lestari.foundation.kernel.dates import day_text
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.kernel.periods import holds_on
from lestari.foundation.kernel.rupiah import rupiah_text
from lestari.foundation.ledger.rows import fresh
from lestari.foundation.rooms import panel
from lestari.foundation.workflow.act import Act


class OverLine(Refused):
    """The line does not hold that much."""


def hold(act: Act, *documents: PlanDocument) -> list[BudgetLine]:
    """Lock all that hangs on documents, in the order of the house: promises, allocations, lines. Return the lines."""
    panel("budget.promises_held", [document.pk for document in documents], act.actor)
    allocations = Allocation.objects.filter(line__document__in=documents, voided=False).order_by("pk")
    lines = BudgetLine.objects.filter(document__in=documents).order_by("pk").select_related("region")
    list(allocations.select_for_update(of=("self",)))
    return list(lines.select_for_update(of=("self",)))


def of_lines(act: Act, lines: Iterable[BudgetLine]) -> list[Allocation]:
    """Return the allocations of lines, those too that this act or an earlier one of the same book has not written yet."""
    rows = act.book.rows_among(Allocation, "line_id", [line.pk for line in lines])
    return [row for row in rows if not row.voided]


def most_tied(rows: Iterable[Allocation], since: date, until: date | None = None) -> int:
    """Return the most that is tied on any day from `since` until the day before `until`."""
    rows = list(rows)
    days = {since} | {row.since for row in rows if row.since > since and (until is None or row.since < until)}
    return max(sum(row.amount for row in rows if holds_on(row.since, row.until, day)) for day in days)


def held(act: Act, line: BudgetLine, since: date, until: date | None = None) -> int:
    """Return the most of a line that is tied on any of these days: what is tied for them stands beside all of it."""
    return most_tied(of_lines(act, [line]), since, until)


def allocate(act: Act, line: BudgetLine, amount: int) -> Allocation:
    """Tie an amount of a line, from the act's day.

    Raises `OverLine`; Refused for a line that pays for nothing or is not of an APBDes in force.
    """
    line = usable_line(act, line, APBDES)
    free = line.amount - held(act, line, act.on)
    if amount > free:
        raise OverLine(
            _("Baris ini tinggal memuat %(free)s dari %(amount)s. Tulis paling banyak %(free)s.")
            % {"free": rupiah_text(free), "amount": rupiah_text(line.amount)},
            field="amount",
        )
    return act.add(fresh(Allocation, line=line, region=line.region, amount=amount, since=act.on))


#: What is said of a line that does not serve: it is none of such a document in force.
_NOT_OF = {
    RKPDES: _lazy("Baris ini bukan dari RKPDes yang berlaku. Pilih baris lain."),
    APBDES: _lazy("Baris ini bukan baris belanja dari APBDes yang berlaku. Pilih baris lain."),
}


def usable_line(act: Act, line: BudgetLine, kind: str) -> BudgetLine:
    """Return the line, locked, of the plan or budget in force on the act's day.

    Raises Refused for a line of another kind of document, of one that was replaced or voided, or that came into force later; of a budget,
    for a line that pays for nothing.
    """
    line = act.locked(BudgetLine, line.pk)
    # Read after the line is locked: a revision that went first has replaced the document meanwhile.
    document = act.known(PlanDocument, line.document_id)
    serves = kind == RKPDES or pays(line.account)
    if (document.kind, document.state) != (kind, "in_force") or not serves:
        raise Refused(str(_NOT_OF[kind]), field="line")
    if act.on < document.dated:
        raise Refused(
            _("%(document)s baru berlaku %(day)s. Tulis tanggal itu atau sesudahnya.")
            % {"document": document.title, "day": day_text(document.dated)},
            field="on",
        )
    return line


def change_amount(act: Act, allocation: Allocation, amount: int) -> Allocation:
    """Tie another amount of the same line in place of an allocation, from the act's day.

    Raises `OverLine`; Refused for an allocation that has ended meanwhile.
    """
    allocation = act.locked(Allocation, allocation.pk)
    if allocation.until is not None or allocation.voided:
        raise Refused(_("Dana ini sudah berakhir. Pilih dana yang masih berlaku."), field="allocation")
    if act.on < allocation.since:
        raise Refused(
            _("Dana ini baru terikat sejak %(day)s. Tulis tanggal itu atau sesudahnya.")
            % {"day": day_text(allocation.since)},
            field="on",
        )
    end_allocations(act, [allocation], act.on)
    following = allocate(act, allocation.line, amount)
    following.follows = allocation
    return following


def go_on(act: Act, ended: Allocation, line: BudgetLine, amount: int) -> Allocation:
    """Tie an amount of the following line from the day on which a revision ended an allocation, until the end that it had."""
    assert ended.until is not None
    return act.add(
        fresh(
            Allocation,
            line=line,
            region=line.region,
            amount=amount,
            since=ended.until,
            until=ended.cut_from,
            follows=ended,
        )
    )


def end_allocations(
    act: Act, allocations: Iterable[Allocation], on: date, *, by: PlanDocument | None = None
) -> None:
    """End on a day what counts then or later, never before it began; `by`: the revision that ended it."""
    for row in allocations:
        allocation = act.book.living(row)
        if not allocation.voided and allocation.reaches(on):
            act.set(allocation, until=max(on, allocation.since), ended_by=by)


def void_allocations(act: Act, allocations: Iterable[Allocation]) -> None:
    """Void allocations: entered by mistake, they count on no day."""
    for row in allocations:
        allocation = act.book.living(row)
        if not allocation.voided:
            act.set(allocation, voided=True)
