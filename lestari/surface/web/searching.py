"""The search of the whole site: what this person may find, of every kind, with the passage that answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lestari.foundation.components.filters import Filter, Option, filtering, unknown, unknown_filters
from lestari.foundation.components.lists import every, page_asked, query_without
from lestari.foundation.components.pages import actor_in
from lestari.foundation.regions.queries import search as search_regions
from lestari.foundation.search.analysis import words_of
from lestari.foundation.search.documents import Answers
from lestari.foundation.search.finding import find, passages
from lestari.foundation.search.passages import Piece
from lestari.foundation.search.registry import SOURCES, identity, record_of
from lestari.foundation.search.sentences import read_as, shortened, unavailable
from lestari.foundation.search.shelf import Unavailable
from lestari.foundation.sheets.writing import CHUNK, handed_out
from lestari.foundation.workflow.described import Described, describe
from lestari.foundation.workflow.models import Flowing

_MOST_REGIONS = 5
#: The one filter: its key in the address, and what stands above its options.
_KEY, _KIND = "jenis", _("Jenis")


@dataclass(frozen=True)
class Found:
    """One result: the record in words, its kind, and the passage."""

    record: Described
    kind: str | Promise
    passage: tuple[Piece, ...]


def search(request: HttpRequest) -> HttpResponse:
    """Where does the site speak of this?"""
    asked = _Asked(request)
    page = page_asked(request, asked.rows)
    context = {
        "words": asked.words,
        "kept": [(_KEY, asked.kind)] if asked.kind else [],
        "page": page,
        "query": query_without(request, "halaman"),
        "notes": asked.notes(),
        "unavailable": asked.unavailable,
        "regions": search_regions(asked.words, asked.actor.paths(), _MOST_REGIONS) if asked.words else [],
        **filtering(request, asked.filters(), None if page.object_list else asked.loosened),
    }
    return render(request, "web/search.html", context)


def search_file(request: HttpRequest, ending: str) -> StreamingHttpResponse:
    """What is found, of the kind that is chosen, as a file."""
    return handed_out(_as_rows(_Asked(request)), "cari", ending)


def _as_rows(asked: _Asked) -> Iterator[list[Any]]:
    yield [_now("Kode"), _now("Judul"), _now("Jenis"), _now("Wilayah")]
    for kind, _pk, record in every(asked.records, CHUNK):
        yield [record.code, record.title, str(kind_word(kind)), record.region_title]


class _Asked:
    """A question of the whole site, by who asks it, with what is to be said of how its address was read."""

    def __init__(self, request: HttpRequest) -> None:
        self.actor = actor_in(request)
        self.words, self._notes = shortened(request.GET.get("q", ""))
        self.kind = request.GET.get(_KEY, "").strip()
        if self.kind and self.kind not in SOURCES:
            self._notes.append(unknown(_KIND, self.kind))
            self.kind = ""
        self._notes += unknown_filters(request.GET, [_KEY])
        self.answers: Answers | None = None
        self.unavailable = False

    def records(self, limit: int, offset: int) -> tuple[int, list[tuple[str, UUID, Described]]]:
        """Return how many are found, and some of them, by kind and in words; what the tables do not show any more is left out."""
        if not any(words_of(self.words)):
            self.answers = Answers(0)
            return 0, []
        filters = {"kind": self.kind} if self.kind else {}
        try:
            self.answers = find(
                self.actor, self.words, filters=filters, facets=("kind",), limit=limit, offset=offset
            )
        except Unavailable:
            self.unavailable = True
            return 0, []
        found = [record_of(hit.id) for hit in self.answers.hits]
        described = describe(found, self.actor)
        return self.answers.total, [(kind, pk, described[pk]) for kind, pk in found if pk in described]

    def rows(self, limit: int, offset: int) -> tuple[int, list[Found]]:
        """Return the same with the passages that answer."""
        total, records = self.records(limit, offset)
        shown = passages(self.answers) if records and self.answers else {}
        return total, [
            Found(record, kind_word(kind), shown[identity(kind, pk)]) for kind, pk, record in records
        ]

    def filters(self) -> list[Filter]:
        """Return the one filter: the kind of record."""
        counts = self.answers.facets.get("kind", {}) if self.answers else {}
        options = [Option(kind, kind_word(kind), counts[kind]) for kind in SOURCES if kind in counts]
        return [Filter("kind", _KEY, _KIND, self.kind, kind_word(self.kind) if self.kind else "", options)]

    def loosened(self) -> dict[str, int]:
        """Return how many there would be of all kinds."""
        return {"kind": sum(self.answers.facets.get("kind", {}).values())} if self.answers else {}

    def notes(self) -> list[str]:
        """Return what is to be said of how the question was read."""
        if self.unavailable:
            return [*self._notes, unavailable()]
        return [*self._notes, *(read_as(self.words, self.answers) if self.answers else ())]


def kind_word(kind: str) -> str | Promise:
    """Return a kind of record in the users' word."""
    model = SOURCES[kind].model
    assert issubclass(model, Flowing)
    word: str | Promise = model.flow.word
    return word
