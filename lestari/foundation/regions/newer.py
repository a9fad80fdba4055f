"""A newer official list beside the tree of today: what was created, recoded, renamed, moved or is gone; history stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from difflib import SequenceMatcher
from uuid import UUID

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from lestari.foundation.kernel import clock
from lestari.foundation.kernel.dates import day_text
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.ledger.transactions import write_transaction
from lestari.foundation.regions.loading import path_of, region_id
from lestari.foundation.regions.models import Region, RegionList, RegionPeriod, RegionReference
from lestari.foundation.regions.reading import key_of, parent_code, tidy, word_of

#: The kinds of changes, in the order in which they are told.
KINDS = ("new", "recoded", "moved", "renamed", "gone")
_LEVELS = {2: "province", 5: "regency", 8: "district", 13: "village"}
_REGENCY = 5
#: Names as much alike as this are two spellings of one.
_ALIKE = 0.8


@dataclass(frozen=True)
class Change:
    """One change: of which region, empty for a new one; code and name before and after, empty where there is none."""

    kind: str
    level: str
    region: UUID | None
    old_code: str = ""
    old_name: str = ""
    code: str = ""
    name: str = ""


def compare(listed: Mapping[str, str]) -> list[Change]:
    """Return what a list (names by codes with dots) changes, from the top down: of provinces, or of a region that is recorded.

    Only what the list begins with and all below it is looked at: that of one regency says nothing of the others.
    A spelling is no change. What has another code is the same region where the name is the same and so is the region above it
    (recoded), or the only one of that name in the regency, else in the province (moved).
    Raises Refused for a code without the one above it.
    """
    rows = Region.objects.filter(until=None).select_related("parent")
    tree = {row.code: row for row in rows}
    _check(listed, tree)
    tops = [code for code in listed if parent_code(code) not in listed]
    inside = tuple(f"{top}." for top in tops)
    there = {code: row for code, row in tree.items() if row.path.startswith(inside) or _goes_on(row, listed)}
    same = {code: tree[code] for code in map(parent_code, tops) if code != "ID"}
    changes: list[Change] = []
    for length, level in _LEVELS.items():
        codes = sorted(code for code in listed if len(code) == length)
        known = {
            code: there[code] for code in codes if code in there and _fits(there[code], code, listed, same)
        }
        left = [row for row in there.values() if row.level == level and row.code not in known]
        changes += _renamed(known, listed)
        same |= known
        changes += _others([code for code in codes if code not in known], left, listed, same)
    found = {row.pk for row in same.values()}
    changes += [
        Change("gone", row.level, row.pk, row.code, row.name)
        for row in there.values()
        if row.pk not in found and row.path.startswith(inside)
    ]
    return sorted(changes, key=lambda one: (KINDS.index(one.kind), one.code or one.old_code))


def _check(listed: Mapping[str, str], tree: Mapping[str, Region]) -> None:
    for code in listed:
        if len(code) not in _LEVELS:
            raise Refused(_("Kode %(code)s bukan kode wilayah Kemendagri.") % {"code": code})
        above = parent_code(code)
        begins = above == "ID" or (code in tree and not _over(code, listed))
        if above not in listed and not begins:
            raise Refused(
                _(
                    "Kode %(code)s ada tanpa %(above)s di atasnya. Daftar dimulai dari provinsi, atau dari satu wilayah yang sudah tercatat."
                )
                % {"code": code, "above": above}
            )


def _over(code: str, listed: Mapping[str, str]) -> bool:
    """Say whether a list has a region in which this one lies."""
    parts = code.split(".")
    return any(".".join(parts[:count]) in listed for count in range(1, len(parts)))


def _goes_on(row: Region, listed: Mapping[str, str]) -> bool:
    """Say whether a regency of another province stands in the list by its name: it may have come over, as Papua's did."""
    return row.level == "regency" and row.key in {
        key_of(_bare(code, name)) for code, name in listed.items() if len(code) == _REGENCY
    }


def _bare(code: str, name: str) -> str:
    """Return a name in the usual case; that of a regency without its word."""
    words = name.split(maxsplit=1)
    before = words[0].upper().rstrip(".") if len(words) > 1 else ""
    return tidy(words[1] if len(code) == _REGENCY and before in {"KABUPATEN", "KAB", "KOTA"} else name)


def _fits(row: Region, code: str, listed: Mapping[str, str], same: Mapping[str, Region]) -> bool:
    """Say whether a code that both have is of the same region: the one above is the same, and the name is not wholly another's."""
    above = same.get(parent_code(code))
    if above is not None and row.parent_id != above.pk:
        return False
    name = key_of(_bare(code, listed[code]))
    return above is not None or row.level == "province" or _near(row.key, name)


def _near(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one, other).ratio() >= _ALIKE


def _renamed(known: Mapping[str, Region], listed: Mapping[str, str]) -> Iterable[Change]:
    for code, row in known.items():
        name = _bare(code, listed[code])
        if not _near(row.key, key_of(name)):
            yield Change("renamed", row.level, row.pk, code, row.name, code, name)


def _others(
    codes: Sequence[str], left: Sequence[Region], listed: Mapping[str, str], same: dict[str, Region]
) -> Iterable[Change]:
    """Tell what the codes are that no region has: each an old region under another code, or a new one."""
    by_name: dict[str, list[Region]] = defaultdict(list)
    for row in left:
        by_name[row.key].append(row)
    for code in codes:
        name = _bare(code, listed[code])
        above = same.get(parent_code(code))
        before, kind = _before(by_name[key_of(name)], code, above)
        if before is None:
            yield Change("new", _LEVELS[len(code)], None, "", "", code, name)
            continue
        by_name[before.key].remove(before)
        same[code] = before
        yield Change(kind, before.level, before.pk, before.code, before.name, code, name)


