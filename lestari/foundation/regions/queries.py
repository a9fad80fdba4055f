"""Reads of the regions: the tree today and on any day, codes, and search by the beginnings of words."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Length, Substr

from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import Actor, is_village
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.kernel.periods import holds_on, in_force
from lestari.foundation.regions.codes import dotted, looks_like_code
from lestari.foundation.regions.models import Region, RegionList, RegionPeriod, RegionReference
from lestari.foundation.regions.reading import VILLAGE_WORDS, key_of, word_of
from lestari.foundation.regions.refusals import ended, not_begun, unknown

#: Fewer letters than these match too much to be a help.
SHORTEST = 3
#: The words before a name, whole or shortened, that say what kind of region is meant.
_KINDS = {word: word for word in Region.WORDS if word != "negara"} | {
    "kab": "kabupaten",
    "kec": "kecamatan",
    "kel": "kelurahan",
    "prov": "provinsi",
}
_EVERYTHING = ~Q(pk__in=[])
#: The lengths of the paths of provinces, regencies, districts, villages.
_PROVINCE, _REGENCY, _DISTRICT, _VILLAGE = 3, 6, 9, 14


def tree_state() -> str:
    """Return what tells the tree of now from that of another day: its shipped lists and the newer ones that were taken over."""
    lists = RegionList.objects.filter(undone_at=None).order_by("pk").values_list("pk", flat=True)
    shipped = RegionReference.objects.values_list("digest", flat=True)
    return hashlib.sha256(" ".join(map(str, [*shipped, *lists])).encode()).hexdigest()


def own_village(actor: Actor) -> Region | None:
    """Return the village in which somebody holds a role; None for people of a larger area."""
    ids = [grant.region_id for grant in actor.current() if is_village(grant.path)]
    return Region.objects.filter(pk__in=ids).order_by("path").first() if ids else None


def below(path: str, field: str = "region__path") -> Q:
    """Return the condition that the region, by today's tree, is the one with this path or lies below it."""
    if not path:
        return _EVERYTHING
    return Q(**{f"{field}__gte": path, f"{field}__lt": f"{path[:-1]}/"})


def below_on(path: str, day: date, field: str = "region") -> Q:
    """Return the condition that the region lay, on that day, at or below the path of that day (see `path_on`)."""
    periods = RegionPeriod.objects.filter(in_force(day), below(path, "path"))
    if not path:  # of a country's 90,000 regions few have a record: each record asks for its own
        return Q(Exists(periods.filter(region=OuterRef(field))))
    return Q(**{f"{field}__in": periods.values("region")})


def below_region_on(region: Region, day: date, field: str = "region") -> Q:
    """Return the condition that a region lay in this one on that day, by the codes of that day."""
    path = path_on(region, day)
    return Q(pk__in=[]) if path is None else below_on(path, day, field)


def path_on(region: Region, day: date) -> str | None:
    """Return the path that the region had on the day; None where it did not exist. Asked once for each instance and day."""
    known: dict[date, str | None] = region.__dict__.setdefault("_paths_on", {})
    if day == clock.today() and region.until is None and not known:  # the row itself says how it is today
        return region.path
    if day not in known:
        known[day] = region.periods.filter(in_force(day)).values_list("path", flat=True).first()
    return known[day]


def as_it_was(period: RegionPeriod) -> Region:
    """Return the region with the code, name and place of the period (to be read, not saved)."""
    region = period.region
    region.code, region.name, region.path = period.code, period.name, period.path
    region.parent_id = period.parent_id
    if region.level == "village":  # a desa may have been a kelurahan
        region.word = word_of(period.code, region.level, period.name)
    region.__dict__["_paths_on"] = {period.since: period.path}
    return region


def _as_of(wanted: Q, day: date) -> list[Region]:
    periods = RegionPeriod.objects.filter(wanted, in_force(day)).select_related("region").order_by("path")
    return [as_it_was(period) for period in periods]


