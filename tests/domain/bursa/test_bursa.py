"""A bursa: invited villages, a menu, cards, closing, addenda, the recap."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from lestari.domain.bursa.models import Bursa, Card
from lestari.domain.bursa.queries import Recap, VillageRow, recap
from lestari.domain.commitments.models import Commitment
from lestari.domain.knowledge.models import Innovation
from lestari.foundation.duties.models import Duty
from lestari.foundation.kernel.access import Actor
from lestari.foundation.kernel.errors import NotAllowed, Refused, WrongStep
from lestari.foundation.kernel.ids import uuid7
from lestari.foundation.ledger.models import Event
from lestari.foundation.regions.models import Region
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.act import Act
from tests.domain.builders import PLEDGED_ON, Loop, original
from tests.world import CAMPANG, GISTING, KUTA_DALOM, PUGUNG

TODAY = date(2026, 8, 11)
#: The nine pekon of Kecamatan Gisting.
GISTING_VILLAGES = 9
#: A third of them.
OTHER = "18.06.20.2004"


@pytest.fixture
def innovation(loop: Loop) -> Innovation:
    return loop.innovation()


@pytest.fixture
def opened(loop: Loop, innovation: Innovation) -> Bursa:
    """A bursa with one innovation on its menu, open on its day, which stays the present."""
    loop.clock.set(PLEDGED_ON)
    bursa = loop.bursa()
    loop.do("bursa.open", loop.tpid(), bursa)
    return bursa


@pytest.fixture
def closed(loop: Loop, opened: Bursa) -> Bursa:
    loop.do("bursa.close", loop.tpid(), opened, notes="Sepuluh kartu menyusul")
    return opened


def hand_in(
    loop: Loop,
    bursa: Bursa,
    innovation: Innovation,
    code: str = KUTA_DALOM,
    by: Actor | None = None,
    **answers: Any,
) -> Commitment:
    loop.do(
        "bursa.hand_in_card",
        by or loop.officer(code),
        bursa,
        **loop.card(**{"village": loop.regions[code], "innovation": innovation, **answers}),
    )
    return Commitment.objects.filter(card__bursa=bursa).latest("code")


def collected(
    loop: Loop, kind: str, by: Actor, bursa: Bursa, innovation: Innovation, **more: Any
) -> Commitment:
    """Return what the action's function makes of a card, without writing it."""
    action = registry.action(kind)
    told = loop.card(village=loop.regions[KUTA_DALOM], innovation=innovation, **more)
    act = Act(kind, by, whence="web", on=PLEDGED_ON)
    made: Commitment = action.function(act, bursa, action.entry(**told))
    return made


def duties(bursa: Bursa) -> list[tuple[str, str, date | None]]:
    found = Duty.objects.filter(subject=bursa.pk).order_by("-role")
    return list(found.values_list("role", "action", "due"))


def of_hosts(action: str, due: date) -> list[tuple[str, str, date | None]]:
    return [("tpid", action, due), ("tik", action, due)]


def test_all_villages_are_invited_and_all_that_is_published_is_on_the_menu(
    loop: Loop, innovation: Innovation
) -> None:
    bursa = loop.bursa(TODAY + timedelta(days=30))

    villages = Region.objects.filter(parent=loop.regions[GISTING], until=None)
    assert villages.count() == GISTING_VILLAGES
    assert set(bursa.invitations.values_list("region", flat=True)) == {village.pk for village in villages}
    assert list(bursa.menu.values_list("innovation", flat=True)) == [innovation.pk]
    assert (bursa.code, bursa.state) == ("BID-2026-0001", "prepared")
    assert duties(bursa) == of_hosts("bursa.open", date(2026, 9, 10))


def test_a_bursa_of_another_district_is_not_set_up(loop: Loop) -> None:
    with pytest.raises(NotAllowed) as caught:
        loop.bursa(TODAY, PUGUNG)

    assert str(caught.value) == "Wilayah ini di luar wilayah tugas Anda."


