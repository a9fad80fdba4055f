"""Rights as pure values, judged on an actor's grants in this one place.

A grant is (role, region, since, until). A right is a combination of named conditions; each room's `rights.py` is a table of them.
Deny by default: an action without a right cannot be made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from lestari.foundation.kernel import clock
from lestari.foundation.kernel.periods import holds_on


def is_village(path: str) -> bool:
    """Say whether a path is that of one village: 18.06.20.2002. has all four parts."""
    return path.count(".") == 4  # noqa: PLR2004


def regency_path(path: str) -> str:
    """Return the path of the regency in which a region lies: 18.06. for 18.06.20.2002.; one that lies above is left as it is."""
    return "".join(f"{part}." for part in path.split(".")[:2] if part)


@dataclass(frozen=True, slots=True)
class Role:
    """A role that a person can hold: its key in the tables, its word on the page, the levels of regions in which it can be held."""

    key: str
    word: str | Promise
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grant:
    """A role in a region and all below it, in force from `since` until the day before `until`. `place` is the region in words."""

    role: str
    region_id: UUID
    path: str
    since: date
    until: date | None = None
    place: str = field(default="", compare=False)

    def in_force(self, day: date) -> bool:
        """Say whether the grant counts on that day."""
        return holds_on(self.since, self.until, day)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person with grants, the public (no grants), or the system itself."""

    user_id: UUID | None
    name: str
    grants: tuple[Grant, ...] = ()

    @property
    def signed_in(self) -> bool:
        """Say whether this is a known person or the system."""
        return self.user_id is not None or bool(self.grants)

    def current(self, *roles: str) -> tuple[Grant, ...]:
        """Return the grants in force today, of the given role keys or of all."""
        day = clock.today()
        return tuple(g for g in self.grants if g.in_force(day) and (not roles or g.role in roles))

    def holds(self, *roles: str) -> bool:
        """Say whether one of these roles is held anywhere today."""
        return bool(self.current(*roles))

    def paths(self, *roles: str) -> list[str]:
        """Return the paths of the regions in which one of these roles (or any) is held today."""
        return sorted({g.path for g in self.current(*roles)})

    def of_a_village(self) -> bool:
        """Say whether a role is held in a village today."""
        return any(is_village(g.path) for g in self.current())

    def at(self, path: str) -> bool:
        """Say whether a role is held in this very region today."""
        return any(g.path == path for g in self.current())

    def only_at(self, region: UUID, *roles: str) -> bool:
        """Say whether these roles are held in this very region today and nowhere else."""
        return {g.region_id for g in self.current(*roles)} == {region}

    def covers(self, path: str, *roles: str) -> bool:
        """Say whether a grant (of these roles) reaches the region with this path."""
        return any(path.startswith(g.path) for g in self.current(*roles))


@dataclass(frozen=True, slots=True)
class Scope:
    """What a right is judged on: the record's region, and the people whose own work it is."""

    region_id: UUID | None
    path: str
    makers: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes, or no with the reason and the roles that can."""

    allowed: bool
    because: str = ""
    who: tuple[str, ...] = ()


YES = Verdict(allowed=True)
_Judge = Callable[[Actor, Scope], Verdict]


@dataclass(frozen=True)
class Right:
    """A condition or a combination of conditions. `text` is its name in the printed matrix."""

    text: str
    judge: _Judge = field(repr=False, compare=False)
    roles: tuple[Role, ...] = ()

    def __and__(self, other: Right) -> Right:
        def both(actor: Actor, scope: Scope) -> Verdict:
            first = self.judge(actor, scope)
            if not first.allowed:
                return first
            second = other.judge(actor, scope)
            return (
                second if second.allowed else Verdict(False, second.because, second.who or _keys(self.roles))
            )

        return Right(f"{self.text} & {other.text}", both, self.roles + other.roles)


def _keys(roles: tuple[Role, ...]) -> tuple[str, ...]:
    return tuple(role.key for role in roles)


def anyone() -> Right:
    """Everybody, the public included."""
    return Right("anyone", lambda _actor, _scope: YES)


def signed_in() -> Right:
    """Every person with an account."""
    return Right(
        "signed in",
        lambda actor, _scope: YES if actor.signed_in else Verdict(False, _("Anda belum masuk.")),
    )


def holds(*roles: Role) -> Right:
    """One of these roles, in the record's region or in one above it."""
    keys = _keys(roles)

    def judge_roles(actor: Actor, scope: Scope) -> Verdict:
        if actor.covers(scope.path, *keys):
            return YES
        if actor.holds(*keys):
            return Verdict(False, _("Wilayah ini di luar wilayah tugas Anda."), keys)
        return Verdict(False, _("Peran Anda tidak melakukan langkah ini."), keys)

    return Right(" / ".join(keys), judge_roles, roles)


def holds_anywhere(*roles: Role) -> Right:
    """One of these roles, wherever it is held: the action itself says where it reaches."""
    keys = _keys(roles)

    def judge_anywhere(actor: Actor, _scope: Scope) -> Verdict:
        return (
            YES if actor.holds(*keys) else Verdict(False, _("Peran Anda tidak melakukan langkah ini."), keys)
        )

    return Right(" / ".join(f"{key} (anywhere)" for key in keys), judge_anywhere, roles)


def near(*roles: Role) -> Right:
    """One of these roles in the record's region, above it, or anywhere below it: the villages of a bursa's district."""
    keys = _keys(roles)

    def judge_near(actor: Actor, scope: Scope) -> Verdict:
        if any(grant.path.startswith(scope.path) for grant in actor.current(*keys)):
            return YES
        return holds(*roles).judge(actor, scope)

    return Right(" / ".join(f"{key} (near)" for key in keys), judge_near, roles)


def not_own_village() -> Right:
    """Nobody judges the work of the village in which they hold a role."""

    def judge_village(actor: Actor, scope: Scope) -> Verdict:
        if actor.at(scope.path):
            return Verdict(False, _("Anda bertugas di desa ini; orang dari luar desa yang memeriksa."))
        return YES

    return Right("not of the same village", judge_village)


def not_own_work() -> Right:
    """Nobody judges what they made themselves."""

    def judge_work(actor: Actor, scope: Scope) -> Verdict:
        if actor.user_id is not None and actor.user_id in scope.makers:
            return Verdict(False, _("Ini pekerjaan Anda sendiri; orang lain yang memeriksa."))
        return YES

    return Right("not one's own work", judge_work)


def judge(right: Right, actor: Actor, scope: Scope) -> Verdict:
    """Answer yes, or no with the reason and who can."""
    return right.judge(actor, scope)


def judge_somewhere(right: Right, actor: Actor) -> Verdict:
    """Answer for an action whose region is not chosen yet: yes where a role of it is held anywhere."""
    keys = _keys(right.roles)
    if not keys:
        return right.judge(actor, Scope(None, ""))
    if actor.holds(*keys):
        return YES
    return Verdict(False, _("Peran Anda tidak melakukan langkah ini."), keys)


ANONYMOUS = Actor(None, "")
#: The system itself: the command line on the server, and the demo where it plays no person.
SYSTEM = Actor(
    None,
    "Sistem",
    (Grant("administrator", UUID(int=0), "", date(2000, 1, 1)),),
)
