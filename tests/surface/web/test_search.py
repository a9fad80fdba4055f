"""The search of the whole site."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from lestari.domain.commitments.models import Commitment
from lestari.domain.knowledge.models import Innovation
from tests.clock import Clock
from tests.domain.builders import Loop
from tests.domain.pages import MOST_QUERIES, queries, signed_in, words
from tests.sheets import rows_out
from tests.world import CAMPANG, KUTA_DALOM, People

pytestmark = pytest.mark.django_db


@pytest.fixture
def loop(people: People, clock: Clock, indexed: Callable[[], None]) -> Loop:
    """A published innovation that is promised, a draft and a card."""
    made = Loop(people, clock)
    turbine = made.innovation(CAMPANG, title="Turbin sungai")
    made.pledge(turbine)
    made.write(made.draft(KUTA_DALOM), title="Turbin angin")
    made.idea(CAMPANG, title="Turbin dusun")
    indexed()
    return made


def titles(page) -> list[str]:
    return [row.record.title for row in page.context["page"]]


def kinds(page) -> dict[str, int]:
    return {
        str(option.word): option.count
        for group in page.context["groups"]
        for option, _rest in group["options"]
    }


def test_the_public_finds_innovations_and_promises(loop: Loop, client: Client) -> None:
    page = client.get("/cari?q=turbin")
    assert sorted(titles(page)) == ["Turbin sungai", "Turbin sungai di Dusun 3"]
    assert kinds(page) == {"Inovasi": 1, "Komitmen": 1}
    assert titles(client.get("/cari?q=turbin&jenis=commitments.Commitment")) == ["Turbin sungai di Dusun 3"]


def test_innovations_stand_before_documents_at_work_and_ideas_and_these_before_promises(
    loop: Loop, client: Client
) -> None:
    found = [str(row.kind) for row in signed_in(loop, "tpid").get("/cari?q=turbin").context["page"]]
    assert found == ["Inovasi", "Dokumen inovasi", "Kartu Ide", "Komitmen"]
    promise = Commitment.objects.get()
    for question in (promise.code, promise.title):
        assert titles(client.get("/cari", {"q": question}))[0] == "Turbin sungai di Dusun 3"


def test_people_of_the_area_find_their_drafts_and_cards_too(loop: Loop) -> None:
    page = signed_in(loop, "tpid").get("/cari?q=turbin")
    assert kinds(page) == {"Inovasi": 1, "Dokumen inovasi": 1, "Kartu Ide": 1, "Komitmen": 1}
    assert set(titles(page)) >= {"Turbin angin", "Turbin dusun"}
    for asker in (signed_in(loop, "tpid", "18.06.11"), signed_in(loop, "village_officer", "18.10.01.2006")):
        assert sorted(titles(asker.get("/cari?q=turbin"))) == ["Turbin sungai", "Turbin sungai di Dusun 3"]


def test_what_is_found_goes_out_of_the_kind_that_is_chosen(loop: Loop, client: Client) -> None:
    head = ["Kode", "Judul", "Jenis", "Wilayah"]
    innovation, promise = Innovation.objects.get(state="published"), Commitment.objects.get()
    found = [innovation.code, "Turbin sungai", "Inovasi", "Pekon Campang"]
    promised = [promise.code, "Turbin sungai di Dusun 3", "Komitmen", "Pekon Kuta Dalom"]
    public = rows_out(client, "/cari.csv?q=turbin")
    assert (public[0], sorted(public[1:])) == (head, sorted([found, promised]))
    assert rows_out(client, "/cari.xlsx?q=turbin&jenis=knowledge.Innovation") == [head, found]
    assert len(rows_out(signed_in(loop, "tpid"), "/cari.csv?q=turbin")) == 5
    assert rows_out(client, "/cari.csv") == [head]
    assert 'href="/cari.xlsx?q=turbin"' in client.get("/cari?q=turbin").content.decode()


def test_places_are_found_beside_and_the_matches_are_marked(loop: Loop, client: Client) -> None:
    page = client.get("/cari?q=kuta+dalom")
    assert "Kuta Dalom — Gisting, Tanggamus" in words(page)
    assert "<mark>Kuta</mark> <mark>Dalom</mark>" in page.content.decode()


def test_of_a_promise_its_innovation_and_place_are_shown_and_it_is_found_by_its_code(
    loop: Loop, client: Client
) -> None:
    promise = Commitment.objects.get()
    row = client.get("/cari", {"q": promise.code}).context["page"][0]
    assert (row.record.title, row.record.code) == ("Turbin sungai di Dusun 3", promise.code)
    assert (
        "".join(piece.text for piece in row.passage) == "Turbin sungai. Pekon Kuta Dalom, Gisting, Tanggamus"
    )


def test_all_that_is_to_be_said_stands_in_one_note_and_filters_only_where_there_are_some(
    loop: Loop, client: Client
) -> None:
    html = client.get("/cari?q=tutbin+astronot").content.decode()
    assert (html.count('class="note info"'), html.count('class="filters"')) == (1, 1)
    assert client.get("/cari?q=astronot").content.decode().count('class="filters"') == 0


def test_before_words_nothing_is_listed_and_nothing_found_says_where_to_go(
    loop: Loop, client: Client
) -> None:
    assert "ditemukan" not in words(client.get("/cari"))
    page = client.get("/cari?q=astronot")
    assert "Tidak ada yang cocok." in words(page)
    assert "“astronot” tidak ditemukan di mana pun." in words(page)


@pytest.mark.parametrize(
    ("question", "said", "many"),
    [
        ("turbin " * 1000, "Pertanyaan ini terlalu panjang; 200 huruf pertama yang dicari.", 2),
        ("+-()*~^", "“+-()*~^” tidak berisi kata. Tulis apa yang dicari, misalnya air bersih.", 0),
        ("k", "“k” hanya satu huruf. Tulis kata yang utuh, misalnya air bersih.", 1),
        ("x", "“x” hanya satu huruf. Tulis kata yang utuh, misalnya air bersih.", 0),
        ("自来水", "“自来水” tidak ditemukan di mana pun.", 0),
        ("чистая turbin", "“чистая” tidak ditemukan di mana pun.", 2),
        ("tutbin", "“tutbin” tidak ditemukan; dicari sebagai turbin.", 2),
    ],
)
def test_odd_questions_get_an_answer_in_words(
    loop: Loop, client: Client, question: str, said: str, many: int
) -> None:
    page = client.get("/cari", {"q": question})
    assert (page.status_code, page.context["notes"]) == (200, [said])
    assert page.context["page"].paginator.count == many
    assert f"{many} ditemukan" in words(page)


def test_a_question_longer_than_an_address_may_be_is_refused_in_words(loop: Loop, client: Client) -> None:
    page = client.get("/cari", {"q": "turbin" * 1700})
    assert page.status_code == 400
    assert "Alamat ini memuat huruf yang tidak dapat dibaca atau terlalu panjang." in words(page)


def test_what_an_address_asks_wrongly_is_said(loop: Loop, client: Client) -> None:
    page = client.get("/cari?q=turbin&jenis=lagu&warna=merah")
    assert page.context["notes"] == [
        "Jenis “lagu” tidak dikenal, jadi tidak dipakai.",
        "Saringan “warna” tidak ada di sini, jadi tidak dipakai.",
    ]
    assert titles(page) == ["Turbin sungai", "Turbin sungai di Dusun 3"]


def test_where_no_record_of_the_chosen_kind_fits_the_filter_is_named_and_a_new_question_keeps_it(
    loop: Loop, client: Client
) -> None:
    page = client.get("/cari?q=turbin&jenis=knowledge.IdeaCard")
    assert "Lepas saringan Kartu Ide 2 ditemukan" in words(page)
    assert page.context["loosen"] == [("Kartu Ide", "q=turbin", 2)]
    assert '<input type="hidden" name="jenis" value="knowledge.IdeaCard">' in page.content.decode()


def test_every_page_leads_to_the_search(loop: Loop, client: Client) -> None:
    for asker in (client, signed_in(loop, "tpid")):
        assert asker.get("/katalog").content.decode().count('<a href="/cari">Cari</a>') == 2


def test_without_an_index_it_says_so(people: People, client: Client) -> None:
    page = client.get("/cari?q=turbin")
    assert page.status_code == 200
    shown = words(page)
    assert "Pencarian sedang tidak dapat dipakai." in shown
    assert "ditemukan" not in shown
    assert "Tidak ada yang cocok" not in shown


def test_it_asks_the_database_little(loop: Loop) -> None:
    assert queries(signed_in(loop, "tpid"), "/cari?q=turbin") <= MOST_QUERIES
