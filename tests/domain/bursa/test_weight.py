"""The pages of a bursa at their heaviest: a regency's bursa, 299 villages, 900 innovations on the menu."""

from __future__ import annotations

import gzip
import random

import pytest
from django.test import Client

from lestari.domain.bursa.models import Bursa, Card, MenuItem
from lestari.domain.bursa.queries import menu_of
from lestari.domain.commitments.models import Commitment
from lestari.domain.knowledge.fields import FIELDS
from lestari.domain.knowledge.models import Innovation
from lestari.foundation.kernel import clock as house
from lestari.foundation.regions.models import Region
from tests.clock import Clock
from tests.domain.builders import PLEDGED_ON, Loop
from tests.domain.pages import MOST_QUERIES, queries, signed_in
from tests.world import TANGGAMUS, People

#: The most that the HTML of a page weighs over the wire, in bytes.
HEAVIEST = 18_000
MENU = 900
_WHAT = (
    "Pipa gravitasi", "Rumah kompos", "Jalan rabat beton", "Embung", "Kolam nila", "Kopi petik merah", "Gula semut aren",
    "Posyandu remaja", "Ambulans siaga", "Bank sampah", "Saluran irigasi tersier", "Jembatan gantung", "Madu klanceng",
    "Kelas ibu hamil", "Perpustakaan keliling", "Sumur resapan", "Biogas kandang sapi", "PAUD sore", "Keripik pisang",
    "Lumbung gabah",
)  # fmt: skip


@pytest.fixture
def heavy(people: People, clock: Clock) -> tuple[Loop, Bursa]:
    """A prepared bursa of the whole regency; its innovations are there without their documents."""
    loop = Loop(people, clock)
    clock.set(PLEDGED_ON)
    villages = list(Region.objects.filter(path__startswith=f"{TANGGAMUS}.", level="village"))
    draw = random.Random("menu")
    Innovation.objects.bulk_create(
        Innovation(
            region=(village := draw.choice(villages)),
            field=draw.choice(FIELDS)[0],
            title=f"{draw.choice(_WHAT)} {village.name} untuk {draw.randrange(20, 400)} keluarga",
            code=f"INV-18.06-{number:04}",
            state="published",
            published_on=PLEDGED_ON,
            created_at=house.now(),
        )
        for number in range(MENU)
    )
    receipt = loop.do(
        "bursa.set_up",
        loop.tik(),
        region=people.regions[TANGGAMUS],
        name="Bursa Kabupaten",
        place="GOR",
        held_on=PLEDGED_ON,
    )
    bursa = Bursa.objects.get(pk=receipt.subject)
    loop.do(
        "bursa.change",
        loop.tik(),
        bursa,
        name=bursa.name,
        place=bursa.place,
        held_on=PLEDGED_ON,
        villages=tuple(invited.region for invited in bursa.invitations.select_related("region")),
        menu=tuple(Innovation.objects.all()),
    )
    assert (MenuItem.objects.filter(bursa=bursa).count(), bursa.invitations.count()) == (MENU, 299)
    return loop, bursa


def every_village_promises(bursa: Bursa) -> None:
    """Let each village hand in two cards, without the ledger."""
    draw = random.Random("cards")
    menu = list(menu_of(bursa))
    promises = [
        Commitment(
            region_id=village,
            innovation=(chosen := draw.choice(menu)),
            field=chosen.field,
            mode="replicate",
            place=f"Dusun {draw.randrange(1, 9)}",
            year=2026,
            volume=draw.randrange(1, 900),
            unit="meter",
            estimated_cost=draw.randrange(5, 400) * 500_000,
            planned_source="DD",
            responsible="Kaur",
            code=f"K-2025-{number:04}",
            state="pledged",
            created_at=house.now(),
        )
        for number, village in enumerate([*bursa.invitations.values_list("region", flat=True)] * 2)
    ]
    Commitment.objects.bulk_create(promises)
    Card.objects.bulk_create(Card(bursa=bursa, commitment=promise) for promise in promises)


def weight(browser: Client, page: str) -> int:
    return len(gzip.compress(browser.get(page).content))


def test_a_regencys_bursa_is_light_at_nine_hundred_innovations(heavy: tuple[Loop, Bursa]) -> None:
    loop, bursa = heavy
    browser, page = signed_in(loop, "tik"), f"/bursa/{bursa.code}"
    pages = ["/bursa", page, f"{page}/menu", f"{page}/change"]
    heaviest = {one: weight(browser, one) for one in pages}
    most = max(queries(browser, one) for one in pages)

    loop.do("bursa.open", loop.tik(), bursa)
    for one in (page, f"{page}/kartu", f"{page}/close"):
        heaviest[f"{one} open"] = weight(browser, one)
        most = max(most, queries(browser, one))

    every_village_promises(bursa)
    for one in (page, f"{page}/close"):
        heaviest[f"{one} full"] = weight(browser, one)
        most = max(most, queries(browser, one))

    assert {one: bytes_ for one, bytes_ in heaviest.items() if bytes_ > HEAVIEST} == {}
    assert most <= MOST_QUERIES
