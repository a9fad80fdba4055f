"""The scenes of the bursas: set up with what is published by then, opened, filled with cards, closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from lestari.domain.bursa.actions import CardEntry, CloseEntry, SetUpEntry
from lestari.domain.bursa.models import Bursa, Card
from lestari.domain.commitments.entries import PledgeEntry
from lestari.domain.commitments.models import Commitment
from lestari.domain.knowledge.models import Innovation
from lestari.foundation.kernel.access import Actor
from lestari.foundation.regions.models import Region
from lestari.surface.demo.album import CARD, Album
from lestari.surface.demo.cast import Cast
from lestari.surface.demo.library import Library
from lestari.surface.demo.promises import Promise
from lestari.surface.demo.stage import Stage
from lestari.surface.demo.texts import CommitmentText, write_commitment

NOTES = "Rekap dibacakan di hadapan utusan dan ditandatangani bersama."


@dataclass
class Fair:
    """A bursa to be held: `end` is the state in which it is left."""

    region: Region
    place: str
    day: date
    end: str
    promises: list[Promise] = field(default_factory=list)
    bursa: Bursa | None = None

    @property
    def name(self) -> str:
        """The name as it was used: from 2019 on the programme spoke of exchanging."""
        sort = "Bursa Inovasi Desa" if self.day.year < 2019 else "Bursa Pertukaran Inovasi"
        return f"{sort} {self.region.title} {self.day.year}"


class Fairs:
    """Plays bursas and the promises made at them, or outside."""

    def __init__(self, stage: Stage, cast: Cast, album: Album, library: Library) -> None:
        self.stage, self.cast, self.album, self.library = stage, cast, album, library

    def hold(self, fairs: Sequence[Fair]) -> None:
        """Hold these bursas with what is published by now."""
        for fair in fairs:
            entry = SetUpEntry(
                region=fair.region,
                name=fair.name,
                place=fair.place,
                held_on=fair.day,
                hours="08.00–15.00 WIB",
            )
            day = self.stage.later(min(fair.day, self.stage.today) - timedelta(days=40), 2, 20)
            fair.bursa = self.stage.do("bursa.set_up", self._host(fair), None, entry, on=day)
        self.stage.end("Bursa disiapkan")
        held = [fair for fair in fairs if fair.end != "prepared"]
        for fair in held:
            self.stage.do("bursa.open", self._host(fair), fair.bursa, on=fair.day)
        self.stage.end("Bursa dibuka")
        menu = list(Innovation.objects.filter(state="published").select_related("region").order_by("code"))
        for fair in held:
            for promise in fair.promises:
                self._card(fair, promise, menu)
        self.stage.end("Kartu komitmen")
        for fair in held:
            if fair.end == "closed":
                self.stage.do(
                    "bursa.close", self._host(fair), fair.bursa, CloseEntry(notes=NOTES), on=fair.day
                )
        self.stage.end("Bursa ditutup")

    def outside(self, promises: Sequence[Promise]) -> None:
        """Make the promises that came in without a bursa."""
        menu = list(Innovation.objects.filter(state="published").select_related("region").order_by("code"))
        for promise in promises:
            innovation, text = self._chosen(promise, menu)
            entry = PledgeEntry(
                **self._promised(promise, text), region=promise.village, innovation=innovation, on=promise.day
            )
            promise.commitment = self.stage.do(
                "commitment.pledge", self.cast.maker(promise.village), None, entry
            )
        self.stage.end("Komitmen di luar bursa")

    def _card(self, fair: Fair, promise: Promise, menu: Sequence[Innovation]) -> None:
        innovation, text = self._chosen(promise, menu)
        entry = CardEntry(**self._promised(promise, text), village=promise.village, innovation=innovation)
        self.stage.do("bursa.hand_in_card", self.cast.maker(promise.village), fair.bursa, entry, on=fair.day)
        promise.commitment = self.stage.added(Commitment)[-1]
        assert self.stage.added(Card)[-1].commitment is promise.commitment

    def _chosen(self, promise: Promise, menu: Sequence[Innovation]) -> tuple[Innovation, CommitmentText]:
        others = [one for one in menu if one.region_id != promise.village.pk]
        wished = [one for one in others if self.library.kind_of[one.pk].key == promise.wish]
        innovation = self.stage.rng.choice(wished or others)
        promise.kind = self.library.kind_of[innovation.pk]
        district = self.library.district_of[promise.village.code]
        text = write_commitment(self.stage.rng, promise.kind, promise.village.title, promise.year, district)
        promise.text = text
        return innovation, text

    def _promised(self, promise: Promise, text: CommitmentText) -> dict[str, Any]:
        return {
            "mode": text.mode,
            "changes": text.changes,
            "what": text.what,
            "place": text.place,
            "year": promise.year,
            "volume": text.volume,
            "unit": text.unit,
            "estimated_cost": text.cost,
            "planned_source": promise.source,
            "responsible": text.responsible,
            "papers": self.album.paper(CARD),
        }

    def _host(self, fair: Fair) -> Actor:
        return self.cast.teams.get(fair.region.code) or self.cast.tik
