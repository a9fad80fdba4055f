"""Bringing regions that were loaded before up to the lists of this version; what was taken over from a newer list stays.

A region is never taken away, since records may point to it: one that the lists know no longer stays as it is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias
from uuid import UUID

from django.db import models

from lestari.foundation.ledger.rows import update_rows
from lestari.foundation.ledger.transactions import write_transaction
from lestari.foundation.regions.loading import (
    CHUNK,
    PERIOD,
    REGION,
    Identities,
    analyse,
    insert,
    period_values,
    region_id,
    region_values,
    successions,
)
from lestari.foundation.regions.models import (
    Region,
    RegionList,
    RegionPeriod,
    RegionReference,
    RegionSuccession,
)
from lestari.foundation.regions.reading import Row, digest, read, regencies

Values: TypeAlias = tuple[Any, ...]
_LEVEL, _CODE, _PARENT, _PATH, _SINCE, _UNTIL = (
    REGION.index(name) for name in ("level", "code", "parent_id", "path", "since", "until")
)
_FROM, _TO = PERIOD.index("since"), PERIOD.index("until")
_REGENCY = 5


@dataclass(frozen=True)
class Renewed:
    """How many regions came or were corrected; `left`: the regencies left as they were, where a newer list says otherwise."""

    regions: int = 0
    left: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tree:
    """Regions and their periods by identity, as values in the order of their columns."""

    regions: dict[UUID, Values]
    periods: Mapping[UUID, list[Values]]


def outdated() -> bool:
    """Say whether there are regions, and whether they are of other lists than those of this version."""
    lists = RegionReference.objects.values_list("digest", flat=True).first()
    return lists != digest() and Region.objects.exists()


def renew() -> Renewed:
    """Bring the regions that are loaded up to the lists of this version, all or nothing; at once where they are."""
    if not outdated():
        return Renewed()
    with write_transaction():
        reference = RegionReference.objects.first()
        only = reference.only if reference else _loaded()
        rows, there = list(read(frozenset(only)).values()), _there()
        ids = _identities(rows, there)
        wanted = Tree(
            {ids[row.code]: region_values(row, ids) for row in rows},
            {ids[row.code]: list(period_values(row, ids)) for row in rows},
        )
        _keep_own(wanted, there)
        left = _leave(wanted, there)
        count = _write(wanted, there)
        _write_successions(list(successions(rows, ids)), wanted)
        RegionReference.objects.all().delete()
        RegionReference.objects.create(digest=digest(), only=only)
        analyse()
    return Renewed(count, tuple(sorted(left)))


def _loaded() -> list[str]:
    """Return the regencies that are there, none for all: what a version that kept no mark had loaded."""
    there = set(Region.objects.filter(level="regency").values_list("pk", flat=True))
    every = regencies()
    found = [code for code in every if region_id(code) in there]
    return [] if len(found) == len(every) else found


def _there() -> Tree:
    periods: dict[UUID, list[Values]] = defaultdict(list)
    for values in _rows(RegionPeriod, PERIOD, "region", "since"):
        periods[values[0]].append(values)
    return Tree({values[0]: values for values in _rows(Region, REGION)}, periods)


def _rows(model: type[models.Model], names: Sequence[str], *order: str) -> Iterator[Values]:
    return model._base_manager.order_by(*order).values_list(*names).iterator(CHUNK)


def _identities(rows: Iterable[Row], there: Tree) -> Identities:
    """Return who is who: a region that is named by its day stays what it is where another day stands for it now."""
    ids = Identities()
    known = {ids[row.code] for row in rows}
    unknown = {
        (values[_LEVEL], values[_CODE], values[_UNTIL] is None): identity
        for identity, values in there.regions.items()
        if identity not in known
    }
    for row in rows:
        same = (row.level, row.periods[-1].code, row.until is None)
        if ids[row.code] not in there.regions and same in unknown:
            ids[row.code] = unknown[same]
    return ids


def _keep_own(wanted: Tree, there: Tree) -> None:
    """Of regions that a newer list changed only the days before it are the shipped lists'."""
    days: dict[UUID, date] = {}
    for taken in RegionList.objects.filter(undone_at=None).order_by("-on"):  # the first of several counts
        days |= {UUID(change["region"]): taken.on for change in taken.changes}
    for identity in days.keys() & wanted.regions.keys() & there.regions.keys():
        own, listed, on = there.regions[identity], wanted.regions[identity], days[identity]
        before = [period for period in wanted.periods[identity] if period[_FROM] < on]
        if not before:
            wanted.regions[identity] = own
            wanted.periods[identity][:] = there.periods[identity]
            continue
        wanted.regions[identity] = (*own[:_SINCE], listed[_SINCE], *own[_SINCE + 1 :])
        before[-1] = (*before[-1][:_TO], on)
        after = [period for period in there.periods[identity] if period[_FROM] >= on]
        wanted.periods[identity][:] = before + after


