"""The catalogue and the cards of one's area as files that come in again."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, StreamingHttpResponse

from lestari.domain.knowledge.models import IdeaCard
from lestari.domain.knowledge.queries import catalogue
from lestari.domain.knowledge.sheets import IDEA_SHEET, INNOVATION_SHEET, exported_innovations
from lestari.domain.knowledge.views import filters_of
from lestari.foundation.components.pages import actor_in
from lestari.foundation.sheets.writing import handed_out, kind_rows
from lestari.foundation.workflow.models import Stay


def _handed_in(card: str) -> Subquery:
    """Return, as an expression, on which day a card was handed in."""
    stays = Stay.objects.filter(record=OuterRef(card), state="handed_in").order_by("id")
    return Subquery(stays.values("since")[:1])


def catalogue_file(request: HttpRequest, ending: str) -> StreamingHttpResponse:
    """The catalogue as it is filtered; whom to call is for people with an account."""
    rows = catalogue(**filters_of(request)).annotate(handed_in=_handed_in("idea"))
    kind = INNOVATION_SHEET
    if not actor_in(request).signed_in:
        kind = replace(kind, rows=partial(exported_innovations, in_public=True))
    return handed_out(kind_rows(kind, rows), "katalog", ending)


def ideas_file(request: HttpRequest, ending: str) -> StreamingHttpResponse:
    """The cards of one's area as they are filtered; without a filter all but the voided ones."""
    rows = IdeaCard.objects.visible_to(actor_in(request)).select_related("region__parent__parent")
    state = request.GET.get("keadaan", "")
    rows = rows.filter(state=state) if state in IdeaCard.flow.by_key else rows.exclude(state="void")
    rows = rows.annotate(handed_in=_handed_in("pk")).order_by("region__path", "code")
    return handed_out(kind_rows(IDEA_SHEET, rows), "ide", ending)
