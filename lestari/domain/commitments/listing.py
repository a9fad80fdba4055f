"""The list of promises: its filters, each option with the count that it would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import Count

from lestari.domain.commitments.models import Commitment, Commitments
from lestari.domain.commitments.workflow import FLOW
from lestari.domain.knowledge.fields import FIELDS
from lestari.domain.knowledge.models import in_area
from lestari.foundation.components.filters import Option
from lestari.foundation.kernel.access import Actor
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.queries import below

#: A filter that is not set.
UNSET: dict[str, Any] = {"field": "", "state": "", "region": None, "year": None, "innovation": None}
#: What a promise is, beside where and of what.
_KINDS = ("field", "state", "year")


def listed(actor: Actor, chosen: Mapping[str, Any]) -> Commitments:
    """Return the promises that fit the filters; voided ones only on demand.

    Signed-in people see those of their area, or the copies of an innovation wherever they are.
    """
    rows = _about(actor, chosen)
    wanted = {name: chosen[name] for name in _KINDS if chosen[name]}
    return rows.filter(**wanted) if chosen["state"] else rows.filter(**wanted).exclude(state="void")


def _about(actor: Actor, chosen: Mapping[str, Any]) -> Commitments:
    """Return the promises of the chosen place and innovation, of whatever kind."""
    rows = Commitment.objects.visible_to(actor)
    if chosen["innovation"] is not None:
        rows = rows.filter(innovation=chosen["innovation"])
    elif actor.signed_in:
        rows = rows.filter(in_area(actor))
    if chosen["region"] is not None:
        rows = rows.filter(below(chosen["region"].path))
    return rows


def as_file(rows: Commitments) -> Commitments:
    """Return promises in the order of a file, with what their rows need: many rows have the same places and innovations."""
    return rows.prefetch_related("region__parent__parent", "innovation").order_by(
        "region__path", "year", "code"
    )


def options(actor: Actor, chosen: Mapping[str, Any]) -> dict[str, list[Option]]:
    """Return the values of each filter with their counts under all the other filters, in two queries."""
    counted = _counted(actor, chosen)
    fields, states, years = (counted[name] for name in _KINDS)
    return {
        "field": [Option(key, word, fields[key]) for key, word in FIELDS if key in fields],
        "state": [Option(key, word, states[key]) for key, word in FLOW.choices() if key in states],
        "year": [Option(str(year), str(year), years[year]) for year in sorted(years, reverse=True)],
        "region": _places(actor, chosen),
    }


def loosened(actor: Actor, chosen: Mapping[str, Any]) -> dict[str, int]:
    """Return how many promises there would be without each of the filters set, where that would be any."""
    found = {name: listed(actor, {**chosen, name: UNSET[name]}).count() for name in UNSET if chosen[name]}
    return {name: count for name, count in found.items() if count}


def _counted(actor: Actor, chosen: Mapping[str, Any]) -> dict[str, Counter[Any]]:
    """Return how many promises there are by each kind, the other kinds as chosen."""
    counted: dict[str, Counter[Any]] = {name: Counter() for name in _KINDS}
    rows = _about(actor, chosen).order_by().values_list(*_KINDS).annotate(Count("pk"))
    for *values, number in rows:
        kinds = dict(zip(_KINDS, values, strict=True))
        for name in _KINDS:
            if _fits(kinds, {**chosen, name: UNSET[name]}):
                counted[name][kinds[name]] += number
    return counted


def _fits(kinds: Mapping[str, Any], chosen: Mapping[str, Any]) -> bool:
    """Say of promises of these kinds what `listed` asks of the database."""
    as_chosen = all(kinds[name] == chosen[name] for name in _KINDS if chosen[name])
    return as_chosen and (bool(chosen["state"]) or kinds["state"] != "void")


#: Which regions are offered next below one of this level, or below one's own area.
_NEXT = {3: "region__parent__parent", 6: "region__parent", 9: "region"}


def _places(actor: Actor, chosen: Mapping[str, Any]) -> list[Option]:
    own = actor.paths() if chosen["innovation"] is None else []
    paths = [chosen["region"].path] if chosen["region"] is not None else own or [""]
    place = _NEXT.get(min(map(len, paths)), "" if min(map(len, paths)) else "region__parent__parent")
    if not place:
        return []
    columns = (f"{place}__code", f"{place}__word", f"{place}__name")
    rows = listed(actor, chosen).order_by(f"{place}__name", f"{place}__code").values_list(*columns)
    return [
        Option(code, Region.titled(word, name), count)
        for code, word, name, count in rows.annotate(number=Count("pk"))
    ]
