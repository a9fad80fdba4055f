"""The plot: which bursas are held when, and how the promises made there end. 2017 to 2019 is fixed, the present follows the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from lestari.foundation.regions.models import Region
from lestari.surface.demo.fairs import Fair
from lestari.surface.demo.promises import Promise
from lestari.surface.demo.stage import Stage

Counts = Mapping[str, int]
GISTING, CAMPANG, REGENCY = "18.06.20", "18.06.20.2002", "18.06"


@dataclass(frozen=True)
class Year:
    """The bursas of a year: where, on which day the first is held, and how so many promises made there end."""

    hosts: tuple[str, ...]
    first: date
    ends: Counts


@dataclass(frozen=True)
class Plot:
    """All that is to be played. `documents` counts the ends of ideas and documents, `photos` the pictures of each field."""

    districts: tuple[str, ...]
    documents: Counts
    history: tuple[Year, ...]
    last_hosts: tuple[str, ...]
    last: Counts
    now_hosts: tuple[str, ...]
    now: Counts
    today_host: str = ""
    today: Counts = field(default_factory=dict)
    next_hosts: tuple[str, ...] = (GISTING,)
    photos: int = 12


TANGGAMUS = Plot(
    districts=(),
    documents={
        "published": 126,
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
    photos=2,
)
PLOTS = {"tanggamus": TANGGAMUS, "tiny": TINY}

#: Promises of Pekon Campang, so that its officer's home and that of the TPID Gisting show each sort of duty:
#: end → kind. A result waits 14 days for its verification: this one is late by three.
_CAMPANG = {
    "realised": "pipa_gravitasi",
    "in_progress": "rabat_beton",
    "fallen_back": "kopi_petik_merah",
    "pledged": "bank_sampah",
    "planned": "paud_sore",
}
_LATE_RESULT = {"start": 96, "report_done": 17}
#: The last step of what goes on, in days before today, so that its deadline is near: which step, at least, at most.
_RECENT = {
    "released": ("release", 1, 12),
    "taken_up": ("take_up", 5, 25),
    "realised": ("report_done", 2, 15),
    "sent_back": ("send_back", 1, 10),
}


class Season:
    """Draws the fairs and their promises for a plot."""

    def __init__(self, stage: Stage, plot: Plot, regions: Sequence[Region], near: frozenset[str]) -> None:
        self.stage, self.plot, self.rng = stage, plot, stage.rng
        self.regions = {region.code: region for region in regions}
        self.villages = [region for region in regions if region.level == "village"]
        self.near = near
        self._campang = dict(_CAMPANG)

    def eras(self) -> list[list[Fair]]:
        """Return the fairs in groups of one time each, the oldest first; the last group is still to come."""
        today = self.stage.today
        eras = [self._year(year.hosts, year.first, year.ends) for year in self.plot.history]
        eras.append(self._year(self.plot.last_hosts, date(today.year - 1, 7, 6), self.plot.last))
        summer = date(today.year, 7, 15)
        held = _working(min(summer, today - timedelta(days=20)))
        counts = dict(self.plot.now)
        if today.month < 7:  # no RKPDes of next year is near yet
            counts["pledged"] += counts.pop("planned", 0) + counts.pop("unplanned", 0)
        now = self._year(self.plot.now_hosts, held, counts)
        if self.plot.today_host:
            now += self._year((self.plot.today_host,), today, self.plot.today, end="open")
        coming = _working(today + timedelta(days=28))
        for number, host in enumerate(self.plot.next_hosts):
            now.append(
                Fair(
                    self.regions[host],
                    self._hall(host),
                    _working(coming + timedelta(days=8 * number)),
                    "prepared",
                )
            )
        return [*eras, now]

    def _year(self, hosts: Sequence[str], first: date, ends: Counts, end: str = "closed") -> list[Fair]:
        fairs = [
            Fair(
                self.regions[host],
                self._hall(host),
                first if end == "open" else _working(first + timedelta(days=2 * number)),
                end,
            )
            for number, host in enumerate(hosts)
        ]
        for kind, count in ends.items():
            for number in range(count):
                self._promise(fairs, kind, number, recent=first.year > 2019)
        return fairs

    def _promise(self, fairs: Sequence[Fair], end: str, number: int, *, recent: bool) -> None:
        fair = fairs[number % len(fairs)]
        village, wish = self._village(fair, recent=recent), ""
        ago: dict[str, int] = {}
        if recent and end in _RECENT:
            step, least, most = _RECENT[end]
            ago = {step: self.rng.randint(least, most)}
        if recent and end in self._campang and CAMPANG.startswith(fair.region.code):
            village, wish = self.regions[CAMPANG], self._campang.pop(end)
            ago = _LATE_RESULT if end == "realised" else ago
        source = self.rng.choices(("DD", "ADD", "PAD", "PBK"), (84, 8, 5, 3))[0]
        year = fair.day.year + 1
        fair.promises.append(
            Promise(village=village, year=year, end=end, day=fair.day, source=source, ago=ago, wish=wish)
        )

    def _village(self, fair: Fair, *, recent: bool) -> Region:
        """Return a village of the fair's region; for what goes on now mostly one whose officer signs in."""
        inside = [village for village in self.villages if village.path.startswith(fair.region.path)]
        known = [village for village in inside if village.code in self.near]
        return self.rng.choice(known if recent and known and self.rng.random() < 0.7 else inside)

    def _hall(self, host: str) -> str:
        inside = [village for village in self.villages if village.path.startswith(self.regions[host].path)]
        return f"Balai {self.rng.choice(inside).title}" if host != REGENCY else "Gedung serbaguna Kota Agung"


def _working(day: date) -> date:
    """Return the day, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day
