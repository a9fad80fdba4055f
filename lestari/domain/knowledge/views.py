"""Pages of ideas, documents and the public catalogue."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from lestari.domain.knowledge.fields import FIELD_WORDS
from lestari.domain.knowledge.models import IdeaCard, Innovation, InnovationVersion
from lestari.domain.knowledge.queries import catalogue as catalogue_rows
from lestari.domain.knowledge.queries import loosened, options
from lestari.domain.knowledge.template import SECTION_OF, SECTIONS
from lestari.foundation.components.lists import page_of, query_without, whole_number
from lestari.foundation.components.pages import (
    action_of,
    action_view,
    actor_in,
    buttons,
    history,
    record_page,
)
from lestari.foundation.files.actions import attached
from lestari.foundation.files.models import Original
from lestari.foundation.kernel.access import Actor
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.queries import by_code
from lestari.foundation.rooms import panel
from lestari.foundation.workflow import registry


def catalogue(request: HttpRequest) -> HttpResponse:
    """Let people find the innovation that fits them: filters with counts, twenty a page."""
    chosen = _filters(request)
    rows = catalogue_rows(**chosen)
    page = page_of(request, rows)
    actor = actor_in(request)
    ids = [row.pk for row in page.object_list]
    context = {
        "page": page,
        "query": query_without(request, "halaman"),
        "cards": _cards(page.object_list, panel("innovation.copies", ids, actor), actor),
        "groups": _groups(request, chosen),
        "chosen": chosen,
        "wrong": request.GET.get("wilayah", "") if chosen["region"] is None else "",
        "chips": [(word, rest) for _name, word, rest in _chips(request, chosen)],
        "loosen": [] if ids else _loosen(request, chosen),
    }
    return render(request, "knowledge/catalogue.html", context)


def _filters(request: HttpRequest) -> dict[str, Any]:
    field = request.GET.get("bidang", "")
    code = request.GET.get("wilayah", "").strip()[:40]
    region: Region | None = None
    if code:
        try:
            region = by_code(code)
        except Refused:
            region = None
    return {
        "field": field if field in FIELD_WORDS else "",
        "region": region,
        "year": whole_number(request.GET.get("tahun"), 1990, 2100),
        "words": request.GET.get("q", "").strip()[:200],
    }


#: What each filter is called in the address, and above its options.
_IN_ADDRESS = {"words": "q", "field": "bidang", "region": "wilayah", "year": "tahun"}
_HEADINGS = (("field", _lazy("Bidang")), ("region", _lazy("Wilayah")), ("year", _lazy("Tahun dimulai")))


def _groups(request: HttpRequest, chosen: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the filters: each option with its count and the address that sets it and keeps the others."""
    offered = options(chosen)
    groups = []
    for name, heading in _HEADINGS:
        key = _IN_ADDRESS[name]
        rest = query_without(request, key, "halaman")
        links = [
            (option, "&".join(part for part in (rest, urlencode({key: option.value})) if part))
            for option in offered[name]
        ]
        groups.append({"heading": heading, "options": links, "chosen": str(chosen[name] or "")})
    return groups


