"""Every address × every role × inside its area and right outside: what opens, what is refused in which words, and what stays as it was."""

from __future__ import annotations

import gzip
import re
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from lestari.domain.commitments.models import Commitment
from lestari.foundation.kernel import clock as kernel_clock
from lestari.foundation.people.models import User
from lestari.foundation.people.roles import ROLES
from lestari.foundation.workflow import registry
from tests.domain.pages import MOST_QUERIES, signed_in, words
from tests.foundation.files.conftest import PDF, upload
from tests.surface.doors import TYPED, as_form, body_of, content, not_said, outcome, sent, tables
from tests.surface.every import CONTACT, HELD, HIDDEN, PHONES, Every, taken_back
from tests.surface.visits import filters, visited, visits
from tests.surface.whose import (
    BEYOND,
    NOT_THE_REGION,
    Address,
    addresses_of,
    may,
    names,
    roles_for,
    why_not,
)
from tests.world import PRINGSEWU, PUGUNG

#: A village of another district of the same regency.
IN_PUGUNG = f"{PUGUNG}.2001"
#: Everybody, inside the area and right outside; the signed-out are nowhere.
PEOPLE = [(role, inside) for role in ROLES for inside in (True, False)] + [("", False)]
each = pytest.mark.parametrize(
    ("role", "inside"),
    PEOPLE,
    ids=[f"{r}-{'inside' if i else 'outside'}" if r else "signed-out" for r, i in PEOPLE],
)
each_outside = pytest.mark.parametrize("role", [*ROLES, ""], ids=[*ROLES, "signed-out"])
#: The most that a page's own HTML may weigh on its way.
HTML_BYTES = 18_000
NOT_SIGNED_IN = "Anda belum masuk. Masuk dahulu, atau kirim kunci API pada kepala “Authorization: Bearer …”."
NOT_ON_THE_LIST = "Pilihan ini tidak ada di daftar. Pilih lagi."


@pytest.fixture(scope="module")
def addresses(every: Every) -> list[Address]:
    return [one for name in names() for one in addresses_of(name, every)]


def test_every_pattern_has_a_concrete_address(every: Every) -> None:
    without = [name for name in names() if not list(addresses_of(name, every))]
    assert without == [], "say in tests/surface/whose.py for whom these are, and on which record"


def test_every_role_and_every_action_is_asked_about(addresses: list[Address]) -> None:
    assert set(HELD) == set(ROLES)
    assert {one.action.kind for one in addresses if one.action} == set(registry.ACTIONS)


def test_the_printed_matrix_says_what_the_table_says() -> None:
    text = (Path(__file__).parents[2] / "docs/rights.md").read_text()
    (_action, *columns, _), _line, *rows = [
        line.split("|")[1:-1] for line in text.splitlines() if line[:1] == "|"
    ]
    keys = {str(role.word): key for key, role in ROLES.items()}
    printed = {
        kind.split("`")[1]: {
            keys[c.strip()] for c, cell in zip(columns, cells, strict=True) if cell.strip() == "yes"
        }
        for kind, *cells, _conditions in rows
    }
    assert printed.pop("people.change_phone") == set()  # one's own, whoever one is
    assert printed == {kind: roles_for(kind) for kind in registry.ACTIONS if kind != "people.change_phone"}


@each
def test_each_page_opens_for_whom_it_is(
    every: Every, addresses: list[Address], role: str, inside: bool
) -> None:
    """Pages open, forms are forms; a locked form says why, and who can; what is the area's shows nowhere outside."""
    asked = [one for one in addresses if not (inside and one.whose == "everybody alike")]
    if role:  # the API reads to nobody in particular, and its operations answer no GET
        asked = [one for one in asked if not one.url.startswith("/api/")]
    found, wrong, shown, heavy = {}, {}, [], {}
    for one in asked:
        response = every.browsers[role, inside].get(one.url)
        body, found[one.url] = content(response), outcome(response)
        shown += [one.url] * (HIDDEN in body)
        if response["Content-Type"].startswith("text/html"):
            heavy |= {one.url: weight} if (weight := len(gzip.compress(body.encode()))) > HTML_BYTES else {}
        if one.action and found[one.url] == 200 and 'enctype="multipart/form-data"' not in body:
            wrong[one.url] = "no form"
        if one.action and found[one.url] == 403:
            wrong[one.url] = not_said(role, one.action, words(response))
    assert found == {one.url: one.opens(role, inside) for one in asked}
    assert {url: fault for url, fault in wrong.items() if fault} == {}
    assert bool(shown) if inside else shown == []
    assert heavy == {}


@each_outside
def test_a_form_sent_from_outside_is_refused(every: Every, addresses: list[Address], role: str) -> None:
    """An empty form on a record, and a whole one that names the region: refused with the reason, and nothing is written."""
    found, right, silent, before = {}, {}, [], tables()
    for one in addresses:
        if one.action is None:
            continue
        makes = one.action.subject is None
        response = every.browsers[role, False].post(
            one.url, as_form(body_of(every, one.action)) if makes else {}
        )
        found[one.url], right[one.url] = outcome(response), one.opens(role, inside=False)
        if makes and right[one.url] == 200:
            right[one.url] = 403
        if (role, one.action.kind) in BEYOND:
            right[one.url] = 422
        silent += [one.url] * (found[one.url] == 403 and why_not(role, one.action) not in words(response))
    assert found == right
    assert silent == []
    assert tables() == before


