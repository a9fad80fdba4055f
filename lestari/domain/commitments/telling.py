"""What the history of a promise tells: the years, lines and amounts that each event set, as they were then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lestari.domain.budgets.models import Allocation, BudgetLine
from lestari.domain.commitments.models import Commitment
from lestari.foundation.components.pages import Tell
from lestari.foundation.kernel.rupiah import rupiah_text
from lestari.foundation.ledger.models import Event


def tells(commitment: Commitment, allocations: Iterable[Allocation]) -> dict[UUID, Tell]:
    """Return what the history says of a promise's own changes and of its money."""
    found: dict[UUID, Tell] = {commitment.pk: _told}
    for one in allocations:
        found[one.pk] = lambda events, one=one: [_told_money(one, event.changes) for event in events]  # type: ignore[misc]
    return found


def _told(events: Sequence[Event]) -> list[str]:
    lines = _lines_in(events)
    said, year = [], 0
    for event in events:
        before, year = year, event.changes.get("year", (None, year))[1]
        words = [_year_words(before, year)] if before and (year != before or event.kind == _TAKEN_UP) else []
        said.append(" ".join([*words, *_set_words(event.changes, lines)]))
    return said


#: The deed that asks for a year, be it the same.
_TAKEN_UP = "commitment.take_up"


def _year_words(before: int, year: int) -> str:
    if year == before:
        return _("Tahun anggaran tetap %(year)s.") % {"year": year}
    return _("Tahun anggaran %(old)s menjadi %(new)s.") % {"old": before, "new": year}


def _lines_in(events: Iterable[Event]) -> dict[str, BudgetLine]:
    """Return all lines that events set or left, those of replaced documents too, by their id as the ledger has it."""
    ids = {pk for event in events for pk in event.changes.get("plan_line", ()) if pk}
    return {str(pk): line for pk, line in BudgetLine.objects.in_bulk(ids).items()} if ids else {}


def _set_words(changes: Mapping[str, Any], lines: Mapping[str, BudgetLine]) -> list[str]:
    """Say which line a promise came to stand in, unless that only took the place of one that said the same, and what was spent."""
    said = []
    before, line = (lines.get(pk or "") for pk in changes.get("plan_line", (None, None)))
    if line is not None and (before is None or _in_effect(before) != _in_effect(line)):
        said.append(_("Baris RKPDes: %(line)s.") % {"line": line})
    if spent := changes.get("realised_amount", (None, None))[1]:
        said.append(_("Biaya yang terpakai %(amount)s.") % {"amount": rupiah_text(spent)})
    return said


def _in_effect(line: BudgetLine) -> tuple[str, str, int]:
    return line.activity, line.source, line.amount


def _told_money(one: Allocation, changes: Mapping[str, Any]) -> str:
    about = {
        "amount": rupiah_text(one.amount),
        "line": f"{one.line.activity}, {one.line.source}",
        "document": one.line.document.title,
    }
    ended = bool(changes.get("until", (None, None))[1])
    if "line" in changes:  # handed on and ended by the same act: the promise never had it
        return "" if ended else _("%(amount)s dari baris %(line)s, %(document)s.") % about
    voided = bool(changes.get("voided", (None, None))[1])
    if ended or (voided and one.until is None):
        return _("Tidak lagi %(amount)s dari baris %(line)s, %(document)s.") % about
    return "" if voided else _("Lagi %(amount)s dari baris %(line)s, %(document)s.") % about