def test_name_invitations_menu_and_day_change_while_it_is_prepared(
    loop: Loop, innovation: Innovation
) -> None:
    bursa = loop.bursa(TODAY + timedelta(days=30))
    later = TODAY + timedelta(days=44)

    loop.do(
        "bursa.change",
        loop.tpid(),
        bursa,
        name="Bursa Gisting",
        place="Lapangan",
        held_on=later,
        hours="08.00",
        villages=(loop.regions[KUTA_DALOM],),
        menu=(innovation,),
    )

    assert (bursa.name, bursa.place, bursa.held_on, bursa.hours) == (
        "Bursa Gisting",
        "Lapangan",
        later,
        "08.00",
    )
    assert list(bursa.invitations.values_list("region__code", flat=True)) == [KUTA_DALOM]
    assert list(bursa.menu.values_list("innovation", flat=True)) == [innovation.pk]
    assert duties(bursa) == of_hosts("bursa.open", later)


def test_it_opens_only_on_its_day(loop: Loop, innovation: Innovation) -> None:
    bursa = loop.bursa(date(2026, 8, 12))
    with pytest.raises(Refused) as caught:
        loop.do("bursa.open", loop.tpid(), bursa)
    assert str(caught.value) == "Bursa ini baru pada 12 Agustus 2026. Bukalah pada hari itu."

    loop.clock.set(date(2026, 8, 12))
    loop.do("bursa.open", loop.tpid(), bursa)

    assert bursa.state == "open"
    assert duties(bursa) == of_hosts("bursa.close", date(2026, 8, 12))


def test_it_does_not_open_without_a_menu(loop: Loop) -> None:
    bursa = loop.bursa(TODAY)

    with pytest.raises(Refused) as caught:
        loop.do("bursa.open", loop.tpid(), bursa)

    assert str(caught.value) == "Undang desa dan isi menu dahulu."


def test_a_card_becomes_a_promise(loop: Loop, opened: Bursa, innovation: Innovation) -> None:
    promise = hand_in(loop, opened, innovation)

    assert (promise.code, promise.state, promise.region, promise.innovation) == (
        "K-2025-0001",
        "pledged",
        loop.regions[KUTA_DALOM],
        innovation,
    )
    card = Card.objects.get()
    assert (card.bursa, card.commitment, card.addendum_reason) == (opened, promise, "")
    assert Event.objects.get(subject=promise.pk).kind == "commitment.pledge"


def test_a_card_on_behalf_of_a_village_needs_its_paper(
    loop: Loop, opened: Bursa, innovation: Innovation
) -> None:
    with pytest.raises(Refused) as caught:
        hand_in(loop, opened, innovation, by=loop.tpid(), papers=())
    assert caught.value.errors == {"papers": ["Anda mencatat atas nama desa. Lampirkan foto kertasnya."]}

    promise = hand_in(loop, opened, innovation, by=loop.tpid(), papers=(original("paper"),))

    assert Event.objects.get(subject=promise.pk).behalf == loop.regions[KUTA_DALOM].pk


def test_a_village_that_is_not_invited_hands_in_no_card(loop: Loop, innovation: Innovation) -> None:
    loop.clock.set(PLEDGED_ON)
    bursa = loop.bursa()
    kept = tuple(Region.objects.filter(parent=loop.regions[GISTING], until=None).exclude(code=KUTA_DALOM))
    loop.do(
        "bursa.change",
        loop.tpid(),
        bursa,
        name=bursa.name,
        place="Balai",
        held_on=PLEDGED_ON,
        villages=kept,
        menu=(innovation,),
    )
    loop.do("bursa.open", loop.tpid(), bursa)

    with pytest.raises(Refused) as caught:
        hand_in(loop, bursa, innovation)

    assert caught.value.errors == {
        "village": ["Desa ini tidak diundang ke bursa ini. Pilih desa yang diundang."]
    }
    assert Commitment.objects.count() == 0


