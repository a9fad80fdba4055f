"""What is wrong with an entry, told whole: every rule that its answers break, before the deed is tried."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import cache
from typing import Any, cast

from django.utils.translation import gettext as _

from lestari.foundation.kernel import clock
from lestari.foundation.kernel.dates import day_text
from lestari.foundation.kernel.errors import NotAllowed, Refused
from lestari.foundation.workflow.act import Act
from lestari.foundation.workflow.action import Action
from lestari.foundation.workflow.inputs import (
    PAPER_WANTED,
    PROOF_WANTED,
    TAKES_NO_PART,
    Ask,
    Files,
    Papers,
    RegionPick,
    Text,
    asks,
)
from lestari.foundation.workflow.models import Record

_DAY, _PLACE = frozenset({"on"}), frozenset({"on", "region", "village"})


def faults(
    act: Act,
    action: Action,
    subject: Record | None,
    entry: Any,
    *,
    unread: Collection[str] = (),
    proven: bool = True,
) -> dict[str, list[str]]:
    """Return the sentences of every rule that an entry breaks, by field.

    `unread` are the questions whose answers cannot be read: rules that need them wait. `proven`: photos and papers are asked for.
    Raises `NotAllowed` where a rule finds that the actor may not: nothing else is of interest then.
    """
    found: dict[str, list[str]] = {}
    for needs, rule, *about in _rules(act, action, subject, entry, proven=proven):
        # Of an answer that is refused no more is asked.
        if needs.isdisjoint(unread) and needs.isdisjoint(found):
            try:
                rule(*about)
            except NotAllowed:
                raise
            except Refused as refused:
                found |= refused.errors
    return found


def _rules(
    act: Act, action: Action, subject: Record | None, entry: Any, *, proven: bool
) -> Iterator[tuple[Any, ...]]:
    """Yield each rule between the questions that it needs and what it is about: those of the house, of the questions, of the action."""
    yield _DAY, _check_day, act
    if action.unready is not None:
        yield _DAY, _check_ready, act, action, subject
    yield _PLACE, _check_there, act, entry
    for needs, asked, rule in _asked(type(entry)):  # type: ignore[arg-type] # classes can be hashed
        if proven or rule is not _check_proof:
            yield needs, rule, act, asked, getattr(entry, asked.name)
    for check in action.checks:
        yield frozenset(check.needs), check.rule, act, subject, entry


@cache
def _asked(entry: type[Any]) -> tuple[tuple[frozenset[str], Ask, Callable[[Act, Ask, Any], None]], ...]:
    """Return the questions of an entry whose answers have a rule of their own, with it."""
    rules: dict[type[Any], Callable[[Act, Ask, Any], None]] = {
        RegionPick: _check_takes_part, Text: _check_text, Files: _check_proof
    }  # fmt: skip
    return tuple(
        (frozenset({asked.name}), asked, rule)
        for asked in asks(entry)
        for kind, rule in rules.items()
        if isinstance(asked.kind, kind)
    )


def _check_day(act: Act) -> None:
    if act.on > clock.today():
        raise Refused(_("Tanggal ini belum tiba. Tulis tanggal kejadiannya."), field="on")


def _check_ready(act: Act, action: Action, subject: Record | None) -> None:
    if why := action.why_not_on(subject, act.on):
        raise Refused(why, field="on")


def _check_there(act: Act, entry: Any) -> None:
    """Nothing is done by a village before there was one."""
    region: Any = getattr(entry, "village", None) or getattr(entry, "region", None)
    since = getattr(region, "since", None)
    if since is not None and act.on < since:
        raise Refused(
            _("%(region)s baru ada sejak %(since)s. Tulis tanggal sesudahnya, atau pilih desa asalnya.")
            % {"region": region.title, "since": day_text(since)},
            field="on",
        )


def _check_takes_part(_act: Act, asked: Ask, region: Any) -> None:
    """A village of the programme has a budget of its own, which a promise can reach."""
    kind = cast("RegionPick", asked.kind)
    if kind.takes_part and not region.takes_part:
        raise Refused(TAKES_NO_PART % {"region": region.title}, field=asked.name)


def _check_text(_act: Act, asked: Ask, text: Any) -> None:
    rule = cast("Text", asked.kind).rule
    if not (rule and text):
        return
    try:
        rule(text)
    except Refused as refused:
        raise Refused(str(refused), field=asked.name) from None


def _check_proof(act: Act, asked: Ask, files: Any) -> None:
    """What has to be proven comes with its paper; whoever acts on a village's behalf shows one wherever the action asks for it."""
    on_behalf = bool(act.behalf) and isinstance(asked.kind, Papers)
    if (on_behalf or asked.required) and not files:
        raise Refused(PAPER_WANTED if on_behalf else PROOF_WANTED, field=asked.name)
