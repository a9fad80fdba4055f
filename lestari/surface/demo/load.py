"""Loading the demo: every row and event by the real actions, from a seed; the present is placed around the day of loading."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.db import OperationalError, connection

from lestari.domain.budgets.models import PlanDocument
from lestari.domain.commitments.models import Commitment
from lestari.foundation.kernel import clock
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.ledger.sealer import Chain
from lestari.foundation.ledger.transactions import write_transaction
from lestari.foundation.regions.loading import load_regions
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.queries import below
from lestari.surface.demo import cast
from lestari.surface.demo.album import Album
from lestari.surface.demo.fairs import Fair, Fairs
from lestari.surface.demo.library import Library, Story, plan
from lestari.surface.demo.logins import Login, logins
from lestari.surface.demo.models import DemoMark, is_demo
from lestari.surface.demo.money import Money
from lestari.surface.demo.players import Part, Players, one_after_the_other, side_by_side
from lestari.surface.demo.plot import Plot
from lestari.surface.demo.promises import Promise, Promises
from lestari.surface.demo.scales import SCALES, Scale, plots
from lestari.surface.demo.season import Season, settle
from lestari.surface.demo.stage import Stage

Progress = Callable[[int, int, str], None]

#: Scenes of a regency, for the bar: so many of each era, and those of its promises; and the scenes of the accounts.
_SCENES_OF_ERA, _SCENES_OF_PROMISES, _SCENES_OF_ACCOUNTS = 3, 2, 2


class Curtain:
    """Falls after each scene, and tells how far the play is."""

    def __init__(self, scenes: int, progress: Progress | None) -> None:
        self.scenes, self.played = scenes, 0
        self._progress = progress

    def __call__(self, words: str) -> None:
        """Fall once more."""
        self.played += 1
        if self._progress:
            self._progress(min(self.played, self.scenes), self.scenes, words)


def load(
    scale: str, progress: Progress | None = None, today: date | None = None, *, hands: int | None = None
) -> tuple[Login, ...]:
    """Load the demo `tiny`, `tanggamus` or `lampung`, whole or not at all, and return its logins.

    `hands`: so many processes play, one for each core; what they leave is the same. Raises Refused where a demo was loaded already,
    KeyError for an unknown scale.
    """
    players = partial(side_by_side, hands=hands or os.cpu_count() or 1)
    with written_once(), write_transaction():  # an act that is collected locks what it deals with
        play(SCALES[scale], scale, progress=progress, today=today, players=players)
    return logins()


@contextmanager
def written_once() -> Iterator[None]:
    """Let SQLite write what is new into its file alone, not into its log first; where others have the file open it writes both."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with suppress(OperationalError), connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode = DELETE").fetchall()
    try:
        yield
    finally:
        connection.close()  # lets go of the players' copies
        connection.ensure_connection()  # keeps a log again, before others come


def play(
    wanted: Scale,
    name: str,
    make: type[Stage] = Stage,
    *,
    progress: Progress | None = None,
    today: date | None = None,
    players: Players = one_after_the_other,
) -> None:
    """Play a scale, each regency on a stage of its own."""
    if DemoMark.objects.exists():
        raise Refused("Data peragaan sudah dimuat di sini.")
    mark = DemoMark.objects.create(scale=name, loaded_on=today or clock.today())
    is_demo.cache_clear()
    regions = _regions(wanted.region)
    drawn = [(plot, _inside(plot, regions)) for plot in plots(wanted, regions)]
    times = sum(len(plot.history) + 2 for plot, _places in drawn)
    scenes = times * _SCENES_OF_ERA + len(drawn) * _SCENES_OF_PROMISES + _SCENES_OF_ACCOUNTS
    curtain = Curtain(scenes, progress)
    stage = make(mark.loaded_on, "lestari", curtain)
    stage.chain = Chain()
    places = [place for _plot, inside in drawn for place in inside]
    actors = cast.enter(
        stage, places, [one for plot, inside in drawn for one in _with_officers(plot, inside)]
    )
    album = Album(stage.rng, wanted.photos, wanted.videos)
    companies = [
        Company(make(mark.loaded_on, plot.regency, curtain), plot, inside, actors, album)
        for plot, inside in drawn
    ]
    for company in companies:
        company.stage.chain = stage.chain
    eras = [company.eras() for company in companies]
    settle([promise for one in eras for promise in _promises(one)], wanted.dana_desa)
    players(
        [
            Part(company.stage, partial(_play_regency, company, one), sum(company.plot.documents.values()))
            for company, one in zip(companies, eras, strict=True)
        ]
    )
    DemoMark.objects.filter(pk=mark.pk).update(finished=True)


