"""The catalogue and the cards of one's area as files that come in again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from django.http import HttpRequest, StreamingHttpResponse

from lestari.domain.knowledge.cataloguing import Catalogue, asked_in
from lestari.domain.knowledge.models import IdeaCard, Innovation
from lestari.domain.knowledge.sheets import IDEA_SHEET, INNOVATION_SHEET, exported_innovations
from lestari.foundation.components.pages import actor_in
from lestari.foundation.sheets.writing import CHUNK, handed_out, kind_rows


def catalogue_file(request: HttpRequest, ending: str) -> StreamingHttpResponse:
    """The catalogue as it is filtered; whom to call is for people with an account."""
    actor = actor_in(request)
    asked, _wrong = asked_in(request.GET)
    kind = INNOVATION_SHEET
    if not actor.signed_in:
        kind = replace(kind, rows=partial(exported_innovations, in_public=True))
    return handed_out(kind_rows(kind, _every(Catalogue(asked, actor))), "katalog", ending)


def _every(found: Catalogue) -> Iterator[Innovation]:
    start, total = 0, 1
    while start < total:
        total, rows = found.rows(CHUNK, start)
        yield from rows
        start += CHUNK


def ideas_file(request: HttpRequest, ending: str) -> StreamingHttpResponse:
    """The cards of one's area as they are filtered; without a filter all but the voided ones."""
    rows = IdeaCard.objects.visible_to(actor_in(request)).select_related("region__parent__parent")
    state = request.GET.get("keadaan", "")
    rows = rows.filter(state=state) if state in IdeaCard.flow.by_key else rows.exclude(state="void")
    rows = rows.order_by("region__path", "code")
    return handed_out(kind_rows(IDEA_SHEET, rows.iterator(chunk_size=CHUNK)), "ide", ending)
