"""Who plays: one account for each role to look around with, and the teams and officers by whom the records were made."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.hashers import make_password
from django_otp.plugins.otp_totp.models import TOTPDevice

from lestari.foundation.kernel.access import SYSTEM, Actor
from lestari.foundation.people.actions import AccountEntry
from lestari.foundation.people.models import User
from lestari.foundation.people.queries import actor_of
from lestari.foundation.people.roles import ADMINISTRATOR, TIK, TPID, VILLAGE_OFFICER
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.reading import key_of
from lestari.surface.demo import names
from lestari.surface.demo.logins import LOGINS, PASSWORD, TOTP_KEY, Login
from lestari.surface.demo.stage import Stage

#: When the first teams of the programme took up their work.
BEGINNING = date(2017, 1, 2)
#: A second member of the TIK: nobody verifies their own work.
SECOND_TIK = Login(username="tik.verifikasi", name="Endang Purwanti", key=TIK.key, region="18.06", role="TIK")


@dataclass
class Cast:
    """The actors, by the code of their region."""

    tik: Actor
    second_tik: Actor
    agency: Actor
    facilitator: Actor
    teams: dict[str, Actor] = field(default_factory=dict)
    officers: dict[str, Actor] = field(default_factory=dict)

    def team(self, village: Region) -> Actor:
        """Return the TPID in whose district the village lies."""
        return self.teams[village.code.rpartition(".")[0]]

    def maker(self, village: Region) -> Actor:
        """Return who records for the village: its officer where it has one, else the team on its behalf."""
        return self.officers.get(village.code) or self.team(village)


def enter(stage: Stage, districts: Sequence[Region], villages: Sequence[Region]) -> Cast:
    """Make the accounts: the logins, a team for each district, officers for these villages."""
    regions = {region.code: region for region in (*districts, *villages)}
    wanted = [*LOGINS, SECOND_TIK, *_teams(stage.rng, districts), *_officers(stage.rng, villages)]
    missing = {login.region for login in wanted} - set(regions)
    regions |= {region.code: region for region in Region.objects.filter(code__in=missing, until=None)}
    first = next(login for login in LOGINS if login.key == ADMINISTRATOR.key)
    users: dict[str, User] = {
        first.username: stage.do(
            "people.create_account", SYSTEM, None, _account(first, regions, stage.rng), on=BEGINNING
        )
    }
    stage.end("Administrator")
    administrator = actor_of(users[first.username])
    for login in wanted:
        if login is not first:
            users[login.username] = stage.do(
                "people.create_account",
                administrator,
                None,
                _account(login, regions, stage.rng),
                on=BEGINNING,
            )
    stage.end("Akun")
    _open(users, users[first.username])
    return _cast(wanted, {name: actor_of(user) for name, user in users.items()})


def _teams(rng: random.Random, districts: Sequence[Region]) -> list[Login]:
    held = {login.region for login in LOGINS if login.key == TPID.key}
    return [
        Login(
            username=f"tpid.{key_of(district.name).replace(' ', '')}"[:30],
            name=names.woman(rng) if rng.random() < 0.5 else names.man(rng),
            key=TPID.key,
            region=district.code,
            role="TPID",
        )
        for district in districts
        if district.code not in held
    ]


def _officers(rng: random.Random, villages: Sequence[Region]) -> list[Login]:
    held = {login.region for login in LOGINS if login.key == VILLAGE_OFFICER.key}
    return [
        Login(
            username=f"pekon.{village.code.replace('.', '')}",
            name=names.man(rng) if rng.random() < 0.6 else names.woman(rng),
            key=VILLAGE_OFFICER.key,
            region=village.code,
            role="village officer",
        )
        for village in villages
        if village.code not in held
    ]


def _account(login: Login, regions: dict[str, Region], rng: random.Random) -> AccountEntry:
    return AccountEntry(
        name=login.name,
        username=login.username,
        phone=names.phone(rng),
        role=login.key,
        region=regions[login.region],
    )


def _open(users: dict[str, User], administrator: User) -> None:
    """Do what a person's invitation link does: set the password (hashed once for all), and the administrator's second step."""
    User.objects.filter(pk__in=[user.pk for user in users.values()]).update(password=make_password(PASSWORD))
    TOTPDevice.objects.create(user_id=administrator.pk, key=TOTP_KEY, name="Lestari", confirmed=True)


def _cast(wanted: Sequence[Login], actors: dict[str, Actor]) -> Cast:
    return Cast(
        tik=actors["tik.tanggamus"],
        second_tik=actors[SECOND_TIK.username],
        agency=actors["dinas.tanggamus"],
        facilitator=actors["pendamping"],
        teams={login.region: actors[login.username] for login in wanted if login.key == TPID.key},
        officers={
            login.region: actors[login.username] for login in wanted if login.key == VILLAGE_OFFICER.key
        },
    )
