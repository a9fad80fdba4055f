"""Pages of ideas, documents and the public catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lestari.domain.knowledge.cataloguing import Catalogue, asked_in
from lestari.domain.knowledge.documents import SAVE, next_step, sections_of
from lestari.domain.knowledge.ideas import IdeaText
from lestari.domain.knowledge.innovations import AT_WORK, incomplete
from lestari.domain.knowledge.models import IdeaCard, Innovation, InnovationVersion
from lestari.domain.knowledge.rights import RIGHTS
from lestari.domain.knowledge.sentences import CONSEQUENCES, NEXT_OF_CARD
from lestari.domain.knowledge.template import SECTION_OF, UPLOADS
from lestari.foundation.components.deeds import action_view
from lestari.foundation.components.filters import filtering
from lestari.foundation.components.lists import page_asked, page_of, query_without
from lestari.foundation.components.pages import Buttons, action_of, actor_in, buttons, history, record_page
from lestari.foundation.files.actions import attached, by_purpose
from lestari.foundation.files.models import Original
from lestari.foundation.kernel.access import Actor
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.queries import own_village
from lestari.foundation.rooms import panel
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.inputs import asks
from lestari.foundation.workflow.models import Receipt


def catalogue(request: HttpRequest) -> HttpResponse:
    """Let people find the innovation that fits them: words or a whole question, filters with counts, twenty a page."""
    actor = actor_in(request)
    asked, wrong = asked_in(request.GET)
    found = Catalogue(asked, actor)
    page = page_asked(request, found.rows)
    ids = [row.pk for row in page.object_list]
    context = {
        "page": page,
        "query": query_without(request, "halaman"),
        "cards": _cards(page.object_list, panel("innovation.copies", ids, actor), actor, found.passages),
        "asked": asked,
        "kept": [(key, value) for key, value in request.GET.items() if key not in {"q", "halaman"}],
        "notes": [*wrong, *found.notes()],
        **filtering(request, found.filters(), None if ids else found.loosened),
    }
    return render(request, "knowledge/catalogue.html", context)


def _cards(
    rows: Any, copies: dict[Any, int], actor: Actor, passages: Mapping[Any, Any]
) -> list[dict[str, Any]]:
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
            "passage": passages.get(row.pk),
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
    rows = Innovation.objects.visible_to(actor).select_related(
        "region__parent__parent__parent__parent", "idea"
    )
    found = get_object_or_404(rows, code=code)
    versions = list(found.versions.select_related("region").order_by("-number"))
    shown = next((v for v in versions if v.state == "published"), versions[0])
    files = attached([shown.pk], actor).get(shown.pk, [])
    of_the_area = actor.covers(found.region.path)
    turns, places = history(found, actor), _place(found.region)
    context = {
        "record": found,
        "regions": places,
        "buttons": buttons(found, actor, f"/inovasi/{code}", places=places) if actor.signed_in else None,
        "history": turns if of_the_area else [turn for turn in turns if turn.kind not in _INNER],
        "version": shown,
        "versions": versions if of_the_area else [v for v in versions if v.state in _PUBLIC_VERSIONS],
        "opens_versions": of_the_area,
        "topic": shown.content.get("topic"),
        "sections": [section for section in sections_of(shown, actor) if section.key != "identity"],
        **by_purpose(files),
        "copies": panel("innovation.copies", [found.pk], actor).get(found.pk, 0),
        "stages": panel("innovation.flow", [found.pk], actor).get(found.pk, []),
        "pledge": panel("innovation.pledge", [found.pk], actor).get(found.pk),
    }
    return render(request, "knowledge/innovation.html", context)


#: What everybody may know of: the text in force and those before it. That a new one is being written is the area's affair.
_PUBLIC_VERSIONS = ("published", "superseded")


#: What in an innovation's history tells of unpublished versions.
_INNER = {"innovation.revise"}


def _place(region: Region) -> list[Region]:
    """Return where a region lies, from the province down to itself; the regions above it are loaded."""
    place = [region]
    while place[0].level != "province" and place[0].parent is not None:
        place.insert(0, place[0].parent)
    return place


#: The page of an action with what one should know before: a reason, remarks, consequences.
_ACTION = "knowledge/action.html"


def innovation_action(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Answer the page of an action on a published innovation."""
    found = get_object_or_404(
        Innovation.objects.visible_to(actor_in(request)).select_related("region"), code=code
    )
    back, action = f"/inovasi/{code}", action_of(Innovation, verb)

    def done(receipt: Receipt) -> str:
        return f"/dokumen/{receipt.code}" if action.kind == "innovation.revise" else back

    context = {"back": back, "consequences": CONSEQUENCES.get(action.kind, ())}
    return action_view(request, action, found, done_url=done, template=_ACTION, context=context)


def ideas(request: HttpRequest) -> HttpResponse:
    """List the cards of one's area, newest first."""
    actor = actor_in(request)
    context = {
        "heading": _("Kartu Ide"),
        "caption": _("Kartu ide di wilayah Anda, yang terbaru di atas"),
        "all": _("Semua"),
        "first": _("Ide"),
        "third": _("Bidang"),
        "empty": _("Di sini berdiri kartu ide dari desa-desa di wilayah Anda."),
        "may_hand_in": actor.holds(*(role.key for role in RIGHTS["idea.hand_in"].roles)),
    }
    rows = IdeaCard.objects.visible_to(actor).select_related("region")
    return _listed(request, "idea", rows, rows, context)


