"""User names: how they are written, and which the addresses of pages need for themselves."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from lestari.foundation.kernel.errors import Refused

_USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,29}")
#: The last parts of addresses under /orang/.
RESERVED = frozenset({"baru"})


def parse_username(text: str) -> str:
    """Return the user name as kept, in small letters. Raises Refused for one that nobody may have."""
    username = text.strip().lower()
    if not _USERNAME.fullmatch(username):
        raise Refused(
            _("Nama pengguna 3 sampai 30 huruf kecil, angka, titik atau garis, dengan huruf di depan.")
        )
    if username in RESERVED:
        raise taken(username)
    return username


def taken(username: str) -> Refused:
    """Return the refusal of a name that somebody has."""
    return Refused(
        _("Nama pengguna “%(name)s” sudah dipakai. Pilih yang lain.") % {"name": username}, field="username"
    )
