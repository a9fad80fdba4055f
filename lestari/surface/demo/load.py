"""Loading the demo: every row and event by the real actions, from a seed; the present is placed around the day of loading."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from lestari.foundation.kernel import clock
from lestari.foundation.kernel.errors import Refused
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
from lestari.surface.demo.promises import Promises
from lestari.surface.demo.season import GISTING, PLOTS, REGENCY, Season
from lestari.surface.demo.stage import Progress, Stage

#: Scenes of a whole play, for the bar: more eras, more scenes.
_SCENES_OF_ERA, _OTHER_SCENES = 12, 17


def load(scale: str, progress: Progress | None = None, today: date | None = None) -> tuple[Login, ...]:
    """Load the demo `tiny` or `tanggamus`, whole or not at all, and return its logins.

    Raises Refused where a demo was loaded already, KeyError for an unknown scale.
    """
    with write_transaction():  # an act that is collected locks what it deals with
        return _play(scale, progress, today)


def _play(scale: str, progress: Progress | None, today: date | None) -> tuple[Login, ...]:
    plot = PLOTS[scale]
    if DemoMark.objects.exists():
        raise Refused("Data peragaan sudah dimuat di sini.")
    mark = DemoMark.objects.create(scale=scale, loaded_on=today or clock.today())
    is_demo.cache_clear()
    eras = len(plot.history) + 2
    stage = Stage(mark.loaded_on, eras * _SCENES_OF_ERA + _OTHER_SCENES, progress)
    regions = _regions(plot.districts)
    districts = [region for region in regions if region.level == "district"]
    villages = [region for region in regions if region.level == "village"]
    actors = cast.enter(stage, districts, _with_officers(districts, villages))
    album = Album(stage, plot.photos)
    names = {district.code: district.name for district in districts}
    library = Library(
        stage, actors, album, {one.code: names[one.code.rpartition(".")[0]] for one in villages}
    )
    stories = plan(stage, villages, plot.documents, near=frozenset(actors.officers))
    fairs = Season(stage, plot, regions, frozenset(actors.officers)).eras()
    stand = Fairs(stage, actors, album, library)
    for era, told in zip(fairs, _until(fairs, stories), strict=True):
        library.play(told)
        stand.hold(era)
    _keep_promises(Promises(stage, actors, album), Money(stage, actors, album), fairs)
    DemoMark.objects.filter(pk=mark.pk).update(finished=True)
    return logins()


def _keep_promises(play: Promises, money: Money, eras: Sequence[Sequence[Fair]]) -> None:
    promises = [promise for era in eras for fair in era for promise in fair.promises]
    money.enter(promises)
    play.play(promises)
    money.revise(promises)


def _regions(districts: Sequence[str]) -> list[Region]:
    """Return the regency, its districts (these, or all) and their villages without the kelurahan, by code."""
    if not Region.objects.filter(code=REGENCY, until=None).exists():
        load_regions(only=(REGENCY,))
    inside = Region.objects.filter(below(f"{REGENCY}.", "path"), until=None).exclude(word=Region.OUTSIDE)
    return [
        region
        for region in inside.order_by("path")
        if not districts
        or region.level == "regency"
        or region.path.startswith(tuple(f"{code}." for code in districts))
    ]


def _with_officers(districts: Sequence[Region], villages: Sequence[Region]) -> list[Region]:
    """Return the villages whose officers sign in: all of Gisting, the first of every other district."""
    found: list[Region] = []
    for district in districts:
        inside = [village for village in villages if village.path.startswith(district.path)]
        found += inside if district.code == GISTING else inside[:1]
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
