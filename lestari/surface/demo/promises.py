"""The scenes of the promises: from the card through RKPDes and APBDes to the verified result, and all the ways back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from lestari.domain.budgets.models import BudgetLine, PlanDocument
from lestari.domain.commitments.entries import (
    BudgetEntry,
    CarryEntry,
    DoneEntry,
    PlanEntry,
    StartEntry,
    VerifyEntry,
    WhyEntry,
)
from lestari.domain.commitments.models import Commitment
from lestari.foundation.files.models import Original
from lestari.foundation.kernel.access import Actor
from lestari.foundation.regions.models import Region
from lestari.surface.demo import generic
from lestari.surface.demo.album import BUDGET, MINUTES, Album
from lestari.surface.demo.cast import Cast
from lestari.surface.demo.kinds.kind import Kind
from lestari.surface.demo.stage import Stage
from lestari.surface.demo.texts import CommitmentText

#: What happens after the card, by how the story ends. "cut" and "raise" are done to the APBDes by its revision, after all else.
WAYS: dict[str, tuple[str, ...]] = {
    "pledged": (),
    "planned": ("plan",),
    "unplanned": ("plan", "unplan"),
    "budgeted": ("plan", "budget"),
    "released": ("plan", "budget", "release"),
    "in_progress": ("plan", "budget", "start"),
    "raised": ("plan", "budget", "start", "raise"),
    "fallen_back": ("plan", "budget", "start", "cut"),
    "realised": ("plan", "budget", "start", "report_done"),
    "sent_back": ("plan", "budget", "start", "report_done", "send_back"),
    "verified": ("plan", "budget", "start", "report_done", "verify"),
    "dropped": ("drop",),
    "dropped_late": ("plan", "drop"),
    "dropped_funded": ("plan", "budget", "drop"),
    "void": ("void",),
    "taken_up": ("drop", "take_up"),
    "carried": ("plan", "budget", "carry_over"),
    "carried_verified": ("plan", "budget", "carry_over", "plan", "budget", "start", "report_done", "verify"),
}
REVISING = ("raise", "cut")
#: The day on which the programme ended: what the province reports until then is known.
END_OF_PROGRAMME = date(2019, 12, 31)


@dataclass
class Promise:
    """One promise: who, made when and where, for which year, how it ends.

    `size` says from 0 to 1 how large it is, `cost` is what it is estimated to cost and `amount` what the APBDes gives for it, in rupiah; `ago` fixes some steps by days before
    today; `wish` is the key of the kind of innovation that it wants.
    """

    village: Region
    year: int
    end: str
    day: date
    wish: str
    size: float
    cost: int
    amount: int
    source: str = "DD"
    ago: dict[str, int] = field(default_factory=dict)
    kind: Kind | None = None
    text: CommitmentText | None = None
    commitment: Commitment | None = None
    last: date | None = None
    fiscal: int = 0
    lines: dict[tuple[str, int], BudgetLine] = field(default_factory=dict)

    @property
    def ways(self) -> tuple[str, ...]:
        """What happens after the card."""
        return WAYS[self.end]

    def funded_at_the_end(self) -> bool:
        """Say whether it has money when the programme ends; a budget is passed in the December before its year."""
        if self.end == "dropped_funded":  # within months after the budget
            return self.year > END_OF_PROGRAMME.year
        return "budget" in self.ways and self.year <= END_OF_PROGRAMME.year + 1

    def needs(self, verb: str) -> list[int]:
        """Return the years in whose RKPDes (`plan`) or APBDes (`budget`) it has a line."""
        return [self.year + number for number in range(self.ways.count(verb))]


class Promises:
    """Plays what comes after the cards."""

    def __init__(self, stage: Stage, cast: Cast, album: Album) -> None:
        self.stage, self.cast, self.album, self.rng = stage, cast, album, stage.rng
        self._steps: dict[str, Callable[[Promise], None]] = {
            "plan": self._plan,
            "budget": self._budget,
            "start": self._start,
            "report_done": self._report_done,
            "verify": self._verify,
        }

    def play(self, promises: Sequence[Promise]) -> None:
        """Play every promise to its end; their lines stand in the plans and budgets already."""
        for promise in promises:
            promise.last, promise.fiscal = promise.day, promise.year
            for verb in promise.ways:
                if verb in self._steps:
                    self._steps[verb](promise)
                elif verb not in REVISING:
                    self._go_back(promise, verb)

    def _day(self, promise: Promise, verb: str, earliest: date, least: int, most: int) -> date:
        """Return the day of a step: fixed by `ago`, or after the last one and not before `earliest`; never after today."""
        assert promise.last
        if verb in promise.ago:
            day = self.stage.today - timedelta(days=promise.ago[verb])
        else:
            day = max(earliest, promise.last + timedelta(days=self.rng.randint(least, most)))
        promise.last = min(self.stage.today, max(day, promise.last))
        return promise.last

    def _plan(self, promise: Promise) -> None:
        line = promise.lines["plan", promise.fiscal]
        day = self._day(promise, "plan", line.document.dated, 4, 25)
        self._do(promise, "plan", PlanEntry(line=line, on=day, papers=self.album.paper(BUDGET)))

    def _budget(self, promise: Promise) -> None:
        line = promise.lines["budget", promise.fiscal]
        day = self._day(promise, "budget", line.document.dated, 0, 6)
        entry = BudgetEntry(line=line, amount=line.amount, on=day, papers=self.album.paper(BUDGET))
        self._do(promise, "budget", entry)

    def _start(self, promise: Promise) -> None:
        season = date(promise.fiscal, self.rng.randint(3, 6), self.rng.randint(1, 28))
        day = self._day(promise, "start", season, 20, 60)
        self._do(promise, "start", StartEntry(on=day, photos=self._photos(promise, 1)))

    def _report_done(self, promise: Promise) -> None:
        assert promise.text
        line = promise.lines["budget", promise.fiscal]
        volume = f"{promise.text.volume.normalize():f}".replace(".", ",")
        entry = DoneEntry(
            realised_amount=int(line.amount * self.rng.uniform(0.93, 1.0)) // 1000 * 1000,
            result=f"Selesai {volume} {promise.text.unit} di {promise.text.place}, diserahterimakan kepada warga.",
            on=self._day(promise, "report_done", promise.day, 35, 130),
            photos=self._photos(promise, 3),
            papers=self.album.paper(MINUTES),
        )
        self._do(promise, "report_done", entry)

    def _verify(self, promise: Promise) -> None:
        day = self._day(promise, "verify", promise.day, 3, 13)
        papers = self.album.paper(MINUTES)
        self._do(promise, "verify", VerifyEntry(on=day, papers=papers), self.cast.second_tik(promise.village))

    def _go_back(self, promise: Promise, verb: str) -> None:
        reasons, least, most = _BACK[verb]
        why = self.rng.choice(reasons).format(word=promise.village.word)
        day = self._day(promise, verb, promise.day, least, most)
        if verb == "carry_over":
            promise.fiscal += 1
            entry: WhyEntry = CarryEntry(reason=why, on=day, year=promise.fiscal)
        elif verb == "take_up":
            entry = CarryEntry(reason=why, on=day, year=max(promise.fiscal, day.year + 1))
        else:
            entry = WhyEntry(reason=why, on=day)
        judge = {"void": self.cast.team(promise.village), "send_back": self.cast.second_tik(promise.village)}
        self._do(promise, verb, entry, judge.get(verb))

    def _do(self, promise: Promise, verb: str, entry: Any, actor: Actor | None = None) -> None:
        maker = actor or self.cast.maker(promise.village)
        self.stage.do(f"commitment.{verb}", maker, promise.commitment, entry)

    def _photos(self, promise: Promise, most: int) -> tuple[Original, ...]:
        assert promise.kind
        return self.album.some_photos(self.rng, promise.kind.field, most)


#: The ways back: the reasons, and how many days after the step before.
_BACK: dict[str, tuple[Sequence[str], int, int]] = {
    "unplan": (generic.UNPLANNED, 6, 20),
    "release": (generic.RELEASED, 20, 60),
    "send_back": (generic.SENT_BACK_RESULT, 3, 10),
    "carry_over": (generic.CARRIED, 150, 300),
    "drop": (generic.DROPPED, 30, 150),
    "take_up": (generic.TAKEN_UP, 40, 200),
    "void": (generic.VOIDED, 1, 9),
}


def by_document(promises: Sequence[Promise], verb: str) -> dict[tuple[str, int], list[Promise]]:
    """Return the promises that have a line in a village's document of a year, by code and year."""
    found: dict[tuple[str, int], list[Promise]] = defaultdict(list)
    for promise in promises:
        for year in promise.needs(verb):
            found[promise.village.code, year].append(promise)
    return found


def revised(promises: Sequence[Promise]) -> dict[PlanDocument, list[Promise]]:
    """Return the budgets that a revision is to cut or raise for a promise."""
    found: dict[PlanDocument, list[Promise]] = defaultdict(list)
    for promise in promises:
        if set(promise.ways) & set(REVISING):
            found[promise.lines["budget", promise.fiscal].document].append(promise)
    return found
