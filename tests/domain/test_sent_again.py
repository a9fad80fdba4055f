"""A form that is sent again, by a double click or a page loaded anew, is answered as the first time, whatever the deed has changed since."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from lestari.domain.budgets.models import Allocation
from lestari.domain.commitments.models import Commitment
from lestari.foundation.kernel.ids import uuid7
from lestari.foundation.ledger.models import Event
from tests.domain.builders import Loop, row
from tests.domain.pages import signed_in, words
from tests.world import KUTA_DALOM

ON = {"on_day": "30", "on_month": "12", "on_year": "2025"}


@pytest.fixture
def funded(loop: Loop) -> Commitment:
    innovation = loop.innovation()
    made = loop.planned(innovation, loop.plan_line())
    loop.fund(made, loop.budget(row(100_000_000))[0], 60_000_000)
    return made


def officer(loop: Loop) -> Client:
    return signed_in(loop, "village_officer", KUTA_DALOM)


def test_a_deed_that_takes_its_own_choice_away_is_answered_twice_alike(
    loop: Loop, funded: Commitment
) -> None:
    client, url = officer(loop), f"/komitmen/{funded.code}/adjust-funding"
    sent = ON | {"act": str(uuid7()), "allocation": str(Allocation.objects.get().pk), "amount": "70.000.000"}

    first = client.post(url, sent)
    events = Event.objects.count()
    second = client.post(url, sent)

    assert [(answer.status_code, answer["Location"]) for answer in (first, second)] == [
        (302, f"/komitmen/{funded.code}")
    ] * 2
    assert Event.objects.count() == events


def test_other_words_under_the_same_number_are_not_taken_for_the_first(
    loop: Loop, funded: Commitment
) -> None:
    client, url = officer(loop), f"/komitmen/{funded.code}/adjust-funding"
    sent = ON | {"act": str(uuid7()), "allocation": str(Allocation.objects.get().pk), "amount": "70.000.000"}
    client.post(url, sent)

    again = client.post(url, sent | {"amount": "80.000.000"})

    assert again.status_code == 422
    assert Allocation.objects.get(until=None).amount == 70_000_000


def test_nobody_gets_the_answer_to_another_s_deed(loop: Loop, funded: Commitment) -> None:
    url = f"/komitmen/{funded.code}/adjust-funding"
    sent = ON | {"act": str(uuid7()), "allocation": str(Allocation.objects.get().pk), "amount": "70.000.000"}
    officer(loop).post(url, sent)

    assert signed_in(loop, "tpid").post(url, sent).status_code == 422


def test_the_api_answers_alike(loop: Loop, funded: Commitment) -> None:
    client, url = officer(loop), f"/api/v1/commitment/{funded.code}/adjust-funding"
    body = json.dumps(
        {
            "act": str(uuid7()),
            "allocation": str(Allocation.objects.get().pk),
            "amount": 70_000_000,
            "on": "2025-12-30",
        }
    )

    answers = [client.post(url, body, content_type="application/json") for _time in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()


def test_whoever_comes_too_late_reads_what_was_done_meanwhile(loop: Loop, funded: Commitment) -> None:
    client, url = officer(loop), f"/komitmen/{funded.code}/release"
    seen = funded.version
    loop.start(funded, loop.clock.moment.date())

    late = client.post(url, ON | {"reason": "Tidak jadi dibiayai", "seen": str(seen)})

    assert late.status_code == 409
    page = words(late)
    assert "Belum tersimpan" in page
    assert (
        "Yang terakhir: Village Officer Kuta Dalom mulai mengerjakan, Selasa, 11 Agustus 2026 pukul 09.40 WIB."
        in page
    )
    assert "Tidak jadi dibiayai" in page
