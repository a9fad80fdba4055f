"""Promises as they are found by words, and which innovations are known anew when one is made or dropped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from lestari.domain.commitments.models import Commitment
from lestari.domain.knowledge.searched import places
from lestari.foundation.search.documents import Document
from lestari.foundation.search.registry import identity


def commitments(ids: Iterable[UUID]) -> Iterator[Document]:
    """Yield the promises that were not voided: what, where, of which innovation. Everybody may find them."""
    rows = Commitment.objects.filter(pk__in=list(ids)).exclude(state="void")
    for row in rows.select_related("region__parent__parent__parent", "innovation"):
        place = f"{row.region.title}, {row.region.where}"
        yield Document(
            id=identity(Commitment._meta.label, row.pk),
            title=f"{row.title} {row.code}",
            text=f"{row.innovation.title}. {place}",
            facets={
                "kind": [Commitment._meta.label],
                "field": [row.field],
                "year": [str(row.year)],
                **places(row.region),
            },
            order=row.created_at.toordinal(),
        )


def innovation_of(ids: Iterable[UUID]) -> Iterable[UUID]:
    """Return the innovations that these promises copy: whether one is copied can change with each of them."""
    return Commitment.objects.filter(pk__in=list(ids)).values_list("innovation", flat=True)
