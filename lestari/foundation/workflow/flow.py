"""A record's flow: its states, the steps between them, and the duty that each state brings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.functional import Promise

from lestari.foundation.kernel.access import Role


def no_deadline(_record: Any, _came: date) -> date | None:
    """Return the deadline of a duty that has none."""
    return None


@dataclass(frozen=True)
class Waits:
    """A duty: who has to do which action, and until when, counted from the day the duty came."""

    role: Role
    action: str
    due: Callable[[Any, date], date | None] = no_deadline


@dataclass(frozen=True)
class State:
    """A state: its word, the tone of its tag, the knot of the thread that is `now`, what waits for whom, and what the page says is next."""

    key: str
    word: str | Promise
    tone: str = "wait"
    knot: str = ""
    waits: tuple[Waits, ...] = ()
    heading: str | Promise = ""


@dataclass(frozen=True)
class Step:
    """One way: the action of this kind leads from one of the sources to the target. No sources: it starts a record."""

    kind: str
    sources: tuple[str, ...]
    target: str


@dataclass(frozen=True)
class Flow:
    """The table of a kind of record."""

    kind: str
    word: str | Promise
    states: tuple[State, ...]
    steps: tuple[Step, ...]

    @cached_property
    def by_key(self) -> dict[str, State]:
        """The states by their keys."""
        return {state.key: state for state in self.states}

    def word_of(self, key: str) -> str:
        """Return a state's word."""
        return str(self.by_key[key].word)

    def choices(self) -> list[tuple[str, str | Promise]]:
        """Return the states as a form's choices."""
        return [(state.key, state.word) for state in self.states]

    @cached_property
    def _sources(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for step in self.steps:
            found[step.kind] = (*found.get(step.kind, ()), *step.sources)
        return found

    @cached_property
    def _ways(self) -> frozenset[tuple[str, str, str]]:
        return frozenset(
            (step.kind, source, step.target) for step in self.steps for source in step.sources or ("",)
        )

    def sources(self, kind: str) -> tuple[str, ...] | None:
        """Return the states from which an action goes, or None where it moves nothing."""
        return self._sources.get(kind)

    def allows(self, kind: str, source: str, target: str) -> bool:
        """Say whether the table has this way; source '' starts a record."""
        return (kind, source, target) in self._ways
