"""What the rooms brought along to be found: filled once by `rooms.install`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Model

from lestari.foundation.search.documents import Document

#: Gives the documents of these records in one query for each table; a record that is not to be found gives none.
Documents = Callable[[Iterable[UUID]], Iterable[Document]]
#: Gives the records that change in the index when these do, of the model that it stands beside.
Stirred = Callable[[Iterable[UUID]], Iterable[UUID]]


@dataclass(frozen=True)
class Source:
    """A kind of record that is found: its model, and its documents."""

    model: type[Model]
    documents: Documents


#: By the model's label ("knowledge.Innovation").
SOURCES: dict[str, Source] = {}
#: By the label of the record that changed: the kinds whose documents tell of it, and which of them.
STIRS: dict[str, list[tuple[str, Stirred]]] = {}


def identity(label: str, pk: UUID) -> str:
    """Return the id of a record's document."""
    return f"{label}:{pk}"


def record_of(document: str) -> tuple[str, UUID]:
    """Return kind and id of the record whose document this is."""
    label, _colon, pk = document.partition(":")
    return label, UUID(pk)
