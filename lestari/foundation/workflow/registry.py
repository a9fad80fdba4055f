"""What the rooms brought along: filled once by `rooms.install`, read everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from lestari.foundation.workflow.action import Action, Answer
from lestari.foundation.workflow.models import Flowing, Record

if TYPE_CHECKING:
    from lestari.foundation.workflow.act import Book

ACTIONS: dict[str, Action] = {}
AFTER: dict[str, list[Answer]] = {}
#: The verbs of the history by event kind: actions and answers.
DONE: dict[str, Any] = {}
#: Models whose fields enter the ledger, by their label ("commitments.Commitment").
RECORDS: dict[str, type[Record]] = {}
#: What must never be behind is written by the flush: each projection sees the book before it is closed.
PROJECTIONS: list[Callable[[Book], None]] = []


def action(kind: str) -> Action:
    """Return the action of this kind. Raises KeyError for an unknown one."""
    return ACTIONS[kind]


def actions_for(model: type[Record]) -> list[Action]:
    """Return the actions on records of this model, in the order of their room's list."""
    return [action for action in ACTIONS.values() if action.subject is model]


def flowing() -> Iterable[type[Flowing]]:
    """Return the models that move through a flow."""
    return [model for model in RECORDS.values() if issubclass(model, Flowing)]
