"""What of this room is found by words: published innovations by everybody, documents at work and idea cards by people of the area."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from lestari.domain.knowledge.innovations import AT_WORK
from lestari.domain.knowledge.models import IdeaCard, Innovation, InnovationVersion
from lestari.domain.knowledge.template import SECTIONS, has_video
from lestari.foundation.kernel.access import SYSTEM
from lestari.foundation.regions.models import LEVELS, Region
from lestari.foundation.rooms import panel
from lestari.foundation.search.access import of_area
from lestari.foundation.search.documents import PUBLIC, Document
from lestari.foundation.search.registry import identity

#: What a facet says of a thing that an innovation has, or has not.
YES, NO = "yes", "no"
#: What of a document is not for everybody's eyes: whom to call, and numbers of minutes.
_UNSAID = ("minutes",)
_PLACE = "region__parent__parent__parent"
#: How many times these count beside a promise: an innovation is what people look for, and so long that single words weigh little in it.
_WEIGHT = {Innovation: 2.0, InnovationVersion: 1.75, IdeaCard: 1.25}


def innovations(ids: Iterable[UUID]) -> Iterator[Document]:
    """Yield the published innovations, with the text of the version in force."""
    wanted = list(ids)
    texts = dict(
        InnovationVersion.objects.filter(innovation__in=wanted, state="published").values_list(
            "innovation", "content"
        )
    )
    copied = panel("innovation.copies", wanted, SYSTEM)
    rows = Innovation.objects.filter(pk__in=wanted, state="published").select_related(_PLACE)
    for row in rows:
        content = texts.get(row.pk, {})
        facets = {
            "field": [row.field],
            "topic": [topic] if (topic := str(content.get("topic") or "").strip()) else [],
            "year": [str(row.year_started)] if row.year_started else [],
            "video": [YES if has_video(content) else NO],
            "copied": [YES if copied.get(row.pk) else NO],
        }
        yield _document(
            row, text_of(content), (PUBLIC,), facets, row.published_on.toordinal() if row.published_on else 0
        )


def documents(ids: Iterable[UUID]) -> Iterator[Document]:
    """Yield the documents at work, for people of the area."""
    rows = InnovationVersion.objects.filter(pk__in=list(ids), state__in=AT_WORK)
    for row in rows.select_related(_PLACE, "innovation"):
        facets = {"field": [row.innovation.field]}
        yield _document(row, text_of(row.content), of_area(row.region.path), facets, _day(row))


def ideas(ids: Iterable[UUID]) -> Iterator[Document]:
    """Yield the idea cards that were not voided, for people of the area."""
    rows = IdeaCard.objects.filter(pk__in=list(ids)).exclude(state="void").select_related(_PLACE)
    for row in rows:
        text = f"{row.what_was_done}\n{row.result}"
        facets = {"field": [row.field], "year": [str(row.since_year)]}
        yield _document(row, text, of_area(row.region.path), facets, _day(row))


def text_of(content: dict[str, Any]) -> str:
    """Return what a document tells, section by section, without its title, contacts and files."""
    told = [
        str(answer.value)
        for section in SECTIONS
        if section.key not in _UNSAID
        for answer in section.answers(content, in_public=True)
        if answer.kind in {"Text", "LongText"} and answer.value != content.get("title")
    ]
    return "\n".join(told)


def places(region: Region) -> dict[str, list[str]]:
    """Return the facets of a place: the path of the region of each level. Its parents are loaded."""
    found: dict[str, list[str]] = {}
    above: Region | None = region
    while above is not None and above.path:
        found[above.level] = [above.path]
        above = above.parent
    return {level: found[level] for level in LEVELS if level in found}


def _document(
    row: Any, text: str, who: tuple[str, ...], facets: dict[str, list[str]], order: int
) -> Document:
    label = type(row)._meta.label
    place = f"{row.region.title}, {row.region.where}"
    return Document(
        id=identity(label, row.pk),
        title=f"{row.title} {row.code}",
        text=f"{text}\n{place}",
        who=who,
        facets={"kind": [label], **places(row.region), **facets},
        order=order,
        weight=_WEIGHT[type(row)],
    )


def _day(row: Any) -> int:
    return int(row.created_at.toordinal())


def innovation_of(ids: Iterable[UUID]) -> Iterable[UUID]:
    """Return the innovations that these versions are of: what is published is read in the innovation."""
    return InnovationVersion.objects.filter(pk__in=list(ids)).values_list("innovation", flat=True)
