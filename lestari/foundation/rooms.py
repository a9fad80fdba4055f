"""The manifest of a room, and what happens when the rooms are put together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.functional import Promise

from lestari.foundation.components.forms import FORMS, ActionForm
from lestari.foundation.duties.keeping import keep
from lestari.foundation.files.store import Originals
from lestari.foundation.kernel.access import Actor, Right
from lestari.foundation.ledger.followers import FOLLOWERS, Follower
from lestari.foundation.ledger.verify import Finding, verify
from lestari.foundation.search.registry import SOURCES, STIRS, Documents, Source, Stirred
from lestari.foundation.sheets.kinds import SHEETS, SheetKind
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.action import Action, Answer
from lestari.foundation.workflow.described import SUBJECTS, Describe
from lestari.foundation.workflow.models import Record
from lestari.foundation.workflow.stays import Stays


@dataclass(frozen=True)
class Entry:
    """A link of the menu: its word, the name of its URL, the roles that see it ("public" for signed-out people)."""

    label: str | Promise
    url: str
    roles: tuple[str, ...]
    order: int = 50


Panel = Callable[[Iterable[UUID], Actor], dict[UUID, Any]]


@dataclass(frozen=True)
class Room:
    """What a room brings along. `pages` says who may open each of its URL names; a page that is not named opens for nobody.

    `documents` are found by words; `stirs` says whose documents change with a record, of this room or of a lower one.
    """

    name: str
    actions: Sequence[Action] = ()
    after: Mapping[str, Answer | Sequence[Answer]] = field(default_factory=dict)
    records: Sequence[type[Record]] = ()
    subjects: Mapping[type[Model], Describe] = field(default_factory=dict)
    panels: Mapping[str, Panel] = field(default_factory=dict)
    menu: Sequence[Entry] = ()
    forms: Mapping[str, type[ActionForm]] = field(default_factory=dict)
    pages: Mapping[str, Right] = field(default_factory=dict)
    followers: Mapping[str, Follower] = field(default_factory=dict)
    sheets: Sequence[SheetKind] = ()
    documents: Mapping[type[Model], Documents] = field(default_factory=dict)
    stirs: Sequence[tuple[type[Model], type[Model], Stirred]] = ()


ROOMS: list[Room] = []
PANELS: dict[str, list[Panel]] = defaultdict(list)
MENU: list[Entry] = []
PAGES: dict[str, Right] = {}


def install(rooms: Sequence[Room]) -> None:
    """Put the rooms together, from the bottom up. Doing it twice is harmless."""
    if ROOMS:
        return
    ROOMS.extend(rooms)
    registry.PROJECTIONS.append(keep)
    for room in rooms:
        for action in room.actions:
            assert action.kind not in registry.ACTIONS, f"two actions named {action.kind}"
            registry.ACTIONS[action.kind] = action
            registry.DONE[action.kind] = action.done
        for kind, answers in room.after.items():
            for answer in (answers,) if isinstance(answers, Answer) else answers:
                registry.AFTER.setdefault(kind, []).append(answer)
                registry.DONE[answer.kind] = answer.done
        registry.RECORDS.update({model._meta.label: model for model in room.records})
        SUBJECTS.update({model._meta.label: describe for model, describe in room.subjects.items()})
        for name, panel in room.panels.items():
            PANELS[name].append(panel)
        MENU.extend(room.menu)
        FORMS.update(room.forms)
        PAGES.update(room.pages)
        FOLLOWERS.update(room.followers)
        SHEETS.update({kind.key: kind for kind in room.sheets})
        SOURCES.update({model._meta.label: Source(model, given) for model, given in room.documents.items()})
        for changed, found, stirred in room.stirs:
            STIRS.setdefault(changed._meta.label, []).append((found._meta.label, stirred))
    MENU.sort(key=lambda entry: entry.order)


def verify_ledger(head: str = "") -> Finding:
    """Verify the ledger against every table that a room brought along; `head` as in `ledger.verify`."""
    return verify(registry.RECORDS, head, [Stays(), Originals()])


def panel(name: str, ids: Iterable[UUID], actor: Actor) -> dict[UUID, Any]:
    """Return what the higher rooms know of these records, by record; later rooms add to earlier ones."""
    wanted = list(ids)
    found: dict[UUID, Any] = {}
    for function in PANELS.get(name, ()):
        found.update(function(wanted, actor))
    return found
