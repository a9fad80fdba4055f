"""The pages of a bursa: who has promised and who not, the fast card, the closing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from lestari.domain.bursa.models import Bursa, Card
from lestari.domain.commitments.models import Commitment
from lestari.domain.knowledge.models import Innovation
from lestari.foundation.duties.queries import mine
from lestari.foundation.regions.models import Region
from tests.domain.builders import PLEDGED_ON, Loop, original
from tests.domain.pages import MOST_QUERIES, queries, signed_in, words
from tests.world import KUTA_DALOM, TANGGAMUS

CLOSED = "Bursa ini sudah ditutup. Catat sebagai kartu susulan, dengan alasannya."


@pytest.fixture
def innovation(loop: Loop) -> Innovation:
    return loop.innovation()


@pytest.fixture
def opened(loop: Loop, innovation: Innovation) -> Bursa:
    """An open bursa; the present is its day."""
    loop.clock.set(PLEDGED_ON)
    bursa = loop.bursa()
    loop.do("bursa.open", loop.tpid(), bursa)
    return bursa


def filled(loop: Loop, innovation: Innovation, **instead: Any) -> dict[str, Any]:
    """A card as a browser sends it."""
    card = {
        "village": str(loop.regions[KUTA_DALOM].pk),
        "innovation": str(innovation.pk),
        "mode": "adapt",
        "place": "Dusun 3",
        "year": "2026",
        "volume": "1.200,5",
        "unit": "meter",
        "estimated_cost": "86.400.000",
        "planned_source": "DD",
        "responsible": "Kaur Perencanaan",
    }
    return {**card, **instead}


def hand_in(loop: Loop, bursa: Bursa, innovation: Innovation, place: str = "Dusun 1") -> None:
    answers = loop.card(village=loop.regions[KUTA_DALOM], innovation=innovation, place=place)
    loop.do("bursa.hand_in_card", loop.officer(), bursa, **answers)


def test_the_list_leads_to_each_bursa(loop: Loop, opened: Bursa, client: Client) -> None:
    response = client.get("/bursa")

    assert list(response.context["coming"]) == [opened]
    assert "Siapkan bursa" not in words(response)
    assert "Siapkan bursa" in words(signed_in(loop, "tpid").get("/bursa"))


def test_the_page_shows_who_has_promised_and_who_not(
    loop: Loop, opened: Bursa, innovation: Innovation, client: Client
) -> None:
    hand_in(loop, opened, innovation)

    response = client.get(f"/bursa/{opened.code}")

    text = words(response)
    assert "8 pekon belum menyerahkan kartu" in text
    assert "1 kartu dari 1 pekon; 9 pekon diundang; perkiraan biaya Rp86.400.000." in text
    assert [row.region.code for row in response.context["recap"].promised] == [KUTA_DALOM]
    assert response.context["buttons"] is None
    assert [link.url for link in response.context["menu"]] == ["/katalog", "/wilayah", "/bursa", "/capaian"]


def test_cards_stand_on_the_page_and_not_in_its_history(
    loop: Loop, opened: Bursa, innovation: Innovation, client: Client
) -> None:
    hand_in(loop, opened, innovation)

    turns = client.get(f"/bursa/{opened.code}").context["history"]

    assert [turn.what for turn in turns] == ["membuka bursa", "menyiapkan bursa"]


def test_in_the_hall_a_card_comes_first_and_afterwards_not_at_all(loop: Loop, opened: Bursa) -> None:
    browser = signed_in(loop, "tpid")
    hall = browser.get(f"/bursa/{opened.code}").context["buttons"]
    assert hall.primary.action.kind == "bursa.hand_in_card"
    assert [made.action.kind for made in hall.others] == ["bursa.close", "bursa.cancel"]

    loop.do("bursa.close", loop.tpid(), opened)

    after = browser.get(f"/bursa/{opened.code}").context["buttons"]
    assert [made.action.kind for made in after.others] == ["bursa.addendum"]


def test_an_officer_finds_the_village_filled_in_and_no_other(loop: Loop, opened: Bursa) -> None:
    form = signed_in(loop, "village_officer", KUTA_DALOM).get(f"/bursa/{opened.code}/kartu").context["form"]

    assert form["village"].value() == loop.regions[KUTA_DALOM].pk
    assert list(form.fields["village"].queryset) == [loop.regions[KUTA_DALOM]]


def test_the_lists_of_a_card_are_read_by_name(loop: Loop, opened: Bursa) -> None:
    text = words(signed_in(loop, "tik").get(f"/bursa/{opened.code}/kartu"))

    assert "Pekon Kuta Dalom" in text
    assert "Pipa gravitasi air bersih dari mata air Way Semaka" in text
    assert " object (" not in text


def test_save_and_fill_again_keeps_the_village(loop: Loop, opened: Bursa, innovation: Innovation) -> None:
    browser, page = signed_in(loop, "village_officer", KUTA_DALOM), f"/bursa/{opened.code}/kartu"

    again = browser.post(page, filled(loop, innovation, lagi="1"))
    home = browser.post(page, filled(loop, innovation, place="Dusun 4"))

    village = loop.regions[KUTA_DALOM].pk
    assert (again.url, home.url) == (f"{page}?desa={village}", f"/bursa/{opened.code}")
    assert browser.get(again.url).context["form"]["village"].value() == str(village)
    assert sorted(Commitment.objects.values_list("place", flat=True)) == ["Dusun 3", "Dusun 4"]


def test_two_tables_hand_in_at_the_same_time(loop: Loop, opened: Bursa, innovation: Innovation) -> None:
    browser, page = signed_in(loop, "village_officer", KUTA_DALOM), f"/bursa/{opened.code}/kartu"
    form = browser.get(page).context["form"]
    hand_in(loop, opened, innovation)

    answered = browser.post(
        page,
        filled(loop, innovation, act=str(form.initial["act"]), seen=str(form.initial["seen"])),
    )

    assert answered.status_code == 302
    assert Card.objects.count() == 2


def test_a_card_without_its_paper_comes_back_as_filled(
    loop: Loop, opened: Bursa, innovation: Innovation
) -> None:
    answered = signed_in(loop, "tpid").post(f"/bursa/{opened.code}/kartu", filled(loop, innovation))

    assert answered.status_code == 422
    assert "Anda mencatat atas nama desa. Lampirkan foto kartunya." in words(answered)
    assert answered.context["form"]["place"].value() == "Dusun 3"
    assert Card.objects.count() == 0


def test_a_card_after_closing_says_so_and_comes_back_as_filled(
    loop: Loop, opened: Bursa, innovation: Innovation
) -> None:
    loop.do("bursa.close", loop.tpid(), opened)
    browser, page = signed_in(loop, "village_officer", KUTA_DALOM), f"/bursa/{opened.code}/kartu"

    shown, sent = browser.get(page), browser.post(page, filled(loop, innovation))

    assert CLOSED in words(shown)
    assert (sent.status_code, sent.context["form"]["place"].value()) == (409, "Dusun 3")
    assert CLOSED in words(sent)
    assert Card.objects.count() == 0


def test_an_addendum_asks_for_its_reason(loop: Loop, opened: Bursa, innovation: Innovation) -> None:
    loop.do("bursa.close", loop.tpid(), opened)
    page = f"/bursa/{opened.code}/susulan"
    browser = signed_in(loop, "tpid")

    answered = browser.post(page, filled(loop, innovation))

    assert answered.status_code == 422
    assert set(answered.context["form"].errors) == {"reason", "on"}


def test_the_closing_reads_the_recap_first(loop: Loop, opened: Bursa, innovation: Innovation) -> None:
    hand_in(loop, opened, innovation)
    browser = signed_in(loop, "tpid")

    asked = browser.get(f"/bursa/{opened.code}/close")
    browser.post(f"/bursa/{opened.code}/close", {"notes": "Dibacakan"})

    assert "1 kartu dari 1 pekon; 9 pekon diundang; perkiraan biaya Rp86.400.000." in words(asked)
    opened.refresh_from_db()
    assert (opened.state, opened.notes) == ("closed", "Dibacakan")


def test_what_people_type_is_shown_as_typed(loop: Loop, innovation: Innovation, client: Client) -> None:
    bursa = loop.bursa()
    Bursa.objects.filter(pk=bursa.pk).update(place="<script>alert(1)</script>")

    page = client.get(f"/bursa/{bursa.code}").content.decode()

    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    Bursa.objects.filter(pk=bursa.pk).update(place=bursa.place)


def test_a_bursa_of_the_whole_regency_is_hosted_by_its_team(loop: Loop, innovation: Innovation) -> None:
    receipt = loop.do(
        "bursa.set_up",
        loop.tik(),
        region=loop.regions[TANGGAMUS],
        name="Bursa Kabupaten",
        place="GOR",
        held_on=PLEDGED_ON,
    )

    bursa = Bursa.objects.get(pk=receipt.subject)
    invited = Region.objects.filter(pk__in=bursa.invitations.values("region"))
    assert set(invited.values_list("word", flat=True)) == {"pekon"}
    assert invited.count() == 299
    assert [duty.action for duty in mine(loop.tik()).filter(subject=bursa.pk)] == ["bursa.open"]
    assert not mine(loop.tpid()).filter(subject=bursa.pk).exists()


def test_the_page_asks_no_more_when_it_grows(loop: Loop, opened: Bursa, innovation: Innovation) -> None:
    page = f"/bursa/{opened.code}"
    hand_in(loop, opened, innovation)
    browsers = [Client(), signed_in(loop, "village_officer", KUTA_DALOM), signed_in(loop, "tpid")]
    before = [queries(browser, page) for browser in browsers]

    for number in range(2, 8):
        hand_in(loop, opened, innovation, f"Dusun {number}")

    assert [queries(browser, page) for browser in browsers] == before
    assert max(before) <= MOST_QUERIES


def test_an_addendum_by_the_team_shows_its_reason(
    loop: Loop, opened: Bursa, innovation: Innovation, client: Client
) -> None:
    loop.do("bursa.close", loop.tpid(), opened)
    loop.do(
        "bursa.addendum",
        loop.tpid(),
        opened,
        **loop.card(village=loop.regions[KUTA_DALOM], innovation=innovation, papers=(original("paper"),)),
        reason="Kartu tertinggal di pekon",
        on=PLEDGED_ON,
    )

    assert "kartu susulan: Kartu tertinggal di pekon" in words(client.get(f"/bursa/{opened.code}"))
