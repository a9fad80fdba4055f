"""Why a code is refused, in words."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lestari.foundation.regions.models import RegionPeriod


def unknown(code: str) -> str:
    """Say that no list knows the code."""
    return _(
        "Tidak ada wilayah dengan kode %(code)s. Periksa angkanya; kode BPS berbeda dari kode Kemendagri."
    ) % {"code": code.strip()}


def ended(period: RegionPeriod) -> str:
    """Say when the code ended, and under which the region goes on."""
    facts = {"code": period.code, "day": _words(period.until)}
    region = period.region
    if region.until or region.code == period.code:
        return _("Kode %(code)s berakhir pada %(day)s.") % facts
    facts |= {"now": region.code, "title": region.title}
    return _("Kode %(code)s berakhir pada %(day)s; sekarang %(now)s (%(title)s).") % facts


def not_begun(first: RegionPeriod, day: date, before: RegionPeriod | None) -> str:
    """Say since when the code is in force, and what the code was then (`before`), where the region existed."""
    facts = {"code": first.code, "since": _words(first.since), "day": _words(day)}
    if before is None:
        return (
            _("Kode %(code)s baru berlaku sejak %(since)s; pada %(day)s wilayahnya belum tercatat.") % facts
        )
    facts["old"] = before.code
    return _("Kode %(code)s baru berlaku sejak %(since)s; pada %(day)s kodenya %(old)s.") % facts


def _words(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""
