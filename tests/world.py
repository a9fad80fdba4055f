"""The world of the tests: the real Tanggamus and its neighbour Pringsewu, and people with roles in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib.auth.hashers import make_password

from lestari.foundation.kernel.access import Actor
from lestari.foundation.people.models import Assignment, User
from lestari.foundation.people.queries import actor_of
from lestari.foundation.people.roles import ROLES
from lestari.foundation.regions.loading import load_regions
from lestari.foundation.regions.models import Region, RegionPeriod, RegionSuccession

TANGGAMUS, PRINGSEWU = "18.06", "18.10"
GISTING, PUGUNG = "18.06.20", "18.06.11"
CAMPANG, KUTA_DALOM = "18.06.20.2002", "18.06.20.2003"
#: A village of another regency: what must not be seen or touched from Tanggamus.
ELSEWHERE = "18.10.01.2006"
PASSWORD = "kebun kopi di lereng"
SINCE = date(2017, 1, 2)
#: Where a role is held when a test does not say it.
USUAL_PLACE = {
    "country": "ID",
    "province": "18",
    "regency": TANGGAMUS,
    "district": GISTING,
    "village": CAMPANG,
}

_hashed: dict[str, str] = {}


class World(dict[str, Region]):
    """The regions by code, each read when it is asked for."""

    def __missing__(self, code: str) -> Region:
        region = self[code] = Region.objects.select_related("parent__parent__parent").get(code=code)
        return region


def load_world() -> None:
    """Put Tanggamus and Pringsewu with all above and below them into the prepared database."""
    load_regions(only=(TANGGAMUS, PRINGSEWU))


def no_regions() -> None:
    """Take the regions out again, for a test of their loading."""
    for model in (RegionSuccession, RegionPeriod, Region):
        rows = model._base_manager.all()
        rows._raw_delete(rows.db)


class People:
    """Makes people with a role, quickly: one password for all, hashed once."""

    def __init__(self, regions: dict[str, Region]) -> None:
        self.regions = regions
        self.users: dict[tuple[str, str], User] = {}
        self._actors: dict[tuple[str, str], Actor] = {}

    def user(self, role: str, code: str = "", *, since: date = SINCE, until: date | None = None) -> User:
        """Return the person who holds the role in the region with this code, the same one each time."""
        region = self.regions[code or USUAL_PLACE[ROLES[role].levels[-1]]]
        if (role, region.code) not in self.users:
            if PASSWORD not in _hashed:
                _hashed[PASSWORD] = make_password(PASSWORD)
            user = User.objects.create(
                username=f"{role.replace('_', '.')}.{len(self.users) + 1}",
                name=f"{role.replace('_', ' ').title()} {region.name}",
                region=region,
                password=_hashed[PASSWORD],
            )
            Assignment.objects.create(user=user, role=role, region=region, since=since, until=until)
            self.users[role, region.code] = user
        return self.users[role, region.code]

    def actor(self, role: str, code: str = "") -> Actor:
        """Return that person as actions see them."""
        user = self.user(role, code)
        key = role, user.region.code
        if key not in self._actors:
            self._actors[key] = actor_of(user)
        return self._actors[key]

    __call__: Callable[..., Actor] = actor