def test_an_innovation_that_is_not_on_the_menu_is_not_promised_there(loop: Loop, opened: Bursa) -> None:
    with loop.at(TODAY):
        other = loop.innovation(on=PLEDGED_ON)

    with pytest.raises(Refused) as caught:
        hand_in(loop, opened, other)

    assert caught.value.errors == {
        "innovation": ["Inovasi ini tidak ada di menu bursa ini. Pilih dari menu."]
    }


def test_a_village_does_not_hand_in_the_card_of_another(
    loop: Loop, opened: Bursa, innovation: Innovation
) -> None:
    with pytest.raises(NotAllowed) as caught:
        hand_in(loop, opened, innovation, KUTA_DALOM, by=loop.officer(CAMPANG))

    assert str(caught.value) == "Wilayah ini di luar wilayah tugas Anda."


def test_a_card_after_closing_is_refused(loop: Loop, closed: Bursa, innovation: Innovation) -> None:
    assert (closed.state, closed.notes, duties(closed)) == ("closed", "Sepuluh kartu menyusul", [])

    with pytest.raises(WrongStep) as caught:
        hand_in(loop, closed, innovation)

    assert str(caught.value) == (
        "Bursa ini sudah ditutup. TPID atau TIK mencatat kartu yang menyusul, dengan alasannya."
    )
    assert Commitment.objects.count() == 0


def test_a_card_comes_after_closing_as_an_addendum_with_a_reason(
    loop: Loop, closed: Bursa, innovation: Innovation
) -> None:
    loop.clock.set(TODAY)

    loop.do(
        "bursa.addendum",
        loop.tpid(),
        closed,
        **loop.card(village=loop.regions[KUTA_DALOM], innovation=innovation, papers=(original("paper"),)),
        reason="Kartu tertinggal di pekon",
        on=PLEDGED_ON + timedelta(days=1),
    )

    card = Card.objects.get()
    assert (card.addendum_reason, card.commitment.state) == ("Kartu tertinggal di pekon", "pledged")
    event = Event.objects.get(subject=card.commitment_id)
    assert event.effective_on == PLEDGED_ON + timedelta(days=1)


def test_a_closed_bursa_is_opened_again_by_the_regency(loop: Loop, closed: Bursa) -> None:
    with pytest.raises(NotAllowed):
        loop.do("bursa.reopen", loop.tpid(), closed, reason="Masih ada kartu")

    loop.do("bursa.reopen", loop.tik(), closed, reason="Masih ada kartu")

    assert (closed.state, closed.reason) == ("open", "Masih ada kartu")


def test_the_recap_counts_by_village_and_field(loop: Loop, opened: Bursa, innovation: Innovation) -> None:
    hand_in(loop, opened, innovation, estimated_cost=86_400_000)
    hand_in(loop, opened, innovation, place="Dusun 1", estimated_cost=13_600_000)
    mistaken = hand_in(loop, opened, innovation, place="Dusun 2", estimated_cost=5)
    loop.back("void", mistaken, PLEDGED_ON, by=loop.tpid())

    found = recap(opened)

    assert found.totals == {"infrastructure": 2, "economy": 0, "human_resources": 0}
    assert (found.cards, found.cost, len(found.rows)) == (2, 100_000_000, GISTING_VILLAGES)
    rows = {row.region.code: (row.cards, row.cost, row.by_field["infrastructure"]) for row in found.rows}
    assert rows[KUTA_DALOM] == (2, 100_000_000, 2)
    assert sum(cards for cards, *_rest in rows.values()) == 2
    assert {region.code for region in found.without} == set(rows) - {KUTA_DALOM}


def test_what_was_read_aloud_at_closing_stays_so_and_late_cards_are_counted_apart(
    loop: Loop, opened: Bursa, innovation: Innovation
) -> None:
    hand_in(loop, opened, innovation, estimated_cost=86_400_000)
    loop.do("bursa.close", loop.tpid(), opened)

    loop.do(
        "bursa.addendum",
        loop.tpid(),
        opened,
        **loop.card(
            village=loop.regions[OTHER],
            innovation=innovation,
            papers=(original("paper"),),
            estimated_cost=5_000_000,
        ),
        reason="Kartu tertinggal di pekon",
        on=PLEDGED_ON,
    )

    found = recap(opened)
    assert (found.cards, found.cost, found.totals["infrastructure"]) == (1, 86_400_000, 1)
    assert [row.region.code for row in found.promised] == [KUTA_DALOM]
    assert (found.late, found.late_cost) == (1, 5_000_000)
    assert len(found.without) == GISTING_VILLAGES - 2


