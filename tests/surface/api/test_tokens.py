"""A token opens the door for a year, and not after its owner took it back, changed the password or left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from lestari.foundation.people.actions import DEACTIVATE, REACTIVATE, RESET_FACTOR
from lestari.foundation.people.forms import NewPasswordForm
from lestari.foundation.people.models import Token, User
from lestari.foundation.people.queries import tokens_of
from lestari.foundation.people.sign_in import BACKEND
from lestari.foundation.workflow.inputs import NoEntry, Reason
from lestari.foundation.workflow.perform import perform
from tests.clock import Clock
from tests.surface.api.test_operations import IDEA, send
from tests.world import PASSWORD, People

NEW = "sawah padi di lembah"


@pytest.fixture
def officer(people: People) -> User:
    return people.user("village_officer")


def opens(token: str) -> bool:
    """Say whether the door opens: a wrong body is answered to whoever is let in."""
    return send(Client(), "idea/hand-in", {}, token)[0] == 422


def end_sessions(person: User, _people: People) -> None:
    client = Client()
    client.force_login(person, BACKEND)
    client.post("/akun/keluar-lain")


def change_password(person: User, _people: People) -> None:
    client = Client()
    client.force_login(person, BACKEND)
    client.post("/akun/kata-sandi", {"present": PASSWORD, "new": NEW, "again": NEW})


def take_the_link(person: User, _people: People) -> None:
    form = NewPasswordForm(person, {"new": NEW, "again": NEW})
    assert form.is_valid()
    form.save()


def set_password(person: User, _people: People) -> None:
    person.set_password(NEW)
    person.save()


def reset_factor(person: User, people: People) -> None:
    perform(RESET_FACTOR, people("administrator"), person, NoEntry())


def close_and_open(person: User, people: People) -> None:
    perform(DEACTIVATE, people("administrator"), person, Reason(reason="Pindah tugas"))
    assert not tokens_of(person)
    person.refresh_from_db()
    perform(REACTIVATE, people("administrator"), person, NoEntry())


@pytest.mark.parametrize(
    "deed", [end_sessions, change_password, take_the_link, set_password, reset_factor, close_and_open]
)
def test_a_token_ends_with_its_owners_sessions(
    officer: User, people: People, clock: Clock, deed: Callable[[User, People], None]
) -> None:
    token = Token.issue(officer, "lembar kabupaten")
    assert opens(token)

    clock.forward(minutes=1)
    deed(User.objects.get(pk=officer.pk), people)

    assert not opens(token)
    clock.forward(minutes=1)
    assert opens(Token.issue(officer, "lembar kabupaten"))


def test_a_session_ends_with_the_account_and_stays_ended(officer: User, people: People, clock: Clock) -> None:
    client = Client()
    client.force_login(officer, BACKEND)

    close_and_open(officer, people)

    assert client.get("/akun").status_code == 302


def test_a_token_is_good_for_a_year_or_as_long_as_was_said(officer: User, clock: Clock) -> None:
    year, week = Token.issue(officer, "setahun"), Token.issue(officer, "sepekan", days=7)

    clock.forward(days=7)
    assert [opens(token) for token in (year, week)] == [True, False]
    clock.forward(days=357, hours=23)
    assert opens(year)
    clock.forward(hours=1)
    assert not opens(year)


def test_ones_own_tokens_are_listed_on_the_account_page_and_taken_back(officer: User, people: People) -> None:
    token, kept = Token.issue(officer, "lembar <kabupaten>"), Token.issue(officer, "lain")
    others = Token.issue(people.user("tpid"), "tpid")
    client = Client()
    client.force_login(officer, BACKEND)
    key = next(one.key for one in tokens_of(officer) if one.name.startswith("lembar"))

    page = client.get("/akun").content.decode()
    assert "lembar &lt;kabupaten&gt;" in page
    assert "berlaku sampai 11\u00a0Agustus\u00a02027" in page
    for name in (key, key[:4], tokens_of(people.user("tpid"))[0].key):
        assert client.post(f"/akun/token/{name}/cabut")["Location"] == "/akun"

    assert [opens(one) for one in (token, kept, others)] == [False, True, True]
    assert "lembar &lt;" not in client.get("/akun").content.decode()
    assert client.get(f"/akun/token/{key}/cabut").status_code == 405


def test_a_password_hashed_anew_at_sign_in_ends_nothing(officer: User, settings: Any) -> None:
    token = Token.issue(officer, "uji")
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    client = Client()

    client.post("/masuk", {"username": officer.username, "password": PASSWORD})

    assert User.objects.get(pk=officer.pk).password.startswith("pbkdf2_")
    assert (opens(token), client.get("/akun").status_code) == (True, 200)


def test_an_idea_is_handed_in_with_a_token_still(officer: User) -> None:
    assert send(Client(), "idea/hand-in", IDEA, Token.issue(officer, "uji"))[0] == 200
