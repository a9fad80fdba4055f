"""Writing the demo's documents: from a kind, a place and a seed to texts that do not read alike."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lestari.surface.demo import generic, names
from lestari.surface.demo.kinds.kind import ECONOMY, Kind
from lestari.surface.demo.sentences import capitals, expand, grouped, listed, numbered, paragraph, some
from lestari.surface.demo.wordings import reworded

WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Sabtu", "Minggu")
MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]


@dataclass(frozen=True, kw_only=True)
class InnovationText:
    """Every section of the innovation document. `cost` in rupiah; `cost_dana_desa` and `cost_others` sum to it."""

    title: str
    field: str
    topic: str
    year_started: int
    summary: str
    problem: str
    solution: str
    novelty: str
    steps: str
    participants: str
    men: int
    women: int
    poor: int
    disabled: int
    materials: str
    cost: int
    cost_dana_desa: int
    cost_others: int
    cost_sources: str
    result: str
    before_after: str
    success: str
    trouble: str
    lessons: str
    requirements: str
    contact_name: str
    contact_office: str
    contact_phone: str
    minutes_number: str
    minutes_date: date
    captions: tuple[str, ...]
    author: str
    licence: str


@dataclass(frozen=True, kw_only=True)
class IdeaText:
    """What stands on a Kartu IDE."""

    title: str
    field: str
    what_was_done: str
    since_year: int
    result: str
    contact_name: str
    contact_phone: str
    caption: str


@dataclass(frozen=True, kw_only=True)
class CommitmentText:
    """What stands on a Kartu Komitmen. `mode` is replicate or adapt, `changes` empty for the first."""

    what: str
    mode: str
    changes: str
    place: str
    volume: Decimal
    unit: str
    responsible: str
    activity: str
    account: str


def slots_for(rng: random.Random, kind: Kind, village: str, district: str, year: int) -> dict[str, str]:
    """Draw once what the whole document then agrees on: places, people, numbers."""
    word, _, name = village.partition(" ")
    first = names.hamlet(rng)
    second = names.hamlet(rng)
    while second == first:
        second = names.hamlet(rng)
    slots = {
        "village": village,
        "word": word.lower(),
        "name": name,
        "district": district,
        "dusun": first,
        "dusun2": second,
        "way": names.river(rng),
        "hill": names.hill(rng),
        "leader": names.man(rng),
        "leader_f": names.woman(rng),
        "head": f"kepala {word.lower()}",
        "year": str(year),
        "year0": str(year - 1),
        "bulan": rng.choice(MONTHS),
        "hari": rng.choice(WEEKDAYS),
    }
    for key, (low, high, step) in kind.numbers.items():
        slots[key] = grouped(rng.randrange(low, high + 1, step))
    for key, choices in kind.words.items():
        slots[key] = rng.choice(choices).format_map(slots)
    return slots


def write_innovation(
    rng: random.Random,
    kind: Kind,
    region_title: str,
    year: int,
    district: str,
    *,
    begun: set[str] | None = None,
) -> InnovationText:
    """Write a whole document about a village's work that began in `year`.

    `begun` holds the titles and the first five words of the summaries written so far, and is added to: no summary begins as an
    earlier one does, and hardly two titles are the same.
    """
    begun = set() if begun is None else begun
    slots, summary = _fresh_summary(rng, kind, region_title, district, year, begun=begun)
    cost = rng.randint(*kind.cost) // 100_000 * 100_000
    own = int(cost * rng.uniform(0.06, 0.28)) // 100_000 * 100_000
    counted = _counted(rng)
    return InnovationText(
        title=_title(rng, kind, slots, begun),
        field=kind.field,
        topic=kind.topic,
        year_started=year,
        summary=summary,
        problem=paragraph(rng, _mixed(rng, some(rng, kind.problem, 3, 4), generic.PROBLEM), slots),
        solution=paragraph(rng, [rng.choice(generic.TURN), *some(rng, kind.solution, 3, 4)], slots),
        novelty=paragraph(rng, [rng.choice(kind.novelty), rng.choice(generic.NOVELTY)], slots),
        steps=numbered(rng, some(rng, kind.steps, max(4, len(kind.steps) - 2), len(kind.steps)), slots),
        participants=_participants(rng, kind, slots, counted),
        **counted,
        materials=capitals(f"{listed(some(rng, kind.materials, 4, 7))}."),
        cost=cost,
        cost_dana_desa=cost - own,
        cost_others=own,
        cost_sources=_sources(rng, cost, own, slots),
        result=paragraph(rng, [*kind.gist, rng.choice(generic.RESULT)], slots),
        before_after=numbered(rng, some(rng, kind.results, 3, 4), slots),
        success=paragraph(rng, [rng.choice(kind.success), *some(rng, generic.SUCCESS, 1, 2)], slots),
        trouble=paragraph(rng, [rng.choice(kind.trouble), rng.choice(generic.TROUBLE)], slots),
        lessons=numbered(rng, [*some(rng, kind.lessons, 2, 3), *some(rng, generic.LESSONS, 1, 2)], slots),
        requirements=_requirements(rng, kind, slots),
        contact_name=names.man(rng) if rng.random() < 0.55 else names.woman(rng),
        contact_office=expand(rng, rng.choice(generic.OFFICES), slots),
        contact_phone=names.phone(rng),
        minutes_number=names.minutes_number(rng, year + 1),
        minutes_date=date(year + 1, rng.randint(2, 5), rng.randint(1, 28)),
        captions=tuple(expand(rng, caption, slots) for caption in kind.captions),
        author=f"TPID {district}",
        licence="CC BY 4.0",
    )


def write_idea(rng: random.Random, kind: Kind, region_title: str, year: int, district: str) -> IdeaText:
    """Write a card that tells of something done since `year`."""
    slots = slots_for(rng, kind, region_title, district, year)
    return IdeaText(
        title=_title(rng, kind, slots, set()),
        field=kind.field,
        what_was_done=paragraph(rng, [rng.choice(kind.openings), *some(rng, kind.solution, 1, 2)], slots),
        since_year=year,
        result=paragraph(rng, some(rng, kind.results, 1, 2), slots),
        contact_name=names.woman(rng) if rng.random() < 0.5 else names.man(rng),
        contact_phone=names.phone(rng),
        caption=expand(rng, rng.choice(kind.captions), slots),
    )


def estimate(rng: random.Random, kind: Kind, size: float) -> int:
    """Return what a promise of this kind costs in round rupiah; `size` from 0 to 1 says how much of it a village takes on."""
    low, high = kind.cost
    return int((low + (high - low) * (0.7 * size + 0.3 * rng.random())) // 500_000 * 500_000)


def write_commitment(
    rng: random.Random, kind: Kind, region_title: str, year: int, district: str, *, size: float
) -> CommitmentText:
    """Write what a village promises for `year`."""
    slots = slots_for(rng, kind, region_title, district, year)
    low, high, step = kind.volume
    volume = low + round((high - low) * size / step) * step
    adapted = rng.random() < 0.4
    place = rng.choice(("{dusun}", "{dusun}", "{dusun}, RT 0{rt}", "{dusun} dan {dusun2}"))
    placed = place.format(**slots, rt=rng.randint(1, 6))
    return CommitmentText(
        what=f"{kind.thing[0].upper()}{kind.thing[1:]}",
        mode="adapt" if adapted else "replicate",
        changes=capitals(f"{expand(rng, rng.choice(kind.changes), slots)}.") if adapted else "",
        place=placed,
        volume=Decimal(volume),
        unit=kind.unit,
        responsible=expand(rng, rng.choice(generic.RESPONSIBLE[kind.field == ECONOMY]), slots),
        activity=kind.activity,
        account=kind.account,
    )


def _title(rng: random.Random, kind: Kind, slots: dict[str, str], begun: set[str]) -> str:
    """Return a title that no earlier document has; where all are taken, with the village's name."""
    patterns = rng.sample(kind.titles, len(kind.titles))
    titles = [capitals(expand(rng, pattern, slots)) for pattern in patterns]
    fresh = [title for title in titles if title not in begun]
    title = fresh[0] if fresh else f"{titles[0]} {slots['name']}"
    begun.add(title)
    return title


