"""The home of each role: what waits for me, and what waits for others in my area."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import Count, Q, QuerySet, Window
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lestari.domain.commitments.workflow import KNOTS
from lestari.domain.insight.figures import funnel
from lestari.foundation.components.lists import page_of, query_without
from lestari.foundation.components.pages import actor_in, role_words
from lestari.foundation.duties.models import Duty
from lestari.foundation.duties.queries import mine, of_others
from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import Actor
from lestari.foundation.kernel.dates import distance_text
from lestari.foundation.people.roles import ROLES
from lestari.foundation.regions.models import Region
from lestari.foundation.sheets.writing import CHUNK, handed_out
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.described import Described, describe
from lestari.foundation.workflow.flow import State
from lestari.foundation.workflow.models import Flowing
from lestari.foundation.workflow.perform import check
from lestari.surface.web.backups import backups_told
from lestari.surface.web.flow import promise_stages

#: A deadline within these days is soon.
_SOON = 14
_FILTERS_FROM = 8
#: What a role begins by itself: the action, and the address of its form.
_CREATORS = (
    ("idea.hand_in", "/ide/baru"),
    ("commitment.pledge", "/komitmen/baru"),
    ("budgets.enter", "/anggaran/baru"),
    ("bursa.set_up", "/bursa/baru"),
    ("people.create_account", "/orang/baru"),
)
_KNOTS = [key for key, _word in KNOTS]
#: Records that stand at one knot in all their states.
_KNOT_OF = {"knowledge.InnovationVersion": "document"}


def duties(request: HttpRequest) -> HttpResponse:
    """What waits for me? Oldest deadline first; filters from eight tasks."""
    actor, day = actor_in(request), clock.today()
    rows = mine(actor)
    counts = (
        rows.order_by()
        .values_list("subject_kind")
        .annotate(number=Count("pk"), late=Count("pk", filter=Q(due__lt=day)))
    )
    kinds = {kind: number for kind, number, _late in counts}
    total, late = sum(kinds.values()), sum(past for _kind, _number, past in counts)
    chosen = request.GET.get("jenis", "")
    chosen = chosen if chosen in kinds else ""
    if chosen:
        rows = rows.filter(subject_kind=chosen)
    page = page_of(request, rows, count=kinds[chosen] if chosen else total)
    oldest = of_others(actor).annotate(number=Window(Count("pk"))).first()
    places = _places(actor)
    area = next(iter(places.values()), None)
    context = {
        "total": total,
        "late": late,
        "page": page,
        "tasks": tasks_of(page.object_list, actor, day, first=page.number == 1),
        "query": query_without(request, "halaman"),
        "kinds": _filters(kinds) if total >= _FILTERS_FROM else [],
        "chosen": chosen,
        "roles": [
            f"{ROLES[grant.role].word} {places[grant.region_id].title}"
            for grant in actor.current()
            if grant.region_id in places and grant.role in ROLES
        ],
        "others": oldest.number if oldest else 0,
        "oldest": (day - oldest.since).days if oldest else 0,
        "oldest_role": _whose(oldest) if oldest else "",
        "area": area,
        "year": day.year,
        "stages": promise_stages(area, funnel(area, day)) if area else [],
        "creators": [*_creators(actor), *_own_budget(area, day.year)],
        "backups": backups_told(actor),
    }
    return render(request, "web/duties.html", context)


def duties_file(request: HttpRequest, ending: str) -> StreamingHttpResponse:
    """What waits for me, of the kind that is chosen, as a file."""
    actor, kind = actor_in(request), request.GET.get("jenis", "")
    rows = mine(actor)
    chosen = rows.filter(subject_kind=kind)
    return handed_out(_as_rows(chosen if kind and chosen.exists() else rows, actor), "tugas", ending)


def duties_of_others_file(request: HttpRequest, ending: str) -> StreamingHttpResponse:
    """What waits in my area for others, as a file."""
    actor = actor_in(request)
    return handed_out(_as_rows(of_others(actor), actor), "tugas-lain", ending)


def _as_rows(duties: QuerySet[Duty], actor: Actor) -> Iterator[list[Any]]:
    """Yield duties in words, the head first; some hundred are described at a time."""
    yield [
        _("Kode"),
        _("Judul"),
        _("Wilayah"),
        _("Jenis"),
        _("Keadaan"),
        _("Langkah"),
        _("Menunggu"),
        _("Sejak"),
        _("Tenggat"),
    ]
    found = duties.iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        for duty, record in _described(chunk, actor):
            state, model = _state(duty), registry.RECORDS[duty.subject_kind]
            assert issubclass(model, Flowing)
            about = (record.code, record.title, record.region_title, str(model.flow.word), str(state.word))
            yield [*about, str(registry.action(duty.action).words), _whose(duty), duty.since, duty.due or ""]


def duties_of_others(request: HttpRequest) -> HttpResponse:
    """What waits in my area for others, longest waiting first."""
    actor, day = actor_in(request), clock.today()
    page = page_of(request, of_others(actor))
    context = {
        "page": page,
        "tasks": tasks_of(page.object_list, actor, day, others=True),
        "query": query_without(request, "halaman"),
    }
    return render(request, "web/duties_of_others.html", context)


def tasks_of(
    rows: Any, actor: Actor, day: date, *, first: bool = False, others: bool = False
) -> list[dict[str, Any]]:
    """Return duties as tasks in words; the words come from the records, one query a kind."""
    return [
        _task(duty, record, day, first=first and index == 0, others=others)
        for index, (duty, record) in enumerate(_described(list(rows), actor))
    ]


def _described(duties: Sequence[Duty], actor: Actor) -> list[tuple[Duty, Described]]:
    shown = describe([(duty.subject_kind, duty.subject) for duty in duties], actor)
    return [(duty, shown[duty.subject]) for duty in duties if duty.subject in shown]


def _task(duty: Duty, record: Described, day: date, *, first: bool, others: bool) -> dict[str, Any]:
    action = registry.action(duty.action)
    locked = others or bool(action.why_not_on(record.record, day))
    return {
        "first": first,
        "tone": _tone(duty, day),
        "distance": _distance(duty, day, others=others),
        "where": record.region_title,
        "title": record.title,
        "url": record.url,
        "states": _states(duty),
        "note": f"{record.code} · {_('menunggu')} {_whose(duty)}"
        if others
        else f"{record.code} · {_state(duty).word}",
        "action_label": "" if locked else action.words,
        "action_url": "" if locked else f"{record.url}/{action.verb}",
    }


def _whose(duty: Duty) -> str:
    """Return whom a duty's record waits for: each role that could do the same."""
    return role_words([waits.role.key for waits in _state(duty).waits if waits.action == duty.action])