def ancestors(region: Region, on: date | None = None) -> list[Region]:
    """Return the regions above this one, from the province down, without the country and without itself."""
    path = path_on(region, on) if on else region.path
    parts = (path or "").split(".")[:-2]
    codes = [".".join(parts[: count + 1]) for count in range(len(parts))]
    if on:
        return _as_of(Q(code__in=codes), on)
    return _above(region) or list(Region.objects.filter(code__in=codes).order_by("path"))


def _above(region: Region) -> list[Region]:
    """Return the regions above where the query that read this one brought them along, else nothing."""
    found: list[Region] = []
    while "parent" in region._state.fields_cache and (parent := region.parent) is not None:
        found.insert(0, parent)
        region = parent
    return [above for above in found if above.path] if found and not found[0].path else []


def children(region: Region, on: date | None = None) -> list[Region]:
    """Return the regions right below this one, by code; with `on`, as they were called and lay that day."""
    if on:
        return _as_of(Q(parent=region), on)
    return list(Region.objects.filter(parent=region, until=None).order_by("path"))


def villages_below(region: Region) -> QuerySet[Region]:
    """Return the villages of a region that take part in the programme, by code."""
    rows = Region.objects.filter(below(region.path, "path"), level="village", until=None)
    return rows.exclude(word=Region.OUTSIDE).order_by("path")


def _village_word(path: str) -> str:
    """Return what the villages below a path are called together: the word goes by the regency, and differs within a province."""
    return Region.counted([VILLAGE_WORDS.get(path[:5], "desa")])


@dataclass(frozen=True, slots=True)
class Counts:
    """How many regions lie below one. What belongs to a kota stands apart from what belongs to a kabupaten."""

    provinces: int = 0
    regencies: int = 0
    cities: int = 0
    districts: int = 0
    city_districts: int = 0
    #: Those that take part in the programme; kelurahan (wards) apart.
    villages: int = 0
    wards: int = 0
    #: What its villages are called together.
    village_word: str = "desa"


def counts(region: Region, on: date | None = None) -> Counts:
    """Count what lies below the region, today or on a day, by the tree of that day."""
    path = path_on(region, on) if on else region.path
    if path is None:
        return Counts()
    rows: QuerySet[Region] | QuerySet[RegionPeriod]
    if on:
        rows = RegionPeriod.objects.filter(in_force(on), below(path, "path"))
    else:
        rows = Region.objects.filter(below(path, "path"), until=None)
    city, ward = Q(fourth__gte="7"), Q(ninth="1")
    found = (
        rows.exclude(path=path)
        .annotate(length=Length("path"), fourth=Substr("path", 4, 1), ninth=Substr("path", 10, 1))
        .aggregate(
            provinces=Count("pk", filter=Q(length=_PROVINCE)),
            regencies=Count("pk", filter=Q(length=_REGENCY) & ~city),
            cities=Count("pk", filter=Q(length=_REGENCY) & city),
            districts=Count("pk", filter=Q(length=_DISTRICT) & ~city),
            city_districts=Count("pk", filter=Q(length=_DISTRICT) & city),
            villages=Count("pk", filter=Q(length=_VILLAGE) & ~ward),
            wards=Count("pk", filter=Q(length=_VILLAGE) & ward),
        )
    )
    return Counts(**found, village_word=_village_word(path))


#: The province that this house serves, and the whole of the country.
USUAL_REGION, COUNTRY = "18", "ID"


def usual_region() -> Region:
    """Return the province that this house serves, with what lies above it; the country where it is not loaded."""
    rows = Region.objects.filter(code__in=(USUAL_REGION, COUNTRY), until=None)
    found = rows.select_related("parent__parent__parent__parent").order_by("-path").first()
    assert found is not None, "regions are loaded before anything is served"
    return found


