"""Loading the reference lists: seconds for all of Indonesia, twice harmless."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import NAMESPACE_URL, UUID, uuid5

from lestari.foundation.ledger.transactions import write_transaction
from lestari.foundation.regions.models import Region, RegionPeriod, RegionSuccession
from lestari.foundation.regions.reading import SUCCESSIONS, Row, key_of, parent_code, read
from lestari.foundation.workflow.flush import insert_rows

Progress = Callable[[int, int], None]
_CHUNK = 20_000


def region_id(code: str) -> UUID:
    """Return the lasting identity of the region that had this code in the list of 2023."""
    return uuid5(NAMESPACE_URL, f"https://lestari.id/wilayah/{code}")


def path_of(code: str) -> str:
    """Return the path of a code: a dot behind; the country's is empty."""
    return "" if code == "ID" else f"{code}."


def load_regions(only: Iterable[str] = (), progress: Progress | None = None) -> int:
    """Load what is not there yet and return how many regions came. `only`: these regencies with all above and below."""
    rows = read(frozenset(only))
    there = set(Region.objects.values_list("code", flat=True))
    fresh = [row for row in rows.values() if row.periods[-1].code not in there]
    with write_transaction():
        for start in range(0, len(fresh), _CHUNK):
            chunk = fresh[start : start + _CHUNK]
            insert_rows(Region, [_region(row) for row in chunk])
            if progress:
                progress(start + len(chunk), len(fresh))
        insert_rows(RegionPeriod, [period for row in fresh for period in _periods(row)])
        new = {row.code for row in fresh}
        pairs = [
            RegionSuccession(predecessor_id=region_id(before), successor_id=region_id(after), on=day)
            for after, before, day in SUCCESSIONS
            if after in new
        ]
        insert_rows(RegionSuccession, pairs)
    return len(fresh)


def _region(row: Row) -> Region:
    last = row.periods[-1]
    return Region(
        id=region_id(row.code),
        level=row.level,
        code=last.code,
        name=last.name,
        key=key_of(last.name),
        word=row.word,
        parent_id=None if row.code == "ID" else region_id(parent_code(row.code)),
        path=path_of(last.code),
        since=row.since,
    )


def _periods(row: Row) -> list[RegionPeriod]:
    return [
        RegionPeriod(
            region_id=region_id(row.code),
            code=period.code,
            name=period.name,
            parent_id=None if row.code == "ID" else region_id(parent_code(period.code)),
            path=path_of(period.code),
            since=period.since,
            until=period.until,
        )
        for period in row.periods
    ]
