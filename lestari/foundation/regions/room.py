"""The manifest of the regions room."""

from __future__ import annotations

from lestari.foundation.kernel.access import anyone
from lestari.foundation.rooms import Room

ROOM = Room(name="regions", pages={"region-suggest": anyone(), "region-browse": anyone()})