def _fresh_summary(
    rng: random.Random, kind: Kind, village: str, district: str, year: int, *, begun: set[str]
) -> tuple[dict[str, str], str]:
    for _attempt in range(60):
        slots = slots_for(rng, kind, village, district, year)
        summary = _summary(rng, kind, slots)
        beginning = " ".join(summary.split()[:5])
        if beginning not in begun:
            break
    begun.add(beginning)
    return slots, summary


def _summary(rng: random.Random, kind: Kind, slots: dict[str, str]) -> str:
    """Open with the kind's own beginning or with one in which the place, a person or a number comes first; then what came of it."""
    pieces = [rng.choice(kind.openings)]
    if rng.random() < 0.45:
        pieces = [rng.choice(generic.LEADS), *pieces, rng.choice(kind.gist)]
    else:
        pieces += some(rng, kind.gist, 1, 2)
    pieces.append(rng.choice(generic.ENDINGS))
    said = {**slots, "thing": kind.thing, "n": str(rng.randint(7, 96)), "m": str(rng.randint(3, 60))}
    said["rest"] = grouped(rng.randrange(100_000, 4_000_000, 25_000))
    said |= {"other": names.man(rng), "other_f": names.woman(rng), "far": names.hamlet(rng)}
    return capitals(reworded(rng, " ".join(expand(rng, piece, said) for piece in pieces)))


def _mixed(rng: random.Random, pieces: list[str], extra: Sequence[str]) -> list[str]:
    return [*pieces, rng.choice(extra)] if rng.random() < 0.5 else pieces


def _counted(rng: random.Random) -> dict[str, int]:
    men = rng.randint(14, 74)
    women = rng.randint(11, 68)
    return {
        "men": men,
        "women": women,
        "poor": rng.randint(4, (men + women) // 3),
        "disabled": rng.randint(0, 5),
    }


def _participants(rng: random.Random, kind: Kind, slots: dict[str, str], counted: dict[str, int]) -> str:
    partners = [expand(rng, partner, slots) for partner in some(rng, kind.partners, 3, 5)]
    text = paragraph(rng, [rng.choice(generic.TOGETHER)], {**slots, "partners": listed(partners)})
    of_them = f" Di antaranya {counted['poor']} dari keluarga miskin"
    if counted["disabled"]:
        of_them += f" dan {counted['disabled']} warga difabel"
    return f"{text} {counted['men']} laki-laki dan {counted['women']} perempuan ikut bekerja.{of_them}."


def _sources(rng: random.Random, cost: int, own: int, slots: dict[str, str]) -> str:
    given = {**slots, "cost": grouped(cost), "dd": grouped(cost - own), "own": grouped(own)}
    return paragraph(rng, [rng.choice(generic.MONEY)], given)


def _requirements(rng: random.Random, kind: Kind, slots: dict[str, str]) -> str:
    lines = [expand(rng, piece, slots) for piece in kind.requirements]
    return capitals("\n" + "\n".join(f"{line[0].upper()}{line[1:]}." for line in lines)).strip()