def _chips(request: HttpRequest, chosen: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return the filters in force: name, word, and the address without it."""
    shown = {
        "words": f"“{chosen['words']}”" if chosen["words"] else "",
        "field": str(FIELD_WORDS.get(chosen["field"], "")),
        "region": chosen["region"].title if chosen["region"] else "",
        "year": str(chosen["year"] or ""),
    }
    return [
        (name, word, query_without(request, _IN_ADDRESS[name], "halaman"))
        for name, word in shown.items()
        if word
    ]


def _loosen(request: HttpRequest, chosen: dict[str, Any]) -> list[tuple[str, str, int]]:
    """Return which filters to let go where nothing fits: word, address without it, and how many that finds."""
    found = loosened(chosen)
    return [(word, rest, found[name]) for name, word, rest in _chips(request, chosen) if name in found]


def _cards(rows: Any, copies: dict[Any, int], actor: Actor) -> list[dict[str, Any]]:
    photos = photos_of(rows, actor)
    return [
        {
            "url": f"/inovasi/{row.code}",
            "title": row.title,
            "photo": photos.get(row.pk),
            "where": f"{row.region.where}, {row.year_started or ''}".strip(", "),
            "field": row.field,
            "field_word": row.field_word,
            "facts": _("%(count)s desa meniru") % {"count": copies[row.pk]} if row.pk in copies else "",
        }
        for row in rows
    ]


def photos_of(rows: Any, actor: Actor) -> dict[Any, Any]:
    """Return the first photo of each innovation's published version, in two queries."""
    versions = dict(
        InnovationVersion.objects.filter(
            innovation__in=[row.pk for row in rows], state="published"
        ).values_list("pk", "innovation")
    )
    files = attached(versions, actor)
    return {
        versions[pk]: next((a for a in found if a.purpose == "photo"), None) for pk, found in files.items()
    }


def innovation(request: HttpRequest, code: str) -> HttpResponse:
    """Show what they did: the version in force; before it, for people of the area, the latest."""
    actor = actor_in(request)
    rows = Innovation.objects.visible_to(actor).select_related("region__parent__parent__parent", "idea")
    found = get_object_or_404(rows, code=code)
    versions = list(found.versions.select_related("region").order_by("-number"))
    shown = next((v for v in versions if v.state == "published"), versions[0])
    files = attached([shown.pk], actor).get(shown.pk, [])
    of_the_area = actor.covers(found.region.path)
    turns = history(found, actor)
    context = {
        "record": found,
        "regions": _place(found.region),
        "buttons": buttons(found, actor, f"/inovasi/{code}") if actor.signed_in else None,
        "history": turns if of_the_area else [turn for turn in turns if turn.what not in _inner_verbs()],
        "version": shown,
        "versions": versions if of_the_area else [v for v in versions if v.state in _PUBLIC_VERSIONS],
        "opens_versions": of_the_area,
        "topic": shown.content.get("topic"),
        "sections": [
            section
            for section in _sections(shown, in_public=not actor.signed_in)
            if section["key"] != "identity"
        ],
        "photos": [a for a in files if a.purpose == "photo"],
        "papers": [a for a in files if a.purpose == "paper"],
        "copies": panel("innovation.copies", [found.pk], actor).get(found.pk, 0),
        "may_pledge": actor.holds("village_officer", "tpid", "facilitator") and found.state == "published",
    }
    return render(request, "knowledge/innovation.html", context)


#: What everybody may know of: the text in force and those before it. That a new one is being written is the area's affair.
_PUBLIC_VERSIONS = ("published", "superseded")


def _inner_verbs() -> set[str]:
    """Return the verbs of an innovation's history that tell of unpublished versions."""
    return {str(registry.DONE["innovation.revise"])}


def _place(region: Region) -> list[Region]:
    """Return where a region lies, from the province down to itself; the regions above it are loaded."""
    place = [region]
    while place[0].level != "province" and place[0].parent is not None:
        place.insert(0, place[0].parent)
    return place


def _sections(version: InnovationVersion, *, in_public: bool = False) -> list[dict[str, Any]]:
    return [
        {
            "key": section.key,
            "word": section.word,
            "answers": section.answers(version.content, in_public=in_public),
            "filled": section.filled(version.content),
            "required": section.required,
            "remark": version.remarks.get(section.key, ""),
        }
        for section in SECTIONS
    ]


def innovation_action(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Answer the page of an action on a published innovation."""
    found = get_object_or_404(
        Innovation.objects.visible_to(actor_in(request)).select_related("region"), code=code
    )
    done = f"/inovasi/{code}"
    if verb == "revise":
        return action_view(
            request,
            action_of(Innovation, verb),
            found,
            done_url=lambda _r: f"/dokumen/{found.versions.latest('number').code}",
        )
    return action_view(
        request, action_of(Innovation, verb), found, done_url=lambda _r: done, context={"back": done}
    )


def ideas(request: HttpRequest) -> HttpResponse:
    """List the cards of one's area, newest first."""
    rows = IdeaCard.objects.visible_to(actor_in(request)).select_related("region")
    state = request.GET.get("keadaan", "")
    if state in IdeaCard.flow.by_key:
        rows = rows.filter(state=state)
    page = page_of(request, rows.order_by("-created_at", "-code"))
    context = {
        "page": page,
        "states": IdeaCard.flow.choices(),
        "state": state,
        "query": query_without(request, "halaman"),
        "may_hand_in": actor_in(request).holds("village_officer", "tpid", "facilitator"),
    }
    return render(request, "knowledge/ideas.html", context)


def idea_new(request: HttpRequest) -> HttpResponse:
    """Answer the form of a new card; the village's own officer finds the village filled in."""
    own = _own_village(actor_in(request))
    return action_view(
        request,
        registry.action("idea.hand_in"),
        None,
        done_url=lambda receipt: f"/ide/{receipt.code}",
        initial={"region": own} if own else None,
        context={"back": "/ide"},
    )


def _own_village(actor: Actor) -> Region | None:
    grants = actor.current("village_officer")
    return Region.objects.filter(pk=grants[0].region_id).first() if grants else None


def idea(request: HttpRequest, code: str) -> HttpResponse:
    """Show one card: what it tells, what is next."""
    found = get_object_or_404(
        IdeaCard.objects.visible_to(actor_in(request)).select_related("region"), code=code
    )
    context = record_page(request, found, f"/ide/{code}")
    context["innovation"] = found.innovations.exclude(state="void").first()
    return render(request, "knowledge/idea.html", context)


def idea_action(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Answer the page of an action on a card."""
    found = get_object_or_404(
        IdeaCard.objects.visible_to(actor_in(request)).select_related("region"), code=code
    )
    action = action_of(IdeaCard, verb)
    initial = {
        "field": found.field,
        "title": found.title,
        "what_was_done": found.what_was_done,
        "since_year": found.since_year,
        "result": found.result,
        "contact": found.contact,
    }

    def done(_receipt: Any) -> str:
        if action.kind != "innovation.capture":
            return f"/ide/{code}"
        return (
            f"/dokumen/{InnovationVersion.objects.filter(innovation__idea=found).latest('created_at').code}"
        )

    again = action.kind == "idea.hand_in_again"
    return action_view(
        request,
        action,
        found,
        done_url=done,
        initial=initial if again else None,
        context={"back": f"/ide/{code}"},
    )


def documents(request: HttpRequest) -> HttpResponse:
    """List the documents at work in one's area."""
    rows = InnovationVersion.objects.visible_to(actor_in(request)).select_related("region", "innovation")
    state = request.GET.get("keadaan", "")
    rows = (
        rows.filter(state=state)
        if state in InnovationVersion.flow.by_key
        else rows.exclude(Q(state="published") | Q(state="superseded") | Q(state="discarded"))
    )
    context = {
        "page": page_of(request, rows.order_by("-created_at", "-code")),
        "states": InnovationVersion.flow.choices(),
        "state": state,
        "query": query_without(request, "halaman"),
    }
    return render(request, "knowledge/documents.html", context)


def document(request: HttpRequest, code: str) -> HttpResponse:
    """Show one version at work: the table of contents with what is filled, the remarks, what is next."""
    rows = InnovationVersion.objects.visible_to(actor_in(request)).select_related(
        "region", "innovation__region"
    )
    found = get_object_or_404(rows, code=code)
    context = record_page(request, found, f"/dokumen/{code}")
    every = context["buttons"]
    if every is not None:  # sections have their own links in the table of contents
        context["buttons"] = type(every)(
            every.primary,
            [b for b in every.others if not b.action.kind.startswith("innovation.save_")],
            [b for b in every.locked if not b.action.kind.startswith("innovation.save_")],
        )
    saves = [b for b in (every.others if every else []) if b.action.kind.startswith("innovation.save_")]
    context |= {"sections": _sections(found), "may_edit": bool(saves)}
    return render(request, "knowledge/document.html", context)


def document_action(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Answer the page of an action on a version; a section's form shows what it holds and the verifier's remark."""
    rows = InnovationVersion.objects.visible_to(actor_in(request)).select_related(
        "region", "innovation__region"
    )
    found = get_object_or_404(rows, code=code)
    action = action_of(InnovationVersion, verb)
    context: dict[str, Any] = {"back": f"/dokumen/{code}"}
    initial: dict[str, Any] | None = None
    if action.kind.startswith("innovation.save_"):
        section = SECTION_OF[action.kind.removeprefix("innovation.save_")]
        initial = {q.name: found.content.get(q.name) for q in section.questions}
        for name in ("photos", "attachments"):
            if initial.get(name):
                initial[name] = _originals(initial[name])
        context |= {"heading": section.word, "remark": found.remarks.get(section.key, "")}
    return action_view(
        request,
        action,
        found,
        done_url=lambda _r: f"/dokumen/{code}",
        initial=initial,
        context=context,
    )


def _originals(ids: list[str]) -> list[Original]:
    """Return the originals in the order in which they were chosen."""
    found = {str(original.pk): original for original in Original.objects.filter(pk__in=ids)}
    return [found[pk] for pk in ids if pk in found]