def by_code(code: str, on: date | None = None, *, above: bool = True) -> Region:
    """Return the region with this code, with or without dots, today or as it was on a day; `above`: with what it lies in today.

    Raises `Refused` in words.
    """
    wanted = dotted(code)
    if on is None:
        rows = Region.objects.filter(code=wanted, until=None)
        region = (rows.select_related("parent__parent__parent__parent") if above else rows).first()
        if region:
            return region
    periods = list(RegionPeriod.objects.filter(code=wanted).select_related("region").order_by("since"))
    if not periods:
        raise Refused(unknown(code))
    if on is None:
        raise Refused(ended(periods[-1]))
    for period in periods:
        if holds_on(period.since, period.until, on):
            return as_it_was(period)
    if on < periods[0].since:
        before = RegionPeriod.objects.filter(in_force(on), region=periods[0].region_id).first()
        raise Refused(not_begun(periods[0], on, before))
    raise Refused(ended(periods[-1]))


def search(
    words: str,
    near: Sequence[str] = (),
    limit: int = 10,
    levels: Sequence[str] = (),
    *,
    inside: bool = False,
    takes_part: bool = False,
) -> list[Region]:
    """Return the regions whose words begin so, those in one's own area (`near`: paths) first, or those alone; codes work too.

    With `takes_part` none that the programme does not reach.

    Words of the places above may be added: "campang gisting". The regions come with parent and grandparent, for `Region.placed`.
    """
    regions = Region.objects.filter(until=None).select_related("parent__parent")
    if levels:
        regions = regions.filter(level__in=levels)
    if inside:
        regions = regions.filter(_in_any(near))
    if takes_part:
        regions = regions.exclude(word=Region.OUTSIDE)
    if looks_like_code(words):
        return _by_beginning(regions, dotted(words), limit)
    keys = key_of(words).split()
    if len(keys) > 1 and keys[0] in _KINDS:
        regions = regions.filter(word=_KINDS[keys[0]])
        keys = keys[1:]
    text = " ".join(keys)
    if len(text) < SHORTEST:
        return []
    begun = regions.filter(key__gte=text, key__lt=f"{text}~")
    found = list(_ordered(begun, near, text)[:limit])
    if len(found) < limit:
        rest = regions.filter(_all_words(keys), _own_word(keys)).exclude(
            pk__in=[region.pk for region in found]
        )
        found += _ordered(rest, near, text)[: limit - len(found)]
    paths = tuple(path for path in near if path)
    return sorted(found, key=lambda region: not region.path.startswith(paths)) if paths else found


def _in_any(paths: Sequence[str]) -> Q:
    wanted = Q(pk__in=[])
    for path in paths:
        wanted |= below(path, "path")
    return wanted


def _by_beginning(regions: QuerySet[Region], code: str, limit: int) -> list[Region]:
    found = list(regions.filter(path__gte=code, path__lt=f"{code}~").order_by("path")[:limit])
    if found:
        return found
    former = RegionPeriod.objects.filter(code=code).values("region")
    return list(regions.filter(pk__in=former)[:limit])


def _word(key: str, field: str) -> Q:
    return Q(**{f"{field}__startswith": key}) | Q(**{f"{field}__contains": f" {key}"})


def _all_words(keys: Sequence[str]) -> Q:
    """Each word begins one of the region's name, or of a name above it."""
    wanted = Q()
    for key in keys:
        wanted &= _word(key, "key") | _word(key, "parent__key") | _word(key, "parent__parent__key")
    return wanted


def _own_word(keys: Sequence[str]) -> Q:
    """At least one of the words is of the region's own name."""
    wanted = Q()
    for key in keys:
        wanted |= _word(key, "key")
    return wanted


def _ordered(regions: QuerySet[Region], near: Sequence[str], text: str) -> QuerySet[Region]:
    inside = [When(below(path, "path"), then=Value(0)) for path in near if path]
    first = [Case(*inside, default=Value(1))] if inside else []
    exact = Case(When(key=text, then=Value(0)), default=Value(1))
    return regions.order_by(*first, exact, Length("path"), "key", "path")
