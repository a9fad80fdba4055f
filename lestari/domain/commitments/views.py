"""Pages of promises."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from lestari.domain.budgets.tables import SOURCE_WORDS
from lestari.domain.commitments.listing import as_file, listed, loosened, options
from lestari.domain.commitments.models import Commitment
from lestari.domain.commitments.queries import allocations_of, minis, thread
from lestari.domain.commitments.sheets import SHEET
from lestari.domain.commitments.telling import tells
from lestari.domain.knowledge.fields import FIELD_WORDS
from lestari.domain.knowledge.models import Innovation
from lestari.foundation.components.deeds import action_view
from lestari.foundation.components.filters import Filter, filtering
from lestari.foundation.components.lists import page_of, query_without, whole_number
from lestari.foundation.components.pages import action_of, actor_in, history, record_page
from lestari.foundation.components.region_field import region_of
from lestari.foundation.files.actions import attached
from lestari.foundation.files.models import Original
from lestari.foundation.kernel.access import Actor
from lestari.foundation.kernel.rupiah import number_text, rupiah_text
from lestari.foundation.regions.queries import own_village
from lestari.foundation.rooms import panel
from lestari.foundation.sheets.writing import kind_file
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.perform import check


def commitments(request: HttpRequest) -> HttpResponse:
    """List the promises: those of one's area when signed in, else all that are public."""
    actor = actor_in(request)
    chosen = _chosen(request)
    rows = (
        listed(actor, chosen).select_related("region", "innovation").order_by("-year", "-created_at", "-code")
    )
    page = page_of(request, rows)
    shown = list(page.object_list)
    empty = None if shown else lambda: loosened(actor, chosen)
    context = {
        "page": page,
        "rows": [*zip(shown, minis(shown), strict=True)],
        "query": query_without(request, "halaman"),
        **filtering(request, _filters(actor, chosen), empty),
        "may_pledge": check(registry.action("commitment.pledge"), actor).allowed,
    }
    return render(request, "commitments/commitments.html", context)


def commitments_file(request: HttpRequest, ending: str) -> StreamingHttpResponse:
    """The list as it is filtered, whole, as a file that comes in again."""
    return kind_file(SHEET, as_file(listed(actor_in(request), _chosen(request))), "komitmen", ending)


#: What each filter is called in the address, and above its options.
_FILTERS = (
    ("state", "keadaan", _lazy("Keadaan")),
    ("field", "bidang", _lazy("Bidang")),
    ("year", "tahun", _lazy("Tahun anggaran")),
    ("region", "wilayah", _lazy("Wilayah")),
    ("innovation", "inovasi", _lazy("Inovasi")),
)


def _chosen(request: HttpRequest) -> dict[str, Any]:
    field, state = request.GET.get("bidang", ""), request.GET.get("keadaan", "")
    code, copied = request.GET.get("wilayah", "").strip()[:40], request.GET.get("inovasi", "")[:40]
    return {
        "field": field if field in FIELD_WORDS else "",
        "state": state if state in Commitment.flow.by_key else "",
        "year": whole_number(request.GET.get("tahun"), 2015, 2100),
        "region": region_of(code) if code else None,
        "innovation": Innovation.objects.filter(code=copied).first() if copied else None,
    }


def _filters(actor: Actor, chosen: dict[str, Any]) -> list[Filter]:
    """Return the filters of the list; one with a single option offers nothing."""
    words = {
        "state": Commitment.flow.word_of(chosen["state"]) if chosen["state"] else "",
        "field": str(FIELD_WORDS.get(chosen["field"], "")),
        "year": str(chosen["year"] or ""),
        "region": chosen["region"].title if chosen["region"] else "",
        "innovation": chosen["innovation"].title if chosen["innovation"] else "",
    }
    offered = options(actor, chosen)
    return [
        Filter(
            name,
            key,
            heading,
            str(chosen[name] or ""),
            words[name],
            found if len(found := offered.get(name, [])) > 1 else (),
        )
        for name, key, heading in _FILTERS
    ]


