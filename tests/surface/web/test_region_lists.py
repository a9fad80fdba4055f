"""A newer official list in the browser: shown, taken over, taken back; by whoever looks after the area."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lestari.foundation.regions.models import Region, RegionList
from lestari.foundation.regions.queries import by_code
from tests.domain.builders import Loop
from tests.domain.pages import signed_in, words
from tests.sheets import xlsx
from tests.world import CAMPANG, KUTA_DALOM

DAY = {"on_day": "1", "on_month": "8", "on_year": "2026"}


def the_list(**changed: str) -> bytes:
    """The list of Gisting and its pekon with other names; without those whose name is empty."""
    rows = Region.objects.filter(until=None, path__startswith="18.06.20.").order_by("path")
    named = {row.code: row.name for row in rows} | changed
    return xlsx(["Kode Wilayah", "Nama"], *([code, name] for code, name in named.items() if name))


def checked(browser: Client, content: bytes, **more: str) -> Any:
    file = SimpleUploadedFile("lampiran.xlsx", content)
    return browser.post("/wilayah/daftar/periksa", {"file": file, **DAY, **more})


def chosen(response: Any) -> dict[str, Any]:
    return {name: response.context[name] for name in ("sha256", "ending", "name", "on")}


def test_a_list_is_looked_at_taken_over_and_taken_back(loop: Loop) -> None:
    innovation = loop.innovation()
    loop.pledge(innovation, KUTA_DALOM)
    browser = signed_in(loop, "administrator", "18")
    content = the_list(**{CAMPANG: "Sumber Makmur", KUTA_DALOM: "", "18.06.20.2051": "Sumber Baru"})
    shown = checked(browser, content)
    told = words(shown)
    assert "3 perubahan wilayah" in told
    assert "Baru: 1 Sekarang Menurut daftar tidak ada 18.06.20.2051 Sumber Baru" in told
    assert f"Berganti nama: 1 Sekarang Menurut daftar {CAMPANG} Campang {CAMPANG} Sumber Makmur" in told
    assert (
        f"Tidak ada lagi: 1 Sekarang Menurut daftar {KUTA_DALOM} Kuta Dalom 1 komitmen tercatat di sini tidak ada"
        in told
    )
    assert not RegionList.objects.exists()

    answer = browser.post("/wilayah/daftar/terapkan", chosen(shown), follow=True)
    assert "Daftar wilayah diterapkan." in words(answer)
    assert by_code(CAMPANG).name == "Sumber Makmur"
    assert by_code(CAMPANG, date(2026, 7, 31)).name == "Campang"
    taken = RegionList.objects.get()
    assert (taken.name, taken.on, len(taken.changes)) == ("lampiran.xlsx", date(2026, 8, 1), 3)
    assert "sudah diterapkan" in words(browser.post("/wilayah/daftar/terapkan", chosen(shown), follow=True))

    answer = browser.post(f"/wilayah/daftar/{taken.pk}/urungkan", follow=True)
    assert "Daftar diurungkan" in words(answer)
    assert "diurungkan Selasa, 11 Agustus 2026 pukul 09.40 WIB" in words(answer)
    assert (by_code(CAMPANG).name, by_code(KUTA_DALOM).name) == ("Campang", "Kuta Dalom")
    assert "Daftar ini sudah diurungkan." in words(
        browser.post(f"/wilayah/daftar/{taken.pk}/urungkan", follow=True)
    )


def test_a_list_that_reaches_beyond_ones_area_is_shown_and_not_taken_over(loop: Loop) -> None:
    browser = signed_in(loop, "administrator", "18.10")
    shown = checked(browser, the_list(**{CAMPANG: "Sumber Makmur"}))
    assert f"Daftar ini mengubah {CAMPANG}, di luar wilayah yang Anda kelola." in words(shown)
    assert "Batal" not in words(shown)
    assert browser.post("/wilayah/daftar/terapkan", chosen(shown)).status_code == 403
    assert by_code(CAMPANG).name == "Campang"


@pytest.mark.parametrize(
    ("content", "more", "sentence"),
    [
        (b"PK\x03\x04 broken", {}, "Berkas"),
        (b"Kode;Nama\n18.06.20.2002;\n", {}, "tidak dapat dibaca, atau kodenya dua kali."),
        (b"Kode;Nama\n18.06.20.20;Campang\n", {}, "18.06.20.20"),
        (b"Kode;Nama\n18.06.20.2002;Campang\n", {"on_year": "2036"}, "Tanggal ini belum tiba."),
        (b"", {}, "Berkas ini kosong. Pilih lagi berkasnya."),
    ],
)
def test_what_cannot_be_read_is_said_at_the_form(
    loop: Loop, content: bytes, more: dict[str, str], sentence: str
) -> None:
    response = checked(signed_in(loop, "administrator", "18"), content, **more)
    assert response.status_code == 422
    assert sentence in words(response)


def test_a_day_before_the_last_change_and_a_file_that_is_gone_are_said(loop: Loop) -> None:
    browser = signed_in(loop, "administrator", "18")
    first = checked(browser, the_list(**{CAMPANG: "Sumber Makmur"}))
    browser.post("/wilayah/daftar/terapkan", chosen(first))
    again = checked(browser, the_list(**{CAMPANG: "Sumber Jaya"}))
    answer = browser.post("/wilayah/daftar/terapkan", chosen(again))
    assert answer.status_code == 422
    assert "Pekon Sumber Makmur tercatat seperti sekarang sejak 1 Agustus 2026." in words(answer)
    answer = browser.post("/wilayah/daftar/terapkan", chosen(again) | {"sha256": "0" * 64})
    assert (answer.status_code, "Kirim lagi daftarnya." in words(answer)) == (404, True)
    assert browser.post("/wilayah/daftar/terapkan", {"sha256": "../x"}).status_code == 404
    assert browser.post(f"/wilayah/daftar/{UUID(int=1)}/urungkan").status_code == 404
