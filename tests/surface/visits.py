"""Visits to all pages: who opens which, the filters that they lead to, and how much each asks of the database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from lestari.foundation.people.roles import ROLES
from lestari.foundation.sheets.models import Import
from tests.surface.doors import content
from tests.surface.every import Every
from tests.surface.whose import Address

#: What is read from an address that no link of the walk names.
ASKED = (
    "/cari?q=sumur", "/katalog?q=sumur", "/wilayah/pilih?q=campang", "/corong?langkah=pledged", "/corong?tahun=2026", "/capaian/commitments_dana_desa",
)  # fmt: skip


def visits(every: Every, addresses: list[Address]) -> Iterator[tuple[str, str]]:
    """Yield who visits which page: the public all lists of theirs, each role those of its menu, the last role that may all others."""
    for one in addresses:
        opening = [role for role in ("", *ROLES) if one.opens(role, inside=True) == 200]
        found = resolve(one.url.partition("?")[0])
        if opening and not one.url.startswith(("/api/", "/berkas/")) and "ending" not in found.kwargs:
            yield opening[-1], one.url
            yield from () if found.captured_kwargs else ((opening[0], one.url),)
    for role in ROLES:
        menu = re.search(r'(?s)<nav class="links.*?</nav>', content(every.browsers[role, True].get("/tugas")))
        assert menu is not None
        yield from ((role, url) for url in re.findall(r'href="([^"]+)"', menu[0]))
    yield from (
        (role, f"/lembar/{pk}") for role, pk in Import.objects.values_list("person__assignments__role", "pk")
    )
    yield from (("tpid", url) for url in ASKED)


def filters(seen: dict[tuple[str, str], tuple[int, str]]) -> set[tuple[str, str]]:
    """Return the visits to which the filters of these pages lead, one for each filter of a page."""
    found = {}
    for (role, url), (_queries, text) in seen.items():
        path = url.partition("?")[0]
        for link in map(unescape, re.findall(r'href="(\?[^"]+)"', text)):
            found[path, re.split("[?&]", link)[-1].partition("=")[0]] = role, path + link
    return {visit for (_path, name), visit in found.items() if name != "halaman"}


def visited(every: Every, role: str, url: str) -> tuple[int, str]:
    """Return how many queries a visit takes, and the page."""
    with CaptureQueriesContext(connection) as asked:
        response = every.browsers[role, True].get(url)
        text = content(response)
    assert response.status_code in {200, 302}, (role, url)
    return len(asked), text
