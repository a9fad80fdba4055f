"""The feed of a region: the public part of what happened, each deed once, in the words of today."""

from __future__ import annotations

from lestari.domain.insight.feed import feed
from lestari.domain.insight.models import FeedItem
from lestari.foundation.ledger.followers import run_all
from lestari.foundation.ledger.models import Cursor
from lestari.foundation.ledger.sealer import seal_all
from lestari.foundation.regions.models import Region
from tests.domain.builders import PLANNED_ON, PLEDGED_ON, Loop
from tests.world import CAMPANG, GISTING, KUTA_DALOM, PRINGSEWU


def told(code: str) -> list[tuple[str, str]]:
    """What the feed of a region says, newest first."""
    seal_all()
    run_all()
    return [(news.where, news.what) for news in feed(Region.objects.get(code=code).path)]


def test_a_publication_is_told_once_and_what_is_not_public_never(loop: Loop) -> None:
    loop.innovation()

    assert told(GISTING) == [("Pekon Campang", "menerbitkan dokumen ke menu inovasi")]
    assert feed(loop.regions[GISTING].path)[0].url.startswith("/inovasi/")


def test_it_tells_what_happened_in_the_region_by_the_day(loop: Loop) -> None:
    promise = loop.planned(loop.innovation(), loop.plan_line())

    publication = ("Pekon Campang", "menerbitkan dokumen ke menu inovasi")
    pledge = ("Pekon Kuta Dalom", "menyerahkan kartu komitmen")
    plan = ("Pekon Kuta Dalom", "mencatat komitmen di RKPDes")
    assert told("18.06") == [plan, pledge, publication]
    assert (told(KUTA_DALOM), told(CAMPANG), told(PRINGSEWU)) == ([plan, pledge], [publication], [])
    assert [news.on for news in feed(loop.regions[KUTA_DALOM].path)] == [PLANNED_ON, PLEDGED_ON]
    assert feed(loop.regions[KUTA_DALOM].path)[0].url == f"/komitmen/{promise.code}"


def test_what_is_no_longer_public_is_left_out(loop: Loop) -> None:
    promise = loop.pledge(loop.innovation())
    assert len(told("18")) == 2

    loop.back("void", promise, PLANNED_ON, by=loop.tpid())

    assert told("18") == [("Pekon Campang", "menerbitkan dokumen ke menu inovasi")]


def test_a_region_that_gets_another_code_keeps_its_feed(loop: Loop) -> None:
    loop.pledge(loop.innovation())
    before = told(KUTA_DALOM)
    village = loop.regions[KUTA_DALOM]

    Region.objects.filter(pk=village.pk).update(code="18.06.99.2003", path="18.06.99.2003.")

    assert told("18.06.99.2003") == before != []
    assert (told("18.06"), told(GISTING)) == ([*before, *told(CAMPANG)], told(CAMPANG))
    Region.objects.filter(pk=village.pk).update(code=village.code, path=village.path)


def test_it_is_made_anew_from_the_ledger(loop: Loop) -> None:
    loop.planned(loop.innovation(), loop.plan_line())
    before = told("18")
    items = list(FeedItem.objects.order_by("position").values())

    FeedItem.objects.all().delete()
    Cursor.objects.filter(follower="feed").delete()

    assert told("18") == before != []
    assert list(FeedItem.objects.order_by("position").values()) == items


def test_a_follower_that_reads_again_keeps_nothing_twice(loop: Loop) -> None:
    loop.pledge(loop.innovation())
    before = told("18")
    positions = set(FeedItem.objects.values_list("position", flat=True))

    Cursor.objects.filter(follower="feed").update(position=0)

    assert told("18") == before
    assert set(FeedItem.objects.values_list("position", flat=True)) == positions