def _state(duty: Duty) -> State:
    """Return the state of the duty's record."""
    model = registry.RECORDS[duty.subject_kind]
    assert issubclass(model, Flowing), "only what moves brings duties"
    return model.flow.by_key[duty.state]


def _states(duty: Duty) -> list[str]:
    """Return the small thread of a record that has its place on it: done before its knot, next behind it."""
    knot = _state(duty).knot or _KNOT_OF.get(duty.subject_kind, "")
    if knot not in _KNOTS:
        return []
    now = _KNOTS.index(knot)
    return ["done"] * now + ["now"] + ["next"] * (len(_KNOTS) - now - 1)


def _filters(kinds: dict[str, int]) -> list[tuple[str, Any, int]]:
    """Return the kinds of records with duties: key, word, how many."""
    known = [
        (kind, registry.RECORDS[kind], count) for kind, count in kinds.items() if kind in registry.RECORDS
    ]
    words = [(kind, model.flow.word, count) for kind, model, count in known if issubclass(model, Flowing)]
    return sorted(words, key=lambda one: -one[2])


def _own_budget(area: Region | None, year: int) -> list[tuple[Any, str]]:
    """Return the way to the plans and budgets of an officer's own village."""
    if area is None or area.level != "village":
        return []
    return [(_("Anggaran %(year)s") % {"year": year}, f"/anggaran/{area.code}/{year}")]


def _creators(actor: Actor) -> list[tuple[Any, str]]:
    may = [(registry.action(kind), url) for kind, url in _CREATORS if kind in registry.ACTIONS]
    return [(action.words, url) for action, url in may if check(action, actor).allowed]


def _places(actor: Actor) -> dict[Any, Region]:
    """Return the regions in which the actor holds a role, the first one first."""
    ids = [grant.region_id for grant in actor.current()]
    found = Region.objects.in_bulk(ids)
    return {pk: found[pk] for pk in ids if pk in found}


def _tone(duty: Duty, day: date) -> str:
    if duty.due is None:
        return "wait"
    return "late" if duty.due < day else "soon" if (duty.due - day).days <= _SOON else "wait"


def _distance(duty: Duty, day: date, *, others: bool) -> str:
    if others:
        return _("%(days)s hari") % {"days": (day - duty.since).days}
    return distance_text(duty.due, day) if duty.due else _("tanpa tenggat")
