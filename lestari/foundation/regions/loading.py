"""Loading the reference lists: seconds for all of Indonesia, twice harmless."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import NAMESPACE_URL, UUID

from django.db import connection, models
from uuid_utils.compat import uuid5

from lestari.foundation.ledger.transactions import write_transaction
from lestari.foundation.regions.models import Region, RegionPeriod, RegionSuccession
from lestari.foundation.regions.reading import Period, Row, key_of, read

Progress = Callable[[int, int], None]
_CHUNK = 10_000
_REGION = ("id", "level", "code", "name", "key", "word", "parent_id", "path", "since", "until")
_PERIOD = ("region_id", "code", "name", "parent_id", "path", "since", "until")


def region_id(code: str) -> UUID:
    """Return the identity of the region with this lasting code: mostly that of the list of 2023."""
    return uuid5(NAMESPACE_URL, f"https://lestari.id/wilayah/{code}")


def path_of(code: str) -> str:
    """Return the path of a code: a dot behind; the country's is empty."""
    return "" if code == "ID" else f"{code}."


def load_regions(only: Iterable[str] = (), progress: Progress | None = None) -> int:
    """Load what is not there yet and return how many regions came. `only`: these regencies with all above and below."""
    rows = read(frozenset(only))
    there = set(Region.objects.values_list("pk", flat=True))
    fresh = [row for row in rows.values() if not there or region_id(row.code) not in there]
    if not fresh:
        return 0
    with write_transaction():
        for start in range(0, len(fresh), _CHUNK):
            chunk = fresh[start : start + _CHUNK]
            _insert(Region, _REGION, map(_region, chunk))
            _insert(RegionPeriod, _PERIOD, (values for row in chunk for values in _periods(row)))
            if progress:
                progress(start + len(chunk), len(fresh))
        RegionSuccession.objects.bulk_create(
            RegionSuccession(
                predecessor_id=region_id(row.origin), successor_id=region_id(row.code), on=row.since
            )
            for row in fresh
            if row.origin and row.since
        )
        if (
            fresh and connection.vendor == "postgresql"
        ):  # else the planner takes the tables for empty until the next vacuum
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE regions_region, regions_regionperiod, regions_regionsuccession")
    _stored_id.cache_clear()
    return len(fresh)


@cache
def _stored_id(code: str) -> Any:
    """Return a region's identity as this database stores it."""
    identity = region_id(code)
    return identity if connection.features.has_native_uuid_field else identity.hex


def _above(period: Period) -> Any:
    return _stored_id(period.above) if period.above else None


def _region(row: Row) -> tuple[Any, ...]:
    last = row.periods[-1]
    return (
        _stored_id(row.code),
        row.level,
        last.code,
        last.name,
        key_of(last.name),
        row.word,
        _above(last),
        path_of(last.code),
        row.since,
        row.until,
    )


def _periods(row: Row) -> Iterator[tuple[Any, ...]]:
    own = _stored_id(row.code)
    for period in row.periods:
        yield (
            own,
            period.code,
            period.name,
            _above(period),
            path_of(period.code),
            period.since,
            period.until,
        )


def _insert(model: type[models.Model], names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows of stored values, many in one statement: several times as quick as through the models."""
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    columns = ", ".join(quote(name) for name in names)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(names))
        days = connection.ops.adapt_datefield_value
        values = [[days(value) if isinstance(value, date) else value for value in row] for row in rows]
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values)  # noqa: S608