def test_an_addendum_is_not_signed_before_the_bursa(
    loop: Loop, closed: Bursa, innovation: Innovation
) -> None:
    answers = loop.card(
        village=loop.regions[KUTA_DALOM], innovation=innovation, on=PLEDGED_ON - timedelta(days=1)
    )
    with pytest.raises(Refused) as caught:
        loop.do("bursa.addendum", loop.tpid(), closed, reason="Tertinggal", **answers)

    assert caught.value.errors == {"on": ["Bursa ini pada 11 Maret 2025. Tulis tanggal itu atau sesudahnya."]}


def test_a_bursa_with_cards_is_not_cancelled(loop: Loop, opened: Bursa, innovation: Innovation) -> None:
    hand_in(loop, opened, innovation)

    with pytest.raises(Refused) as caught:
        loop.do("bursa.cancel", loop.tpid(), opened, reason="Hujan")

    assert str(caught.value) == "Bursa ini sudah menerima kartu. Tutup bursa, atau batalkan kartunya dahulu."

    loop.back("void", Commitment.objects.get(), PLEDGED_ON, by=loop.tpid())
    loop.do("bursa.cancel", loop.tpid(), opened, reason="Hujan")
    assert opened.state == "cancelled"


def test_a_bursa_without_cards_is_cancelled(loop: Loop) -> None:
    bursa = loop.bursa(TODAY)

    loop.do("bursa.cancel", loop.tpid(), bursa, reason="Hujan")

    assert (bursa.state, bursa.reason, duties(bursa)) == ("cancelled", "Hujan", [])


def test_what_a_card_makes_is_the_promise_whichever_way_it_came(
    loop: Loop, opened: Bursa, innovation: Innovation
) -> None:
    in_time = collected(loop, "bursa.hand_in_card", loop.officer(KUTA_DALOM), opened, innovation)
    loop.do("bursa.close", loop.tpid(), opened)
    late = collected(
        loop,
        "bursa.addendum",
        loop.tpid(),
        opened,
        innovation,
        papers=(original("paper"),),
        reason="Hujan",
        on=PLEDGED_ON,
    )

    assert [(type(made), made.place) for made in (in_time, late)] == [(Commitment, "Dusun 3")] * 2


def test_the_same_card_sent_twice_is_one_promise(loop: Loop, opened: Bursa, innovation: Innovation) -> None:
    act = uuid7()

    papers = (original("paper"),)
    hand_in(loop, opened, innovation, act_id=act, papers=papers)
    hand_in(loop, opened, innovation, act_id=act, papers=papers)

    assert (Commitment.objects.count(), Card.objects.count()) == (1, 1)


def test_a_recap_of_several_districts_shows_these_and_opens_one(loop: Loop) -> None:
    def row(code: str, cost: int) -> VillageRow:
        region = Region.objects.select_related("parent").get(code=code)
        return VillageRow(region, {"infrastructure": 1, "economy": 0, "human_resources": 0}, cost)

    rows = [row(CAMPANG, 5), row(KUTA_DALOM, 7), row(f"{PUGUNG}.2001", 11)]
    whole = Recap(rows, {"infrastructure": 3, "economy": 0, "human_resources": 0}, 23)
    assert [(one.region.code, one.cards, one.cost) for one in whole.shown] == [
        (GISTING, 2, 12),
        (PUGUNG, 1, 11),
    ]
    assert [one.region.code for one in replace(whole, inside=GISTING).shown] == [CAMPANG, KUTA_DALOM]
    assert replace(whole, inside="18.06.99").shown == whole.districts
    assert Recap(rows[:2], whole.totals, 12, inside=GISTING).shown == rows[:2]
