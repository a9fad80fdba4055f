"""The pages that are put together from several rooms: home, region, the home of each role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, Window
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lestari.domain.bursa.models import Bursa
from lestari.domain.insight.feed import feed
from lestari.domain.insight.figures import FIGURE_OF, Bar, funnel, stalled
from lestari.domain.knowledge.models import IdeaCard, Innovation
from lestari.domain.knowledge.queries import catalogue
from lestari.domain.knowledge.views import photos_of
from lestari.foundation.components.lists import page_of, query_without
from lestari.foundation.components.pages import actor_in
from lestari.foundation.duties.models import Duty
from lestari.foundation.duties.queries import mine, of_others
from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import Actor
from lestari.foundation.kernel.dates import distance_text
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.people.roles import ROLES
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.queries import ancestors, below, by_code, children
from lestari.foundation.rooms import describe, panel
from lestari.foundation.workflow import registry

USUAL_REGION = "18"
_SOON = 14
_FILTERS_FROM = 8


@dataclass(frozen=True)
class Stage:
    """One stage of the flow: how many, of which kind, and the share of the start."""

    word: str
    url: str
    note: str
    count: int
    share: int
    gap: bool = False


def _usual_region() -> Region:
    return Region.objects.filter(code=USUAL_REGION).first() or Region.objects.get(code="ID")


def stages(region: Region, day: date) -> list[Stage]:
    """Return the flow of a region: ideas and documents on their own scale, promises on theirs."""
    ideas = IdeaCard.objects.filter(below(region.path)).exclude(state="void").count()
    documents = FIGURE_OF["innovations"].value(region, day)
    asked = f"wilayah={region.code}"
    start = max(ideas, documents, 1)
    front = [
        Stage(_("Ide"), f"/katalog?{asked}", _("kartu ide"), ideas, round(100 * ideas / start)),
        Stage(
            _("Dokumen"),
            f"/capaian/innovations?{asked}",
            _("terbit"),
            documents,
            round(100 * documents / start),
            gap=True,
        ),
    ]
    return front + promise_stages(region, day)


def promise_stages(region: Region, day: date) -> list[Stage]:
    """Return the second half of the flow: how far the promises have come."""
    bars = {bar.state: bar for bar in funnel(region, day)}
    return [_promise_stage(word, bars[state], f"wilayah={region.code}") for word, state in _PROMISE_STAGES]


_PROMISE_STAGES = (("Bursa", "pledged"), ("RKPDes", "planned"), ("APBDes", "budgeted"), ("Hasil", "verified"))


def _promise_stage(word: str, bar: Bar, asked: str) -> Stage:
    if bar.state == "pledged":
        note = _("komitmen")
    else:
        ending = _("terverifikasi") if bar.state == "verified" else _("dari komitmen")
        note = f"{bar.share}% {ending}"
    return Stage(word, f"/corong?{asked}&langkah={bar.state}", note, bar.count, bar.share)


def home(request: HttpRequest) -> HttpResponse:
    """What works elsewhere, does it reach budgets?"""
    actor, day, region = actor_in(request), clock.today(), _usual_region()
    newest = list(catalogue()[:3])
    copies = panel("innovation.copies", [row.pk for row in newest], actor)
    photos = photos_of(newest, actor)
    context = {
        "region": region,
        "until": day,
        "rupiah": FIGURE_OF["commitments_dana_desa"].value(region, day),
        "stages": stages(region, day),
        "newest": [
            {
                "url": f"/inovasi/{row.code}",
                "title": row.title,
                "photo": photos.get(row.pk),
                "where": f"{row.region.title}, {row.region.where}, {row.year_started or ''}".strip(", "),
                "field": row.field,
                "field_word": row.field_word,
                "facts": _("%(count)s desa meniru") % {"count": copies[row.pk]} if row.pk in copies else "",
            }
            for row in newest
        ],
        "bursas": Bursa.objects.filter(held_on__gte=day, state="prepared")
        .select_related("region")
        .annotate(invited=Count("invitations"))
        .order_by("held_on")[:2],
    }
    return render(request, "web/home.html", context)


def regions(request: HttpRequest) -> HttpResponse:
    """Lead to the usual province, or to what was searched for."""
    if words := request.GET.get("q", "").strip():
        return redirect(f"/wilayah/pilih?q={words}")
    return redirect(f"/wilayah/{_usual_region().code}")


def region(request: HttpRequest, code: str) -> HttpResponse:
    """What lives here?"""
    try:
        found = by_code(code)
    except Refused as refused:
        raise Http404(str(refused)) from None
    actor, day = actor_in(request), clock.today()
    newest = Innovation.objects.filter(below(found.path), state="published").select_related("region")
    context = {
        "region": found,
        "regions": ancestors(found),
        "stages": stages(found, day),
        "rupiah": FIGURE_OF["commitments_dana_desa"].value(found, day),
        "children": page_of(request, children(found), 30),
        "query": query_without(request, "halaman"),
        "newest": newest.order_by("-published_on", "code")[:6],
        "bursas": Bursa.objects.filter(below(found.path), held_on__gte=day, state="prepared").order_by(
            "held_on"
        )[:4],
        "stalled": [(row, (day - row.since).days) for row in stalled(found, day)[:5]],
        "feed": feed(found.path, 8),
        "year": day.year,
        "signed_in": actor.signed_in,
    }
    return render(request, "web/region.html", context)


def duties(request: HttpRequest) -> HttpResponse:
    """What waits for me? Oldest deadline first; filters from eight tasks."""
    actor, day = actor_in(request), clock.today()
    rows = mine(actor)
    counts = (
        rows.order_by()
        .values_list("action")
        .annotate(number=Count("pk"), late=Count("pk", filter=Q(due__lt=day)))
    )
    kinds = {kind: count for kind, count, _late in counts}
    late = sum(past for _kind, _count, past in counts)
    total = sum(kinds.values())
    chosen = request.GET.get("jenis", "")
    if chosen in kinds:
        rows = rows.filter(action=chosen)
    page = page_of(request, rows, count=kinds.get(chosen, total))
    oldest = of_others(actor).annotate(number=Window(Count("pk"))).first()
    places = _places(actor)
    area = next(iter(places.values()), None)
    context = {
        "total": total,
        "late": late,
        "page": page,
        "tasks": _tasks(page.object_list, actor, day, first=page.number == 1),
        "query": query_without(request, "halaman"),
        "kinds": [(kind, registry.action(kind).words, count) for kind, count in sorted(kinds.items())]
        if total >= _FILTERS_FROM
        else [],
        "chosen": chosen,
        "roles": [
            f"{ROLES[g.role].word}, {places[g.region_id].title}"
            for g in actor.current()
            if g.region_id in places
        ],
        "others": oldest.number if oldest else 0,
        "oldest": (day - oldest.since).days if oldest else 0,
        "oldest_role": ROLES[oldest.role].word if oldest and oldest.role in ROLES else "",
        "area": area,
        "stages": promise_stages(area, day) if area else [],
        "creators": _creators(actor),
    }
    return render(request, "web/duties.html", context)


#: What a role begins by itself: the action, and the address of its form.
_CREATORS = (
    ("idea.hand_in", "/ide/baru"),
    ("commitment.pledge", "/komitmen/baru"),
    ("budgets.enter", "/anggaran/baru"),
    ("bursa.set_up", "/bursa/baru"),
    ("people.create_account", "/orang/baru"),
)


def _creators(actor: Actor) -> list[tuple[Any, str]]:
    may = [(registry.action(kind), url) for kind, url in _CREATORS if kind in registry.ACTIONS]
    return [
        (action.words, url) for action, url in may if actor.holds(*[role.key for role in action.right.roles])
    ]


def _places(actor: Actor) -> dict[Any, Region]:
    """Return the regions in which the actor holds a role, the first one first."""
    ids = [grant.region_id for grant in actor.current()]
    found = Region.objects.in_bulk(ids)
    return {pk: found[pk] for pk in ids if pk in found}


def duties_of_others(request: HttpRequest) -> HttpResponse:
    """What waits in my area for others, longest waiting first."""
    actor, day = actor_in(request), clock.today()
    page = page_of(request, of_others(actor))
    context = {
        "page": page,
        "tasks": _tasks(page.object_list, actor, day, first=False, others=True),
        "query": query_without(request, "halaman"),
    }
    return render(request, "web/duties_of_others.html", context)


def _tasks(rows: Any, actor: Actor, day: date, *, first: bool, others: bool = False) -> list[dict[str, Any]]:
    """Return duties as tasks in words; the words come from the records, one query a kind."""
    found = list(rows)
    shown = describe([(duty.subject_kind, duty.subject) for duty in found], actor)
    tasks = []
    for index, duty in enumerate(found):
        record = shown.get(duty.subject)
        if record is None:
            continue
        action = registry.action(duty.action)
        tasks.append(
            {
                "first": first and index == 0,
                "tone": _tone(duty, day),
                "distance": _distance(duty, day, others=others),
                "where": record.region_title,
                "title": record.title,
                "url": record.url,
                "states": record.states,
                "note": f"{record.code} · {ROLES[duty.role].word}" if others else record.code,
                "action_label": "" if others else action.words,
                "action_url": f"{record.url}/{action.verb}",
            }
        )
    return tasks


def _tone(duty: Duty, day: date) -> str:
    if duty.due is None:
        return "wait"
    return "late" if duty.due < day else "soon" if (duty.due - day).days <= _SOON else "wait"


def _distance(duty: Duty, day: date, *, others: bool) -> str:
    if others:
        days = (day - duty.since).days
        return ngettext("menunggu %(days)s hari", "menunggu %(days)s hari", days) % {"days": days}
    return distance_text(duty.due, day) if duty.due else _("tanpa tenggat")
