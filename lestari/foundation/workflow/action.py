"""Actions as values: button, form, API operation, history, duty and docs are made from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise

from lestari.foundation.kernel.access import Right
from lestari.foundation.workflow.inputs import NoEntry
from lestari.foundation.workflow.models import Record


@dataclass(frozen=True)
class Check:
    """A rule on some answers of an entry (`needs`), told together with whatever else is wrong with it.

    `rule(act, subject, entry)` raises `Refused`. It looks at no other answer: of an entry that cannot be read whole the others are empty.
    """

    needs: tuple[str, ...]
    rule: Callable[..., object] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class _Words:
    done: str | Promise
    entry: type[Any] = NoEntry
    subject: type[Record] | None
    right: Right
    function: Callable[..., Any] = field(repr=False)
    states: tuple[str, ...] | None = None
    unready: Callable[[Any, date], str] | None = field(default=None, repr=False)
    warning: str | Promise = ""
    public: bool = False
    slug: str = ""
    checks: tuple[Check, ...] = ()
    apart: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Action(_Words):
    """One verb of the system.

    `kind` is its name in tables ("commitment.budget"), `words` the button, `done` the verb of the history ("mencatat komitmen di APBDes").
    `function(act, subject, entry)` collects the changes; the record that it returns is what the receipt names, else the subject.
    `warning` says what follows from a deed that one thinks over first: its page shows it. `states` says in which states it is allowed, for an action that moves nothing (None: in any), and for one that moves other records of
    the same flow along (a revision replaces, a version supersedes), whose sources are not its own. `unready(subject, day)` says why the subject cannot have it on that day, whatever its state is ('': it can): asked
    of today for the button, of the day of the deed for the deed. `apart` names the actions that change other parts of the same record:
    done meanwhile, they are no conflict.
    """

    kind: str
    words: str | Promise

    @property
    def of_the_village(self) -> bool:
        """Say whether a village itself does this: whoever does it from outside acts on its behalf, and shows the paper."""
        return any(role.levels == ("village",) for role in self.right.roles)

    @property
    def verb(self) -> str:
        """The last part of the kind as it stands in addresses: `report-done`."""
        return self.slug or self.kind.rsplit(".", 1)[-1].replace("_", "-")

    def why_not_on(self, subject: Record | None, day: date) -> str:
        """Say why a subject cannot have it on a day, '' where it can."""
        return self.unready(subject, day) if self.unready and subject is not None else ""

    def sources(self) -> tuple[str, ...] | None:
        """Return the states from which it goes: its own `states` where it names them, else by the flow of its subject."""
        flow = getattr(self.subject, "flow", None)
        return flow.sources(self.kind) if flow and self.states is None else self.states


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a higher room answers to a lower room's act: same act, same transaction, events of its own kind.

    `tells(book)` says in sentences what an act that is not written yet would do to this room's records.
    """

    kind: str
    done: str | Promise
    function: Callable[..., Any] = field(repr=False)
    tells: Callable[..., list[str]] | None = field(default=None, repr=False)
