"""Accounts, from the server's own command line: the system itself acts, and the ledger says so."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime

from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import SYSTEM
from lestari.foundation.kernel.periods import in_force
from lestari.foundation.people.actions import CREATE_ACCOUNT, RENEW_INVITATION
from lestari.foundation.people.entries import AccountEntry
from lestari.foundation.people.invitations import invitation_path
from lestari.foundation.people.models import Assignment, Token, User, digest_of
from lestari.foundation.people.queries import tokens_of
from lestari.foundation.people.roles import ROLES
from lestari.foundation.workflow.inputs import NoEntry
from lestari.foundation.workflow.perform import Whence, perform
from lestari.surface.cli.outcome import DONE, Ends, RefusedHere, hand_out, say
from lestari.surface.cli.places import region_named


def list_users(asked: Namespace) -> int:
    """List accounts with their roles of today."""
    roles: dict[object, list[dict[str, str]]] = {}
    held = Assignment.objects.filter(in_force(clock.today())).select_related("region").order_by("since", "pk")
    for one in held:
        roles.setdefault(one.user_id, []).append({"role": one.role, "region": one.region.code})
    people = [
        {
            "username": user.username,
            "name": user.name,
            "active": user.is_active,
            "roles": roles.get(user.pk, []),
        }
        for user in User.objects.order_by("username")
    ]
    if asked.json:
        hand_out(people)
        return DONE
    for person in people:
        held_words = ", ".join(f"{one['role']} {one['region']}" for one in roles_of(person)) or "no role"
        closed = "" if person["active"] else " (closed)"
        say(f"{person['username']:<22} {person['name']:<30} {held_words}{closed}")
    return DONE


def roles_of(person: dict[str, object]) -> list[dict[str, str]]:
    """Return the roles in a listed person."""
    held = person["roles"]
    assert isinstance(held, list)
    return held


def add_user(asked: Namespace) -> int:
    """Make an account and print its link."""
    if asked.role not in ROLES:
        raise Ends(f"there is no role {asked.role!r}; the roles are {', '.join(ROLES)}.")
    entry = AccountEntry(
        name=asked.name,
        username=asked.username,
        phone=asked.phone,
        role=asked.role,
        region=region_named(asked.region),
    )
    perform(CREATE_ACCOUNT, SYSTEM, None, entry, whence=Whence.COMMAND)
    return _print_link(asked, User.objects.get(username=asked.username.strip().lower()))


def token_user(asked: Namespace) -> int:
    """Print a new token with which a program acts as this person; or list those in force, or end one."""
    user = _account(asked.username)
    if asked.list:
        return _list_tokens(asked, user)
    if asked.revoke:
        return _revoke_token(asked, user)
    if not user.is_active:
        raise RefusedHere(f"the account {user.username!r} is closed; open it again on its page first.")
    token = Token.issue(user, asked.name[:60], asked.days)
    made = Token.objects.get(digest=digest_of(token))
    if asked.json:
        hand_out({"username": user.username, "token": token, "until": made.until.isoformat()})
    else:
        say(f"Token for {user.name} ({user.username}), good until {_day(made.until)}, shown only here:")
        say(token)
    return DONE


def _list_tokens(asked: Namespace, user: User) -> int:
    tokens = tokens_of(user)
    if asked.json:
        rows = [{"id": one.key, "name": one.name, "until": one.until.isoformat()} for one in tokens]
        hand_out(rows)
        return DONE
    for one in tokens:
        say(f"{one.key}  {one.name:<30} made {_day(one.made_at)}, good until {_day(one.until)}")
    if not tokens:
        say(f"No token of {user.username} is in force.")
    return DONE


def _revoke_token(asked: Namespace, user: User) -> int:
    if not Token.revoke(user, asked.revoke):
        raise RefusedHere(
            f"no token {asked.revoke!r} of {user.username} is in force; "
            f"`lestari user token {user.username} --list` shows them."
        )
    if asked.json:
        hand_out({"username": user.username, "revoked": asked.revoke})
    else:
        say(f"The token {asked.revoke} of {user.username} has ended.")
    return DONE


def _day(moment: datetime) -> str:
    return clock.local(moment).date().isoformat()


def _account(username: str) -> User:
    """Return the account of this name. Raises RefusedHere where there is none."""
    user = User.objects.filter(username=username.strip().lower()).first()
    if user is None:
        raise RefusedHere(f"there is no account {username!r}; `lestari user list` shows them.")
    return user


def link_user(asked: Namespace) -> int:
    """Print a new link with which a person sets a password; earlier ones end."""
    user = _account(asked.username)
    perform(RENEW_INVITATION, SYSTEM, user, NoEntry(), whence=Whence.COMMAND)
    user.refresh_from_db()
    return _print_link(asked, user)


def _print_link(asked: Namespace, user: User) -> int:
    link = f"{asked.address.rstrip('/')}{invitation_path(user)}"
    if asked.json:
        hand_out({"username": user.username, "link": link})
    else:
        say(f"One-time link for {user.name} ({user.username}), shown only here:")
        say(link)
    return DONE