def _before(rows: Sequence[Region], code: str, above: Region | None) -> tuple[Region | None, str]:
    if above is not None:
        own = [row for row in rows if row.parent_id == above.pk]
        if len(own) == 1:
            return own[0], "recoded"
    for beginning in (code[:5], code[:2]):
        near = [row for row in rows if row.code.startswith(beginning)]
        if len(near) == 1:
            return near[0], "moved"
    if len(rows) == 1 and len(code) == _REGENCY:  # it came over from another province
        return rows[0], "recoded"
    return None, ""


def apply(changes: Sequence[Change], on: date, *, name: str = "", by: UUID | None = None) -> RegionList:
    """Take changes over from a day on, and keep what they were; periods before it keep the old codes, names and places.

    Raises Refused for a day on which a region that changes is not there yet, or has changed already.
    """
    with write_transaction():
        regions = Region.objects.in_bulk([one.region for one in changes if one.region])
        _check_day(regions, on)
        _make_room(changes, regions)
        for one in sorted(changes, key=lambda one: len(one.code or one.old_code)):
            row = regions.get(one.region) if one.region else None
            if one.kind == "gone":
                assert row is not None
                row.until = on
                row.save(update_fields=["until"])
                RegionPeriod.objects.filter(region=row, until=None).update(until=on)
            else:
                _go_on(one, row, on)
        kept = [
            asdict(one) | {"region": str(one.region or region_id(_fresh(one.code, on)))} for one in changes
        ]
        return RegionList.objects.create(name=name[:200], on=on, taken_by=by, changes=kept)


def take_back(pk: UUID) -> RegionList:
    """Let all be again as it was before a list was taken over.

    Raises Refused where it is taken back already, where a later one stands on it, and where a region that came with it holds records.
    """
    with write_transaction():
        taken = RegionList.objects.select_for_update().get(pk=pk)
        if taken.undone_at:
            raise Refused(_("Daftar ini sudah diurungkan."))
        if RegionList.objects.filter(undone_at=None, pk__gt=taken.pk).exists():
            raise Refused(_("Urungkan dahulu daftar yang diterapkan sesudahnya."))
        kinds: dict[str, list[UUID]] = defaultdict(list)
        for change in taken.changes:
            kinds[change["kind"] if change["kind"] in ("new", "gone") else "other"].append(
                UUID(change["region"])
            )
        _take_out(kinds["new"])
        for number, before in enumerate(kinds["other"]):
            Region.objects.filter(pk=before).update(code=f"~{number}")
        for region in kinds["other"]:
            _as_before(region, taken.on)
        Region.objects.filter(pk__in=kinds["gone"]).update(until=None)
        RegionPeriod.objects.filter(region__in=kinds["gone"], until=taken.on).update(until=None)
        taken.undone_at = clock.now()
        taken.save(update_fields=["undone_at"])
        RegionReference.objects.update(
            digest=""
        )  # what the shipped lists say of these counts again: `renew()` looks
        return taken


def _take_out(fresh: Iterable[UUID]) -> None:
    for region in Region.objects.filter(pk__in=list(fresh)).order_by("-path"):
        try:
            region.delete()
        except ProtectedError:
            raise Refused(
                _("%(region)s sudah dipakai dalam catatan, jadi daftar ini tidak dapat diurungkan.")
                % {"region": region.title}
            ) from None


def _as_before(region: UUID, on: date) -> None:
    RegionPeriod.objects.filter(region=region, since=on).delete()
    period = RegionPeriod.objects.get(region=region, until=on)
    period.until = None
    period.save(update_fields=["until"])
    Region.objects.filter(pk=region).update(
        code=period.code,
        name=period.name,
        key=key_of(period.name),
        path=period.path,
        parent=period.parent_id,
    )


def _check_day(regions: Mapping[UUID, Region], on: date) -> None:
    """A change comes after the one before it."""
    late = RegionPeriod.objects.filter(region__in=list(regions), until=None, since__gte=on)
    period = late.select_related("region").order_by("-since").first()
    if period is not None:
        raise Refused(
            _("%(region)s tercatat seperti sekarang sejak %(day)s. Tulis tanggal sesudahnya.")
            % {"region": period.region.title, "day": day_text(period.since)},
            field="on",
        )


def _fresh(code: str, on: date) -> str:
    """Return the lasting code of a region that comes with a list: its code may have been another's."""
    return f"{code}@{on.isoformat()}"


def _make_room(changes: Sequence[Change], regions: Mapping[UUID, Region]) -> None:
    """Free the codes that others take: codes are unique, and a list may let two regions change theirs."""
    taken = {one.code for one in changes if one.code != one.old_code}
    for number, one in enumerate(changes):
        if one.region and one.old_code in taken:
            Region.objects.filter(pk=one.region).update(code=f"~{number}")
            regions[one.region].code = f"~{number}"


def _go_on(change: Change, row: Region | None, on: date) -> None:
    above = Region.objects.get(code=parent_code(change.code), until=None)
    path = path_of(change.code)
    if row is None:
        word = word_of(change.code, change.level, change.name)
        row = Region(id=region_id(_fresh(change.code, on)), level=change.level, word=word, since=on)
    else:
        RegionPeriod.objects.filter(region=row, until=None).update(until=on)
    row.code, row.name, row.key, row.path, row.parent = (
        change.code,
        change.name,
        key_of(change.name),
        path,
        above,
    )
    row.save()
    RegionPeriod.objects.create(
        region=row, code=change.code, name=change.name, parent=above, path=path, since=on
    )
