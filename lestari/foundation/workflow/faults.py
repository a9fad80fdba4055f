"""What is wrong with an entry, told whole: every rule that its answers break, before the deed is tried."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import Any

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
    for needs, rule in _rules(act, action, subject, entry, proven=proven):
        if needs.isdisjoint((*unread, *found)):  # of an answer that is refused no more is asked
            try:
                rule()
            except NotAllowed:
                raise
            except Refused as refused:
                found |= refused.errors
    return found


def _rules(
    act: Act, action: Action, subject: Record | None, entry: Any, *, proven: bool
) -> Iterator[tuple[frozenset[str], Callable[[], object]]]:
    """Yield each rule with the questions that it needs: those of the house, of the questions, of the action."""
    yield frozenset({"on"}), partial(_check_day, act)
    if action.unready is not None:
        yield frozenset({"on"}), partial(_check_ready, act, action, subject)
    yield frozenset({"on", "region", "village"}), partial(_check_there, act, entry)
    for asked in asks(type(entry)):
        needs, value = frozenset({asked.name}), getattr(entry, asked.name)
        if isinstance(asked.kind, RegionPick) and asked.kind.takes_part:
            yield needs, partial(_check_takes_part, asked, value)
        elif isinstance(asked.kind, Text) and asked.kind.rule and value:
            yield needs, partial(_check_text, asked.name, asked.kind.rule, value)
        elif isinstance(asked.kind, Files) and proven:
            yield needs, partial(_check_proof, act, asked, value)
    for check in action.checks:
        yield frozenset(check.needs), partial(check.rule, act, subject, entry)


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


def _check_takes_part(asked: Ask, region: Any) -> None:
    """A village of the programme has a budget of its own, which a promise can reach."""
    if not region.takes_part:
        raise Refused(TAKES_NO_PART % {"region": region.title}, field=asked.name)


def _check_text(name: str, rule: Callable[[str], object], text: str) -> None:
    try:
        rule(text)
    except Refused as refused:
        raise Refused(str(refused), field=name) from None


def _check_proof(act: Act, asked: Ask, files: Any) -> None:
    """What has to be proven comes with its paper; whoever acts on a village's behalf shows one wherever the action asks for it."""
    on_behalf = bool(act.behalf) and isinstance(asked.kind, Papers)
    if (on_behalf or asked.required) and not files:
        raise Refused(PAPER_WANTED if on_behalf else PROOF_WANTED, field=asked.name)