def _leave(wanted: Tree, there: Tree) -> set[str]:
    """Take out of what is wanted the regencies in which it does not fit what stays, and return their codes."""
    left: set[str] = set()
    while more := _clashing(wanted, there) - left:
        left |= more
        for identity, values in list(wanted.regions.items()):
            stays = identity in there.regions or values[_UNTIL] is None
            if stays and _regencies(identity, wanted, there) & left:
                del wanted.regions[identity]
    return left


def _clashing(wanted: Tree, there: Tree) -> set[str]:
    """Return the regencies in which a code would be two regions', or a region would not lie in the one above it."""
    every = there.regions | wanted.regions
    held = Counter(values[_CODE] for values in every.values() if values[_UNTIL] is None)
    found: set[str] = set()
    for identity, values in every.items():
        if values[_UNTIL] is not None or values[_LEVEL] == "country":
            continue
        above = every.get(values[_PARENT])
        inside = above is not None and above[_UNTIL] is None and values[_PATH].startswith(above[_PATH])
        if held[values[_CODE]] > 1 or not inside:
            found |= _regencies(identity, wanted, there)
    return found


def _regencies(identity: UUID, *trees: Tree) -> set[str]:
    return {tree.regions[identity][_CODE][:_REGENCY] for tree in trees if identity in tree.regions}


def _write(wanted: Tree, there: Tree) -> int:
    """Write what differs, and return of how many regions something did."""
    fresh = [values for identity, values in wanted.regions.items() if identity not in there.regions]
    changed = [
        values for identity, values in wanted.regions.items() if values != there.regions.get(identity, values)
    ]
    other = [
        identity
        for identity in wanted.regions
        if identity in there.regions and wanted.periods[identity] != there.periods[identity]
    ]
    # Codes may be exchanged: each first gives up its own.
    update_rows(Region, ("code",), ("id",), [(f"~{number}", one[0]) for number, one in enumerate(changed)])
    insert(Region, REGION, fresh)
    update_rows(Region, REGION[1:], ("id",), [(*values[1:], values[0]) for values in changed])
    for start in range(0, len(other), CHUNK):
        RegionPeriod.objects.filter(region__in=other[start : start + CHUNK]).delete()
    renewed = [values[0] for values in fresh] + other
    insert(RegionPeriod, PERIOD, (period for identity in renewed for period in wanted.periods[identity]))
    return len({*renewed, *(values[0] for values in changed)})


def _write_successions(listed: Iterable[tuple[UUID, UUID, date]], wanted: Tree) -> None:
    missing = {(before, after, on) for before, after, on in listed if after in wanted.regions}
    for one in RegionSuccession.objects.all():
        held = (one.predecessor_id, one.successor_id, one.on)
        if held in missing:
            missing.remove(held)
        elif held[1] in wanted.regions:
            one.delete()
    RegionSuccession.objects.bulk_create(
        RegionSuccession(predecessor_id=before, successor_id=after, on=on)
        for before, after, on in sorted(missing)
    )
