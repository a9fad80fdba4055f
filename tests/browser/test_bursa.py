"""A card at a bursa as it is filled: on a phone one group of questions a screen, at a desk one page; long lists in groups."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from lestari.domain.bursa.models import Bursa, Card
from lestari.foundation.components import records
from tests.browser.walking import photo
from tests.domain.builders import PLEDGED_ON, Loop
from tests.world import KUTA_DALOM


@pytest.fixture
def loop(live, clock):
    return Loop(live.people, clock)


@pytest.fixture
def bursa(loop: Loop) -> Bursa:
    """A prepared bursa with an innovation of each of two fields; the present is its day."""
    loop.innovation()
    loop.innovation(title="Kopi petik merah", field="economy")
    loop.clock.set(PLEDGED_ON)
    return loop.bursa()


def said(page) -> str:
    return page.locator("[data-said]").inner_text()


def test_on_a_phone_a_card_is_filled_one_group_of_questions_a_screen(live, axe, loop, bursa):
    loop.do("bursa.open", loop.tpid(), bursa)
    page = live.page(live.people.user("village_officer", KUTA_DALOM), width=360)
    page.goto(f"/bursa/{bursa.code}/kartu")
    assert said(page) == "Langkah 1 dari 6"
    assert [page.locator(part).is_visible() for part in ("header details", "footer")] == [False, False]

    page.get_by_role("button", name="Lanjut").click()
    assert said(page) == "Langkah 1 dari 6"  # the innovation is not chosen yet
    page.select_option("select[name=innovation]", label="Kopi petik merah")
    page.keyboard.press("Enter")
    assert said(page) == "Langkah 2 dari 6"
    assert axe(page) == []
    page.check("input[name=mode][value=replicate]")
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_role("button", name="Sebelumnya").click()
    assert said(page) == "Langkah 2 dari 6"
    page.get_by_role("button", name="Lanjut").click()
    page.fill("input[name=place]", "Dusun 3")
    page.keyboard.press("Enter")
    page.fill("input[name=year]", "2020")
    page.fill("input[name=volume]", "1.200,5")
    page.select_option("select[name=unit]", "meter")
    page.get_by_role("button", name="Lanjut").click()
    page.fill("input[name=estimated_cost]", "86.400.000")
    page.select_option("select[name=planned_source]", "DD")
    page.get_by_role("button", name="Lanjut").click()
    assert said(page) == "Langkah 6 dari 6"
    page.fill("input[name=responsible]", "Kaur Perencanaan")
    page.set_input_files("input[name=papers]", photo("kartu.jpg", "#c8b890"))
    page.get_by_role("button", name="Simpan kartu").click()

    assert said(page) == "Langkah 4 dari 6"  # where the year is wrong
    assert page.locator(".note.bad").is_visible()
    page.fill("input[name=year]", "2026")
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_role("button", name="Simpan dan isi lagi").click()

    page.wait_for_url(f"**/bursa/{bursa.code}/kartu?desa={KUTA_DALOM}")
    assert said(page) == "Langkah 1 dari 6"
    assert Card.objects.get().commitment.innovation.title == "Kopi petik merah"


def test_at_a_desk_a_card_is_one_page_and_enter_moves_on(live, axe, loop, bursa):
    loop.do("bursa.open", loop.tpid(), bursa)
    page = live.page(live.people.user("village_officer", KUTA_DALOM))
    page.goto(f"/bursa/{bursa.code}/kartu")
    assert page.locator(".step:visible").count() == 6
    assert page.get_by_role("button", name="Lanjut").count() == 0
    assert axe(page) == []

    page.focus("input[name=place]")
    stops = []
    for _stop in range(3):
        page.keyboard.press("Enter")
        stops.append(page.evaluate("document.activeElement.name"))

    assert stops == ["year", "volume", "unit"]


def test_without_a_script_a_card_is_one_long_page(live, loop, bursa):
    loop.do("bursa.open", loop.tpid(), bursa)
    page = live.page(live.people.user("village_officer", KUTA_DALOM), width=360, javascript=False)
    page.goto(f"/bursa/{bursa.code}/kartu")

    assert page.locator(".step:visible").count() == 6
    assert page.locator(".actions button:visible").all_inner_texts() == [
        "Simpan kartu",
        "Simpan dan isi lagi",
    ]


def test_a_menu_is_filtered_by_name_and_ticked_by_group(live, axe, loop, bursa):
    page = live.page(live.people.user("tpid"), width=360)
    page.goto(f"/bursa/{bursa.code}/change")
    menu = page.locator("#id_menu-field")
    assert menu.locator("summary").all_inner_texts() == [
        "Infrastruktur 1 dari 1 dipilih",
        "Kewirausahaan 1 dari 1 dipilih",
    ]

    menu.get_by_label("Saring menurut nama").fill("kopi")
    assert menu.locator("summary:visible").all_inner_texts() == ["Kewirausahaan 1 dari 1 dipilih"]
    menu.get_by_role("button", name="Kosongkan").click()
    assert menu.locator("summary:visible").all_inner_texts() == ["Kewirausahaan 0 dari 1 dipilih"]
    assert axe(page) == []
    page.get_by_role("button", name="Ubah bursa").click()

    page.wait_for_url(f"**/bursa/{bursa.code}")
    assert list(bursa.menu.values_list("innovation__field", flat=True)) == ["infrastructure"]


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_of_a_bursa_have_no_fault(live, axe, loop, bursa, width):
    loop.do("bursa.open", loop.tpid(), bursa)
    page = live.page(live.people.user("tpid"), width=width)
    faults = {}
    for path in ("", "/menu", "/close", "/susulan"):
        page.goto(f"/bursa/{bursa.code}{path}")
        faults[path] = axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") == width
    assert faults == {path: [] for path in faults}


def test_an_innovation_is_searched_for_and_chosen_within_its_step(live, axe, loop, bursa, monkeypatch):
    monkeypatch.setattr(records, "LONGEST", 0)
    loop.do("bursa.open", loop.tpid(), bursa)
    page = live.page(live.people.user("village_officer", KUTA_DALOM), width=360)
    page.goto(f"/bursa/{bursa.code}/kartu")
    on, words = page.get_by_role("button", name="Lanjut"), page.locator("input[name=innovation_words]")
    status, offered = page.locator("[data-pick] [role=status]"), page.locator("[data-options] label")

    on.click()
    assert said(page) == "Langkah 1 dari 6"  # nothing is chosen
    words.fill("zz")
    words.press("Enter")
    expect(status).to_have_text("Tidak ada yang cocok dengan “zz”. Periksa ejaannya, atau tulis kodenya.")
    words.fill("kopi")
    expect(offered).to_have_text([re.compile("Kopi petik merah INV-")])
    on.click()
    assert said(page) == "Langkah 1 dari 6"  # words alone choose nothing
    words.fill("")
    page.get_by_role("button", name="Cari", exact=True).click()
    expect(offered).to_have_count(2)
    assert axe(page) == []
    offered.get_by_text("Kopi petik merah").click()
    expect(offered).to_have_count(1)
    on.click()
    assert said(page) == "Langkah 2 dari 6"


def test_a_file_is_chosen_by_a_button_in_words_of_ours(live, axe, loop, bursa):
    loop.do("bursa.open", loop.tpid(), bursa)
    page = live.page(live.people.user("village_officer", KUTA_DALOM))
    page.goto(f"/bursa/{bursa.code}/kartu")
    chosen = page.locator(".upload [role=status]")
    assert chosen.inner_text() == "Belum ada berkas yang dipilih"

    page.focus("input[name=responsible]")
    page.keyboard.press("Tab")  # hidden from the eye only
    assert page.evaluate("document.activeElement.name") == "papers"
    page.get_by_label("Pilih berkas atau ambil foto").set_input_files(photo("kartu.jpg", "#c8b890"))

    expect(chosen).to_have_text("kartu.jpg")
    assert axe(page) == []


def test_without_a_script_the_search_comes_back_with_its_matches(live, loop, bursa, monkeypatch):
    monkeypatch.setattr(records, "LONGEST", 0)
    loop.do("bursa.open", loop.tpid(), bursa)
    page = live.page(live.people.user("village_officer", KUTA_DALOM), width=360, javascript=False)
    page.goto(f"/bursa/{bursa.code}/kartu")
    page.fill("input[name=place]", "Dusun 3")
    page.fill("input[name=innovation_words]", "kopi")
    page.get_by_role("button", name="Cari", exact=True).click()

    assert page.get_by_label("Kopi petik merah").is_checked()
    assert page.input_value("input[name=place]") == "Dusun 3"
    assert page.locator(".error").count() == 0
