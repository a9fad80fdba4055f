"""What every page keeps: no faults for axe in both themes, no sideways scrolling, within the weights, without inline code."""

from __future__ import annotations

import gzip
import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.test import Client

from lestari.foundation import components

STATIC = Path(components.__file__).parent / "static/lestari"
PAGES = (
    "/",
    "/galeri",
    "/katalog",
    "/cari",
    "/bursa",
    "/capaian",
    "/capaian/commitments_dana_desa",
    "/capaian/ideas",
    "/corong",
    "/masuk",
    "/wilayah/18.06.20",
    "/tidak-ada",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_public_pages_have_no_fault(live, axe, scheme, width):
    page = live.page(width=width)
    page.emulate_media(color_scheme=scheme)
    faults = {}
    for path in PAGES:
        page.goto(path)
        faults[path] = axe(page)
    assert faults == {path: [] for path in PAGES}


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_speak_english_where_it_was_chosen_and_nothing_overflows(live, width):
    page = live.page(live.people.user("village_officer"), width=width)
    page.goto("/katalog")
    page.get_by_role("link", name="English").click()
    assert page.url.endswith("/katalog")
    for path in (*PAGES, "/lembar", "/ide/baru", "/akun"):
        page.goto(path)
        assert page.evaluate("[document.documentElement.lang, document.documentElement.scrollWidth]") == [
            "en",
            width,
        ]
    page.goto("/lembar")
    assert page.locator("main").get_by_text("Choose file").is_visible()
    page.get_by_role("link", name="Indonesia").click()
    assert page.locator("main").get_by_text("Pilih berkas").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_form_sent_empty_has_no_fault_and_leads_to_what_is_wrong(live, axe, scheme):
    page = live.page(live.people.user("village_officer"), width=360)
    page.emulate_media(color_scheme=scheme)
    page.goto("/ide/baru")
    page.locator("main form button[type=submit]").click()
    page.wait_for_function("document.activeElement.className === 'note bad'")
    assert axe(page) == []
    page.locator(".note.bad a").first.click()
    assert page.evaluate("document.querySelector(':target') !== null")


def test_nothing_scrolls_sideways_at_320_pixels(live):
    page = live.page()
    page.set_viewport_size({"width": 320, "height": 640})
    wide = {}
    for path in PAGES:
        page.goto(path)
        width = page.evaluate("document.documentElement.scrollWidth")
        wide |= {path: width} if width > 320 else {}
    assert wide == {}


def test_one_heading_a_page_and_in_order(live):
    page = live.page()
    for path in PAGES:
        page.goto(path)
        levels = page.eval_on_selector_all("h1, h2, h3, h4", "all => all.map(one => Number(one.tagName[1]))")
        assert levels.count(1) == 1, path
        assert all(after - before <= 1 for before, after in pairwise(levels)), (
            path,
            levels,
        )


def test_the_menu_opens_on_a_phone_without_a_script(live):
    page = live.page(width=360, javascript=False)
    page.goto("/")
    page.locator("header summary").click()
    assert page.locator("header details a", has_text="Katalog").is_visible()


def test_a_form_is_sent_once_and_says_so(live):
    page = live.page()
    page.goto("/masuk")
    said = page.evaluate(
        """() => {
          const form = document.querySelector("main form");
          const button = form.querySelector("button[type=submit]");
          form.addEventListener("submit", (event) => event.preventDefault());
          form.requestSubmit(button);
          const again = new SubmitEvent("submit", { cancelable: true, bubbles: true });
          return [button.textContent, form.dispatchEvent(again)];
        }"""
    )
    assert said == ["Menyimpan…", False]


@pytest.mark.parametrize(
    ("name", "most"),
    [("lestari.css", 10_000), ("lestari.js", 4_000), ("fonts/plus-jakarta-sans-700.woff2", 10_000)],
)
def test_what_is_served_is_light(name, most):
    content = (STATIC / name).read_bytes()
    assert len(content if name.endswith("woff2") else gzip.compress(content)) <= most


def test_no_inline_style_or_script(regions):
    for path in PAGES:
        html = Client().get(path).content.decode()
        assert re.findall(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=", html) == [], path
        assert len(gzip.compress(html.encode())) <= 18_000, path