@each
def test_an_operation_does_what_the_role_may_and_nothing_else(every: Every, role: str, inside: bool) -> None:
    """The same whole body from everybody: done by who may (and taken back here), refused with the reason to who may not."""
    found, right, before = {}, {}, tables()
    for kind, action in registry.ACTIONS.items():
        with taken_back() if may(role, inside, action) else nullcontext():
            found[kind] = sent(every, role, inside, action)
        if not role:
            right[kind] = (401, {"": [NOT_SIGNED_IN]})
        elif may(role, inside, action):
            right[kind] = (200, None)
        elif (role, kind) in BEYOND:  # in the hall, with a card of another village
            right[kind] = (422, {"village": [NOT_ON_THE_LIST]})
        else:
            right[kind] = (403, {"": [why_not(role, action)]})
    assert found == right
    assert tables() == before


def test_what_lies_elsewhere_is_not_drawn_into_the_area(every: Every) -> None:
    """On one's own record, rows and regions of another village or regency are no choice."""
    next_door = every.next_door
    line = next_door.fundings.get().allocation.line
    strange: dict[str, tuple[str, str, Any]] = {
        "commitment.plan": ("village_officer", "line", next_door.plan_line_id),
        "commitment.budget": ("tpid", "line", line.pk),
        "commitment.add_funding": ("agency", "line", line.pk),
        "commitment.adjust_funding": ("tpid", "allocation", next_door.fundings.get().allocation_id),
        "bursa.hand_in_card": ("tik", "village", every.regions[IN_PUGUNG].pk),
        "bursa.addendum": ("tpid", "village", every.regions[IN_PUGUNG].pk),
        **dict.fromkeys(
            ("people.end_assignment", "people.void_assignment"),
            ("administrator", "assignment", every.people.user("tik", PRINGSEWU).assignments.get().pk),
        ),
    }
    before = tables()
    for kind, (role, name, value) in strange.items():
        answer = sent(every, role, True, registry.action(kind), **{name: str(value)})
        assert answer == (422, {name: [NOT_ON_THE_LIST]}), kind
    assign = registry.action("people.assign")
    answer = sent(every, "administrator", True, assign, place=PRINGSEWU)
    assert answer == (403, {"": ["Kabupaten Pringsewu di luar wilayah Anda sebagai administrator."]})
    assert tables() == before


def test_the_hall_of_another_district_is_closed(every: Every) -> None:
    bursa = every.subject_of(registry.action("bursa.hand_in_card"))
    with taken_back():
        response = signed_in(every.loop, "village_officer", IN_PUGUNG).get(f"/bursa/{bursa.code}/kartu")
    assert response.status_code == 403
    assert NOT_THE_REGION in words(response)


def test_whoever_may_not_leaves_no_file_and_keeps_what_was_typed(every: Every) -> None:
    before, promise = tables(), every.of(Commitment, "in_progress")
    form = {"result": TYPED, "papers": upload(PDF + b"%", "serah-terima.pdf", "application/pdf")}

    response = every.browsers["tik", True].post(f"/komitmen/{promise.code}/report-done", form)

    assert response.status_code == 403
    assert TYPED in words(response)
    assert tables() == before


def test_the_public_reads_nothing_personal(every: Every, addresses: list[Address]) -> None:
    """No name of who did it, no account, no telephone number, nobody to call: on pages, in CSV and JSON."""
    people = User.objects.values_list("name", "username")
    personal = [
        CONTACT,
        HIDDEN,
        *(name for name, _ in people),
        *(login for _, login in people if HIDDEN.lower() in login),
    ]

    def read(role: str) -> dict[str, list[str]]:
        found = {}
        for one in addresses:
            if one.whose.startswith("everybody") and not one.url.startswith(
                "/undangan/"
            ):  # the link itself is the key
                body = content(every.browsers[role, False].get(one.url))
                digits = re.sub(r"[\s.-]", "", body)
                found[one.url] = [word for word in personal if word in body] + [PHONES] * (PHONES in digits)
        return {url: words for url, words in found.items() if words}

    assert read("") == {}
    assert any(CONTACT in seen for seen in read("tik").values())  # so it is there to be read


def test_no_page_asks_more_of_more_records(
    every: Every, addresses: list[Address], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With two of everything and with three: as many queries for each page and each of its filters, and few."""
    monkeypatch.setattr(kernel_clock, "timezone", every.loop.clock)
    with taken_back():
        every.more()
        for role in ROLES:  # the key of a second step is made when its page is first seen
            visited(every, role, "/akun/langkah-kedua")
        seen = {visit: visited(every, *visit) for visit in visits(every, addresses)}
        seen |= {visit: visited(every, *visit) for visit in filters(seen)}
        every.more()
        asked = {visit: (few, visited(every, *visit)[0]) for visit, (few, _text) in seen.items()}
    assert {visit: (few, many) for visit, (few, many) in asked.items() if differs(visit[1], few, many)} == {}
    assert {visit: many for visit, (_few, many) in asked.items() if many > MOST_QUERIES} == {}


def differs(url: str, few: int, many: int) -> bool:
    """Say whether a page asks otherwise of more records; of tasks the first twenty may then be of fewer kinds, each of which is asked for."""
    return many > few or (many < few and not url.startswith("/tugas"))
