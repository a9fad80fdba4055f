"""Keeping the table of duties: by the flush from the flows, and whole again by `lestari rebuild duties`."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from lestari.foundation.duties.models import Duty
from lestari.foundation.ledger.rows import fresh, insert_rows
from lestari.foundation.ledger.transactions import write_transaction
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.act import Book
from lestari.foundation.workflow.models import Flowing, Stay


def keep(book: Book) -> None:
    """Close the duties of what moved and open those of its new state; part of every flush."""
    moved: dict[UUID, tuple[Flowing, date, bool]] = {}
    for touched in book.moved():
        if isinstance(touched.record, Flowing):
            came = touched.entered[-1].recorded_on if touched.entered else touched.act.on
            moved[touched.record.id] = (touched.record, came, touched.removed)
    _put_off(book, moved)
    if not moved:
        return
    Duty.objects.filter(subject__in=[pk for pk in moved if not book.adds(pk)]).delete()
    rows = [duty for record, came, gone in moved.values() if not gone for duty in duties_of(record, came)]
    insert_rows(Duty, rows)


def _put_off(book: Book, moved: Container[UUID]) -> None:
    """Set the deadlines anew of what changed and stayed in its state: a bursa that was put off."""
    changed = {
        touched.record.id: touched.record
        for touched in book.touched.values()
        if touched.before
        and touched.record.id not in moved
        and isinstance(touched.record, Flowing)
        and not book.adds(touched.record.id)
    }
    for duty in Duty.objects.filter(subject__in=list(changed)) if changed else ():
        for anew in duties_of(changed[duty.subject], duty.since):
            if (anew.role, anew.action) == (duty.role, duty.action) and anew.due != duty.due:
                Duty.objects.filter(pk=duty.pk).update(due=anew.due)


def duties_of(record: Flowing, came: date) -> Iterable[Duty]:
    """Return the duties that a record's state brings; a deadline is counted from the day the duty came, never before it."""
    for waits in record.flow.by_key[record.state].waits:
        due = waits.due(record, came)
        yield fresh(
            Duty,
            role=waits.role.key,
            region_id=record.scope().region_id or "",
            subject_kind=record._meta.label,
            subject=record.id,
            state=record.state,
            action=waits.action,
            since=came,
            due=max(due, came) if due else None,
        )


def rebuild() -> int:
    """Make every open duty anew from the records' states; return how many there are."""
    with write_transaction():
        Duty.objects.all().delete()
        total = 0
        for model in registry.flowing():
            waiting = [state.key for state in model.flow.states if state.waits]
            rows_of: QuerySet[Any] = model._base_manager.filter(state__in=waiting)
            records = list(rows_of.select_related("region"))
            came = dict(
                Stay.objects.filter(kind=model.flow.kind, until=None, state__in=waiting).values_list(
                    "record", "recorded_on"
                )
            )
            rows = [duty for record in records for duty in duties_of(record, came[record.id])]
            insert_rows(Duty, rows)
            total += len(rows)
    return total
