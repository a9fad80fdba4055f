"""Reads of promises: in words, their thread, their funding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from lestari.domain.budgets.models import Allocation
from lestari.domain.budgets.queries import in_force_on
from lestari.domain.commitments.actions import OWN_INNOVATION
from lestari.domain.commitments.models import Commitment, EarlierYear, Funding
from lestari.domain.commitments.workflow import FLOW, KNOTS, NOW, STANDS_IN_PLAN, STEPS, season_day
from lestari.domain.knowledge.models import Innovation
from lestari.foundation.components.pages import Button
from lestari.foundation.components.stages import Stage
from lestari.foundation.kernel.access import Actor
from lestari.foundation.kernel.dates import day_short
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.described import Described
from lestari.foundation.workflow.models import Stay
from lestari.foundation.workflow.perform import check


def describe_commitments(ids: Iterable[UUID], actor: Actor) -> dict[UUID, Described]:
    """Return promises in words, as far as the actor may see them."""
    rows = (
        Commitment.objects.visible_to(actor).filter(pk__in=list(ids)).select_related("region", "innovation")
    )
    return {row.pk: _described(row) for row in rows}


def copies(ids: Iterable[UUID], _actor: Actor) -> dict[UUID, int]:
    """Return how many villages copy each innovation, by a promise that is neither dropped nor void."""
    rows = Commitment.objects.filter(innovation__in=list(ids)).exclude(state__in=["dropped", "void"])
    return dict(rows.values_list("innovation").annotate(Count("region", distinct=True)))


def pledge_at(ids: Iterable[UUID], actor: Actor) -> dict[UUID, Button]:
    """Return the button by which this actor promises to copy each published innovation, if they may: locked for the village's own."""
    action = registry.action("commitment.pledge")
    if not check(action, actor).allowed:
        return {}
    found = {}
    for one in Innovation.objects.filter(pk__in=list(ids), state="published"):
        own = actor.only_at(one.region_id, *(role.key for role in action.right.roles))
        because = str(OWN_INNOVATION) if own else ""
        found[one.pk] = Button(action, f"/komitmen/baru?inovasi={one.code}", not own, because)
    return found


def flow_of_copies(ids: Iterable[UUID], _actor: Actor) -> dict[UUID, list[Stage]]:
    """Return how far the promises to copy each innovation have come; the first stage is every promise made."""
    rows = Commitment.objects.filter(innovation__in=list(ids)).exclude(state="void").order_by()
    counted: dict[UUID, dict[str, int]] = {}
    for innovation, state, number in rows.values_list("innovation", "state").annotate(Count("pk")):
        counted.setdefault(innovation, {})[state] = number
    codes = dict(Innovation.objects.filter(pk__in=counted).values_list("pk", "code"))
    return {pk: _stages(states, f"/komitmen?inovasi={codes[pk]}") for pk, states in counted.items()}


def _stages(states: dict[str, int], url: str) -> list[Stage]:
    total = sum(states.values())
    made = [Stage(_("Bursa"), url, _("komitmen"), total, 100)]
    for word, step in (("RKPDes", "planned"), ("APBDes", "budgeted"), (_("Hasil"), "verified")):
        count = sum(states.get(state, 0) for state in STEPS[STEPS.index(step) :])
        share = round(100 * count / total)
        made.append(Stage(word, "", _("%(share)s%% dari komitmen") % {"share": share}, count, share))
    return made


def funded(ids: Iterable[UUID], day: date) -> dict[UUID, int]:
    """Return the rupiah that fund each promise on a day, of all sources."""
    rows = Allocation.objects.filter(in_force_on(day), funding__commitment__in=list(ids))
    return dict(rows.order_by().values_list("funding__commitment").annotate(Sum("amount")))


def year_on(day: date) -> Coalesce:
    """Return, as an expression on promises, the fiscal year that each was for on a day."""
    earlier = EarlierYear.objects.filter(commitment=OuterRef("pk"), until__gt=day).order_by("until", "pk")
    return Coalesce(Subquery(earlier.values("year")[:1]), F("year"))


def allocations_of(commitment: Commitment) -> list[Allocation]:
    """Return all allocations that a promise ever had, newest first: those too that ended, or were voided."""
    rows = Allocation.objects.filter(funding__commitment=commitment)
    return list(rows.select_related("line__document", "ended_by").order_by("-since", "-id"))


@dataclass(frozen=True)
class Hanging:
    """A promise on a line: the rupiah that the line pays for it, None where it only stands in the plan."""

    promise: Described
    amount: int | None = None


def tied_to(ids: Iterable[UUID], _actor: Actor) -> dict[UUID, list[Hanging]]:
    """Return the promises that each line pays for today, or in which they stand: the panel of the budgets' pages."""
    lines = list(ids)
    paid = Allocation.objects.filter(line__in=lines, until=None, voided=False, funding__isnull=False)
    found: dict[UUID, dict[UUID, Hanging]] = defaultdict(dict)
    rows = paid.select_related("funding__commitment__innovation", "funding__commitment__region")
    for row in rows.order_by("pk"):
        commitment, others = row.funding.commitment, found[row.line_id]
        before = others[commitment.pk].amount if commitment.pk in others else None
        others[commitment.pk] = Hanging(_described(commitment), row.amount + (before or 0))
    planned = Commitment.objects.filter(plan_line__in=lines, state__in=STANDS_IN_PLAN)
    for commitment in planned.select_related("region", "innovation").order_by("pk"):
        assert commitment.plan_line_id
        found[commitment.plan_line_id][commitment.pk] = Hanging(_described(commitment))
    return {line: list(promises.values()) for line, promises in found.items()}


