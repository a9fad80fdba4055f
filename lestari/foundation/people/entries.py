"""What the actions on accounts and roles ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from lestari.foundation.kernel.access import Actor
from lestari.foundation.people.models import Assignment, User
from lestari.foundation.people.names import parse_username
from lestari.foundation.people.phones import parse_phone
from lestari.foundation.people.roles import ROLES
from lestari.foundation.regions.models import Region
from lestari.foundation.workflow.inputs import Choice, Day, LongText, Pick, RegionPick, Text, ask

_ROLE_CHOICES = tuple((role.key, role.word) for role in ROLES.values())
_LEVELS = ("country", "province", "regency", "district", "village")


@dataclass(frozen=True, kw_only=True)
class AccountEntry:
    """A new person and their first role."""

    name: str = ask(Text(max=120), label=_("Nama"))
    username: str = ask(
        Text(max=30, rule=parse_username),
        label=_("Nama pengguna"),
        hint=_("3 sampai 30 huruf kecil, angka, titik atau garis; huruf di depan."),
    )
    phone: str = ask(
        Text(max=20, rule=parse_phone),
        label=_("Nomor telepon"),
        hint=_("Boleh sama dengan nomor orang lain."),
        required=False,
    )
    role: str = ask(Choice(_ROLE_CHOICES), label=_("Peran"))
    region: Region = ask(RegionPick(levels=_LEVELS), label=_("Wilayah tugas"))


@dataclass(frozen=True, kw_only=True)
class RoleEntry:
    """One more role for a person."""

    role: str = ask(Choice(_ROLE_CHOICES), label=_("Peran"))
    place: Region = ask(RegionPick(levels=_LEVELS), label=_("Wilayah tugas"))
    on: date = ask(Day(), label=_("Mulai tanggal"))


def _present_roles(subject: User, _actor: Actor) -> QuerySet[Assignment]:
    return subject.assignments.filter(until=None).select_related("region")


@dataclass(frozen=True, kw_only=True)
class EndEntry:
    """The end of a role: which, from when it is not held any more, why."""

    assignment: Assignment = ask(Pick(_present_roles), label=_("Peran yang berakhir"))
    on: date = ask(Day(), label=_("Tidak lagi sejak tanggal"))
    reason: str = ask(LongText(max=1000), label=_("Alasan"))


def _counted_roles(subject: User, _actor: Actor) -> QuerySet[Assignment]:
    return subject.assignments.exclude(until=F("since")).select_related("region").order_by("since", "pk")


@dataclass(frozen=True, kw_only=True)
class VoidEntry:
    """A role that was given by mistake: which, why."""

    assignment: Assignment = ask(Pick(_counted_roles), label=_("Peran yang keliru diberikan"))
    reason: str = ask(LongText(max=1000), label=_("Alasan"))


@dataclass(frozen=True, kw_only=True)
class PhoneEntry:
    """A person's own phone number."""

    phone: str = ask(Text(max=20, rule=parse_phone), label=_("Nomor telepon"), required=False)
