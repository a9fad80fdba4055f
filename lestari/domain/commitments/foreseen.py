"""What a revision or a voided document would do to the promises that hang on it, in sentences, before it is written."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from django.utils.translation import gettext as _

from lestari.domain.budgets.models import Allocation
from lestari.domain.commitments.models import Commitment, Funding
from lestari.foundation.kernel.rupiah import rupiah_text
from lestari.foundation.workflow.act import Book, Touched


def consequences(book: Book) -> list[str]:
    """Return a sentence for each promise that would move or whose open funding would change, by code."""
    states = {
        t.record.pk: str(t.before["state"])
        for t in book.touched.values()
        if isinstance(t.record, Commitment) and t.before.get("state") not in (None, t.record.state)
    }
    money = _money(book)
    changed = {pk for pk, rupiah in money.items() if rupiah} | set(states)
    rows = Commitment.objects.filter(pk__in=changed).select_related("innovation").order_by("code")
    return [_sentence(book.living(row), states.get(row.pk, ""), money[row.pk]) for row in rows]


def _money(book: Book) -> dict[UUID, int]:
    """Return by how many rupiah the open funding of each promise would change."""
    touched = [(t, t.record) for t in book.touched.values() if isinstance(t.record, Allocation)]
    new = [t.record for t in book.touched.values() if t.added and isinstance(t.record, Funding)]
    old = Funding.objects.filter(allocation__in=[row.pk for _t, row in touched])
    whose = dict(old.values_list("allocation", "commitment")) | {
        f.allocation_id: f.commitment_id for f in new
    }
    money: dict[UUID, int] = defaultdict(int)
    for t, row in touched:
        if row.pk in whose:
            money[whose[row.pk]] += row.amount * (_open(row) - (not t.added and _was_open(t, row)))
    return money


def _open(row: Allocation) -> bool:
    return row.until is None and not row.voided


def _was_open(t: Touched, row: Allocation) -> bool:
    return t.before.get("until", row.until) is None and not t.before.get("voided", row.voided)


def _sentence(commitment: Commitment, before: str, rupiah: int) -> str:
    said = []
    if before:
        words = {"old": commitment.flow.word_of(before), "new": commitment.state_word}
        said.append(_("dari “%(old)s” ke “%(new)s”") % words)
    if rupiah:
        amount = rupiah_text(abs(rupiah))
        said.append(
            (_("dananya bertambah %(amount)s") if rupiah > 0 else _("dananya berkurang %(amount)s"))
            % {"amount": amount}
        )
    return f"{commitment.code} {commitment.title}: {', '.join(said)}."
