"""How much is played: one district, one regency, or the province with its thirteen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lestari.foundation.regions.models import Region
from lestari.surface.demo.plot import REGENCY, TANGGAMUS, TINY, Counts, Plot, Year


@dataclass(frozen=True)
class Scale:
    """What is loaded: the regions below `region`, played by these plots, or where there are none by `drawn` for each regency.

    `photos` counts the pictures of each field, `videos` those of all, `dana_desa` the rupiah that the promises have in force on 31 December 2019.
    """

    region: str
    photos: int
    dana_desa: int
    plots: tuple[Plot, ...] = ()
    videos: int = 3


#: What the province reported after three years (DOMAIN.md): documents, and Dana Desa for commitments.
_DOCUMENTS, _DANA_DESA = 11_463, 100_820_313_099
SCALES = {
    "tiny": Scale(REGENCY, photos=2, dana_desa=187_650_099, plots=(TINY,), videos=1),
    "tanggamus": Scale(REGENCY, photos=12, dana_desa=4_703_218_500, plots=(TANGGAMUS,)),
    "lampung": Scale("18", photos=16, dana_desa=_DANA_DESA),
}

#: The province as a whole: how its cards, documents and promises end. Three of ten promises reached a budget.
_STORIES: Counts = {
    "published": _DOCUMENTS - 52,
    "withdrawn": 26,
    "revised": 26,
    "lately": 240,
    "draft": 60,
    "proposed": 52,
    "sent_back": 39,
    "verified": 28,
    "handed_in": 110,
    "identified": 85,
    "not_accepted": 300,
    "again": 60,
    "void": 45,
}
_PROMISES: Mapping[int, Counts] = {
    2017: {"verified": 440, "carried_verified": 60, "dropped": 840, "dropped_late": 380, "dropped_funded": 60, "void": 26},
    2018: {"verified": 1180, "carried_verified": 130, "dropped": 2210, "dropped_late": 980, "dropped_funded": 120, "void": 52},
    2019: {"verified": 1290, "carried_verified": 140, "dropped": 2700, "dropped_late": 1090, "dropped_funded": 140, "void": 52},
}  # fmt: skip
_LAST: Counts = {
    "realised": 70,
    "in_progress": 130,
    "fallen_back": 40,
    "budgeted": 90,
    "verified": 110,
    "sent_back": 30,
    "raised": 30,
    "dropped": 420,
    "carried": 40,
    "released": 40,
    "planned": 13,
    "taken_up": 26,
    "void": 13,
}
_NOW: Counts = {"pledged": 420, "planned": 260, "unplanned": 40, "dropped": 26, "void": 13}
_FIRST_DAYS = {2017: date(2017, 8, 22), 2018: date(2018, 7, 3), 2019: date(2019, 7, 2)}
#: At how many places of a regency bursas were held in a year: at the regency itself, then in districts.
_HOSTS = {2017: 1, 2018: 4, 2019: 5}


def plots(scale: Scale, regions: Sequence[Region]) -> list[Plot]:
    """Return the plot of each regency; where they are drawn, each has its part of the province by the number of its villages."""
    if scale.plots:
        return list(scale.plots)
    regencies = [region for region in regions if region.level == "regency"]
    villages = {
        regency.code: sum(one.level == "village" and one.path.startswith(regency.path) for one in regions)
        for regency in regencies
    }
    taking_part = [regency for regency in regencies if villages[regency.code]]
    weights = [villages[regency.code] for regency in taking_part]
    stories = _shares(_STORIES, weights)
    promised = {year: _shares(ends, weights) for year, ends in _PROMISES.items()}
    last, now = _shares(_LAST, weights), _shares(_NOW, weights)
    found = []
    for number, regency in enumerate(taking_part):
        inside = [
            one.code
            for one in regions
            if one.level == "district" and one.since is None and one.path.startswith(regency.path)
        ]
        known = TANGGAMUS if regency.code == TANGGAMUS.regency else None
        history = [
            Year(_hosts(regency.code, inside, year), _FIRST_DAYS[year], promised[year][number])
            for year in _PROMISES
        ]
        home = known.home if known else inside[0]
        found.append(
            Plot(
                regency=regency.code,
                home=home,
                documents=stories[number],
                history=tuple(history),
                last_hosts=known.last_hosts if known else (regency.code, *inside[:3]),
                last=last[number],
                now_hosts=(regency.code,),
                now=now[number],
                today_host=known.today_host if known else "",
                today=known.today if known else {},
                next_hosts=known.next_hosts if known else (inside[-1],),
            )
        )
    return sorted(found, key=lambda plot: plot.regency == TANGGAMUS.regency)  # the logins' own regency last


def _hosts(regency: str, districts: Sequence[str], year: int) -> tuple[str, ...]:
    """Return the regency, then other districts in each year."""
    start = 3 * (year - 2017)
    turned = (*districts[start:], *districts[:start])
    return (regency, *turned[: _HOSTS[year] - 1])


def _shares(counts: Counts, weights: Sequence[int]) -> list[dict[str, int]]:
    """Return each count divided by weight in whole numbers that sum to it."""
    whole = sum(weights)
    found: list[dict[str, int]] = [{} for _ in weights]
    for key, count in counts.items():
        reached = given = 0
        for weight, part in zip(weights, found, strict=True):
            reached += weight
            part[key] = count * reached // whole - given
            given += part[key]
    return found
