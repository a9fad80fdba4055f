"""Every action is an operation: the same rights, rules and sentences as the pages, by token or by session."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from lestari.domain.knowledge.models import IdeaCard
from lestari.foundation.ledger.models import Event
from lestari.foundation.people.models import Token
from lestari.foundation.people.sign_in import BACKEND
from tests.clock import Clock
from tests.domain.builders import Loop, sent_by_officer
from tests.world import CAMPANG, ELSEWHERE, KUTA_DALOM, People

IDEA: dict[str, Any] = {
    "field": "economy",
    "title": "Kopi petik merah",
    "what_was_done": "Kelompok menjemur dan menyangrai sendiri.",
    "since_year": 2024,
    "result": "Harga jual naik.",
    "region": CAMPANG,
    "on": "2026-08-01",
}


def send(client: Client, path: str, body: Any, token: str = "") -> tuple[int, dict[str, Any]]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    text = body if isinstance(body, str) else json.dumps(body)
    response = client.post(f"/api/v1/{path}", text, content_type="application/json", headers=headers)
    return response.status_code, response.json()


@pytest.fixture
def token(people: People) -> str:
    return Token.issue(people.user("village_officer"), "uji")


def test_a_village_hands_in_an_idea_by_token(client: Client, token: str) -> None:
    status, receipt = send(client, "idea/hand-in", IDEA, token)

    card = IdeaCard.objects.get()
    assert status == 200
    assert receipt == {
        "act": str(Event.objects.get(subject=card.pk).act),
        "code": "I-2026-0001",
        "id": str(card.pk),
        "state": "handed_in",
    }
    assert Event.objects.get(subject=card.pk).whence == "api"


def test_the_same_act_again_gives_the_first_receipt(client: Client, token: str) -> None:
    body = IDEA | {"act": str(uuid4())}

    first, second = send(client, "idea/hand-in", body, token), send(client, "idea/hand-in", body, token)

    assert first == second
    assert IdeaCard.objects.count() == 1


def test_the_same_act_for_something_else_is_refused(client: Client, token: str) -> None:
    act = str(uuid4())
    send(client, "idea/hand-in", IDEA | {"act": act}, token)

    status, answer = send(client, "idea/hand-in", IDEA | {"act": act, "title": "Lain"}, token)

    sentence = "Nomor kiriman ini sudah dipakai untuk isian lain. Muat ulang halaman, lalu kirim lagi."
    assert (status, answer) == (409, {"errors": {"": [sentence]}})


def test_an_adoption_without_its_changes_is_refused_at_that_question(
    people: People, clock: Clock, client: Client
) -> None:
    loop = Loop(people, clock)
    token = Token.issue(people.user("village_officer", KUTA_DALOM), "uji")
    promise = {
        "region": KUTA_DALOM, "innovation": loop.innovation().code, "mode": "adapt", "place": "Dusun 3", "year": 2027, "volume": "1200",
        "unit": "meter", "estimated_cost": 86_400_000, "planned_source": "DD", "responsible": "Sekdes", "on": "2026-08-11",
        "papers": [sent_by_officer(KUTA_DALOM)],
    }  # fmt: skip

    sentence = "Tulis apa yang diubah, karena caranya adopsi. Bila sama dengan aslinya, pilih replikasi."
    assert send(client, "commitment/pledge", promise, token) == (422, {"errors": {"changes": [sentence]}})
    assert send(client, "commitment/pledge", promise | {"changes": "Pipa kecil"}, token)[0] == 200


def test_anothers_village_is_refused(client: Client, token: str) -> None:
    status, answer = send(client, "idea/hand-in", IDEA | {"region": ELSEWHERE}, token)

    assert (status, answer) == (
        403,
        {
            "errors": {
                "": [
                    "Wilayah ini di luar wilayah tugas Anda. Yang dapat: Petugas desa, TPID atau Pendamping."
                ]
            }
        },
    )
    assert IdeaCard.objects.count() == 0


def test_who_may_not_hears_that_and_not_what_their_body_lacks(client: Client, token: str) -> None:
    refused = (403, {"errors": {"": ["Peran Anda tidak melakukan langkah ini. Yang dapat: TPID atau TIK."]}})

    assert send(client, "bursa/set-up", {}, token) == refused


def test_faults_are_told_by_field(client: Client, token: str) -> None:
    status, answer = send(client, "idea/hand-in", {"region": CAMPANG, "since_year": "kemarin"}, token)

    assert status == 422
    assert set(answer["errors"]) == {"field", "title", "what_was_done", "since_year", "result", "on"}
    assert answer["errors"]["title"] == ["Isi dahulu bagian ini."]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [("{", "Isi kiriman bukan JSON yang utuh."), ("[1]", "Isi kiriman harus objek JSON.")],
)
def test_a_body_that_is_none_is_refused(client: Client, token: str, body: str, sentence: str) -> None:
    assert send(client, "idea/hand-in", body, token) == (422, {"errors": {"": [sentence]}})


def test_without_token_and_session_nothing_is_done(client: Client, people: People) -> None:
    people.user("village_officer")

    assert send(client, "idea/hand-in", IDEA)[0] == 401
    assert send(client, "idea/hand-in", IDEA, "les_salah")[0] == 401
    assert IdeaCard.objects.count() == 0


def test_a_session_counts_too(client: Client, people: People) -> None:
    client.force_login(people.user("village_officer"), BACKEND)

    assert send(client, "idea/hand-in", IDEA)[0] == 200


def test_an_unknown_record_is_not_found(client: Client, token: str) -> None:
    assert send(client, "idea/I-2026-9999/identify", {}, token) == (
        404,
        {"errors": {"": ["Tidak ada catatan “I-2026-9999”."]}},
    )