@dataclass(frozen=True)
class Company:
    """What a regency is played with: its stage and plot, its regions, the people, the pictures."""

    stage: Stage
    plot: Plot
    regions: Sequence[Region]
    actors: cast.Cast
    album: Album

    @property
    def villages(self) -> list[Region]:
        """Its villages, by code."""
        return [region for region in self.regions if region.level == "village"]

    def eras(self) -> list[list[Fair]]:
        """Draw its bursas and the promises made there."""
        return Season(self.stage, self.plot, self.regions, frozenset(self.actors.officers)).eras()


def _play_regency(company: Company, eras: Sequence[Sequence[Fair]]) -> None:
    """Play its documents and bursas from era to era, then its promises from the card to the end, then the revised budgets."""
    stage, actors, villages = company.stage, company.actors, company.villages
    album = company.album.drawn_with(stage.rng)
    stage.place = company.regions[0].title
    district_of = {one.code: one.name for one in company.regions if one.level == "district"}
    library = Library(
        stage, actors, album, {one.code: district_of[one.code.rpartition(".")[0]] for one in villages}
    )
    stories = plan(stage, villages, company.plot, near=frozenset(actors.officers))
    fairs, money = Fairs(stage, actors, album, library), Money(stage, actors, album)
    for era, told in zip(eras, _until(eras, stories), strict=True):
        library.play(told)
        fairs.prepare(era)
    promises = _promises(eras)
    taking_part = [village.pk for village in villages]
    stage.hold_up(Region, taking_part)
    for model in (Commitment, PlanDocument):
        stage.know(model, "region_id", taking_part)
    fairs.hold([fair for era in eras for fair in era])
    money.enter(promises)
    Promises(stage, actors, album).play(promises)
    stage.end("komitmen")
    money.revise(promises)


def _promises(eras: Sequence[Sequence[Fair]]) -> list[Promise]:
    return [promise for era in eras for fair in era for promise in fair.promises]


def _regions(code: str) -> list[Region]:
    """Return a region with its regencies, districts and villages, by code; the villages without the kelurahan."""
    if not Region.objects.filter(code=code, until=None).exists():
        load_regions(only=(code,))
    inside = Region.objects.filter(below(f"{code}.", "path"), until=None).exclude(word=Region.OUTSIDE)
    return list(inside.order_by("path"))


def _inside(plot: Plot, regions: Sequence[Region]) -> list[Region]:
    """Return the regency of a plot, its districts (these, or all) and their villages, as far as they took part from the beginning."""
    own = [region for region in regions if region.path.startswith(f"{plot.regency}.")]
    wanted = tuple(f"{code}." for code in plot.districts)
    later = tuple(region.path for region in own if region.since is not None)
    here = [one for one in own if not wanted or one.level == "regency" or one.path.startswith(wanted)]
    return [one for one in here if not one.path.startswith(later)]


def _with_officers(plot: Plot, regions: Sequence[Region]) -> list[Region]:
    """Return the villages whose officers sign in: all of the home district, the first of every other."""
    found: list[Region] = []
    for district in (region for region in regions if region.level == "district"):
        inside = [one for one in regions if one.level == "village" and one.path.startswith(district.path)]
        found += inside if district.code == plot.home else inside[:1]
    return found


def _until(eras: Sequence[Sequence[Fair]], stories: Sequence[Story]) -> list[list[Story]]:
    """Return the stories in groups: those whose document can be out before each era's first bursa, the rest with the last."""
    groups: list[list[Story]] = []
    rest = list(stories)
    for era in eras[:-1]:
        before = min(fair.day for fair in era) - timedelta(days=100)
        groups.append([story for story in rest if story.day <= before])
        rest = [story for story in rest if story.day > before]
    return [*groups, rest]
