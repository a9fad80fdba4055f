"""Who sees the photos of a record: the room of the record says so, through the mapping that `rooms.install` fills."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from lestari.foundation.kernel.access import Actor

#: By the record's model label: which of these records the actor may see. A kind that is not here shows its photos to nobody.
VISIBLE: dict[str, Callable[[set[UUID], Actor], set[UUID]]] = {}
