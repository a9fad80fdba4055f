"""The season of a regency: draws its bursas and the promises made there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from lestari.foundation.regions.models import Region
from lestari.surface.demo.fairs import Fair
from lestari.surface.demo.kinds import KIND_BY_KEY, KINDS
from lestari.surface.demo.plot import CAMPANG, Counts, Plot
from lestari.surface.demo.promises import END_OF_PROGRAMME, Promise
from lestari.surface.demo.stage import Stage
from lestari.surface.demo.texts import estimate

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
        self._places: dict[str, list[Region]] = {}

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
            day = _working(coming + timedelta(days=8 * number))
            now.append(Fair(self.regions[host], self._hall(host), day, "prepared"))
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
                self._promise(fairs, kind, number, recent=first > END_OF_PROGRAMME)
        return fairs

    def _promise(self, fairs: Sequence[Fair], end: str, number: int, *, recent: bool) -> None:
        fair = fairs[number % len(fairs)]
        village, wish = self._village(fair, recent=recent), KINDS[self.rng.randrange(len(KINDS))].key
        ago: dict[str, int] = {}
        if recent and end in _RECENT:
            step, least, most = _RECENT[end]
            ago = {step: self.rng.randint(least, most)}
        if recent and end in self._campang and CAMPANG.startswith(fair.region.code):
            village, wish = self.regions[CAMPANG], self._campang.pop(end)
            ago = _LATE_RESULT if end == "realised" else ago
        size = self.rng.random()
        cost = estimate(self.rng, KIND_BY_KEY[wish], size)
        promise = Promise(
            village=village,
            year=fair.day.year + 1,
            end=end,
            day=fair.day,
            wish=wish,
            size=size,
            cost=cost,
            amount=int(cost * self.rng.uniform(0.78, 1.0)) // 50_000 * 50_000,
            source=self.rng.choices(("DD", "ADD", "PAD", "PBK"), (84, 8, 5, 3))[0],
            ago=ago,
        )
        fair.promises.append(promise)

    def _village(self, fair: Fair, *, recent: bool) -> Region:
        """Return a village of the fair's region; for what goes on now mostly one whose officer signs in."""
        inside = self._inside(fair.region)
        known = [village for village in inside if village.code in self.near] if recent else []
        return self.rng.choice(known if known and self.rng.random() < 0.7 else inside)

    def _inside(self, place: Region) -> list[Region]:
        if place.code not in self._places:
            self._places[place.code] = [one for one in self.villages if one.path.startswith(place.path)]
        return self._places[place.code]

    def _hall(self, host: str) -> str:
        place = self.regions[host]
        if place.level == "regency":
            return f"Gedung serbaguna {place.name}"
        return f"Balai {self.rng.choice(self._inside(place)).title}"


def settle(promises: Sequence[Promise], total: int) -> None:
    """Let the Dana Desa in force when the programme ended come to `total` rupiah, each amount in its share of it; the largest takes the rest."""
    history = [promise for promise in promises if promise.day <= END_OF_PROGRAMME]
    counted = [promise for promise in history if promise.source == "DD" and promise.funded_at_the_end()]
    share = total / sum(promise.amount for promise in counted)
    for promise in history:
        promise.cost = int(promise.cost * share) // 100_000 * 100_000 + 100_000
        promise.amount = int(promise.amount * share) // 10_000 * 10_000
    largest = max(counted, key=lambda promise: promise.amount)
    largest.amount += total - sum(promise.amount for promise in counted)
    largest.cost = max(largest.cost, largest.amount)


def _working(day: date) -> date:
    """Return the day, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day
