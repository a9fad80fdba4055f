"""The scenes of the bursas: set up with what is published by then, opened, filled with cards, closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from lestari.domain.bursa.actions import CardEntry, CloseEntry, SetUpEntry
from lestari.domain.bursa.models import Bursa, Invitation, MenuItem
from lestari.domain.knowledge.models import Innovation
from lestari.foundation.regions.models import Region
from lestari.surface.demo.album import CARD, Album
from lestari.surface.demo.cast import Cast
from lestari.surface.demo.kinds.kind import Kind
from lestari.surface.demo.library import Library
from lestari.surface.demo.promises import Promise
from lestari.surface.demo.stage import Stage
from lestari.surface.demo.texts import write_commitment

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


class Menu:
    """What is offered at a bursa, by kind."""

    def __init__(self, innovations: Sequence[Innovation], kind_of: Mapping[UUID, Kind]) -> None:
        self.innovations = innovations
        self.by_kind: dict[str, list[Innovation]] = defaultdict(list)
        for innovation in innovations:
            self.by_kind[kind_of[innovation.pk].key].append(innovation)


class Fairs:
    """Plays bursas and the promises made at them."""

    def __init__(self, stage: Stage, cast: Cast, album: Album, library: Library) -> None:
        self.stage, self.cast, self.album, self.library = stage, cast, album, library
        self._promised: set[tuple[UUID, UUID]] = set()

    def prepare(self, fairs: Sequence[Fair]) -> None:
        """Set up these bursas with what is published by now, and open those that have begun."""
        for fair in fairs:
            entry = SetUpEntry(
                region=fair.region,
                name=fair.name,
                place=fair.place,
                held_on=fair.day,
                hours="08.00–15.00 WIB",
            )
            day = self.stage.later(min(fair.day, self.stage.today) - timedelta(days=40), 2, 20)
            fair.bursa = self.stage.do("bursa.set_up", self.cast.host(fair.region), None, entry, on=day)
        self.stage.end("bursa disiapkan")
        for fair in _held(fairs):
            self.stage.do("bursa.open", self.cast.host(fair.region), fair.bursa, on=fair.day)
        self.stage.end("bursa dibuka")

    def hold(self, fairs: Sequence[Fair]) -> None:
        """Take the cards at the bursas that were opened, and close those that are over."""
        held = _held(fairs)
        ids = [fair.bursa.pk for fair in held if fair.bursa]
        self.stage.know(Invitation, "bursa_id", ids)
        self.stage.know(MenuItem, "bursa_id", ids)
        rows = Innovation.objects.filter(pk__in=MenuItem.objects.filter(bursa__in=ids).values("innovation"))
        offered = {innovation.pk: innovation for innovation in rows.select_related("region")}
        self.stage.lock(Innovation, offered)
        for fair in held:
            assert fair.bursa
            items = self.stage.rows(MenuItem, bursa_id=fair.bursa.pk)
            menu = Menu(
                [one for item in items if _out(one := offered[item.innovation_id], fair.day)],
                self.library.kind_of,
            )
            for promise in fair.promises:
                self._card(fair, promise, menu)
            if fair.end == "closed":
                entry = CloseEntry(notes=NOTES)
                self.stage.do("bursa.close", self.cast.host(fair.region), fair.bursa, entry, on=fair.day)

    def _card(self, fair: Fair, promise: Promise, menu: Menu) -> None:
        innovation = self._chosen(promise, menu)
        promise.kind = self.library.kind_of[innovation.pk]
        village = promise.village
        district = self.library.district_of[village.code]
        promise.text = write_commitment(
            self.stage.rng, promise.kind, village.title, promise.year, district, size=promise.size
        )
        entry = CardEntry(**self._promised_in(promise), village=village, innovation=innovation)
        maker = self.cast.maker(village)
        promise.commitment = self.stage.do("bursa.hand_in_card", maker, fair.bursa, entry, on=fair.day)

    def _chosen(self, promise: Promise, menu: Menu) -> Innovation:
        """Return an innovation of another village: of the kind wished for where the menu has one, and if possible not promised there yet."""
        village = promise.village.pk
        others = [one for one in menu.innovations if one.region_id != village]
        wished = [one for one in menu.by_kind.get(promise.wish, ()) if one.region_id != village]
        for offered in (wished, others):
            fresh = [one for one in offered if (village, one.pk) not in self._promised]
            if fresh:
                break
        innovation = self.stage.rng.choice(fresh or others)
        self._promised.add((village, innovation.pk))
        return innovation

    def _promised_in(self, promise: Promise) -> dict[str, Any]:
        text = promise.text
        assert text
        return {
            "mode": text.mode,
            "changes": text.changes,
            "what": text.what,
            "place": text.place,
            "year": promise.year,
            "volume": text.volume,
            "unit": text.unit,
            "estimated_cost": promise.cost,
            "planned_source": promise.source,
            "responsible": text.responsible,
            "papers": self.album.paper(CARD),
        }


def _out(innovation: Innovation, day: date) -> bool:
    return innovation.published_on is not None and innovation.published_on <= day


def _held(fairs: Sequence[Fair]) -> list[Fair]:
    return [fair for fair in fairs if fair.end != "prepared"]
