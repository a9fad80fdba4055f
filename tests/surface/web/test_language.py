"""Indonesian for everybody; English for whoever chose it on this device; files and programs always in Indonesian."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.translation import override

from lestari.domain.commitments.models import Commitment
from lestari.foundation.sheets.kinds import SHEETS
from tests.domain.builders import Loop
from tests.domain.pages import signed_in, words
from tests.sheets import rows_of
from tests.surface.doors import content

pytestmark = pytest.mark.django_db


def test_a_phone_that_prefers_english_still_sees_indonesian() -> None:
    answer = Client(headers={"accept-language": "en-US,en;q=0.9"}).get("/")
    assert b'<html lang="id">' in answer.content
    assert (answer["Content-Language"], answer["Vary"]) == ("id", "Cookie, Accept-Encoding")


def test_english_is_chosen_on_the_page_and_stays_on_this_device() -> None:
    client = Client()
    assert (
        '<a href="/bahasa/en" lang="en" hreflang="en" rel="nofollow">English</a>'
        in client.get("/masuk").content.decode()
    )
    chosen = client.get("/bahasa/en", headers={"referer": "http://testserver/masuk?next=/tugas"})
    assert chosen["Location"] == "/masuk?next=/tugas"
    page = client.get("/masuk")
    assert b'<html lang="en">' in page.content
    assert "Sign in" in words(page)
    assert 'lang="id" hreflang="id" rel="nofollow">Indonesia</a>' in page.content.decode()
    client.get("/bahasa/id")
    assert b'<html lang="id">' in client.get("/masuk").content


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "https://elsewhere.example/masuk",
        "//elsewhere.example",
        "http://testserver//elsewhere.example",
        "\x00",
        "http://[",
    ],
)
def test_whoever_comes_from_elsewhere_goes_home(referer: str) -> None:
    assert Client().get("/bahasa/en", headers={"referer": referer})["Location"] == "/"


def test_there_is_no_third_language() -> None:
    client = Client()
    assert client.get("/bahasa/de").status_code == 404
    client.cookies["bahasa"] = "de<script>"
    assert b'<html lang="id">' in client.get("/").content


def test_states_and_dates_are_said_in_english(loop: Loop) -> None:
    promise = loop.planned(loop.innovation(), loop.plan_line())
    client = signed_in(loop, "tpid")
    client.cookies["bahasa"] = "en"
    page = words(client.get(f"/komitmen/{promise.code}"))
    assert "In RKPDes" in page
    assert "Masuk RKPDes" not in page
    assert "Tuesday, 11 August 2026 at 09.40 WIB · in force from 11 March 2025" in page.replace("\u00a0", " ")


def test_files_and_programs_speak_indonesian_whatever_the_page_speaks(loop: Loop) -> None:
    loop.planned(loop.innovation(), loop.plan_line())
    client = signed_in(loop, "tpid")
    indonesian = [
        content(client.get("/komitmen.csv")),
        rows_of(client.get("/lembar/kosong/commitments").content),
    ]
    client.cookies["bahasa"] = "en"
    assert [
        content(client.get("/komitmen.csv")),
        rows_of(client.get("/lembar/kosong/commitments").content),
    ] == indonesian
    assert Commitment.objects.count() == 1


def test_columns_are_known_by_the_words_of_sheets_whatever_the_page_speaks(loop: Loop) -> None:
    column = next(one for one in SHEETS["commitments"].columns if one.name == "mode")
    for name in ("keys", "whole", "sorted", "_choices", "_known_as"):
        column.__dict__.pop(name, None)
    with override("en"):
        assert "cara meniru" in column.keys
        assert column.choice("Replikasi") == "replicate"
