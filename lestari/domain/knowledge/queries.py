"""Reads of ideas, innovations and documents."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Case, Q, QuerySet, Value, When

from lestari.domain.knowledge.fields import FIELDS
from lestari.domain.knowledge.models import IdeaCard, Innovation, Innovations, InnovationVersion
from lestari.foundation.kernel.access import Actor
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.queries import below
from lestari.foundation.workflow.described import Described


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


def by_field(rows: QuerySet[Innovation]) -> QuerySet[Innovation]:
    """Return innovations field by field, in the order in which the programme names its fields."""
    place = Case(*(When(field=key, then=Value(nr)) for nr, (key, _word) in enumerate(FIELDS)))
    return rows.order_by(place, "title", "code")
