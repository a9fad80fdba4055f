"""The picker's suggestions, and its page without a script."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("tanggamus")


def test_suggest_after_three_letters(client: Client):
    assert client.get("/wilayah/cari", {"q": "campang", "levels": "village"}).json()["regions"][0] == {
        "code": "18.06.20.2002",
        "title": "Pekon Campang",
        "where": "Gisting, Tanggamus",
        "label": "Campang — Gisting, Tanggamus",
    }
    assert client.get("/wilayah/cari", {"q": "ca"}).json() == {"regions": []}


def test_suggest_gives_at_most_ten_of_the_levels_asked(client: Client):
    found = client.get("/wilayah/cari", {"q": "18.06", "levels": "district,hamlet"}).json()["regions"]

    assert [region["code"].count(".") for region in found] == [2] * 10


def test_browse_goes_down_level_by_level_and_offers_only_what_fits(client: Client):
    page = client.get("/wilayah/pilih", {"di": "18.06", "levels": "village", "kembali": "/ide/baru"})

    rows = page.context["rows"]
    assert len(rows) == 20
    assert {row["pick"] for row in rows} == {""}
    assert rows[0]["inside"] == "?kembali=%2Fide%2Fbaru&levels=village&di=18.06.01"
    assert [step["region"].name for step in page.context["trail"]] == ["Lampung", "Tanggamus"]


def test_browse_takes_the_code_back_to_the_form(client: Client):
    page = client.get("/wilayah/pilih", {"q": "campang gisting", "kembali": "/ide/baru?x=1", "nama": "desa"})

    assert [row["pick"] for row in page.context["rows"]] == ["/ide/baru?desa=18.06.20.2002"]


@pytest.mark.parametrize(
    "back", ["https://example.org/", "//example.org", "javascript:alert(1)", "/\\example.org"]
)
def test_browse_never_leads_off_the_site(client: Client, back: str):
    page = client.get("/wilayah/pilih", {"di": "18.06", "kembali": back})

    assert {row["pick"] for row in page.context["rows"]} == {""}


def test_browse_of_an_unknown_code_is_not_found(client: Client):
    assert client.get("/wilayah/pilih", {"di": "18.99"}).status_code == 404
