"""The catalogue, and the cards and documents of one's area, as files; catalogue and cards come in again."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _

from lestari.domain.knowledge.cataloguing import Catalogue, asked_in
from lestari.domain.knowledge.innovations import AT_WORK
from lestari.domain.knowledge.models import IdeaCard, InnovationVersion
from lestari.domain.knowledge.sheets import IDEA_SHEET, INNOVATION_SHEET, exported_innovations
from lestari.foundation.components.lists import every
from lestari.foundation.components.pages import actor_in
from lestari.foundation.kernel.access import Actor
from lestari.foundation.sheets.kinds import SheetKind
from lestari.foundation.sheets.writing import CHUNK, by_columns, handed_out, kind_file, kind_rows


def catalogue_file(request: HttpRequest, ending: str) -> StreamingHttpResponse:
    """The catalogue as it is filtered."""
    actor = actor_in(request)
    asked, _wrong = asked_in(request.GET)
    return handed_out(
        kind_rows(innovation_sheet(actor), every(Catalogue(asked, actor).rows, CHUNK)), "katalog", ending
    )


def innovation_sheet(actor: Actor) -> SheetKind:
    """Return how innovations go out to somebody: whom to call is for people with an account."""
    if actor.signed_in:
        return INNOVATION_SHEET
    return replace(INNOVATION_SHEET, rows=partial(exported_innovations, in_public=True))


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
    columns = {
        _("Kode"): "code",
        _("Dokumen"): "title",
        _("Desa"): "region.title",
        _("Kode desa"): "region.code",
        _("Bidang"): "innovation.field_word",
        _("Versi"): "number",
        _("Keadaan"): "state_word",
    }
    found = rows.filter(**chosen).order_by("region__path", "code").iterator(chunk_size=CHUNK)
    return handed_out(by_columns(columns, found), "dokumen", ending)
