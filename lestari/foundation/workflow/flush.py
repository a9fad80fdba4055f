"""The one writer: rows, one event for each changed record, states in time, projections, receipts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from lestari.foundation.kernel.errors import Changed
from lestari.foundation.kernel.ids import uuid7
from lestari.foundation.ledger.canonical import COLUMNS, canonical_text, plain
from lestari.foundation.ledger.models import Event
from lestari.foundation.ledger.rows import insert_rows, insert_values, update_rows
from lestari.foundation.ledger.sealer import Chain
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.act import Act, Book, Touched, attname_of, region_of
from lestari.foundation.workflow.models import Flowing, Grounds, Receipt, Record, Series, Stay
from lestari.foundation.workflow.stays import SINCE

_EVENT = (*COLUMNS, "canonical", "position", "digest")
#: Position and digest of an event that the sealer will close in.
_OPEN = (None, "")


def write(book: Book, chain: Chain | None = None) -> None:
    """Write what the book holds, its events closed into the chain where that is held. Must run inside a write transaction.

    Raises `Changed` when a row moved meanwhile.
    """
    touched = list(book.touched.values())
    _give_codes([t.record for t in touched if t.added and isinstance(t.record, Flowing)])
    fresh = [t for t in touched if t.added]
    changed = [t for t in touched if not t.added and not t.removed]
    added = {id(t.record) for t in fresh}  # inserted with their last values already
    for t in changed:
        if id(t.record) in added:
            t.record.version += 1  # as if each act had been written by itself
    # What gives way goes first: a replaced document before its revision, where only one may be in force.
    _update([t for t in changed if id(t.record) not in added])
    for model, group in _by_model(fresh):
        insert_rows(model, [t.record for t in group])
    for t in touched:
        if t.removed and not t.added:
            type(t.record)._base_manager.filter(
                pk=t.record.id
            ).delete()  # the record keeps its id for the event
    _write_stays(touched)
    insert_values(Event, _EVENT, _events(touched, chain))
    for projection in registry.PROJECTIONS:
        projection(book)
    for receipt in book.receipts:
        receipt.complete()
    insert_rows(Receipt, book.receipts)
    insert_rows(Grounds, book.grounds)


def _by_model(touched: Iterable[Touched]) -> list[tuple[type[Record], list[Touched]]]:
    groups: dict[type[Record], list[Touched]] = defaultdict(list)
    for t in touched:
        groups[type(t.record)].append(t)
    return list(groups.items())


def _update(changed: list[Touched]) -> None:
    """Write set fields; the version before stands in the WHERE, so that nobody's change is lost.

    The version grows by one for each act, whether they are written together or one by one.
    """
    last: dict[UUID, tuple[Record, set[str], list[Touched]]] = {}
    for t in changed:
        _record, names, acts = last.setdefault(t.record.id, (t.record, set(), []))
        names.update(t.before)
        acts.append(t)
    groups: dict[tuple[type[Record], tuple[str, ...]], list[tuple[Any, ...]]] = defaultdict(list)
    for record, names, acts in last.values():
        columns = tuple(sorted(names))
        before, record.version = record.version, record.version + len(acts)
        values = (getattr(record, name) for name in columns)
        groups[type(record), columns].append((*values, record.version, record.id, before))
    for (model, columns), rows in groups.items():
        if update_rows(model, (*columns, "version"), ("id", "version"), rows) != len(rows):
            raise Changed(_("Catatan ini baru saja berubah. Periksa lagi, lalu ulangi."))


def _write_stays(touched: list[Touched]) -> None:
    fresh: list[Stay] = []
    last: dict[UUID, Stay] = {}
    ended: list[tuple[date, UUID]] = []
    for t in touched:
        if t.left is not None:
            if t.record.id in last:
                last[t.record.id].until = t.left
            else:
                ended.append((t.left, t.record.id))
        for stay in t.entered:
            fresh.append(stay)
            last[t.record.id] = stay
    _end_stays(ended)
    insert_rows(Stay, fresh)


def _end_stays(ended: list[tuple[date, UUID]]) -> None:
    open_stays = Stay.objects.filter(record__in=[record for _day, record in ended], until=None)
    days = {record: day for day, record in ended}
    rows = [(days[record], pk) for pk, record in open_stays.values_list("pk", "record")] if ended else ()
    update_rows(Stay, ("until",), ("id",), rows)


def _give_codes(records: list[Flowing]) -> None:
    wanted: dict[str, list[Flowing]] = defaultdict(list)
    for record in records:
        if not record.code:
            wanted[record.code_series()].append(record)
    # The row of a series is held until the end: everybody takes them in this order.
    for name, group in sorted(wanted.items()):
        last = _taken(name, len(group))
        for number, record in enumerate(group, start=last - len(group) + 1):
            record.code = f"{name}-{number:04d}"


def _taken(series: str, count: int) -> int:
    """Take the next numbers of a series, a new one from 1 on; return the last of them."""
    quote = connection.ops.quote_name
    table, name, last = quote(Series._meta.db_table), quote("name"), quote("last")
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({name}, {last}) VALUES (%s, %s)"  # noqa: S608 - names of our own
            f" ON CONFLICT ({name}) DO UPDATE SET {last} = {table}.{last} + excluded.{last} RETURNING {last}",
            [series, count],
        )
        return int(cursor.fetchall()[0][0])


def _events(touched: Iterable[Touched], chain: Chain | None) -> Iterator[tuple[Any, ...]]:
    """Return the values of the events' columns (`_EVENT`), one event for each record that an act touched."""
    heads: dict[UUID, dict[str, Any]] = {}
    for t in touched:
        if t.act.id not in heads:
            heads[t.act.id] = _head(t.act)
        facts = {
            **heads[t.act.id],
            "id": uuid7(),
            "kind": t.kind,
            "subject_kind": t.record._meta.label,
            "subject": t.record.id,
            "region": region_of(t.record),
        }
        text = canonical_text(facts, _changes(t))
        yield (*map(facts.__getitem__, COLUMNS), text, *(chain.close(text) if chain else _OPEN))


def _head(act: Act) -> dict[str, Any]:
    """Return what all events of an act have in common."""
    return {
        "act": act.id,
        "recorded_at": act.at,
        "effective_on": act.on,
        "about": act.about,
        "actor": act.actor.user_id,
        "behalf": act.behalf,
        "whence": act.whence,
    }


@cache
def _ledger_columns(model: type[Record]) -> tuple[tuple[str, str], ...]:
    """Return the fields of a model that enter the ledger, each with its column."""
    return tuple((name, attname_of(model, name)) for name in model.ledger_fields)


def _changes(t: Touched) -> dict[str, list[Any]]:
    """Return old and new of the ledger fields; a value set later in the same book belongs to the later act's event."""
    record, changes = t.record, {}
    for name, attname in _ledger_columns(type(record)):
        new = t.after.get(attname, getattr(record, attname))
        if t.removed:
            changes[name] = [new, None]
        elif t.added:
            if new is not None:
                changes[name] = [None, new]
        elif attname in t.before and plain(t.before[attname]) != plain(new):
            changes[name] = [t.before[attname], new]
    if t.entered:
        changes[SINCE] = [None if t.added else t.came, t.entered[-1].since]
    return changes