def promises_held(documents: Iterable[UUID], _actor: Actor) -> dict[UUID, Commitment]:
    """Lock the promises that stand in plans or are paid by budgets, and return them: these change when those do."""
    wanted = list(documents)
    paid = Funding.objects.filter(allocation__line__document__in=wanted, allocation__voided=False)
    hanging = Q(plan_line__document__in=wanted) | Q(pk__in=paid.values("commitment"))
    rows = Commitment.objects.filter(hanging).order_by("pk").select_for_update(of=("self",))
    return {row.pk: row for row in rows}


def _described(row: Commitment) -> Described:
    return Described(row.code, row.title, f"/komitmen/{row.code}", row.region.title, row)


@dataclass(frozen=True)
class Knot:
    """One knot of the thread: done, now, next, cut or sealed, with what stands beneath it."""

    key: str
    word: str
    state: str
    lines: tuple[str, ...] = ()


def thread(commitment: Commitment, *, mine: bool = False, due: date | None = None) -> list[Knot]:
    """Return the thread of a promise with its dates. `mine`: the next step is the actor's; `due`: until when it is open."""
    reached = _reached(_stays_of([commitment.pk])[commitment.pk])
    now = _now_index(commitment, reached)
    facts = _facts(commitment, reached)
    return [
        Knot(
            key,
            str(word),
            _state(commitment, index, now),
            _lines(commitment, key, facts[key], index - now, mine=mine, due=due),
        )
        for index, (key, word) in enumerate(KNOTS)
    ]


def _stays_of(ids: Iterable[UUID]) -> dict[UUID, list[Stay]]:
    """Return the states in which each promise was, with their days, in order."""
    stays: dict[UUID, list[Stay]] = defaultdict(list)
    for stay in Stay.objects.filter(record__in=list(ids)).order_by("id"):
        stays[stay.record].append(stay)
    return stays


def _reached(stays: Iterable[Stay]) -> dict[str, Stay]:
    """Return by which stay each step stands that is left at the end of the last day: a step back that was made good the same day lost none."""
    reached: dict[str, Stay] = {}
    place = 0
    for stay in stays:
        if stay.state in STEPS:
            place = STEPS.index(stay.state) + 1
            reached |= {step: reached.get(step, stay) for step in STEPS[:place]}
        if stay.until != stay.since:
            reached = {step: reached[step] for step in STEPS[:place]}
    return reached


def minis(commitments: Sequence[Commitment]) -> list[list[str]]:
    """Return the states of the six knots of each promise, for lists: one query for those that stopped on their way."""
    stopped = _stays_of([one.pk for one in commitments if one.state not in NOW])
    nows = [_now_index(one, _reached(stopped[one.pk])) for one in commitments]
    return [
        [_state(one, index, now) for index in range(len(KNOTS))]
        for one, now in zip(commitments, nows, strict=True)
    ]


def _now_index(commitment: Commitment, reached: Iterable[str]) -> int:
    if commitment.state in NOW:
        return NOW[commitment.state]
    return min(max((NOW[state] for state in reached if state in NOW), default=3), 5)


def _state(commitment: Commitment, index: int, now: int) -> str:
    if index < now:
        return "sealed" if commitment.state == "verified" and index == len(KNOTS) - 1 else "done"
    if index > now:
        return "next"
    return "cut" if commitment.state in {"dropped", "void"} else "now"


def _facts(commitment: Commitment, reached: Mapping[str, Stay]) -> dict[str, tuple[str, ...]]:
    innovation = commitment.innovation
    origin = (innovation.region.title,)
    published = (day_short(innovation.published_on),) if innovation.published_on else ()
    return {
        "idea": (str(innovation.year_started or ""), *origin),
        "document": (*published, innovation.code),
        "bursa": (_day(reached, "pledged"), _("Komitmen ditandatangani")),
        "plan": (_day(reached, "planned"),),
        "budget": (_day(reached, "budgeted"),),
        "result": (_day(reached, "verified"), _("Terverifikasi")),
    }


def _day(reached: Mapping[str, Stay], state: str) -> str:
    """Return since when a step stands, as far as that is known."""
    stay = reached.get(state)
    return day_short(stay.since, stay.about) if stay else ""


def _lines(
    commitment: Commitment, key: str, done: tuple[str, ...], ahead: int, *, mine: bool, due: date | None
) -> tuple[str, ...]:
    """Return what stands beneath a knot that lies `ahead` of the one that is now: facts behind it, the season before it."""
    if ahead < 0:
        return tuple(line for line in done if line)
    if commitment.state in {"dropped", "void"}:
        return () if ahead else (FLOW.word_of(commitment.state),)
    step = {"plan": "plan", "budget": "budget", "result": "report_done"}[key]
    day = due if due and not ahead else season_day(step, commitment.year)
    by = _("Paling lambat %(day)s") % {"day": day_short(day)}
    return (by,) if ahead else (_("Giliran Anda") if mine else str(commitment.state_word), by)
