"""The pages of a bursa: who has promised and who not, the fast card, the closing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from lestari.domain.bursa import actions, forms, views
from lestari.domain.bursa.models import Bursa, Card
from lestari.domain.commitments.models import Commitment
from lestari.domain.knowledge.models import Innovation
from lestari.foundation.components import records
from lestari.foundation.duties.queries import mine
from lestari.foundation.regions.models import Region
from tests.domain.builders import PLEDGED_ON, Loop, original, sent
from tests.domain.pages import MOST_QUERIES, queries, signed_in, words
from tests.world import CAMPANG, ELSEWHERE, KUTA_DALOM, TANGGAMUS

CLOSED = "Bursa ini sudah ditutup. TPID atau TIK mencatat kartu yang menyusul, dengan alasannya."


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
        "changes": "Pipa lebih kecil",
        "place": "Dusun 3",
        "year": "2026",
        "volume": "1.200,5",
        "unit": "meter",
        "estimated_cost": "86.400.000",
        "planned_source": "DD",
        "responsible": "Kaur Perencanaan",
        "papers": sent(loop.people.user("village_officer", KUTA_DALOM)),
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
    shown = signed_in(loop, "village_officer", KUTA_DALOM).get(f"/bursa/{opened.code}/kartu")

    form = shown.context["form"]
    assert "Kartu dari Pekon Kuta Dalom." in words(shown)
    assert f'<input type="hidden" name="village" value="{KUTA_DALOM}"' in shown.content.decode()
    assert list(form.fields["village"].queryset) == [loop.regions[KUTA_DALOM]]


def test_each_card_is_listed_with_the_code_of_its_promise(
    loop: Loop, opened: Bursa, innovation: Innovation, client: Client
) -> None:
    hand_in(loop, opened, innovation)

    assert f"{Commitment.objects.get().code} · Pekon Kuta Dalom" in words(client.get(f"/bursa/{opened.code}"))


def test_the_way_back_from_a_card_lies_in_a_landmark(loop: Loop, opened: Bursa) -> None:
    page = signed_in(loop, "tpid").get(f"/bursa/{opened.code}/kartu").content.decode()

    assert f'<nav class="breadcrumb" aria-label="Letak"><a class="code" href="/bursa/{opened.code}">' in page


def test_the_lists_of_a_card_are_read_by_name(loop: Loop, opened: Bursa) -> None:
    text = words(signed_in(loop, "tik").get(f"/bursa/{opened.code}/kartu"))

    assert "Pekon Kuta Dalom" in text
    assert "Pipa gravitasi air bersih dari mata air Way Semaka" in text
    assert " object (" not in text


def test_save_and_fill_again_keeps_the_village(loop: Loop, opened: Bursa, innovation: Innovation) -> None:
    browser, page = signed_in(loop, "village_officer", KUTA_DALOM), f"/bursa/{opened.code}/kartu"

    again = browser.post(page, filled(loop, innovation, village=KUTA_DALOM, lagi="1"))
    home = browser.post(page, filled(loop, innovation, place="Dusun 4"))

    assert (again.url, home.url) == (f"{page}?desa={KUTA_DALOM}", f"/bursa/{opened.code}")
    assert browser.get(again.url).context["form"]["village"].value() == KUTA_DALOM
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
    answered = signed_in(loop, "tpid").post(
        f"/bursa/{opened.code}/kartu", filled(loop, innovation, papers="")
    )

    assert answered.status_code == 422
    assert "Anda mencatat atas nama desa. Lampirkan foto kertasnya." in words(answered)
    assert answered.context["form"]["place"].value() == "Dusun 3"
    assert Card.objects.count() == 0


def test_a_card_after_closing_says_so_and_comes_back_as_filled(
    loop: Loop, opened: Bursa, innovation: Innovation
) -> None:
    loop.do("bursa.close", loop.tpid(), opened)
    browser, page = signed_in(loop, "village_officer", KUTA_DALOM), f"/bursa/{opened.code}/kartu"

    shown, sent = browser.get(page), browser.post(page, filled(loop, innovation))

    assert CLOSED in words(shown)
    assert "Tambah kartu susulan" not in words(shown)
    assert (sent.status_code, sent.context["form"]["place"].value()) == (409, "Dusun 3")
    assert CLOSED in words(sent)
    assert Card.objects.count() == 0


def test_an_addendum_asks_for_its_reason(loop: Loop, opened: Bursa, innovation: Innovation) -> None:
    loop.do("bursa.close", loop.tpid(), opened)
    page = f"/bursa/{opened.code}/susulan"
    browser = signed_in(loop, "tpid")

    answered = browser.post(page, filled(loop, innovation, papers=sent(loop.people.user("tpid"))))

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

    text = words(client.get(f"/bursa/{opened.code}"))
    assert "kartu susulan: Kartu tertinggal di pekon" in text
    assert (
        "0 kartu dari 0 pekon; 9 pekon diundang; perkiraan biaya Rp0. "
        "Dan 1 kartu susulan sesudah penutupan, perkiraan biaya Rp86.400.000."
    ) in text


def test_a_card_in_the_list_is_named_by_its_code(
    loop: Loop, opened: Bursa, innovation: Innovation, client: Client
) -> None:
    hand_in(loop, opened, innovation)

    text = words(client.get(f"/bursa/{opened.code}"))

    assert "di Dusun 1 K-2025-0001 · Pekon Kuta Dalom · Rp86.400.000" in text


def test_after_a_card_the_bursa_is_shown_again(loop: Loop, opened: Bursa, innovation: Innovation) -> None:
    browser = signed_in(loop, "village_officer", KUTA_DALOM)

    told = browser.post(f"/bursa/{opened.code}/kartu", filled(loop, innovation))

    assert told.url == f"/bursa/{opened.code}"


def test_the_same_card_again_is_told_its_code(loop: Loop, opened: Bursa, innovation: Innovation) -> None:
    browser, page = signed_in(loop, "village_officer", KUTA_DALOM), f"/bursa/{opened.code}/kartu"
    browser.post(page, filled(loop, innovation))

    again = browser.post(page, filled(loop, innovation))

    assert again.status_code == 422
    assert "Inovasi yang ditiru: Kartu yang sama sudah ada: K-2025-0001." in words(again)
    assert Card.objects.count() == 1


def test_the_menu_of_a_card_is_read_field_by_field(loop: Loop, opened: Bursa, innovation: Innovation) -> None:
    page = signed_in(loop, "tpid").get(f"/bursa/{opened.code}/kartu").content.decode()

    assert '<optgroup label="Infrastruktur">' in page
    assert f'<option value="{innovation.code}">{innovation.title}</option>' in page


def test_a_card_leads_from_the_menu_with_its_innovation(
    loop: Loop, opened: Bursa, innovation: Innovation
) -> None:
    browser, page = signed_in(loop, "village_officer", KUTA_DALOM), f"/bursa/{opened.code}/kartu"
    link = f"{page}?inovasi={innovation.code}"

    assert link in browser.get(f"/bursa/{opened.code}/menu").content.decode()
    assert browser.get(link).context["form"]["innovation"].value() == innovation.code


def test_no_card_leads_from_the_menu_to_what_a_village_did_itself(
    loop: Loop, opened: Bursa, innovation: Innovation
) -> None:
    menu = f"/bursa/{opened.code}/menu"
    link = f"?inovasi={innovation.code}"
    readers = {
        who: link in signed_in(loop, *who).get(menu).content.decode()
        for who in (("village_officer", CAMPANG), ("village_officer", KUTA_DALOM), ("tpid", ""))
    }
    assert readers == {
        ("village_officer", CAMPANG): False,
        ("village_officer", KUTA_DALOM): True,
        ("tpid", ""): True,
    }


def test_the_menu_is_public_field_by_field(
    loop: Loop, opened: Bursa, innovation: Innovation, client: Client
) -> None:
    every, none = (
        words(client.get(f"/bursa/{opened.code}/menu{query}")) for query in ("", "?bidang=economy")
    )

    assert "Infrastruktur 1 Kewirausahaan 0 SDM 0" in every
    assert f"{innovation.title} Infrastruktur · Pekon Campang, Kecamatan Gisting" in every
    assert "Isi kartu" not in every
    assert "Belum ada inovasi di menu bursa ini." in none


def test_menu_and_invitations_are_chosen_in_groups_with_counts(loop: Loop, innovation: Innovation) -> None:
    bursa = loop.bursa()
    browser, page = signed_in(loop, "tpid"), f"/bursa/{bursa.code}/change"

    text = words(browser.get(page))
    assert "Kecamatan Gisting 9 dari 9 dipilih" in text
    assert "Infrastruktur 1 dari 1 dipilih" in text

    browser.post(
        page,
        {
            "name": "Bursa Gisting Raya",
            "place": "Lapangan",
            "held_on": "2025-03-11",
            "villages": [KUTA_DALOM, CAMPANG],
            "menu": [innovation.code],
        },
    )

    bursa.refresh_from_db()
    assert (bursa.name, bursa.invitations.count(), bursa.menu.count()) == ("Bursa Gisting Raya", 2, 1)
    assert "Kecamatan Gisting 2 dari 9 dipilih" in words(browser.get(page))


def test_the_menu_offers_what_the_regency_has_published_and_what_was_chosen_before(
    loop: Loop, innovation: Innovation
) -> None:
    bursa = loop.bursa()
    loop.do("innovation.withdraw", loop.tik(), innovation, reason="Keliru")
    Innovation.objects.create(
        region=loop.regions[ELSEWHERE],
        field="economy",
        title="Dari Pringsewu",
        state="published",
        code="INV-18.10-0001",
    )

    form = signed_in(loop, "tpid").get(f"/bursa/{bursa.code}/change").context["form"]

    assert [one.title for one in form.fields["menu"].queryset] == [innovation.title]
    Innovation.objects.filter(code="INV-18.10-0001").delete()


def test_an_innovation_beyond_the_newest_is_searched_for_and_ticked(
    loop: Loop, innovation: Innovation, monkeypatch: pytest.MonkeyPatch
) -> None:
    bursa = loop.bursa()
    embung = loop.innovation(title="Embung Rindingan")
    monkeypatch.setattr(forms, "SHOWN", 0)
    browser, page = signed_in(loop, "tpid"), f"/bursa/{bursa.code}/change"
    box = f'name="menu" value="{embung.code}"'
    assert box not in browser.get(page).content.decode()
    told = {"name": bursa.name, "place": bursa.place, "held_on": "2025-03-11", "villages": [CAMPANG]}
    told |= {"menu": [innovation.code]}

    monkeypatch.setattr(forms, "SHOWN", 20)
    asked = browser.post(page, told | {"menu_words": "rindingan"})

    assert asked.status_code == 422
    assert box in asked.content.decode()
    assert "Centang yang dimaksud, kosongkan pencarian ini, lalu kirim." in words(asked)
    assert "Tidak ada inovasi lain yang cocok." in words(browser.post(page, told | {"menu_words": "zzz"}))
    browser.post(page, told | {"menu": [innovation.code, embung.code]})
    assert set(bursa.menu.values_list("innovation", flat=True)) == {innovation.pk, embung.pk}


def test_a_village_that_is_not_invited_learns_so_and_where_else_to_promise(
    loop: Loop, innovation: Innovation
) -> None:
    loop.clock.set(PLEDGED_ON)
    bursa = loop.bursa()
    loop.do(
        "bursa.change",
        loop.tpid(),
        bursa,
        name=bursa.name,
        place=bursa.place,
        held_on=bursa.held_on,
        villages=(loop.regions[KUTA_DALOM],),
        menu=(innovation,),
    )
    loop.do("bursa.open", loop.tpid(), bursa)

    shown = signed_in(loop, "village_officer", CAMPANG).get(f"/bursa/{bursa.code}/kartu")

    assert "Desa Anda tidak diundang ke bursa ini. Catat komitmen di luar bursa. Buat komitmen" in words(
        shown
    )


def test_the_closing_says_once_and_truly_what_follows(loop: Loop, opened: Bursa) -> None:
    text = words(signed_in(loop, "tpid").get(f"/bursa/{opened.code}/close"))

    assert (
        "Sesudah ditutup, hanya TIK yang dapat membukanya kembali; "
        "kartu yang menyusul dicatat tersendiri, dengan alasannya."
    ) in text
    assert "tidak dapat diurungkan" not in text


def test_who_may_is_led_to_the_late_card(loop: Loop, opened: Bursa) -> None:
    loop.do("bursa.close", loop.tpid(), opened)

    shown = signed_in(loop, "tpid").get(f"/bursa/{opened.code}/kartu")

    assert "Tambah kartu susulan" in words(shown)
    assert f'href="/bursa/{opened.code}/susulan"' in shown.content.decode()


def test_each_is_told_what_is_theirs_to_do(loop: Loop, opened: Bursa, innovation: Innovation) -> None:
    guest, host = (
        words(signed_in(loop, role, code).get(f"/bursa/{opened.code}"))
        for role, code in (("village_officer", KUTA_DALOM), ("tpid", ""))
    )

    assert "Isi kartu komitmen desa Anda" in guest
    assert "Tutup bursa" not in guest
    assert "Paling lambat" not in guest
    assert "Terima kartu, lalu tutup bursa dengan rekapnya Paling lambat" in host

    hand_in(loop, opened, innovation)
    after = words(signed_in(loop, "village_officer", KUTA_DALOM).get(f"/bursa/{opened.code}"))
    assert "Kartu desa Anda sudah diterima Isi kartu komitmen" in after
    assert "Giliran Anda" not in after


def test_the_live_page_counts_cards_and_villages_first(
    loop: Loop, opened: Bursa, innovation: Innovation, client: Client
) -> None:
    hand_in(loop, opened, innovation)

    text = words(client.get(f"/bursa/{opened.code}"))

    assert "1 kartu diserahkan 1 dari 9 pekon sudah menyerahkan Rp86.400.000 perkiraan biaya" in text
    assert "Batalkan bursa" not in words(signed_in(loop, "tpid").get(f"/bursa/{opened.code}"))


def test_the_search_of_a_card_offers_the_menu_alone_without_the_villages_own(
    loop: Loop, innovation: Innovation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "LONGEST", 0)
    own = loop.innovation(KUTA_DALOM)
    loop.clock.set(PLEDGED_ON)
    bursa = loop.bursa()
    loop.do("bursa.open", loop.tpid(), bursa)
    later = loop.innovation()
    page, typed = f"/bursa/{bursa.code}/kartu", {"innovation_words": "pipa", "innovation_cari": "1"}

    def offered(browser: Client, **more: str) -> set[str]:
        answer = browser.post(page, typed | more, headers={"accept": "application/json"})
        return {one["code"] for one in answer.json()["records"]}

    assert later.state == "published"
    assert offered(signed_in(loop)) == {innovation.code}
    assert offered(signed_in(loop, "tpid")) == {innovation.code, own.code}
    assert offered(signed_in(loop, "tpid"), village=CAMPANG) == {own.code}
    assert f"/bursa/{bursa.code}/menu" in signed_in(loop).get(page).content.decode()


def test_the_menu_leads_to_a_late_card_once_the_bursa_is_closed(
    loop: Loop, opened: Bursa, innovation: Innovation
) -> None:
    loop.do("bursa.close", loop.tpid(), opened)
    late = f"/bursa/{opened.code}/susulan?inovasi={innovation.code}"

    assert late in signed_in(loop, "tpid").get(f"/bursa/{opened.code}/menu").content.decode()
    assert "susulan?" not in signed_in(loop).get(f"/bursa/{opened.code}/menu").content.decode()


def test_how_many_of_how_many_are_on_a_new_menu_is_said(
    loop: Loop, innovation: Innovation, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop.innovation(title="Embung Rindingan")
    loop.innovation(title="Kopi petik merah", field="economy")
    for module in (actions, forms, views):
        monkeypatch.setattr(module, "MENU", 1)
    browser = signed_in(loop, "tpid")

    asked = words(browser.get("/bursa/baru"))
    bursa = loop.bursa()

    assert "Dari inovasi terbit di kabupatennya, 1 terbaru setiap bidang masuk menu lebih dahulu." in asked
    assert "Di wilayah Anda sekarang 2 dari 3." in asked
    shown = words(browser.get(f"/bursa/{bursa.code}"))
    assert "Infrastruktur 1 dari 2 inovasi Kewirausahaan 1 dari 1 inovasi SDM 0 dari 0 inovasi" in shown
    assert "Yang lain ditambahkan di “Ubah bursa”, sampai bursa dibuka." in shown
    assert "Kini 2 dari 3 inovasi yang terbit di kabupaten ini." in words(
        browser.get(f"/bursa/{bursa.code}/change")
    )


def test_what_was_read_aloud_stays_beside_the_recap_that_a_voided_promise_has_changed(
    loop: Loop, opened: Bursa, innovation: Innovation, client: Client
) -> None:
    for number in range(1, 4):
        hand_in(loop, opened, innovation, f"Dusun {number}")
    first, second, _third = Commitment.objects.order_by("code")
    loop.do("commitment.void", loop.tpid(), first, reason="Salah catat", on=PLEDGED_ON)
    loop.do("bursa.close", loop.tpid(), opened)
    page = f"/bursa/{opened.code}"
    assert "Berbeda dari yang dibacakan" not in words(client.get(page))

    loop.do("commitment.void", loop.tpid(), second, reason="Salah catat", on=PLEDGED_ON)

    text = words(client.get(page))
    assert "1 kartu dari 1 pekon; 9 pekon diundang; perkiraan biaya Rp86.400.000." in text
    assert (
        "Berbeda dari yang dibacakan Saat ditutup, 11 Maret 2025: 2 kartu dari 1 pekon, perkiraan biaya Rp172.800.000. "
        "Sesudah itu 1 kartu dibatalkan dan tidak dihitung lagi."
    ) in text
    assert queries(client, page) <= MOST_QUERIES


def test_a_villages_own_innovation_is_refused_in_words_and_stays_chosen(
    loop: Loop, opened: Bursa, innovation: Innovation
) -> None:
    browser, page = signed_in(loop, "village_officer", CAMPANG), f"/bursa/{opened.code}/kartu"
    papers = sent(loop.people.user("village_officer", CAMPANG))
    told = filled(loop, innovation, village=CAMPANG, papers=papers) | {"innovation": innovation.code}

    assert innovation.title not in words(browser.get(page))
    refused = browser.post(page, told)

    assert "Inovasi ini dari desa itu sendiri. Pilih inovasi desa lain." in words(refused)
    assert f'<option value="{innovation.code}" selected>' in refused.content.decode()
