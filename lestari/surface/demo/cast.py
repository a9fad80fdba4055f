"""Who plays: one account for each role to look around with, and the teams and officers by whom the records were made."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.contrib.auth.hashers import make_password
from django_otp.plugins.otp_totp.models import TOTPDevice

from lestari.foundation.kernel.access import SYSTEM, Actor
from lestari.foundation.people.entries import AccountEntry
from lestari.foundation.people.models import User
from lestari.foundation.people.queries import actor_of
from lestari.foundation.people.roles import ADMINISTRATOR, AGENCY, TIK, TPID, VILLAGE_OFFICER
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.reading import key_of
from lestari.surface.demo import names
from lestari.surface.demo.logins import LOGINS, PASSWORD, TOTP_KEY, Login
from lestari.surface.demo.stage import Stage

#: When the first teams of the programme took up their work.
BEGINNING = date(2017, 1, 2)
_REGENCY = len("18.06")
#: A second member of the TIK of Tanggamus: nobody verifies their own work.
SECOND_TIK = Login(username="tik.verifikasi", name="Endang Purwanti", key=TIK.key, region="18.06", role="TIK")


@dataclass
class Cast:
    """The actors by the code of their region: of each regency two of the TIK, of each district a team, officers of some villages."""

    tiks: dict[str, Actor] = field(default_factory=dict)
    second_tiks: dict[str, Actor] = field(default_factory=dict)
    teams: dict[str, Actor] = field(default_factory=dict)
    officers: dict[str, Actor] = field(default_factory=dict)

    def tik(self, place: Region) -> Actor:
        """Return the TIK in whose regency the place lies."""
        return self.tiks[place.code[:_REGENCY]]

    def second_tik(self, place: Region) -> Actor:
        """Return the member of the TIK who verifies what the first has published or others have done."""
        return self.second_tiks[place.code[:_REGENCY]]

    def team(self, village: Region) -> Actor:
        """Return the TPID in whose district the village lies."""
        return self.teams[village.code.rpartition(".")[0]]

    def maker(self, village: Region) -> Actor:
        """Return who records for the village: its officer where it has one, else the team on its behalf."""
        return self.officers.get(village.code) or self.team(village)

    def host(self, place: Region) -> Actor:
        """Return who holds a bursa there: the team of the district, the TIK of the regency."""
        return self.teams.get(place.code) or self.tik(place)


def enter(stage: Stage, regions: Sequence[Region], officers_of: Sequence[Region]) -> Cast:
    """Make the accounts: the logins, the teams of each regency and district, officers for these villages."""
    places = {region.code: region for region in regions}
    wanted = [*LOGINS, SECOND_TIK]
    for drawn in (
        _regency_people(stage.rng, regions),
        _teams(stage.rng, regions),
        _officers(stage.rng, officers_of),
    ):
        wanted += _without_namesakes(drawn, wanted)
    missing = {login.region for login in wanted} - set(places)
    places |= {region.code: region for region in Region.objects.filter(code__in=missing, until=None)}
    first = next(login for login in LOGINS if login.key == ADMINISTRATOR.key)
    users: dict[str, User] = {
        first.username: stage.do(
            "people.create_account", SYSTEM, None, _account(first, places, stage.rng), on=BEGINNING
        )
    }
    stage.end("administrator")
    administrator = actor_of(users[first.username])
    for login in wanted:
        if login is not first:
            entry = _account(login, places, stage.rng)
            users[login.username] = stage.do(
                "people.create_account", administrator, None, entry, on=BEGINNING
            )
    stage.end("akun")
    _open(users, users[first.username])
    return _cast(wanted, {name: actor_of(user) for name, user in users.items()})


def _regency_people(rng: random.Random, regions: Sequence[Region]) -> list[Login]:
    return [
        Login(
            username=f"{name}.{_short(region)}"[:30],
            name=_anybody(rng),
            key=key,
            region=region.code,
            role=key,
        )
        for region in regions
        if region.level == "regency" and region.code != SECOND_TIK.region
        for name, key in (("tik", TIK.key), ("tik2", TIK.key), ("dinas", AGENCY.key))
    ]


def _teams(rng: random.Random, regions: Sequence[Region]) -> list[Login]:
    held = {login.region for login in LOGINS if login.key == TPID.key}
    return [
        Login(
            username=f"tpid.{_short(district)}"[:30],
            name=_anybody(rng),
            key=TPID.key,
            region=district.code,
            role="TPID",
        )
        for district in regions
        if district.level == "district" and district.code not in held
    ]


def _officers(rng: random.Random, villages: Sequence[Region]) -> list[Login]:
    held = {login.region for login in LOGINS if login.key == VILLAGE_OFFICER.key}
    return [
        Login(
            username=f"{village.word}.{village.code.replace('.', '')}",
            name=names.man(rng) if rng.random() < 0.6 else names.woman(rng),
            key=VILLAGE_OFFICER.key,
            region=village.code,
            role="village officer",
        )
        for village in villages
        if village.code not in held
    ]


def _short(region: Region) -> str:
    return key_of(region.name).replace(" ", "")


def _anybody(rng: random.Random) -> str:
    return names.woman(rng) if rng.random() < 0.5 else names.man(rng)


def _without_namesakes(drawn: Sequence[Login], there: Sequence[Login]) -> list[Login]:
    """Return the logins, each with a name of its own: of two districts called alike the second adds its code."""
    taken = {login.username for login in there}
    found: list[Login] = []
    for login in drawn:
        code = login.region.replace(".", "")
        name = f"{login.username[: 29 - len(code)]}.{code}" if login.username in taken else login.username
        taken.add(name)
        found.append(replace(login, username=name))
    return found


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


def _cast(wanted: Sequence[Login], actors: Mapping[str, Actor]) -> Cast:
    cast = Cast()
    for login in wanted:
        actor = actors[login.username]
        if login.key == TIK.key:
            (cast.second_tiks if login.region in cast.tiks else cast.tiks)[login.region] = actor
        elif login.key == TPID.key:
            cast.teams[login.region] = actor
        elif login.key == VILLAGE_OFFICER.key:
            cast.officers[login.region] = actor
    return cast
