"""The search of the whole site as it is seen: found, nothing found, read in other words, narrowed to a kind; on a phone and at a desk."""

from __future__ import annotations

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.domain.builders import Loop
from tests.world import CAMPANG

#: What is asked, and what the page then says.
ASKED = {
    "/cari?q=turbin": "2 ditemukan",
    "/cari?q=astronot": "“astronot” tidak ditemukan di mana pun.",
    "/cari?q=tutbin+sungia": "“tutbin” tidak ditemukan; dicari sebagai turbin.",
    "/cari?q=turbin&jenis=commitments.Commitment": "1 ditemukan",
    "/cari?q=turbin&jenis=knowledge.IdeaCard": "Lepas saringan Kartu Ide",
}


@pytest.fixture
def asked(live, clock, indexed):
    """An innovation and a promise to copy it, both in the index."""
    loop = Loop(live.people, clock)
    loop.pledge(loop.innovation(CAMPANG, title="Turbin sungai"))
    indexed()


def test_what_is_found_has_no_fault_and_nothing_scrolls_sideways(live, axe, asked):
    faults, unsaid = {}, {}
    for width in (PHONE, DESK):
        page = live.page(width=width)
        for path, words in ASKED.items():
            page.goto(path)
            if words not in page.inner_text("main"):
                unsaid[path] = words
            wide = page.evaluate("document.documentElement.scrollWidth")
            faults[path, width] = [*axe(page), *([f"{wide} pixels wide"] if wide > width else [])]
    assert unsaid == {}
    assert {key: lines for key, lines in faults.items() if lines} == {}


def test_on_a_phone_a_kind_is_chosen_and_taken_away_again(live, asked):
    page = live.page(width=PHONE)
    page.goto("/cari")
    page.fill("input[name=q]", "turbin")
    page.keyboard.press("Enter")
    page.get_by_text("Saring", exact=True).click()
    page.get_by_role("link", name="Komitmen", exact=True).click()
    assert page.locator("ol.found h3").all_inner_texts() == ["Turbin sungai di Dusun 3"]
    page.get_by_role("link", name="Komitmen hapus").click()
    assert page.locator("ol.found h3").all_inner_texts() == ["Turbin sungai", "Turbin sungai di Dusun 3"]
