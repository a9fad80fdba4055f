"""Accounts and roles. Names and phone numbers stay in the account; the ledger learns who holds which role where, from when until when."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lestari.foundation.kernel.access import Actor, judge
from lestari.foundation.kernel.errors import NotAllowed, Refused, WrongStep
from lestari.foundation.people.entries import AccountEntry, EndEntry, PhoneEntry, RoleEntry, VoidEntry
from lestari.foundation.people.models import Assignment, User
from lestari.foundation.people.names import parse_username, taken
from lestari.foundation.people.phones import parse_phone
from lestari.foundation.people.rights import RIGHTS
from lestari.foundation.people.roles import ROLES
from lestari.foundation.regions.models import Region
from lestari.foundation.workflow.act import Act
from lestari.foundation.workflow.action import Action, Check
from lestari.foundation.workflow.inputs import NoEntry, Reason


def check_name(_act: Act, _subject: None, entry: AccountEntry) -> None:
    """Raise Refused for a name of white space."""
    if not entry.name.split():
        raise Refused(_("Tulis nama orangnya."), field="name")


def check_username_free(act: Act, _subject: None, entry: AccountEntry) -> None:
    """Raise Refused for a user name that somebody has."""
    username = parse_username(entry.username)
    if act.rows(User, username=username):
        raise taken(username)


def check_first_role(_act: Act, _subject: None, entry: AccountEntry) -> None:
    """Raise Refused where nobody holds that role in that region."""
    _check_held(entry.role, entry.region, "region")


def create_account(act: Act, _subject: None, entry: AccountEntry) -> User:
    """Open an account with a first role; its owner sets the password by an invitation link."""
    person = User(
        username=parse_username(entry.username),
        name=" ".join(entry.name.split()),
        phone=parse_phone(entry.phone),
        region=entry.region,
        invited_at=act.at,
    )
    person.set_unusable_password()
    act.add(person)
    _give_role(act, person, entry.role, entry.region)
    return person


def check_role(act: Act, person: User, entry: RoleEntry) -> None:
    """Raise NotAllowed outside the administrator's regions, Refused where nobody holds that role, and where this person does already."""
    _refuse_outside(act.actor, entry.place)
    _check_held(entry.role, entry.place, "place")
    later = Q(until=None) | Q(until__gt=act.on)
    if person.assignments.filter(later, role=entry.role, region=entry.place).exists():
        raise Refused(
            _("Orang ini sudah memegang peran itu di %(region)s.") % {"region": entry.place.title},
            field="role",
        )


def assign(act: Act, person: User, entry: RoleEntry) -> None:
    """Give a person one more role."""
    _give_role(act, person, entry.role, entry.place)


def end_assignment(act: Act, person: User, entry: EndEntry) -> None:
    """End a role from a day on. Nobody ends their own."""
    held = entry.assignment
    if held.user_id != person.pk or held.until is not None:
        raise Refused(_("Peran ini sudah berakhir."), field="assignment")
    _refuse_own_or_outside(act.actor, held)
    if entry.on < held.since:
        raise Refused(_("Peran ini baru dimulai sesudah tanggal itu."), field="on")
    act.set(held, until=entry.on, end_reason=entry.reason)


def void_assignment(act: Act, person: User, entry: VoidEntry) -> None:
    """Take back a role that was given by mistake: it was in force on no day. Nobody takes back their own."""
    held = entry.assignment
    if held.user_id != person.pk or held.voided:
        raise Refused(_("Peran ini sudah dibatalkan."), field="assignment")
    _refuse_own_or_outside(act.actor, held)
    act.set(held, until=held.since, end_reason=entry.reason)


def renew_invitation(act: Act, person: User, _entry: NoEntry) -> None:
    """Let a person set a new password by a new link; earlier links end."""
    _refuse_higher(act.actor, person)
    if not person.is_active:
        raise WrongStep(_("Akun ini ditutup. Buka dahulu akunnya."))
    act.set(person, invited_at=act.at)


def reset_factor(act: Act, person: User, _entry: NoEntry) -> None:
    """Let a person who lost their phone set up the second step anew; the one they had ends."""
    _refuse_higher(act.actor, person)
    if person.pk == act.actor.user_id:
        raise NotAllowed(_("Langkah kedua Anda sendiri diatur di halaman Akun."))
    act.set(person, factor_from=act.at, sessions_from=act.at)


def deactivate(act: Act, person: User, entry: Reason) -> None:
    """Close an account: its owner is signed out at once and cannot sign in. What they did stays."""
    _refuse_higher(act.actor, person)
    if person.pk == act.actor.user_id:
        raise NotAllowed(_("Akun Anda sendiri ditutup oleh administrator lain."))
    if not person.is_active:
        raise WrongStep(_("Akun ini sudah ditutup."))
    act.set(person, is_active=False, closing_reason=entry.reason, sessions_from=act.at)


def reactivate(act: Act, person: User, _entry: NoEntry) -> None:
    """Open a closed account again."""
    _refuse_higher(act.actor, person)
    if person.is_active:
        raise WrongStep(_("Akun ini terbuka."))
    act.set(person, is_active=True, closing_reason="")


