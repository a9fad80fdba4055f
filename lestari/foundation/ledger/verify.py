"""Verifying: the chain over the sealed events, the columns beside the texts, and the fold against the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from typing import Any, NamedTuple, Protocol

import orjson
from django.db.models import Model, UUIDField

from lestari.foundation.kernel.collector import collector_at_rest
from lestari.foundation.ledger.canonical import COLUMNS, GENESIS, chained
from lestari.foundation.ledger.models import Cursor, Event
from lestari.foundation.ledger.stored import Ids, Texts, bare, plain_rows
from lestari.foundation.ledger.transactions import snapshot

#: The name under which the fold keeps an event's own region.
_PLACE = "@region"
#: The columns beside the text that are ids, and the others.
_IDS = tuple(name for name in COLUMNS if isinstance(Event._meta.get_field(name), UUIDField))
_FACTS = tuple(name for name in COLUMNS if name not in _IDS)
_ids, _facts = itemgetter(*_IDS), itemgetter(*_FACTS)


@dataclass
class Finding:
    """What the verification saw: faults in words for the operator, in English like the command line, how far the chain goes, how many events wait for the seal."""

    faults: list[str] = field(default_factory=list)
    position: int = 0
    digest: str = GENESIS
    unsealed: int = 0

    @property
    def head(self) -> str:
        """POSITION:HASH of the last sealed event."""
        return f"{self.position}:{self.digest}"


class Witness(Protocol):
    """What a higher floor knows of the events and compares with tables of its own."""

    def see(self, content: Mapping[str, Any]) -> None:
        """Look at one event's text, in order."""

    def faults(self) -> Iterable[str]:
        """Say what differs, after the last event."""


def verify(records: Mapping[str, type[Model]], head: str = "", witnesses: Sequence[Witness] = ()) -> Finding:
    """Check everything as of one moment. `records` are the models whose fields the fold is compared with.

    `head` (POSITION:HASH, printed on every report) finds a cut-off end.
    """
    finding, printed = Finding(), head.partition(":")
    folded: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    with snapshot(), collector_at_rest():
        for event in _events():
            content = _check_columns(event, finding)
            _check_link(event, finding, printed)
            if content is not None:
                _fold(content, event, folded, finding)
                for witness in witnesses:
                    witness.see(content)
        _check_head(finding, head)
        _check_cursors(finding)
        for label, model in records.items():
            _compare(label, model, folded[label], finding)
        for witness in witnesses:
            finding.faults += witness.faults()
    return finding


class _Event(NamedTuple):
    """One event: its link of the chain, its text, and the columns that stand beside the text."""

    serial: int
    position: int | None
    digest: str
    canonical: str
    facts: str
    ids: str

    def columns(self) -> dict[str, Any]:
        """Read the columns beside the text one by one, to name what is wrong with them."""
        (row,) = plain_rows(Event.objects.filter(serial=self.serial), COLUMNS)
        return dict(zip(COLUMNS, row, strict=True))

    @property
    def name(self) -> str:
        """The event in words."""
        columns = self.columns()
        place = self.position if self.position is not None else "not sealed yet"
        return f"event {place} ({columns['kind']}, {columns['id']})"


def _events() -> Iterator[_Event]:
    sealed = Event.objects.exclude(position=None).order_by("position")
    tail = Event.objects.filter(position=None).order_by("serial")
    for rows in (sealed, tail):
        read = plain_rows(
            rows, ("serial", "position", "digest", "canonical"), Texts(Event, *_FACTS), Ids(*_IDS)
        )
        yield from map(partial(tuple.__new__, _Event), read)


def _check_columns(event: _Event, finding: Finding) -> dict[str, Any] | None:
    try:
        content: dict[str, Any] = orjson.loads(event.canonical)
        same = ",".join(_facts(content)) == event.facts and bare(_ids(content)) == event.ids
        whole = isinstance(content["changes"], dict)
    except (ValueError, LookupError, TypeError, AttributeError):
        whole = False
    if not whole:
        finding.faults.append(f"{event.name}: its text is broken.")
        return None
    if not same:
        for name, value in event.columns().items():
            if value != content[name]:
                finding.faults.append(f"{event.name}: the column {name} was changed.")
    return content


def _check_link(event: _Event, finding: Finding, printed: tuple[str, str, str]) -> None:
    if event.position is None:
        finding.unsealed += 1
        return
    if event.position != finding.position + 1:
        finding.faults.append(
            f"Events are missing between the positions {finding.position} and {event.position}."
        )
    if chained(finding.digest, event.position, event.canonical) != event.digest:
        finding.faults.append(f"{event.name}: its seal does not fit; its content or its place was changed.")
    finding.position, finding.digest = event.position, event.digest
    position, _colon, digest = printed
    if position and position == str(finding.position) and digest != finding.digest:
        finding.faults.append(f"The seal of position {position} is not the one that was printed.")


def _check_head(finding: Finding, head: str) -> None:
    position = head.partition(":")[0]
    if position and int(position) > finding.position:
        finding.faults.append(
            f"The end is cut off: printed is position {position}, the last there is {finding.position}."
        )


def _check_cursors(finding: Finding) -> None:
    for cursor in Cursor.objects.filter(position__gt=finding.position):
        finding.faults.append(
            f"The end is cut off: the follower {cursor.follower} has read position {cursor.position}, "
            f"the last there is {finding.position}."
        )


def _fold(
    content: Mapping[str, Any], event: _Event, folded: dict[str, dict[str, dict[str, Any]]], finding: Finding
) -> None:
    """Each old must be the new before it; afterwards `folded` holds the last new of each kind, record and field."""
    records = folded[content["subject_kind"]]
    held = records.get(content["subject"])
    if held is None:
        held = records[content["subject"]] = {}
    before = held.get
    for name, (old, new) in content["changes"].items():
        if before(name) != old:
            finding.faults.append(f"{event.name}: {name} changes from {old}, but was {before(name)} before.")
        held[name] = new
    held[_PLACE] = content["region"]


def _compare(label: str, model: type[Model], folded: Mapping[str, dict[str, Any]], finding: Finding) -> None:
    names: list[str] = list(model.ledger_fields)  # type: ignore[attr-defined]
    fields = ["id", *names]
    if any(field.name == "region" for field in model._meta.concrete_fields):  # figures are narrowed by it
        names.append(_PLACE)
        fields.append("region")
    gone = set(folded)
    for pk, *values in plain_rows(model._base_manager.all(), fields):
        held = folded.get(pk)
        if held is None:
            finding.faults.append(f"{label} {pk} is in the table, but not in the ledger.")
            continue
        gone.discard(pk)
        if values != [held.get(name) for name in names]:
            _tell_row(f"{label} {pk}", zip(names, values, strict=True), held, finding)
    for pk in sorted(gone):
        if any(value is not None for name, value in folded[pk].items() if name != _PLACE):
            finding.faults.append(f"{label} {pk} is in the ledger, but gone from the table.")


def _tell_row(
    what: str, values: Iterable[tuple[str, Any]], held: Mapping[str, Any], finding: Finding
) -> None:
    for name, value in values:
        if value != held.get(name):
            finding.faults.append(f"{what}: {name} is {value} in the table, {held.get(name)} by the ledger.")
