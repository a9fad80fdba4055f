"""Records in words, as their rooms tell them to whoever may see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from lestari.foundation.kernel.access import Actor
from lestari.foundation.workflow.models import Record


@dataclass(frozen=True)
class Described:
    """A record in words, as others may show it: code, title, address, region; and itself, where what is done with it depends on the day."""

    code: str
    title: str
    url: str
    region_title: str = ""
    record: Record | None = field(default=None, compare=False)


#: Returns those of the records that the actor may see, in words.
Describe = Callable[[Iterable[UUID], Actor], dict[UUID, Described]]
#: By the record's model label; filled by `rooms.install`. A kind that is not here is shown to nobody.
SUBJECTS: dict[str, Describe] = {}


def describe(subjects: Iterable[tuple[str, UUID]], actor: Actor) -> dict[UUID, Described]:
    """Return records (label, id) in words, one query for each kind; what the actor may not see is left out."""
    by_kind: dict[str, set[UUID]] = defaultdict(set)
    for kind, pk in subjects:
        by_kind[kind].add(pk)
    found: dict[UUID, Described] = {}
    for kind, ids in by_kind.items():
        if kind in SUBJECTS:
            found.update(SUBJECTS[kind](ids, actor))
    return found