def change_phone(act: Act, person: User, entry: PhoneEntry) -> None:
    """Change a phone number: one's own, or an administrator that of a person they look after."""
    if person.pk != act.actor.user_id:
        verdict = judge(RIGHTS["people.renew_invitation"], act.actor, person.scope())
        if not verdict.allowed:
            raise NotAllowed(verdict.because, who=verdict.who)
        _refuse_higher(act.actor, person)
    act.set(person, phone=parse_phone(entry.phone))


def _check_held(role: str, region: Region, field: str) -> None:
    """Raise Refused where nobody holds such a role in such a region."""
    if region.level not in ROLES[role].levels or not region.takes_part:
        raise Refused(
            _("Peran %(role)s tidak dipegang di %(region)s.")
            % {"role": ROLES[role].word, "region": region.title},
            field=field,
        )


def _give_role(act: Act, person: User, role: str, region: Region) -> None:
    act.add(Assignment(user=person, role=role, region=region, since=act.on))


def _refuse_outside(actor: Actor, region: Region) -> None:
    verdict = judge(RIGHTS["people.assign"], actor, region.scope())
    if not verdict.allowed:
        raise NotAllowed(
            _("%(region)s di luar wilayah Anda sebagai administrator.") % {"region": region.title}
        )


def _refuse_own_or_outside(actor: Actor, held: Assignment) -> None:
    if held.user_id == actor.user_id:
        raise NotAllowed(_("Peran Anda sendiri diakhiri oleh administrator lain."))
    _refuse_outside(actor, held.region)


def _refuse_higher(actor: Actor, person: User) -> None:
    """Raise NotAllowed where the account is another administrator's to look after (`another_looks_after`)."""
    if because := another_looks_after(actor, person):
        raise NotAllowed(because)


def another_looks_after(actor: Actor, person: User) -> str:
    """Return why an administrator may not touch an account, '' where they may.

    Whoever could renew the link of a person with roles above would take those roles.
    """
    for held in person.assignments.filter(until=None).select_related("region"):
        if not judge(RIGHTS["people.assign"], actor, held.region.scope()).allowed:
            return _("Orang ini juga bertugas di %(region)s; administrator di sana yang melakukannya.") % {
                "region": held.region.title
            }
    return ""


def _action(
    kind: str,
    words: Any,
    function: Any,
    *,
    about: type[User] | None = User,
    **more: Any,
) -> Action:
    return Action(kind, words, subject=about, right=RIGHTS[kind], function=function, **more)


CREATE_ACCOUNT = _action(
    "people.create_account",
    gettext_lazy("Buat akun"),
    create_account,
    done=gettext_lazy("membuat akun"),
    entry=AccountEntry,
    about=None,
    checks=(
        Check(("name",), check_name),
        Check(("username",), check_username_free),
        Check(("role", "region"), check_first_role),
    ),
)
ASSIGN = _action(
    "people.assign",
    gettext_lazy("Beri peran"),
    assign,
    done=gettext_lazy("memberi peran"),
    entry=RoleEntry,
    checks=(Check(("role", "place", "on"), check_role),),
)
END_ASSIGNMENT = _action(
    "people.end_assignment",
    gettext_lazy("Akhiri peran"),
    end_assignment,
    done=gettext_lazy("mengakhiri peran"),
    entry=EndEntry,
)
VOID_ASSIGNMENT = _action(
    "people.void_assignment",
    gettext_lazy("Batalkan peran"),
    void_assignment,
    done=gettext_lazy("membatalkan peran yang keliru diberikan"),
    entry=VoidEntry,
)
RENEW_INVITATION = _action(
    "people.renew_invitation",
    gettext_lazy("Buat tautan baru"),
    renew_invitation,
    done=gettext_lazy("membuat tautan baru untuk kata sandi"),
    entry=NoEntry,
)
RESET_FACTOR = _action(
    "people.reset_factor",
    gettext_lazy("Atur ulang langkah kedua"),
    reset_factor,
    done=gettext_lazy("mengatur ulang langkah kedua"),
    entry=NoEntry,
)
DEACTIVATE = _action(
    "people.deactivate",
    gettext_lazy("Tutup akun"),
    deactivate,
    done=gettext_lazy("menutup akun"),
    entry=Reason,
)
REACTIVATE = _action(
    "people.reactivate",
    gettext_lazy("Buka akun lagi"),
    reactivate,
    done=gettext_lazy("membuka akun lagi"),
    entry=NoEntry,
)
CHANGE_PHONE = _action(
    "people.change_phone",
    gettext_lazy("Ganti nomor telepon"),
    change_phone,
    done=gettext_lazy("mengganti nomor telepon"),
    entry=PhoneEntry,
)

ACTIONS = (
    CREATE_ACCOUNT,
    ASSIGN,
    END_ASSIGNMENT,
    VOID_ASSIGNMENT,
    RENEW_INVITATION,
    RESET_FACTOR,
    DEACTIVATE,
    REACTIVATE,
    CHANGE_PHONE,
)
