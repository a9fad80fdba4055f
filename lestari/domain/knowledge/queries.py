"""Reads of ideas, innovations and documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.utils.functional import Promise

from lestari.domain.knowledge.fields import FIELDS
from lestari.domain.knowledge.models import IdeaCard, Innovation, Innovations, InnovationVersion
from lestari.foundation.kernel.access import Actor
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.queries import below
from lestari.foundation.rooms import Described


def describe_ideas(ids: Iterable[UUID], actor: Actor) -> dict[UUID, Described]:
    """Return idea cards in words, as far as the actor may see them."""
    rows = IdeaCard.objects.visible_to(actor).filter(pk__in=list(ids)).select_related("region")
    return {row.pk: Described(row.code, row.title, f"/ide/{row.code}", row.region.title) for row in rows}


def describe_innovations(ids: Iterable[UUID], actor: Actor) -> dict[UUID, Described]:
    """Return innovations in words, as far as the actor may see them."""
    rows = Innovation.objects.visible_to(actor).filter(pk__in=list(ids)).select_related("region")
    return {row.pk: Described(row.code, row.title, f"/inovasi/{row.code}", row.region.title) for row in rows}


def describe_versions(ids: Iterable[UUID], actor: Actor) -> dict[UUID, Described]:
    """Return versions in words; the public is led to the innovation, people of the area to the document's page."""
    rows = (
        InnovationVersion.objects.visible_to(actor)
        .filter(pk__in=list(ids))
        .select_related("region", "innovation")
    )
    return {
        row.pk: Described(
            row.code,
            row.title,
            f"/dokumen/{row.code}" if actor.signed_in else f"/inovasi/{row.innovation.code}",
            row.region.title,
        )
        for row in rows
    }


def catalogue(
    *, field: str = "", region: Region | None = None, year: int | None = None, words: str = ""
) -> Innovations:
    """Return the published innovations that fit the filters, newest first."""
    rows = Innovation.objects.filter(state="published").select_related("region__parent__parent")
    if field:
        rows = rows.filter(field=field)
    if region is not None:
        rows = rows.filter(below(region.path))
    if year:
        rows = rows.filter(year_started=year)
    for word in words.split()[:8]:
        rows = rows.filter(Q(title__icontains=word) | Q(summary__icontains=word) | Q(code__iexact=word))
    return rows.order_by("-published_on", "code")


def counted(rows: Innovations, column: str) -> dict[object, int]:
    """Return how many of the rows fall to each value of a column: the counts beside a filter's options."""
    return dict(rows.order_by().values_list(column).annotate(number=Count("pk")))


@dataclass(frozen=True)
class Option:
    """One value of a filter: as the address has it, in words, and how many rows it would leave."""

    value: str
    word: str | Promise
    count: int


def options(chosen: Mapping[str, Any]) -> dict[str, list[Option]]:
    """Return the values of each filter with their counts under all the *other* filters, in one query for each filter."""
    fields = counted(catalogue(**{**chosen, "field": ""}), "field")
    years = counted(catalogue(**{**chosen, "year": None}), "year_started")
    return {
        "field": [Option(key, word, fields.get(key, 0)) for key, word in FIELDS],
        "region": _places(chosen),
        "year": [
            Option(str(y), str(y), years[y]) for y in sorted((int(str(y)) for y in years if y), reverse=True)
        ],
    }


#: Which region above the village the filter offers next, once a region of this level is chosen; None: nothing is chosen.
_NEXT = {
    None: "region__parent__parent",
    "country": "region__parent__parent",
    "province": "region__parent__parent",
    "regency": "region__parent",
    "district": "region",
}


def _places(chosen: Mapping[str, Any]) -> list[Option]:
    level = chosen["region"].level if chosen["region"] is not None else None
    if level not in _NEXT:
        return []
    place = _NEXT[level]
    columns = (f"{place}__code", f"{place}__word", f"{place}__name")
    rows = catalogue(**chosen).order_by(f"{place}__name", f"{place}__code").values_list(*columns)
    return [
        Option(code, Region.titled(word, name), count)
        for code, word, name, count in rows.annotate(number=Count("pk"))
    ]


#: A filter that is not set.
UNSET: dict[str, Any] = {"field": "", "region": None, "year": None, "words": ""}


def loosened(chosen: Mapping[str, Any]) -> dict[str, int]:
    """Return how many innovations there would be without each of the filters set, where that would be any."""
    found = {name: catalogue(**{**chosen, name: UNSET[name]}).count() for name in UNSET if chosen[name]}
    return {name: count for name, count in found.items() if count}


def by_field(rows: QuerySet[Innovation]) -> QuerySet[Innovation]:
    """Return innovations field by field, in the order in which the programme names its fields."""
    place = Case(*(When(field=key, then=Value(nr)) for nr, (key, _word) in enumerate(FIELDS)))
    return rows.order_by(place, "title", "code")
