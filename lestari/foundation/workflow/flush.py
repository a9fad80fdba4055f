"""The one writer: rows, one event for each changed record, states in time, projections, receipts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.utils.translation import gettext as _

from lestari.foundation.kernel.errors import Changed
from lestari.foundation.kernel.ids import uuid7
from lestari.foundation.ledger.canonical import canonical_text, plain
from lestari.foundation.ledger.models import Event
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.act import Book, Touched
from lestari.foundation.workflow.fresh import fresh
from lestari.foundation.workflow.models import Flowing, Grounds, Receipt, Record, Series, Stay
from lestari.foundation.workflow.stays import SINCE


def write(book: Book) -> None:
    """Write what the book holds. Must run inside a write transaction. Raises `Changed` when a row moved meanwhile."""
    touched = list(book.touched.values())
    _give_codes([t.record for t in touched if t.added and isinstance(t.record, Flowing)])
    fresh = [t for t in touched if t.added]
    changed = [t for t in touched if not t.added and not t.removed]
    added = {id(t.record) for t in fresh}  # inserted with their last values already
    # What gives way goes first: a replaced document before its revision, where only one may be in force.
    _update([t for t in changed if id(t.record) not in added])
    for model, group in _by_model(fresh):
        insert_rows(model, [t.record for t in group])
    for t in touched:
        if t.removed and not t.added:
            type(t.record)._base_manager.filter(
                pk=t.record.pk
            ).delete()  # the record keeps its id for the event
    _write_stays(touched)
    insert_rows(Event, [_event(t) for t in touched])
    for projection in registry.PROJECTIONS:
        projection(book)
    for receipt in book.receipts:
        receipt.complete()
    insert_rows(Receipt, book.receipts)
    insert_rows(Grounds, book.grounds)


def insert_rows(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Insert rows with one `executemany`; an automatic key is left to the database."""
    if not rows:
        return
    quote, stored = connection.ops.quote_name, _stored(model)
    names = ", ".join(quote(column) for column, _convert in stored.values())
    marks = ", ".join(["%s"] * len(stored))
    read, converts = attrgetter(*stored), [convert for _column, convert in stored.values()]
    values = [[convert(value) for convert, value in zip(converts, read(row), strict=True)] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})", values)  # noqa: S608


@cache
def _stored(model: type[models.Model]) -> dict[str, tuple[str, Callable[[Any], Any]]]:
    """Return column and way into the database of each attribute; an automatic key is left to the database."""
    columns = [f for f in model._meta.concrete_fields if not isinstance(f, models.AutoField)]
    return {f.attname: (str(f.column), _way(f)) for f in columns}


def _way(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    """Return how a value of a field goes into the database: the usual kinds straight on, all else as Django prepares it."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    usual, straight = _usual(target)
    return lambda value: (
        None if value is None
        else straight(value) if type(value) is usual
        else field.get_db_prep_save(value, connection)
    )  # fmt: skip


def _usual(field: models.Field[Any, Any]) -> tuple[type, Callable[[Any], Any]]:
    """Return the usual type of a column's values, and how the database in use takes it."""
    if isinstance(field, models.UUIDField):
        return UUID, attrgetter("hex") if not connection.features.has_native_uuid_field else _as_it_is
    if isinstance(field, models.IntegerField):
        return int, _as_it_is
    if isinstance(field, models.CharField | models.TextField):
        return str, _as_it_is
    return type(None), _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _by_model(touched: Iterable[Touched]) -> list[tuple[type[Record], list[Touched]]]:
    groups: dict[type[Record], list[Touched]] = defaultdict(list)
    for t in touched:
        groups[type(t.record)].append(t)
    return list(groups.items())


def _update(changed: list[Touched]) -> None:
    """Write set fields; the version before stands in the WHERE, so that nobody's change is lost."""
    last: dict[tuple[type[Record], UUID], tuple[Record, set[str]]] = {}
    for t in changed:
        record, names = last.setdefault((type(t.record), t.record.pk), (t.record, set()))
        names.update(t.before)
    alike: dict[tuple[type[Record], tuple[str, ...]], list[Record]] = defaultdict(list)
    for (model, _pk), (record, names) in last.items():
        alike[model, tuple(sorted(names))].append(record)
    for (model, columns), records in alike.items():
        if _update_rows(model, columns, records) != len(records):
            raise Changed(_("Orang lain baru saja mengubah catatan ini. Periksa lagi, lalu ulangi."))
        for record in records:
            record.version += 1


def _update_rows(model: type[Record], names: Sequence[str], records: Sequence[Record]) -> int:
    """Set the same columns of many rows with one `executemany`; return how many were still at the version known."""
    quote, stored = connection.ops.quote_name, _stored(model)
    sets = [f"{quote(stored[name][0])} = %s" for name in names] + ["version = version + 1"]
    values = [
        [*(stored[name][1](getattr(row, name)) for name in names), stored["id"][1](row.pk), row.version]
        for row in records
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(model._meta.db_table)} SET {', '.join(sets)} WHERE id = %s AND version = %s",  # noqa: S608
            values,
        )
        return int(cursor.rowcount)


def _write_stays(touched: list[Touched]) -> None:
    last: dict[UUID, Stay] = {}
    ended: list[tuple[Any, ...]] = []
    stored = _stored(Stay)
    for t in touched:
        if t.left is not None:
            if (pending := last.get(t.record.pk)) is not None:
                pending.until = t.left
            else:
                ended.append((stored["until"][1](t.left), stored["record"][1](t.record.pk)))
        for stay in t.entered:
            last[stay.record] = stay
    if ended:
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE workflow_stay SET until = %s WHERE record = %s AND until IS NULL", ended
            )
    insert_rows(Stay, [stay for t in touched for stay in t.entered])


def _give_codes(records: list[Flowing]) -> None:
    wanted: dict[str, list[Flowing]] = defaultdict(list)
    for record in records:
        if not record.code:
            wanted[record.code_series()].append(record)
    for name, group in sorted(wanted.items()):
        Series.objects.get_or_create(name=name)
        series = Series.objects.select_for_update().get(name=name)
        for number, record in enumerate(group, start=series.last + 1):
            record.code = f"{name}-{number:04d}"
        Series.objects.filter(name=name).update(last=series.last + len(group))


def _event(t: Touched) -> Event:
    act, record = t.act, t.record
    event = fresh(
        Event,
        id=uuid7(),
        act=act.id,
        recorded_at=act.at,
        effective_on=act.on,
        about=act.about,
        actor=act.actor.user_id,
        behalf=act.behalf,
        kind=t.kind,
        subject_kind=record._meta.label,
        subject=record.pk,
        region=record.scope().region_id,
        whence=act.whence,
    )
    event.canonical = canonical_text(event, _changes(t))
    return event


def _changes(t: Touched) -> dict[str, list[Any]]:
    """Return old and new of the ledger fields; a value set later in the same book belongs to the later act's event."""
    record, changes = t.record, {}
    for name in record.ledger_fields:
        attname = record._meta.get_field(name).attname  # type: ignore[union-attr]
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
