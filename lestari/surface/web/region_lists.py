"""/wilayah/daftar: a newer official list of regions: what it would change, taking it over, taking it back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lestari.domain.commitments.models import Commitment
from lestari.foundation.components.fields import REQUIRED, DayField
from lestari.foundation.components.pages import actor_in
from lestari.foundation.kernel.access import Actor
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.people.queries import names_of
from lestari.foundation.people.roles import ADMINISTRATOR
from lestari.foundation.regions.loading import path_of
from lestari.foundation.regions.models import RegionList
from lestari.foundation.regions.newer import KINDS, Change, apply, compare, take_back
from lestari.foundation.sheets.models import file_path
from lestari.foundation.sheets.running import keep
from lestari.surface.region_list import listed
from lestari.surface.web.errors import forbidden

_WORDS = {
    "new": _lazy("Baru"),
    "recoded": _lazy("Berganti kode"),
    "moved": _lazy("Pindah"),
    "renamed": _lazy("Berganti nama"),
    "gone": _lazy("Tidak ada lagi"),
}
#: So many changes of a kind stand on the page; the file has them all.
_SHOWN = 50
_RECENT = 10


class ListForm(forms.Form):
    """The list, and from which day it holds."""

    file = forms.FileField(
        label=_lazy("Daftar resmi"),
        help_text=_lazy("Excel (.xlsx) atau CSV dengan kolom Kode dan Nama: seluruh provinsi, atau satu wilayah dengan isinya."),
        error_messages={"required": _lazy("Pilih dahulu berkasnya."), "empty": _lazy("Berkas ini kosong. Pilih lagi berkasnya.")},
        max_length=200,
    )  # fmt: skip
    on = DayField(
        label=_lazy("Berlaku sejak"),
        help_text=_lazy("Tanggal peraturannya. Laporan tentang hari sebelumnya tetap memakai wilayah yang lama."),
        error_messages={"required": REQUIRED},
    )  # fmt: skip

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, label_suffix="")
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.csv"


class ChosenForm(forms.Form):
    """A list that was looked at, by its content, and its day."""

    sha256 = forms.RegexField(r"^[0-9a-f]{64}\Z")
    ending = forms.RegexField(r"^[a-z0-9]{1,4}\Z")
    name = forms.CharField(max_length=200, required=False)
    on = forms.DateField()


@never_cache
def region_lists(request: HttpRequest) -> HttpResponse:
    """Which lists were taken over, and what would a newer one change?"""
    return _lists(request, ListForm())


def _lists(request: HttpRequest, form: ListForm, status: int = 200) -> HttpResponse:
    taken = list(RegionList.objects.order_by("-pk")[:_RECENT])
    names = names_of(one.taken_by for one in taken if one.taken_by)
    newest = next((one.pk for one in taken if one.undone_at is None), None)
    context = {
        "form": form,
        "taken": [
            (one, names.get(one.taken_by) if one.taken_by else "", len(one.changes), one.pk == newest)
            for one in taken
        ],
    }
    return render(request, "web/region_lists.html", context, status=status)


@require_POST
def region_list_check(request: HttpRequest) -> HttpResponse:
    """Look at a list: what it would change. Nothing is written."""
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _lists(request, form, 422)
    upload = form.cleaned_data["file"]
    try:
        kept = keep(upload.name or "", upload.chunks())
        changes = compare(listed(file_path(kept.sha256, kept.ending)))
    except Refused as refused:
        form.add_error("file", str(refused))
        return _lists(request, form, 422)
    chosen = {"sha256": kept.sha256, "ending": kept.ending, "name": kept.name, "on": form.cleaned_data["on"]}
    return _shown(request, changes, chosen)


def _shown(
    request: HttpRequest, changes: Sequence[Change], chosen: dict[str, Any], why: str = ""
) -> HttpResponse:
    of_kind: dict[str, list[Change]] = defaultdict(list)
    for one in changes:
        of_kind[one.kind].append(one)
    gone = [one.region for one in of_kind["gone"]]
    held = dict(
        Commitment.objects.filter(region__in=gone).values("region").annotate(n=Count("pk")).values_list("region", "n")
    )  # fmt: skip
    context = {
        **chosen,
        "why": why or _outside(actor_in(request), changes),
        "changes": len(changes),
        "kinds": [
            (
                _WORDS[kind],
                len(of_kind[kind]),
                [(one, held.get(one.region, 0) if one.region else 0) for one in of_kind[kind][:_SHOWN]],
                max(0, len(of_kind[kind]) - _SHOWN),
            )
            for kind in KINDS
            if of_kind[kind]
        ],
    }
    return render(request, "web/region_list.html", context, status=422 if why else 200)


def _outside(actor: Actor, changes: Sequence[Change]) -> str:
    """Say that a list reaches beyond the area that an administrator looks after."""
    codes = {code for one in changes for code in (one.old_code, one.code) if code}
    beyond = sorted(code for code in codes if not actor.covers(path_of(code), ADMINISTRATOR.key))
    if not beyond:
        return ""
    return _("Daftar ini mengubah %(code)s, di luar wilayah yang Anda kelola.") % {"code": beyond[0]}


@require_POST
def region_list_apply(request: HttpRequest) -> HttpResponse:
    """Take over a list that was looked at."""
    form = ChosenForm(request.POST)
    if not form.is_valid():
        raise Http404
    chosen = form.cleaned_data
    path = file_path(chosen["sha256"], chosen["ending"])
    if not path.is_file():
        raise Http404(_("Berkas ini tidak tersimpan lagi. Kirim lagi daftarnya."))
    changes = compare(listed(path))
    if not changes:
        messages.info(request, _("Daftar ini sudah diterapkan; tidak ada yang berubah."))
        return redirect("region-lists")
    actor = actor_in(request)
    if why := _outside(actor, changes):
        return forbidden(request, PermissionDenied(why))
    try:
        apply(changes, chosen["on"], name=chosen["name"], by=actor.user_id)
    except Refused as refused:
        return _shown(request, changes, chosen, str(refused))
    messages.success(request, _("Daftar wilayah diterapkan. Pencarian mengikutinya sebentar lagi."))
    return redirect("region-lists")


@require_POST
def region_list_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a list back."""
    taken = RegionList.objects.filter(pk=pk).first()
    if taken is None:
        raise Http404
    changes = [Change(**one) for one in taken.changes]
    if why := _outside(actor_in(request), changes):
        return forbidden(request, PermissionDenied(why))
    try:
        take_back(pk)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Daftar diurungkan; wilayah seperti sebelumnya. Pencarian mengikutinya sebentar lagi."))  # fmt: skip
    return redirect("region-lists")
