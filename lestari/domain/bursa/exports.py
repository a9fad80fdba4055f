"""The bursas as a file; of one bursa the recap, the cards and the menu: promises and innovations, which come in again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from lestari.domain.bursa.models import Bursa
from lestari.domain.bursa.queries import Recap, held, menu_in, recap, with_sums
from lestari.domain.commitments.listing import as_file
from lestari.domain.commitments.models import Commitment
from lestari.domain.commitments.sheets import SHEET
from lestari.domain.knowledge.exports import innovation_sheet
from lestari.domain.knowledge.fields import FIELDS
from lestari.foundation.components.pages import actor_in
from lestari.foundation.sheets.writing import CHUNK, by_columns, handed_out, kind_file


def bursas_file(_request: HttpRequest, ending: str) -> StreamingHttpResponse:
    """All bursas but the cancelled ones, the latest first."""
    columns = {
        _("Kode"): "code",
        _("Nama"): "name",
        _("Wilayah"): "region.title",
        _("Kode wilayah"): "region.code",
        _("Tempat"): "place",
        _("Tanggal"): "held_on",
        _("Jam"): "hours",
        _("Keadaan"): "state_word",
        _("Desa diundang"): "invited",
        _("Kartu"): "cards_in",
        _("Perkiraan biaya"): "cost",
        _("Kartu susulan"): "late",
    }
    rows = with_sums(held()).order_by("-held_on", "code").iterator(chunk_size=CHUNK)
    return handed_out(by_columns(columns, rows), "bursa", ending)


def recap_file(request: HttpRequest, code: str, ending: str) -> StreamingHttpResponse:
    """What each invited village has promised at a bursa; of the district that is opened, where one is."""
    found = get_object_or_404(Bursa.objects.select_related("region"), code=code)
    made = recap(found, inside=request.GET.get("wilayah", ""))
    return handed_out(_recap(made), f"rekap-{found.code}", ending)


def _recap(made: Recap) -> Iterator[Sequence[Any]]:
    counts = (_("Kartu"), _("Perkiraan biaya"), _("Kartu susulan"))
    yield [_("Kecamatan"), _("Desa"), _("Kode desa"), *(str(word) for _key, word in FIELDS), *counts]
    inside = {row.region.pk for row in made.opened}
    for row in made.rows:
        if not inside or row.region.pk in inside:
            district = row.region.parent.name if row.region.parent else ""
            fields = (count for _word, count in row.words)
            yield [district, row.region.name, row.region.code, *fields, row.cards, row.cost, row.late]


def cards_file(_request: HttpRequest, code: str, ending: str) -> StreamingHttpResponse:
    """The promises of a bursa's cards, late ones too."""
    found = get_object_or_404(Bursa, code=code)
    rows = Commitment.objects.filter(card__bursa=found).exclude(state="void")
    return kind_file(SHEET, as_file(rows), f"kartu-{found.code}", ending)


def menu_file(request: HttpRequest, code: str, ending: str) -> StreamingHttpResponse:
    """The innovations on a bursa's menu, of the field that is chosen."""
    found = get_object_or_404(Bursa, code=code)
    rows = menu_in(found, request.GET.get("bidang", "")).select_related("region__parent__parent")
    return kind_file(innovation_sheet(actor_in(request)), rows, f"menu-{found.code}", ending)
