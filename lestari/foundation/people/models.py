"""People with an account, the roles that they hold in a region from a day until a day, and the tokens of their programs."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import Actor, Scope
from lestari.foundation.kernel.dates import day_text
from lestari.foundation.kernel.periods import holds_on
from lestari.foundation.people.phones import shown
from lestari.foundation.people.roles import ADMINISTRATOR, ROLES
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.queries import below
from lestari.foundation.workflow.models import Record


class Users(models.QuerySet["User"]):
    """People, as a list that rights narrow."""

    def visible_to(self, actor: Actor) -> Users:
        """Return the people whom an administrator looks after: kept in their region or below, or with a role there."""
        paths = actor.paths(ADMINISTRATOR.key)
        if not paths:
            return self.none()
        here = Q()
        for path in paths:
            here |= below(path) | Q(pk__in=Assignment.objects.filter(below(path)).values("user"))
        return self.filter(here)


class UserManager(BaseUserManager["User"]):
    """What Django's sign-in asks for."""

    def get_queryset(self) -> Users:
        """Return all people."""
        return Users(self.model, using=self._db)

    def visible_to(self, actor: Actor) -> Users:
        """Return the people whom this actor looks after."""
        return self.get_queryset().visible_to(actor)


class User(AbstractBaseUser, Record):
    """A person with an account. `region` is the place whose administrators look after the account.

    `phone` is kept as digits with the country's 62 in front; several people may share one. `invited_at` and `sessions_from` are the
    moments after which earlier invitation links and earlier sessions (and tokens) no longer hold, `factor_from` the one after which a second
    factor must have been set up to count.
    """

    ledger_fields: ClassVar[tuple[str, ...]] = ("region", "is_active", "invited_at", "factor_from")
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    username = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=16, blank=True, default="", db_index=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    closing_reason = models.TextField(blank=True, default="")
    invited_at = models.DateTimeField(null=True)
    factor_from = models.DateTimeField(null=True)
    sessions_from = models.DateTimeField(null=True)

    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(username=Lower("username")), name="user_name_lower")
        ]

    def scope(self) -> Scope:
        """Return the region whose administrators look after the account."""
        return Scope(self.region_id, self.region.path)

    def get_full_name(self) -> str:
        """Return the person's name."""
        return self.name

    @property
    def phone_shown(self) -> str:
        """The phone number as people write it: 0812-3456-7890."""
        return shown(self.phone)

    def set_password(self, raw_password: str | None) -> None:
        """Set a password (to be saved with `sessions_from`): earlier sessions and tokens end."""
        super().set_password(raw_password)
        self.sessions_from = clock.now()

    def check_password(self, raw_password: str | None) -> bool:
        """Compare; a right password that Django hashes anew on the way, with more rounds, is no new password."""
        since = self.sessions_from
        right = super().check_password(raw_password)
        self.sessions_from = since
        return right

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Bind sessions to the password and to the moment since which they hold."""
        content = f"{self.password}{self.sessions_from.timestamp() if self.sessions_from else ''}"
        return salted_hmac("lestari.people.session", content, secret=secret, algorithm="sha256").hexdigest()


class Assignment(Record):
    """A role of a person in a region and all below it, from `since` until the day before `until`.

    One given by mistake ends on the day on which it began: it was in force on no day.
    """

    ledger_fields: ClassVar[tuple[str, ...]] = ("user", "role", "region", "since", "until")

    user = models.ForeignKey(User, models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=20, choices=[(role.key, role.word) for role in ROLES.values()])
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)
    end_reason = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["user", "since"], name="assignment_user")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="assignment_order"
            ),
            models.CheckConstraint(condition=Q(role__in=list(ROLES)), name="assignment_role"),
            models.UniqueConstraint(
                fields=["user", "role", "region"], condition=Q(until=None), name="assignment_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return _("%(role)s, %(region)s, sejak %(day)s") % {
            "role": self.role_word,
            "region": self.region.title,
            "day": day_text(self.since),
        }

    def scope(self) -> Scope:
        """Return the region in which the role is held."""
        return Scope(self.region_id, self.region.path)

    @property
    def role_word(self) -> str:
        """The role in the users' word."""
        return str(ROLES[self.role].word)

    @property
    def voided(self) -> bool:
        """Say whether the role was taken back, as if it had never been given."""
        return self.until == self.since

    def in_force(self, day: date) -> bool:
        """Say whether the role is held on that day."""
        return holds_on(self.since, self.until, day)


class Tokens(models.QuerySet["Token"]):
    """Tokens, as a list."""

    def in_force(self) -> Tokens:
        """Return those that open the door: not over, of an open account, made after its owner's earlier sessions ended."""
        since = Q(user__sessions_from=None) | Q(made_at__gt=F("user__sessions_from"))
        return self.filter(since, until__gt=clock.now(), user__is_active=True)


class Token(models.Model):
    """What a program shows to act as a person under /api/v1, until a moment. Only its digest is kept, so it is shown once."""

    #: How long a new one is good, in days, and how much of the digest names it.
    DAYS: ClassVar[int] = 365
    KEY: ClassVar[int] = 8

    digest = models.CharField(max_length=64, primary_key=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    until = models.DateTimeField()

    objects = Tokens.as_manager()

    @property
    def key(self) -> str:
        """What the token is called by where it is listed."""
        return self.digest[: self.KEY]

    @classmethod
    def issue(cls, user: User, name: str, days: int = DAYS) -> str:
        """Make a token for a person and return it: it cannot be shown again."""
        secret = f"les_{secrets.token_urlsafe(32)}"
        now = clock.now()
        cls.objects.create(
            digest=digest_of(secret), user=user, name=name, made_at=now, until=now + timedelta(days=days)
        )
        return secret

    @classmethod
    def revoke(cls, user: User, key: str) -> bool:
        """End the token of a person that is called so, from now on; say whether there was one in force."""
        now = clock.now()
        named = cls.objects.in_force().filter(user=user, digest__startswith=key)
        return len(key) == cls.KEY and bool(named.update(until=now))


def digest_of(secret: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()
