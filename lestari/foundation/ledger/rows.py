"""Making many rows and writing them with few statements: each act writes half a dozen, for which constructors and `bulk_create` are too slow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import cache, lru_cache, partial
from itertools import chain, groupby
from operator import attrgetter
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, models
from django.db.models.base import ModelState

#: What passes to the database as it is, by the kind of its column.
_AS_IT_IS: tuple[tuple[type[models.Field[Any, Any]], type], ...] = (
    (models.CharField, str),
    (models.TextField, str),
    (models.IntegerField, int),
)
#: So many values stand in one INSERT. On SQLite a table with a trigger, as the ledger's, pays more for each statement than for a row.
_AT_ONCE = 900
#: So many days or moments are remembered as the database takes them.
_LATELY = 1024
M = TypeVar("M", bound=models.Model)
_Prepare = Callable[[Any], Any]
_Column = tuple[Any, ...]


def fresh(model: type[M], **values: Any) -> M:
    """Return a new instance that holds these values, and defaults for the rest, a tenth of the constructor's time.

    For rows that the house makes at each act: no signal is sent. A reference is given as the record or, by its attname, as the id.
    """
    row = model.__new__(model)
    row._state = ModelState()
    told = row.__dict__
    told.update(_defaults(model))
    told.update(values)
    for name, attname in _references(model):
        if name in values:
            referred = row._state.fields_cache[name] = told.pop(name)
            told[attname] = referred.pk if referred else None
    for attname, make in _made_defaults(model):
        if attname not in values:
            told[attname] = make()
    return row


@cache
def _references(model: type[models.Model]) -> tuple[tuple[str, str], ...]:
    return tuple((f.name, f.attname) for f in model._meta.concrete_fields if f.is_relation)


@cache
def _defaults(model: type[models.Model]) -> dict[str, Any]:
    made = dict(_made_defaults(model))
    return {f.attname: f.get_default() for f in model._meta.concrete_fields if f.attname not in made}


@cache
def _made_defaults(model: type[models.Model]) -> tuple[tuple[str, Callable[[], Any]], ...]:
    fields = model._meta.concrete_fields
    return tuple((f.attname, f.default) for f in fields if f.has_default() and callable(f.default))


def insert_rows(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Insert rows, in order; an automatic key is left to the database."""
    names = tuple(f.attname for f in model._meta.concrete_fields if not isinstance(f, models.AutoField))
    insert_values(model, names, map(attrgetter(*names), rows))


def insert_values(model: type[models.Model], names: tuple[str, ...], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows given as values in the order of these columns (attnames), in order."""
    if not (values := prepared(model, names, rows)):
        return
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(model._meta.get_field(name).column)) for name in names)  # type: ignore[union-attr]
    into = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES "  # noqa: S608
    marks = f"({', '.join(['%s'] * len(names))})"
    most = _AT_ONCE // len(names)
    parts = [
        tuple(chain.from_iterable(values[start : start + most])) for start in range(0, len(values), most)
    ]
    for alike, group in groupby(parts, key=len):
        _run(into + ", ".join([marks] * (alike // len(names))), list(group))


def update_rows(
    model: type[models.Model], names: tuple[str, ...], keys: tuple[str, ...], rows: Iterable[Sequence[Any]]
) -> int:
    """Set the columns `names` of the rows that `keys` tell, each row given as values of both in this order; return how many were there."""
    if not (values := prepared(model, names + keys, rows)):
        return 0
    quote = connection.ops.quote_name
    columns = [f"{quote(str(model._meta.get_field(name).column))} = %s" for name in names + keys]  # type: ignore[union-attr]
    told, where = ", ".join(columns[: len(names)]), " AND ".join(columns[len(names) :])
    return _run(f"UPDATE {quote(model._meta.db_table)} SET {told} WHERE {where}", values)  # noqa: S608


def _run(statement: str, values: Sequence[Sequence[Any]]) -> int:
    """Run a statement for each row of values and return how many rows it touched; a single one without psycopg's pipeline."""
    with connection.cursor() as cursor:
        if len(values) == 1:
            cursor.execute(statement, values[0])
        else:
            cursor.executemany(statement, values)
        return int(cursor.rowcount)


def prepared(
    model: type[models.Model], names: tuple[str, ...], rows: Iterable[Sequence[Any]]
) -> list[tuple[Any, ...]]:
    """Return the values as the database takes them."""
    columns = zip(*rows, strict=True)
    ready = zip(_columns(model, names, connection.vendor), columns, strict=False)
    return list(zip(*(make(column) for make, column in ready), strict=True))


@cache
def _columns(
    model: type[models.Model], names: tuple[str, ...], _vendor: str
) -> tuple[Callable[[_Column], Iterable[Any]], ...]:
    """Return what makes the values of each column ready; what is of a type that passes as it is stays."""
    return tuple(partial(_ready, *_column(model._meta.get_field(name))) for name in names)


def _ready(as_it_is: type | None, prepare: _Prepare, column: _Column) -> Iterable[Any]:
    if set(map(type, column)) <= {as_it_is, type(None)}:
        return column
    return [value if value is None or type(value) is as_it_is else prepare(value) for value in column]


def holds(field: Any) -> Any:
    """Return the field whose values a column holds: of a reference that of the key which it names."""
    while field.remote_field is not None:
        field = field.target_field
    return field


def _column(field: Any) -> tuple[type | None, _Prepare]:
    prepare = partial(_prepared, field)
    target = holds(field)
    if isinstance(target, models.UUIDField):
        return (UUID, prepare) if connection.features.has_native_uuid_field else (None, _hexadecimal(prepare))
    if type(target) is models.DateField:
        return None, _quick(date, connection.ops.adapt_datefield_value, prepare)
    if type(target) is models.DateTimeField:
        return None, _quick(datetime, connection.ops.adapt_datetimefield_value, prepare)
    return next((kind for sort, kind in _AS_IT_IS if isinstance(target, sort)), None), prepare


def _prepared(field: Any, value: Any) -> Any:
    return field.get_db_prep_save(value, connection)


def _quick(kind: type, adapt: _Prepare, prepare: _Prepare) -> _Prepare:
    """Skip the field's own checks for a value that is of its type already; the same few days and moments come again and again."""
    quickly = lru_cache(_LATELY)(adapt)
    return lambda value: quickly(value) if type(value) is kind else prepare(value)


def _hexadecimal(prepare: _Prepare) -> _Prepare:
    return lambda value: value.hex if type(value) is UUID else prepare(value)
