"""Signing in: by user name, or by phone where one person alone has it; a second step where one is set up."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth import authenticate, login
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest
from django_otp import login as second_login
from django_otp import verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import Actor
from lestari.foundation.people.models import User
from lestari.foundation.people.phones import normalised
from lestari.foundation.people.roles import ADMINISTRATOR

BACKEND = "lestari.foundation.people.sign_in.NameOrPhoneBackend"
#: Between the password and the code: seconds, and wrong codes.
STEP_SECONDS, STEP_TRIES = 300, 5
TOTP_DIGITS = 6
_STEP = "second_step"
_BETWEEN = str.maketrans("", "", " -\t")


def identifier(text: str) -> str:
    """Return what was typed as the one form under which tries are counted: a user name, or a phone number as kept."""
    text = text.strip().lower()
    return text if text[:1].isalpha() else normalised(text) or text


class NameOrPhoneBackend(BaseBackend):
    """Finds a person by user name, or by a phone number that they alone have."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_kwargs: Any,
    ) -> User | None:
        """Return the person, or None. Takes as long for an unknown name as for a wrong password."""
        del request
        if username is None or password is None:
            return None
        person = _by_name_or_phone(identifier(username))
        if person is None:
            User().set_password(password)
            return None
        return person if person.check_password(password) and person.is_active else None

    def get_user(self, user_id: UUID) -> User | None:
        """Return the person of a session; a closed account has none."""
        return User.objects.filter(pk=user_id, is_active=True).first()


def _by_name_or_phone(name: str) -> User | None:
    person = User.objects.filter(username=name).first()
    if person is not None or not name.isdigit():
        return person
    sharing = list(User.objects.filter(phone=name, is_active=True)[:2])
    return sharing[0] if len(sharing) == 1 else None


def second_factors(user: User) -> list[Device]:
    """Return the devices that count for a person: set up after the last reset, the authenticator first."""
    found: list[Device] = []
    for model in (TOTPDevice, StaticDevice):
        devices = model.objects.filter(user=user, confirmed=True).order_by("pk")
        if user.factor_from is not None:
            devices = devices.filter(created_at__gte=user.factor_from)
        found.extend(devices)
    return found if any(isinstance(device, TOTPDevice) for device in found) else []


def needs_second_step(request: HttpRequest) -> bool:
    """Say whether whoever is signed in cannot do without the second step."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor.holds(ADMINISTRATOR.key)


def knows_password(request: HttpRequest, user: User, password: str) -> bool:
    """Say whether this is the person's password; wrong ones count as those at the sign-in do."""
    return authenticate(request, username=user.username, password=password) == user


def proves(request: HttpRequest, user: User, text: str) -> bool:
    """Say whether this is what has to be shown before the second step changes: of administrators a code, else the password."""
    if needs_second_step(request):
        return matching_device(request, user, text) is not None
    return knows_password(request, user, text)


def enter(request: HttpRequest, user: User, device: Device | None = None) -> None:
    """Open a session for a person who has given all that was asked."""
    login(request, user, backend=BACKEND)
    if device is not None:
        second_login(request, device)


def ask_second_step(request: HttpRequest, user: User) -> None:
    """Remember in a fresh session who gave the right password and owes the code."""
    request.session.flush()
    request.session[_STEP] = {"user": str(user.pk), "at": clock.now().timestamp(), "tries": 0}


def waiting_for_code(request: HttpRequest) -> User | None:
    """Return who owes the code; None where nobody does, too late, or after too many wrong ones."""
    step = request.session.get(_STEP)
    if step is None:
        return None
    if clock.now().timestamp() - step["at"] > STEP_SECONDS or step["tries"] >= STEP_TRIES:
        del request.session[_STEP]
        return None
    return User.objects.filter(pk=step["user"], is_active=True).first()


def matching_device(request: HttpRequest, user: User, code: str) -> Device | None:
    """Return the device to which a code belongs, or None; wrong codes are counted, each device slows down by itself."""
    code = code.translate(_BETWEEN).lower()
    kind = TOTPDevice if len(code) == TOTP_DIGITS else StaticDevice
    for device in second_factors(user):
        if isinstance(device, kind) and (verified := verify_token(user, device.persistent_id, code)):
            return verified
    step = request.session.get(_STEP)
    if step is not None:
        request.session[_STEP] = step | {"tries": step["tries"] + 1}
    return None
