"""Loading the reference lists: seconds for all of Indonesia, twice harmless."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, UUID

from django.db import connection, models
from uuid_utils.compat import uuid5

from lestari.foundation.ledger.rows import insert_values
from lestari.foundation.ledger.transactions import write_transaction
from lestari.foundation.regions.models import Region, RegionPeriod, RegionReference, RegionSuccession
from lestari.foundation.regions.reading import Period, Row, digest, key_of, read

Progress = Callable[[int, int], None]
CHUNK = 10_000
REGION = ("id", "level", "code", "name", "key", "word", "parent_id", "path", "since", "until")
PERIOD = ("region_id", "code", "name", "parent_id", "path", "since", "until")


def region_id(code: str) -> UUID:
    """Return the identity of the region with this lasting code: mostly that of the list of 2023."""
    return uuid5(NAMESPACE_URL, f"https://lestari.id/wilayah/{code}")


def path_of(code: str) -> str:
    """Return the path of a code: a dot behind; the country's is empty."""
    return "" if code == "ID" else f"{code}."


class Identities(dict[str, UUID]):
    """The identities by lasting codes, each made once."""

    def __missing__(self, code: str) -> UUID:
        self[code] = found = region_id(code)
        return found


def load_regions(only: Iterable[str] = (), progress: Progress | None = None) -> int:
    """Load what is not there yet and return how many regions came. `only`: these regencies with all above and below."""
    some = frozenset(only)
    rows, ids = read(some), Identities()
    there = set(Region.objects.values_list("pk", flat=True))
    fresh = [row for row in rows.values() if not there or region_id(row.code) not in there]
    if not fresh:
        return 0
    with write_transaction():
        for start in range(0, len(fresh), CHUNK):
            chunk = fresh[start : start + CHUNK]
            insert(Region, REGION, (region_values(row, ids) for row in chunk))
            insert(RegionPeriod, PERIOD, (values for row in chunk for values in period_values(row, ids)))
            if progress:
                progress(start + len(chunk), len(fresh))
        RegionSuccession.objects.bulk_create(
            RegionSuccession(predecessor_id=before, successor_id=after, on=on)
            for before, after, on in successions(fresh, ids)
        )
        _mark(some, first=not there)
        analyse()
    return len(fresh)


def _mark(only: frozenset[str], *, first: bool) -> None:
    """Keep of which lists the regions are, and of which regencies."""
    if first:
        RegionReference.objects.all().delete()
        RegionReference.objects.create(digest=digest(), only=sorted(only))
    elif (kept := RegionReference.objects.first()) and kept.only:
        kept.only = sorted({*kept.only, *only}) if only else []
        kept.save(update_fields=["only"])


def analyse() -> None:
    """Tell PostgreSQL's planner what came: else it takes the tables for empty until the next vacuum."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE regions_region, regions_regionperiod, regions_regionsuccession")


def _above(period: Period, ids: Identities) -> UUID | None:
    return ids[period.above] if period.above else None


def region_values(row: Row, ids: Identities) -> tuple[Any, ...]:
    """Return the values of a region, in the order of `REGION`."""
    last = row.periods[-1]
    return (
        ids[row.code],
        row.level,
        last.code,
        last.name,
        key_of(last.name),
        row.word,
        _above(last, ids),
        path_of(last.code),
        row.since,
        row.until,
    )


def period_values(row: Row, ids: Identities) -> Iterator[tuple[Any, ...]]:
    """Return the values of a region's periods, in the order of `PERIOD`."""
    for period in row.periods:
        yield (
            ids[row.code],
            period.code,
            period.name,
            _above(period, ids),
            path_of(period.code),
            period.since,
            period.until,
        )


def successions(rows: Iterable[Row], ids: Identities) -> Iterator[tuple[UUID, UUID, date]]:
    """Return which region came out of which, and when."""
    for row in rows:
        if row.origin and row.since:
            yield ids[row.origin], ids[row.code], row.since


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows given as values in the order of these columns; PostgreSQL copies them, which is several times as quick there."""
    if connection.vendor != "postgresql":
        insert_values(model, tuple(names), rows)
        return
    quote = connection.ops.quote_name
    columns = ", ".join(map(quote, names))
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