def _listed(
    request: HttpRequest, name: str, rows: Any, unfiltered: Any, context: dict[str, Any]
) -> HttpResponse:
    """Answer a list of records in one state, or those that stand there without a filter; `name` is that of a record's page, with an s and -file that of the list's."""
    state = request.GET.get("keadaan", "")
    if state in rows.model.flow.by_key:
        found = rows.filter(state=state)
        context["empty"] = _("Tidak ada yang berkeadaan “%(state)s” di wilayah Anda.") % {
            "state": rows.model.flow.word_of(state)
        }
        context |= {"url": "?", "label": context["all"]}
    else:
        found = unfiltered
    context |= {
        "name": name,
        "file": f"{name}s-file",
        "page": page_of(request, found.order_by("-created_at", "-code")),
        "states": rows.model.flow.choices(),
        "state": state,
        "query": query_without(request, "halaman"),
    }
    return render(request, "knowledge/records.html", context)


def idea_new(request: HttpRequest) -> HttpResponse:
    """Answer the form of a new card; the village's own officer finds the village filled in."""
    own = own_village(actor_in(request))
    return action_view(
        request,
        registry.action("idea.hand_in"),
        None,
        done_url=lambda receipt: f"/ide/{receipt.code}",
        initial={"region": own} if own else None,
        context={"back": "/ide"},
    )


def idea(request: HttpRequest, code: str) -> HttpResponse:
    """Show one card: what it tells, what is next."""
    found = get_object_or_404(
        IdeaCard.objects.visible_to(actor_in(request)).select_related("region"), code=code
    )
    context = record_page(request, found, f"/ide/{code}")
    context["innovation"] = found.innovations.exclude(state="void").first()
    context |= {"note": _note(found), "heading": NEXT_OF_CARD.get(found.state, found.state_word)}
    return render(request, "knowledge/idea.html", context)


def idea_action(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Answer the page of an action on a card."""
    found = get_object_or_404(
        IdeaCard.objects.visible_to(actor_in(request)).select_related("region"), code=code
    )
    action = action_of(IdeaCard, verb)
    present: dict[str, Any] = {}
    context: dict[str, Any] = {"back": f"/ide/{code}", "consequences": CONSEQUENCES.get(action.kind, ())}
    if action.kind == "idea.hand_in_again":
        present = {question.name: getattr(found, question.name) for question in asks(IdeaText)}
        photos = attached([found.pk]).get(found.pk, [])
        present["photos"] = [one.original for one in photos if one.purpose == "photo"]
        context["note"] = _note(found)

    def done(receipt: Receipt) -> str:
        return f"/dokumen/{receipt.code}" if action.kind == "innovation.capture" else f"/ide/{code}"

    return action_view(
        request, action, found, done_url=done, template=_ACTION, present=present, context=context
    )


def _note(card: IdeaCard) -> dict[str, str]:
    """Return the last reason that somebody wrote on a card, with what it is the reason of."""
    if not card.reason:
        return {}
    title = _("Alasan belum diterima") if card.state == "not_accepted" else _("Catatan")
    return {"title": title, "text": card.reason}


def documents(request: HttpRequest) -> HttpResponse:
    """List the documents of one's area: those at work, or those in one state."""
    context = {
        "heading": _("Dokumen inovasi"),
        "caption": _("Dokumen inovasi di wilayah Anda, yang terbaru di atas"),
        "all": _("Sedang dikerjakan"),
        "first": _("Dokumen"),
        "third": _("Versi"),
        "empty": _("Tidak ada dokumen yang sedang dikerjakan. Dokumen dimulai dari kartu ide yang diterima."),
        "url": reverse("ideas"),
        "label": _("Lihat kartu ide"),
    }
    rows = InnovationVersion.objects.visible_to(actor_in(request)).select_related("region", "innovation")
    return _listed(request, "document", rows, rows.filter(state__in=AT_WORK), context)


def document(request: HttpRequest, code: str) -> HttpResponse:
    """Show one version at work: the table of contents with what is filled, the remarks, what is next."""
    rows = InnovationVersion.objects.visible_to(actor_in(request)).select_related(
        "region", "innovation__region", "innovation__idea"
    )
    found = get_object_or_404(rows, code=code)
    context = record_page(request, found, f"/dokumen/{code}")
    sections = sections_of(found, actor_in(request))
    context |= {"sections": sections, **next_step(found, sections, context["buttons"] or Buttons())}
    return render(request, "knowledge/document.html", context)


def document_action(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Answer the page of an action on a version; a section's form shows what it holds and the verifiers' remarks."""
    rows = InnovationVersion.objects.visible_to(actor_in(request)).select_related(
        "region", "innovation__region"
    )
    found = get_object_or_404(rows, code=code)
    action, back = action_of(InnovationVersion, verb), f"/dokumen/{code}"
    if action.kind == "innovation.propose" and request.method == "GET" and incomplete(found):
        return redirect(back)  # its page says what is missing, and leads there
    context: dict[str, Any] = {"back": back, "consequences": CONSEQUENCES.get(action.kind, ())}
    present: dict[str, Any] = {}
    template = _ACTION
    if action.kind.startswith(SAVE):
        section = SECTION_OF[action.kind.removeprefix(SAVE)]
        present = {q.name: found.content.get(q.name) for q in section.questions}
        for name in UPLOADS:
            if present.get(name):
                present[name] = _originals(present[name])
        shown = next(one for one in sections_of(found, actor_in(request)) if one.key == section.key)
        context |= {"heading": section.word, "section": shown}
    if action.kind == "innovation.send_back":
        template = "knowledge/send_back.html"
        files = attached([found.pk], actor_in(request)).get(found.pk, [])
        context |= by_purpose(files)
    return action_view(
        request,
        action,
        found,
        done_url=lambda _r: back,
        template=template,
        present=present,
        context=context,
    )


def _originals(ids: list[str]) -> list[Original]:
    """Return the originals in the order in which they were chosen."""
    found = {str(original.pk): original for original in Original.objects.filter(pk__in=ids)}
    return [found[pk] for pk in ids if pk in found]
