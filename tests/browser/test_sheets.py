"""An office's old Excel list on its way in, in the browser: looked at, corrected, written, its refused rows mended, undone, done again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from lestari.domain.commitments.models import Commitment
from lestari.foundation.sheets.work import work_on_one
from tests.browser.conftest import DESK, PHONE, SIZES
from tests.domain.builders import Loop
from tests.sheets import rows_of, xlsx

PIPE = "Pipa gravitasi air bersih dari mata air Way Semaka"
HEAD = ("No", "PEKON", "Kec.", "Inovasi yang direplikasi", "Cara", "Dusun", "Vol", "Satuan", "Biayanya", "Sumber Dana", "Penanggung jawab", "Tgl. Komitmen")  # fmt: skip
LIST = xlsx(
    [None, "REKAP KARTU KOMITMEN TAHUN 2025"],
    [None, "Kecamatan Gisting <b>asli</b>"],
    [],
    HEAD,
    [1, "Kuta Dalom", "Kec. Gisting", PIPE, "replikasi", "Dusun 3", "1.200,5", "m", "Rp 86.400.000,-", "Dana Desa", "Kaur", "12 Maret 2025"],
    [2, "Gisting Atas", "Kec. Gisting", PIPE, "meniru", "Dusun 1", 300, "meter", 57000000, "ADD", "Sekdes", "Maret 2025"],
    [None, "JUMLAH", None, None, None, None, None, None, 143400000],
    [3, "Landbau", "Kec. Gisting", PIPE, "adaptasi", "Balai", 1, "gelas", "12 juta", "DD", "Kadus", "2/4/25"],
)  # fmt: skip


class Office:
    """Whoever sends the sheet, on one screen; each page is held to axe on a phone and at a desk."""

    def __init__(self, page: Page, axe) -> None:
        self.page, self._axe = page, axe
        self.faults: dict[str, list[str]] = {}

    def looks(self, what: str) -> None:
        for width in (PHONE, DESK):
            self.page.set_viewport_size(SIZES[width])
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            found = [*self._axe(self.page), *([f"{wide} pixels wide"] * (wide > width))]
            if found:
                self.faults[f"{what} at {width}"] = found

    def sends(self, content: bytes, name: str) -> None:
        self.page.goto("/lembar")
        self.page.get_by_label("Komitmen", exact=True).check()
        self.page.set_input_files(
            "input[name=file]",
            {"name": name, "mimeType": "application/vnd.ms-excel", "buffer": content},
        )
        self.page.get_by_role("button", name="Periksa lembar").click()

    def waits(self) -> None:
        """The worker comes by; the page is loaded again, as it does by itself."""
        while work_on_one():
            pass
        self.page.reload()

    def reads(self, *sentences: str) -> None:
        for sentence in sentences:
            expect(self.page.locator("main")).to_contain_text(sentence)

    def written(self) -> list[str]:
        """What the page says was written; each leads to its record."""
        said = self.page.locator("main h2").all_inner_texts()
        links = self.page.locator("main li a")
        for place, promise in enumerate(promised()):
            assert links.nth(place).get_attribute("href") == f"/komitmen/{promise.code}"
        return [*said, *links.all_inner_texts()]

    def heading(self) -> str:
        return self.page.locator("h1").inner_text()


@pytest.fixture
def office(live, axe, clock) -> Office:
    Loop(live.people, clock).innovation()
    return Office(live.page(live.people.user("tpid"), width=PHONE), axe)


def test_an_old_list_comes_in_is_mended_undone_and_done_again(office: Office):
    page = office.page
    office.sends(LIST, "Rekap <komitmen> 2025.xlsx")
    assert office.heading() == "Menunggu diperiksa"
    office.looks("waiting")

    office.waits()
    assert office.heading() == "Ada yang belum tertulis di lembar ini"
    office.looks("something is missing")
    page.get_by_label("Tahun anggaran").fill("2025")
    page.get_by_label("Biayanya").select_option(label="Perkiraan biaya")
    page.get_by_role("button", name="Periksa lagi").click()

    office.waits()
    assert office.heading() == "Ditambah 2, diubah 0, ditolak 1"
    office.reads(
        "Belum ada yang ditulis.",
        "Tetap seperti yang tercatat: 0. Dilewati (jumlah, judul): 1.",
        "Tidak ada desa bernama “Landbau”. Barangkali maksudnya Landbaw — Gisting, Tanggamus; kalau bukan, tulis kodenya.",
    )
    office.looks("checked")
    page.get_by_role("button", name="Terapkan").click()
    office.waits()
    assert office.heading() == "Ditambah 2, diubah 0, ditolak 1"
    office.looks("done")
    assert office.written() == ["2 catatan pertama yang tertulis", *(one.title for one in promised())]

    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh baris ditolak").click()
    title, *rows = rows_of(download.value.path().read_bytes())
    assert (title[-1], len(rows)) == ("Catatan", 1)
    mended = dict(zip(title, rows[0], strict=True)) | {"PEKON": "Landbaw", "Satuan": "unit", "Catatan": ""}
    office.sends(xlsx(title, list(mended.values())), "Sudah diperbaiki.xlsx")
    office.waits()
    assert office.heading() == "Ditambah 1, diubah 0, ditolak 0"
    page.get_by_role("button", name="Terapkan").click()
    office.waits()
    assert promises() == {"Kuta Dalom": 86_400_000, "Gisting Atas": 57_000_000, "Landbaw": 12_000_000}

    page.goto("/lembar")
    office.looks("the sheets sent")
    page.get_by_role("link", name="Rekap <komitmen> 2025.xlsx").click()
    page.get_by_role("link", name="Urungkan").click()
    office.looks("before undoing")
    page.get_by_role("button", name="Urungkan lembar").click()
    office.waits()
    assert office.heading() == "Sudah diurungkan"
    office.looks("undone")
    assert promises() == {"Landbaw": 12_000_000}

    office.sends(LIST, "Rekap <komitmen> 2025.xlsx")
    office.waits()
    page.get_by_label("Tahun anggaran").fill("2025")  # the office's word for the cost is remembered
    page.get_by_role("button", name="Periksa lagi").click()
    office.waits()
    assert office.heading() == "Ditambah 2, diubah 0, ditolak 1"
    page.get_by_role("button", name="Terapkan").click()
    office.waits()
    assert promises() == {"Kuta Dalom": 86_400_000, "Gisting Atas": 57_000_000, "Landbaw": 12_000_000}
    assert office.faults == {}


def promised() -> list[Commitment]:
    """The living promises, in the order of their codes."""
    return list(
        Commitment.objects.exclude(state="void").select_related("region", "innovation").order_by("code")
    )


def promises() -> dict[str, int]:
    """The living promises: the cost by village."""
    made = Commitment.objects.exclude(state="void")
    return {one.region.name: one.estimated_cost for one in made.select_related("region")}
