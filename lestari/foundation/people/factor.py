"""Setting up the second step: an authenticator's secret as QR picture, its first code, and backup codes."""

from __future__ import annotations

import time
from base64 import b32encode
from binascii import unhexlify

import segno
from django.db import transaction
from django.http import HttpRequest
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from lestari.foundation.people.models import User

ISSUER = "Lestari"
BACKUP_CODES = 8
_KEY = "factor_key"


def pending_key(request: HttpRequest) -> str:
    """Return the secret that this session is setting up, in hex; a new one where there is none."""
    if _KEY not in request.session:
        request.session[_KEY] = default_key()
    key: str = request.session[_KEY]
    return key


def secret_text(key: str) -> str:
    """Return the secret as people type it into an application: base32 in groups of four."""
    text = b32encode(unhexlify(key)).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def qr_picture(user: User, key: str) -> str:
    """Return the QR code of the secret as a data: address of an SVG without any style in it."""
    address = TOTPDevice(user=user, key=key).config_url
    address += f"&issuer={ISSUER}" if "issuer=" not in address else ""
    picture: str = segno.make(address, error="m").svg_data_uri(scale=4, border=4, dark="#000", light="#fff")
    return picture


def shown_at(request: HttpRequest, code: str) -> int | None:
    """Return at which step of time the application that is being set up shows this code; None for a wrong one."""
    totp = TOTP(unhexlify(pending_key(request)), drift=0)
    totp.time = time.time()
    digits = "".join(code.split())
    right = digits.isascii() and digits.isdigit() and totp.verify(int(digits), 1)
    return totp.t() if right else None


def set_up(request: HttpRequest, user: User, last: int) -> TOTPDevice:
    """Set up the second step with the code of that step of time; it takes the place of an earlier one."""
    with transaction.atomic():
        remove(user)
        device = TOTPDevice.objects.create(
            user=user, key=pending_key(request), name=ISSUER, confirmed=True, last_t=last
        )
    del request.session[_KEY]
    return device


def backup_codes(user: User) -> list[str]:
    """Make new backup codes, each good once; earlier ones end. They are shown once."""
    with transaction.atomic():
        StaticDevice.objects.filter(user=user).delete()
        device = StaticDevice.objects.create(user=user, name=ISSUER, confirmed=True)
        codes = [StaticToken.random_token() for _number in range(BACKUP_CODES)]
        StaticToken.objects.bulk_create([StaticToken(device=device, token=code) for code in codes])
    return [f"{code[:4]} {code[4:]}" for code in codes]


def remove(user: User) -> None:
    """Take the second step away."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
