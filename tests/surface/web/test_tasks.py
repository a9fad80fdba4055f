"""The home of each role: what waits for me, oldest deadline first; what waits for others."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from lestari.domain.commitments.models import Commitment
from lestari.foundation.duties.models import Duty
from tests.domain.builders import Loop, row
from tests.domain.pages import MOST_QUERIES, queries, signed_in, words
from tests.world import CAMPANG, ELSEWHERE, KUTA_DALOM, PRINGSEWU


@pytest.fixture
def promise(loop: Loop) -> Commitment:
    """A promise of Kuta Dalom for 2026, entered on 11 August 2026: to be recorded in the RKPDes by 18 August."""
    return loop.pledge(loop.innovation())


def tasks(client: Client, page: str = "/tugas") -> list[dict]:
    return client.get(page).context["tasks"]


def test_signed_out_people_are_led_to_the_sign_in(loop: Loop, client: Client) -> None:
    assert [client.get(page).url for page in ("/tugas", "/tugas/lain")] == [
        "/masuk?next=%2Ftugas",
        "/masuk?next=%2Ftugas%2Flain",
    ]


def test_who_sent_something_signed_out_comes_back_to_the_page_that_sent_it(client: Client, db: None) -> None:
    for referer, back in (
        ("http://testserver/lembar?jenis=ideas", "/masuk?next=%2Flembar%3Fjenis%3Dideas"),
        ("http://elsewhere.example/lembar", "/masuk?next=%2F"),
        ("", "/masuk?next=%2F"),
    ):
        assert client.post("/lembar/kirim", headers={"referer": referer}).url == back


def test_a_task_says_what_where_until_when_and_how(loop: Loop, promise: Commitment) -> None:
    (task,) = tasks(signed_in(loop, "village_officer", KUTA_DALOM))

    shown = {name: str(task[name]) for name in ("title", "where", "distance", "tone", "action_label")}
    assert shown == {
        "title": promise.title,
        "where": "Pekon Kuta Dalom",
        "distance": "7 hari lagi",
        "tone": "soon",
        "action_label": "Catat di RKPDes",
    }
    assert (task["url"], task["action_url"]) == (
        f"/komitmen/{promise.code}",
        f"/komitmen/{promise.code}/plan",
    )
    assert (task["first"], task["note"]) == (True, f"{promise.code} · Dijanjikan")
    assert list(task["states"]) == ["done", "done", "done", "now", "next", "next"]


def test_a_task_of_a_coming_year_waits_without_a_button(loop: Loop) -> None:
    innovation, on = loop.innovation(), date(2026, 7, 22)
    plan, line = loop.plan_line(year=2027, on=on), loop.budget(row(100_000_000), year=2027, on=on)[0]
    coming = loop.pledge(innovation, year=2027)
    loop.do("commitment.plan", loop.officer(), coming, line=plan, on=on)
    loop.fund(coming, line, 1_000_000, on)
    browser = signed_in(loop, "village_officer", KUTA_DALOM)

    (task,) = tasks(browser)
    assert (task["url"], task["action_url"], task["action_label"]) == (f"/komitmen/{coming.code}", "", "")
    loop.clock.set(date(2027, 1, 1))
    (task,) = tasks(browser)
    assert str(task["action_label"]) == "Mulai dikerjakan"


def test_the_oldest_deadline_comes_first_and_alone_in_the_frame(loop: Loop, promise: Commitment) -> None:
    later = loop.pledge(promise.innovation, year=2027)
    Duty.objects.filter(subject=promise.pk).update(due=date(2026, 8, 8))

    response = signed_in(loop, "tpid").get("/tugas")

    told = [(task["title"], task["first"], task["tone"]) for task in response.context["tasks"]]
    assert told == [(promise.title, True, "late"), (later.title, False, "wait")]
    assert "Menunggu Anda: 2" in words(response)
    assert "1 sudah lewat tenggat. Kerjakan yang teratas dahulu." in words(response)
    Duty.objects.filter(subject=promise.pk).update(due=date(2026, 8, 18))


def test_filters_come_from_eight_tasks_on(loop: Loop, promise: Commitment) -> None:
    browser = signed_in(loop, "tpid")
    for number in range(6):
        loop.pledge(promise.innovation, place=f"RT {number}")
    assert browser.get("/tugas").context["kinds"] == []

    loop.do("idea.identify", loop.tik(), loop.idea(KUTA_DALOM))

    found = browser.get("/tugas").context["kinds"]
    assert [(kind, str(word), count) for kind, word, count in found] == [
        ("commitments.Commitment", "Komitmen", 7),
        ("knowledge.IdeaCard", "Kartu Ide", 1),
    ]
    (task,) = tasks(browser, "/tugas?jenis=knowledge.IdeaCard")
    assert (task["title"], task["states"][:3]) == ("Pipa air bersih", ["done", "now", "next"])
    assert len(tasks(browser, "/tugas?jenis=apa")) == 8


def test_nothing_of_another_area_is_seen(loop: Loop, promise: Commitment) -> None:
    for role, code in (("village_officer", ELSEWHERE), ("tik", PRINGSEWU), ("village_officer", CAMPANG)):
        response = signed_in(loop, role, code).get("/tugas")
        assert (response.context["tasks"], response.context["others"]) == ([], 0)
        assert "Tidak ada yang menunggu Anda sekarang." in words(response)


def test_what_waits_for_others_names_them_without_a_button(loop: Loop, promise: Commitment) -> None:
    browser = signed_in(loop, "tik")
    loop.clock.forward(days=21)

    mine = browser.get("/tugas")
    (only,) = tasks(browser, "/tugas/lain")

    assert "1 hal menunggu orang lain , yang terlama 21 hari di Petugas desa atau TPID." in words(mine)
    assert (only["distance"], only["action_url"], only["title"]) == ("21 hari", "", promise.title)
    assert only["note"] == f"{promise.code} · menunggu Petugas desa atau TPID"
    # What the team could do itself waits for the team, not for others, though the village's officer may do it too.
    assert tasks(signed_in(loop, "tpid"), "/tugas/lain") == []
    loop.clock.forward(days=-21)


def test_the_area_and_what_one_may_begin_stand_beside(loop: Loop, promise: Commitment) -> None:
    found = signed_in(loop, "tpid").get("/tugas").context

    assert [(stage.word, stage.count) for stage in found["stages"]] == [
        ("Bursa", 1),
        ("RKPDes", 0),
        ("APBDes", 0),
        ("Hasil", 0),
    ]
    assert found["roles"] == ["TPID Kecamatan Gisting"]
    assert [url for _words, url in found["creators"]] == [
        "/ide/baru",
        "/komitmen/baru",
        "/anggaran/baru",
        "/bursa/baru",
    ]
    own = signed_in(loop, "village_officer", KUTA_DALOM).get("/tugas").context["creators"]
    assert own[-1] == ("Anggaran 2026", f"/anggaran/{KUTA_DALOM}/2026")


@pytest.mark.parametrize("page", ["/tugas", "/tugas/lain"])
def test_the_pages_ask_no_more_when_they_grow(loop: Loop, promise: Commitment, page: str) -> None:
    loop.idea(KUTA_DALOM)
    loop.bursa(date(2026, 9, 1))
    browsers = [
        signed_in(loop, "tpid"),
        signed_in(loop, "tik"),
        signed_in(loop, "village_officer", KUTA_DALOM),
    ]
    before = [queries(browser, page) for browser in browsers]

    for number in range(4):
        loop.pledge(promise.innovation, place=f"RT {number}")

    assert [queries(browser, page) for browser in browsers] == before
    assert max(before) <= MOST_QUERIES
