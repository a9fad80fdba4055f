"""ROOMS: the list of rooms, written out, from the bottom up."""

from __future__ import annotations

from lestari.domain.budgets.room import ROOM as BUDGETS
from lestari.domain.bursa.room import ROOM as BURSA
from lestari.domain.commitments.room import ROOM as COMMITMENTS
from lestari.domain.insight.room import ROOM as INSIGHT
from lestari.domain.knowledge.room import ROOM as KNOWLEDGE
from lestari.foundation.files.room import ROOM as FILES
from lestari.foundation.people.room import ROOM as PEOPLE
from lestari.foundation.regions.room import ROOM as REGIONS
from lestari.foundation.sheets.room import ROOM as SHEETS
from lestari.surface.web.room import ROOM as WEB

ROOMS = (REGIONS, PEOPLE, FILES, SHEETS, BUDGETS, KNOWLEDGE, COMMITMENTS, BURSA, INSIGHT, WEB)
