"""The search of the whole site: what this person may find, of every kind, with the passage that answers."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lestari.foundation.components.filters import Filter, Option, filtering, unknown, unknown_filters
from lestari.foundation.components.lists import page_asked, query_without
from lestari.foundation.components.pages import actor_in
from lestari.foundation.kernel.access import Actor
from lestari.foundation.regions.queries import search as search_regions
from lestari.foundation.search.analysis import words_of
from lestari.foundation.search.documents import Answers
from lestari.foundation.search.finding import find, passages
from lestari.foundation.search.passages import Piece
from lestari.foundation.search.registry import SOURCES, record_of
from lestari.foundation.search.sentences import read_as, shortened, unavailable
from lestari.foundation.search.shelf import Unavailable
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
    actor = actor_in(request)
    words, notes = shortened(request.GET.get("q", ""))
    kind = request.GET.get(_KEY, "").strip()
    if kind and kind not in SOURCES:
        notes.append(unknown(_KIND, kind))
        kind = ""
    notes += unknown_filters(request.GET, [_KEY])
    asked = _Asked(actor, words, kind)
    page = page_asked(request, asked.rows)
    context = {
        "words": words,
        "kept": [(_KEY, kind)] if kind else [],
        "page": page,
        "query": query_without(request, "halaman"),
        "notes": [*notes, *asked.notes()],
        "regions": search_regions(words, actor.paths(), _MOST_REGIONS) if words else [],
        **filtering(request, asked.filters(), None if page.object_list else asked.loosened),
    }
    return render(request, "web/search.html", context)


class _Asked:
    """A question of the whole site, by who asks it."""

    def __init__(self, actor: Actor, words: str, kind: str) -> None:
        self.actor, self.words, self.kind = actor, words, kind
        self.answers: Answers | None = None
        self.unavailable = False

    def rows(self, limit: int, offset: int) -> tuple[int, list[Found]]:
        """Return how many are found, and some of them, in words; what the tables do not show any more is left out."""
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
        records = [(record_of(one), passage) for one, passage in passages(self.answers).items()]
        described = describe([record for record, _passage in records], self.actor)
        rows = [
            Found(described[pk], kind_word(kind), passage)
            for (kind, pk), passage in records
            if pk in described
        ]
        return self.answers.total, rows

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
            return [unavailable()]
        return read_as(self.words, self.answers) if self.answers else []


def kind_word(kind: str) -> str | Promise:
    """Return a kind of record in the users' word."""
    model = SOURCES[kind].model
    assert issubclass(model, Flowing)
    word: str | Promise = model.flow.word
    return word
