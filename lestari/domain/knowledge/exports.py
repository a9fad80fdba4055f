"""The catalogue, and the cards and documents of one's area, as files; catalogue and cards come in again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _

from lestari.domain.knowledge.cataloguing import Catalogue, asked_in
from lestari.domain.knowledge.innovations import AT_WORK
from lestari.domain.knowledge.models import IdeaCard, Innovation, InnovationVersion
from lestari.domain.knowledge.sheets import IDEA_SHEET, INNOVATION_SHEET, exported_innovations
from lestari.foundation.components.pages import actor_in
from lestari.foundation.kernel.access import Actor
from lestari.foundation.sheets.kinds import SheetKind
from lestari.foundation.sheets.writing import CHUNK, handed_out, kind_file, kind_rows


def catalogue_file(request: HttpRequest, ending: str) -> StreamingHttpResponse:
    """The catalogue as it is filtered."""
    actor = actor_in(request)
    asked, _wrong = asked_in(request.GET)
    return handed_out(kind_rows(innovation_sheet(actor), _every(Catalogue(asked, actor))), "katalog", ending)


def innovation_sheet(actor: Actor) -> SheetKind:
    """Return how innovations go out to somebody: whom to call is for people with an account."""
    if actor.signed_in:
        return INNOVATION_SHEET
    return replace(INNOVATION_SHEET, rows=partial(exported_innovations, in_public=True))


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
    return kind_file(IDEA_SHEET, rows.order_by("region__path", "code"), "ide", ending)


def documents_file(request: HttpRequest, ending: str) -> StreamingHttpResponse:
    """The documents of one's area in one state, or those at work."""
    rows = InnovationVersion.objects.visible_to(actor_in(request)).select_related("region", "innovation")
    state = request.GET.get("keadaan", "")
    chosen = {"state": state} if state in InnovationVersion.flow.by_key else {"state__in": AT_WORK}
    return handed_out(_documents(rows.filter(**chosen).order_by("region__path", "code")), "dokumen", ending)


def _documents(rows: QuerySet[InnovationVersion]) -> Iterator[Sequence[Any]]:
    yield [_("Kode"), _("Dokumen"), _("Desa"), _("Kode desa"), _("Bidang"), _("Versi"), _("Keadaan")]
    for one in rows.iterator(chunk_size=CHUNK):
        about = (one.region.title, one.region.code, one.innovation.field_word)
        yield [one.code, one.title, *about, one.number, one.state_word]
