"""The plots: which bursas are held when, and how the promises made there end. 2017 to 2019 is fixed, the present follows the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Counts = Mapping[str, int]
GISTING, CAMPANG, REGENCY = "18.06.20", "18.06.20.2002", "18.06"


@dataclass(frozen=True)
class Year:
    """The bursas of a year: where, on which day the first is held, and how so many promises made there end."""

    hosts: tuple[str, ...]
    first: date
    ends: Counts


@dataclass(frozen=True, kw_only=True)
class Plot:
    """All that is to be played in a regency. `documents` counts the ends of ideas and documents.

    In the district `home` all villages have an officer who signs in; `districts` says which ones take part, none: all.
    """

    regency: str
    home: str
    districts: tuple[str, ...] = ()
    documents: Counts
    history: tuple[Year, ...]
    last_hosts: tuple[str, ...]
    last: Counts
    now_hosts: tuple[str, ...]
    now: Counts
    today_host: str = ""
    today: Counts = field(default_factory=dict)
    next_hosts: tuple[str, ...]


TANGGAMUS = Plot(
    regency=REGENCY,
    home=GISTING,
    documents={
        "published": 113,
        "lately": 13,
        "withdrawn": 3,
        "revised": 2,
        "draft": 6,
        "proposed": 5,
        "sent_back": 4,
        "verified": 3,
        "handed_in": 8,
        "identified": 6,
        "not_accepted": 5,
        "again": 3,
        "void": 3,
    },
    history=(
        Year(
            (REGENCY,),
            date(2017, 8, 22),
            {
                "verified": 26,
                "carried_verified": 3,
                "dropped": 22,
                "dropped_late": 5,
                "dropped_funded": 2,
                "void": 2,
            },
        ),
        Year(
            (GISTING, "18.06.01", "18.06.02", "18.06.03", "18.06.13", "18.06.11", "18.06.12"),
            date(2018, 7, 3),
            {
                "verified": 34,
                "carried_verified": 4,
                "dropped": 28,
                "dropped_late": 6,
                "dropped_funded": 4,
                "void": 2,
            },
        ),
        Year(
            (GISTING, "18.06.15", "18.06.04", "18.06.21", "18.06.26", "18.06.19", "18.06.09", "18.06.24"),
            date(2019, 7, 2),
            {
                "verified": 20,
                "carried_verified": 2,
                "dropped": 26,
                "dropped_late": 5,
                "dropped_funded": 3,
                "void": 1,
            },
        ),
    ),
    last_hosts=(GISTING, "18.06.02", "18.06.03", "18.06.13", "18.06.15"),
    last={
        "realised": 6,
        "in_progress": 12,
        "fallen_back": 4,
        "budgeted": 7,
        "verified": 9,
        "sent_back": 3,
        "raised": 2,
        "dropped": 4,
        "carried": 3,
        "released": 4,
        "planned": 1,
        "taken_up": 2,
        "void": 1,
    },
    now_hosts=(REGENCY,),
    now={"pledged": 22, "planned": 15, "unplanned": 3, "dropped": 2, "void": 1},
    today_host="18.06.02",
    today={"pledged": 5},
    next_hosts=(GISTING, "18.06.13"),
)

TINY = Plot(
    regency=REGENCY,
    home=GISTING,
    districts=(GISTING,),
    documents={
        "published": 6,
        "withdrawn": 1,
        "revised": 1,
        "draft": 1,
        "proposed": 1,
        "sent_back": 1,
        "verified": 1,
        "handed_in": 1,
        "identified": 1,
        "not_accepted": 1,
        "again": 1,
        "void": 1,
    },
    history=(
        Year(
            (GISTING,),
            date(2018, 7, 3),
            {
                "verified": 2,
                "carried_verified": 1,
                "dropped": 1,
                "dropped_late": 1,
                "dropped_funded": 1,
                "void": 1,
            },
        ),
    ),
    last_hosts=(GISTING,),
    last={
        "realised": 1,
        "in_progress": 1,
        "fallen_back": 1,
        "budgeted": 1,
        "sent_back": 1,
        "raised": 1,
        "carried": 1,
        "released": 1,
        "taken_up": 1,
    },
    now_hosts=(GISTING,),
    now={"pledged": 2, "planned": 1, "unplanned": 1},
    next_hosts=(GISTING,),
)
