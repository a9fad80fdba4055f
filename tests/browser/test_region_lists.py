"""A newer official list of regions in a real browser: looked at, taken over, taken back, on a phone and at a desk."""

from __future__ import annotations

from lestari.foundation.regions.models import Region
from tests.browser.conftest import DESK, PHONE, SIZES
from tests.world import CAMPANG


def test_a_list_is_looked_at_taken_over_and_taken_back(live, axe, clock):
    page = live.page(live.people.user("administrator", "18"), width=PHONE)
    faults = {}

    def look(name):
        for width in (PHONE, DESK):
            page.set_viewport_size(SIZES[width])
            wide = page.evaluate("document.documentElement.scrollWidth")
            faults[name, width] = [*axe(page), *([f"{wide} pixels wide"] * (wide > width))]

    rows = Region.objects.filter(until=None, path__startswith="18.06.20.").values_list("code", "name")
    named = dict(rows) | {CAMPANG: "Sumber Makmur"}
    page.goto("/wilayah/daftar")
    look("the form")
    content = "Kode;Nama\n" + "\n".join(f"{code};{name}" for code, name in named.items())
    page.locator("input[type=file]").set_input_files(
        {"name": "lampiran.csv", "mimeType": "text/csv", "buffer": content.encode()}
    )
    page.get_by_label("Hari", exact=True).fill("1")
    page.get_by_label("Bulan", exact=True).select_option(label="Agustus")
    page.get_by_label("Tahun", exact=True).fill("2026")
    page.get_by_role("button", name="Periksa daftar").click()
    assert page.locator("main h1").inner_text() == "1 perubahan wilayah"
    look("what it changes")
    page.get_by_role("button", name="Terapkan").click()
    look("taken over")
    page.get_by_role("button", name="Urungkan").click()
    assert page.locator("main").get_by_text("Daftar diurungkan").count() == 1
    look("taken back")
    assert {name: found for name, found in faults.items() if found} == {}
