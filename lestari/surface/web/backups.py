"""How the daily backups stand, for the administrator's home."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from lestari.foundation.kernel.access import Actor
from lestari.foundation.kernel.dates import moment_text
from lestari.foundation.people.roles import ADMINISTRATOR
from lestari.foundation.safekeeping.daily import Standing, standing

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)


def backups_told(actor: Actor) -> dict[str, str]:
    """Return the note on the backups: tone, title, text; empty for whoever does not look after the server."""
    if not actor.holds(ADMINISTRATOR.key):
        return {}
    found = standing()
    return {
        "tone": "warn" if found.warns else "info",
        "title": _("Cadangan data"),
        "text": " ".join([_last(found), *_failed(found), *_mend(found)]),
    }


def _last(found: Standing) -> str:
    if found.last is None or found.last.ended_at is None or found.age is None:
        return _("Belum ada cadangan.")
    return _("Terakhir %(moment)s, %(age)s.") % {
        "moment": moment_text(found.last.ended_at),
        "age": _age(found.age),
    }


def _age(age: timedelta) -> str:
    if age >= _DAY:
        return _("%(days)s hari yang lalu") % {"days": age // _DAY}
    if age < timedelta(0):
        return _("menurut jam yang sekarang belum tiba")
    if age < _HOUR:
        return _("kurang dari satu jam yang lalu")
    return _("%(hours)s jam yang lalu") % {"hours": age // _HOUR}


def _failed(found: Standing) -> list[str]:
    if found.failed is None:
        return []
    return [_("Percobaan %(moment)s gagal.") % {"moment": moment_text(found.failed.begun_at)}]


def _mend(found: Standing) -> list[str]:
    return [_("Jalankan “lestari doctor” di server: ia menyebut sebab dan obatnya.")] if found.warns else []
