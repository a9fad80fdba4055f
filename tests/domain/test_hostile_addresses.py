"""What nobody types and programs send: NUL, control characters, endless addresses, broken percent signs. A sentence, never a fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from lestari.foundation.people.sign_in import BACKEND
from tests.domain.builders import Loop
from tests.world import People

_DAY = ("sampai", "sampai_day", "sampai_month", "sampai_year")
_PLACE = ("wilayah", "wilayah_words")
#: What several pages read in the same way: each odd word is asked alone of one of them.
_EVERYWHERE = (*_DAY, *_PLACE, "halaman")
#: What each page reads from its query.
READS = {
    "/katalog": ("q", "bidang", "topik", "tahun", "ditiru", "video", "halaman", *_PLACE),
    "/cari": ("q", "jenis", "halaman"),
    "/komitmen": ("bidang", "keadaan", "tahun", "inovasi", "halaman", *_PLACE),
    "/komitmen/baru": ("inovasi", "wilayah"),
    "/anggaran/baru": ("tahun", "wilayah"),
    "/bursa/{bursa}/kartu": ("desa",),
    "/ide": ("keadaan", "halaman"),
    "/dokumen": ("keadaan", "halaman"),
    "/capaian": (*_DAY, *_PLACE),
    "/capaian/innovations": ("halaman", *_DAY, *_PLACE),
    "/capaian/commitments_dana_desa.csv": (*_DAY, *_PLACE),
    "/corong": ("bidang", "tahun", "langkah", "halaman", *_DAY, *_PLACE),
    "/wilayah": ("q",),
    "/wilayah/18.06": ("halaman",),
    "/wilayah/cari": ("q", "levels"),
    "/wilayah/pilih": ("q", "levels", "di", "nama", "kembali", "halaman"),
    "/tugas": ("jenis", "halaman"),
    "/tugas/lain": ("jenis", "halaman"),
    "/masuk": ("next",),
}
IN_API = ("region", "until", "page")
REFUSED = ("a%00b", "%00", "a%01b", "a%1bb", "a%7Fb", "x" * 9000)
#: Odd, and yet only words that fit nothing.
ODD = (
    "%",
    "%zz",
    "%ff%fe",
    "%ED%A0%80",
    "a%0Ab",
    "a%09b",
    "٣",
    "𝟙",
    "1" * 40,
    "-1",
    "x" * 1500,
    "%F0%9F%8C%BE",
    "'\"<>\\",
)
#: What stands for the parts of an address that are not the hostile one.
SAMPLES = {
    "slug": "change",
    "int": "2026",
    "uuid": "00000000-0000-7000-8000-000000000000",
    "str": "18.06",
    "ending": "csv",
}
WORDS = "Alamat ini memuat huruf yang tidak dapat dibaca atau terlalu panjang."


def routes(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


ROUTES = sorted(set(routes(get_resolver().url_patterns)))


def filled(route: str, hostile: str | None = None) -> str:
    """The address of a route; each part of it that takes any text is the hostile one."""

    def part(found: re.Match[str]) -> str:
        kind = found[1] or "str"
        return hostile if hostile is not None and kind == "str" else SAMPLES[kind]

    return re.sub(r"[<{](?:(\w+):)?\w+[>}]", part, route)


PAGES = [filled(route) for route in ROUTES if not route.startswith("/api/")]
OPEN = [route for route in ROUTES if filled(route, "x") != filled(route)]


@pytest.fixture
def client(people: People) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(people.user("tik"), BACKEND)
    return client


def faults(client: Client, addresses: Iterator[str], allowed: set[int]) -> list[tuple[str, int]]:
    answers = ((address, client.get(address).status_code) for address in addresses)
    return [(address, status) for address, status in answers if status not in allowed]


@pytest.mark.sqlite_only  # refused at the gate, before any database is asked
@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:8])
def test_a_query_that_nobody_types_is_refused_in_words(loop: Loop, client: Client, text: str) -> None:
    addresses = [f"{page}?{name}={text}" for page, names in READS.items() for name in names]
    addresses += [f"{page}?{text}=1" for page in PAGES]
    addresses += [f"/api/v1/{path}?{name}={text}" for path in ("achievements", "funnel") for name in IN_API]
    assert faults(client, iter(addresses), {400}) == []

    answer = client.get(f"/katalog?q={text}")
    assert WORDS in answer.content.decode()
    assert client.get(f"/api/v1/achievements?region={text}").json() == {"errors": {"": [WORDS]}}


@pytest.mark.sqlite_only
@pytest.mark.parametrize("text", REFUSED[:1] + REFUSED[2:], ids=lambda text: text[:8])
def test_an_address_that_nobody_types_leads_nowhere(loop: Loop, client: Client, text: str) -> None:
    assert faults(client, (filled(route, text) for route in OPEN), {404}) == []
    assert WORDS in client.get(f"/komitmen/{text}").content.decode()
    assert client.post(f"/api/v1/commitment/{text}/pause").json() == {"errors": {"": [WORDS]}}


@pytest.mark.parametrize("page", READS)
def test_odd_words_are_words(loop: Loop, client: Client, page: str) -> None:
    names = READS[page]
    if "{bursa}" in page:
        loop.innovation()
        bursa = loop.bursa()
        loop.do("bursa.open", loop.tpid(), bursa)
        page = page.format(bursa=bursa.code)
        client.force_login(loop.people.user("tpid"), BACKEND)
        assert client.get(page).status_code == 200
    alone = {name for name in names if name not in _EVERYWHERE or page == _first_with(name)}
    questions = [{name: text} for name in names if name in alone for text in ODD]
    if connection.vendor != "sqlite":
        questions = _together(names)
    elif shared := tuple(name for name in names if name not in alone):
        questions += _together(shared)
    addresses = (
        f"{page}?" + "&".join(f"{name}={quote(text, safe='%')}" for name, text in asked.items())
        for asked in questions
    )
    assert faults(client, addresses, {200, 302, 403, 404, 405, 422}) == []


def _first_with(name: str) -> str:
    return next(page for page, names in READS.items() if name in names)


def _together(names: tuple[str, ...]) -> list[dict[str, str]]:
    """Each odd word once in each place, all places at once: what the second database thinks of a word, the first has told of a page."""
    return [
        {name: ODD[(first + place) % len(ODD)] for place, name in enumerate(names)}
        for first in range(len(ODD))
    ]


@pytest.mark.parametrize("text", ODD, ids=ascii)
def test_odd_addresses_are_addresses(loop: Loop, client: Client, text: str) -> None:
    addresses = (filled(route, quote(text, safe="%")) for route in OPEN)
    assert faults(client, addresses, {200, 302, 403, 404, 405, 410}) == []


def test_a_region_that_nobody_types_is_unknown(loop: Loop) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(loop.people.user("village_officer"), BACKEND)
    answer = client.post("/api/v1/idea/hand-in", {"region": "18\0"}, content_type="application/json")
    assert (answer.status_code, "region" in answer.json()["errors"]) == (422, True)
    assert client.post("/ide/baru", {"region": "a\0b", "region_words": "camp\0ang"}).status_code == 422


def test_a_year_that_no_calendar_has_leads_nowhere(loop: Loop, client: Client) -> None:
    addresses = (f"/anggaran/18.06.20.2002/{year}" for year in ("0", "00", "10000", "9" * 40))
    assert faults(client, addresses, {404}) == []


def test_too_many_parameters_and_a_foreign_host_are_told_in_words(client: Client) -> None:
    many = client.get("/katalog?" + "&".join(f"q{number}=" for number in range(1001)))
    assert (many.status_code, WORDS in many.content.decode()) == (400, True)
    foreign = client.get("/katalog", headers={"host": "jahat.example"})
    assert (foreign.status_code, "Permintaan ini tidak dapat dibaca" in foreign.content.decode()) == (
        400,
        True,
    )
