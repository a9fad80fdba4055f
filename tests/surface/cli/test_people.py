from __future__ import annotations

import json

import pytest
from django.test import Client

from lestari.foundation.ledger.models import Event
from lestari.foundation.people.invitations import invited
from lestari.foundation.people.models import Assignment, User
from lestari.surface.cli.main import main
from tests.clock import Clock
from tests.world import People

pytestmark = pytest.mark.django_db
Out = pytest.CaptureFixture[str]
ADD = ["user", "add", "siti", "--name", "Siti Rahma", "--role", "tpid", "--region", "18.06.20"]


def test_an_added_person_has_the_role_and_a_link(regions: dict, capsys: Out) -> None:
    assert main([*ADD, "--json", "--address", "https://lestari.example/"]) == 0

    person = User.objects.get(username="siti")
    held = Assignment.objects.get(user=person)
    assert (held.role, held.region.code) == ("tpid", "18.06.20")
    shown = json.loads(capsys.readouterr().out)
    address, _slash, token = shown["link"].rpartition("/")
    assert (shown["username"], address) == ("siti", "https://lestari.example/undangan")
    assert invited(token) == person
    assert set(Event.objects.values_list("whence", flat=True)) == {"command"}


def test_a_new_link_ends_the_one_before(regions: dict, clock: Clock, capsys: Out) -> None:
    main([*ADD, "--json"])
    first = json.loads(capsys.readouterr().out)["link"].rpartition("/")[2]

    clock.forward(minutes=1)
    assert main(["user", "link", "SITI", "--json"]) == 0

    second = json.loads(capsys.readouterr().out)["link"].rpartition("/")[2]
    assert invited(first) is None
    assert invited(second) == User.objects.get()


def test_a_name_that_is_taken_is_refused(regions: dict, capsys: Out) -> None:
    main(ADD)
    capsys.readouterr()

    assert main(ADD) == 1

    assert capsys.readouterr().err == "lestari: Nama pengguna “siti” sudah dipakai. Pilih yang lain.\n"


def test_an_unknown_role_is_wrong_usage(regions: dict, capsys: Out) -> None:
    assert main([*ADD[:-3], "king", *ADD[-2:]]) == 2

    assert capsys.readouterr().err == (
        "lestari: there is no role 'king'; the roles are administrator, province, agency, facilitator, tik, tpid, village_officer.\n"
    )
    assert not User.objects.exists()


def test_a_link_for_nobody_is_refused(db: None, capsys: Out) -> None:
    assert main(["user", "link", "siti"]) == 1

    assert capsys.readouterr().err == "lestari: there is no account 'siti'; `lestari user list` shows them.\n"


def test_the_list_shows_roles_of_today(people: People, capsys: Out) -> None:
    tik = people.user("tik")
    tpid = people.user("tpid")
    User.objects.filter(pk=tpid.pk).update(is_active=False)
    Assignment.objects.filter(user=tpid).update(until="2026-08-11")

    assert main(["user", "list", "--json"]) == 0

    assert json.loads(capsys.readouterr().out) == [
        {
            "username": tik.username,
            "name": tik.name,
            "active": True,
            "roles": [{"role": "tik", "region": "18.06"}],
        },
        {"username": tpid.username, "name": tpid.name, "active": False, "roles": []},
    ]
    assert main(["user", "list"]) == 0
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        [tik.username, *tik.name.split(), "tik", "18.06"],
        [tpid.username, *tpid.name.split(), "no", "role", "(closed)"],
    ]


def test_a_printed_link_opens_the_page_for_a_password(regions: dict, capsys: Out) -> None:
    main([*ADD, "--json"])
    link = json.loads(capsys.readouterr().out)["link"]

    answer = Client().get(link.removeprefix("http://127.0.0.1:8000"), follow=True)

    assert answer.status_code == 200
    assert "Siti Rahma" in answer.content.decode()


def test_a_token_is_made_listed_and_revoked(people: People, capsys: Out) -> None:
    name = people.user("tik").username
    assert main(["user", "token", name, "--name", "lembar", "--days", "30", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["username"], made["token"][:4], made["until"][:10]) == (name, "les_", "2026-09-10")

    assert main(["user", "token", name, "--list", "--json"]) == 0
    [listed] = json.loads(capsys.readouterr().out)
    assert (listed["name"], listed["until"]) == ("lembar", made["until"])
    assert made["token"] not in listed.values()
    assert main(["user", "token", name, "--list"]) == 0
    assert capsys.readouterr().out.split() == [
        *(listed["id"], "lembar", "made", "2026-08-11,", "good", "until", "2026-09-10")
    ]

    assert main(["user", "token", name, "--revoke", listed["id"]]) == 0
    assert capsys.readouterr().out == f"The token {listed['id']} of {name} has ended.\n"
    assert main(["user", "token", name, "--list"]) == 0
    assert capsys.readouterr().out == f"No token of {name} is in force.\n"
    assert main(["user", "token", name, "--revoke", listed["id"]]) == 1
    assert capsys.readouterr().err == (
        f"lestari: no token '{listed['id']}' of {name} is in force; `lestari user token {name} --list` shows them.\n"
    )


def test_a_closed_account_gets_no_token(people: People, capsys: Out) -> None:
    person = people.user("tik")
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert main(["user", "token", person.username, "--name", "lembar"]) == 1

    assert capsys.readouterr().err == (
        f"lestari: the account '{person.username}' is closed; open it again on its page first.\n"
    )