def commitment(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is next on a promise, and by when."""
    actor = actor_in(request)
    rows = Commitment.objects.visible_to(actor).select_related(
        "region__parent__parent__parent__parent", "innovation__region", "plan_line__document"
    )
    found = get_object_or_404(rows, code=code)
    paid = allocations_of(found)
    context = record_page(request, found, f"/komitmen/{code}", tells(found, paid))
    every, duty = context["buttons"], context["duty"]
    mine = bool(every and every.primary)
    reported = next((turn for turn in context["history"] if turn.kind == "commitment.report_done"), None)
    context |= {
        "photos": reported.photos if reported else context["photos"],
        "knots": thread(found, mine=mine, due=duty.due if duty else None),
        "mine": mine,
        "facts": _facts(found),
        "allocations": [one for one in paid if one.counted],
        "bursa": panel("commitment.bursa", [found.pk], actor).get(found.pk),
        "heading": _heading(found),
        "needs": _needs(found),
    }
    return render(request, "commitments/commitment.html", context)


def _heading(found: Commitment) -> str:
    """Return what is to be done in this state, by the flow's table; where nothing is, the state's word."""
    state = found.flow.by_key[found.state]
    return str(state.heading or state.word) % {"year": found.year}


def _needs(found: Commitment) -> list[tuple[bool, str]]:
    """Return what the next step needs, and whether it is there already."""
    if found.state == "pledged":
        return [
            (True, _("Perkiraan biaya: %(cost)s") % {"cost": rupiah_text(found.estimated_cost)}),
            (True, _("Penanggung jawab: %(who)s") % {"who": found.responsible}),
            (False, _("Baris kegiatan di RKPDes %(year)s") % {"year": found.year}),
        ]
    if found.state == "planned":
        return [
            (
                True,
                _("Baris RKPDes: %(line)s") % {"line": found.plan_line}
                if found.plan_line
                else _("Baris RKPDes"),
            ),
            (False, _("Baris dan jumlah di APBDes %(year)s") % {"year": found.year}),
        ]
    if found.state == "in_progress":
        there = found.realised_amount is not None  # sent back: all of it is to be looked at again
        return [
            (there, _("Biaya yang terpakai")),
            (there, _("Foto hasil")),
            (there, _("Berita acara serah terima")),
        ]
    return []


def _reported(found: Commitment, actor: Actor) -> dict[str, list[Original]]:
    """Return the photos and papers with which a promise was reported done last."""
    files = attached([found.pk], actor).get(found.pk, [])
    turns = (turn for turn in history(found, actor, files) if turn.kind == "commitment.report_done")
    last = next(turns, None)
    if last is None:
        return {}
    return {
        "photos": [one.original for one in last.photos],
        "papers": [one.original for one in last.papers],
    }


def _facts(found: Commitment) -> list[tuple[str, str]]:
    facts = [
        (_("Volume"), f"{number_text(found.volume)} {found.unit}"),
        (_("Perkiraan biaya"), rupiah_text(found.estimated_cost)),
        (_("Rencana sumber"), str(SOURCE_WORDS[found.planned_source])),
        (_("Tahun anggaran"), str(found.year)),
        (_("Penanggung jawab"), found.responsible),
    ]
    if found.realised_amount is not None:
        facts.append((_("Biaya yang terpakai"), rupiah_text(found.realised_amount)))
    return facts


def commitment_new(request: HttpRequest) -> HttpResponse:
    """Take a promise outside a bursa; from an innovation's page it is chosen already."""
    initial: dict[str, Any] = {"region": own_village(actor_in(request))}
    if code := request.GET.get("inovasi"):
        initial["innovation"] = Innovation.objects.filter(code=code, state="published").first()
    return action_view(
        request,
        registry.action("commitment.pledge"),
        None,
        done_url=lambda receipt: f"/komitmen/{receipt.code}",
        initial=initial,
        context={
            "back": "/komitmen",
            "elsewhere": reverse("catalogue"),
            "elsewhere_words": _("Pilih inovasinya dari katalog"),
        },
    )


def commitment_action(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Do an action on a promise."""
    rows = Commitment.objects.visible_to(actor_in(request)).select_related("region", "innovation__region")
    found = get_object_or_404(rows, code=code)
    action = action_of(Commitment, verb)
    initial: dict[str, Any] = {}
    present: dict[str, Any] = {}
    if action.kind in {"commitment.carry_over", "commitment.take_up"}:
        initial["year"] = found.year + 1
    if action.kind == "commitment.budget":
        initial["amount"] = found.estimated_cost
    if (
        action.kind == "commitment.report_done" and found.realised_amount is not None
    ):  # sent back: mended, not told anew
        present = {"realised_amount": found.realised_amount, "result": found.result}
        present |= _reported(found, actor_in(request))
    context = {"back": f"/komitmen/{code}"}
    if action.kind in {"commitment.plan", "commitment.budget", "commitment.add_funding"}:
        context["elsewhere"] = f"/anggaran/{found.region.code}/{found.year}"
        context["elsewhere_words"] = _("Baris belum ada? Buka anggaran %(year)s") % {"year": found.year}
    return action_view(
        request,
        action,
        found,
        done_url=lambda _r: f"/komitmen/{code}",
        initial=initial,
        present=present,
        context=context,
    )
