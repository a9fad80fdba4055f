"""Days as Indonesians write them: 31 Desember 2019, Selasa, 4 hari lagi."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lestari.foundation.kernel import clock
from lestari.foundation.kernel.errors import Refused

#: As papers and sheets have them; a page says them in its language.
MONTHS = (
    gettext_noop("Januari"), gettext_noop("Februari"), gettext_noop("Maret"), gettext_noop("April"), gettext_noop("Mei"), gettext_noop("Juni"),
    gettext_noop("Juli"), gettext_noop("Agustus"), gettext_noop("September"), gettext_noop("Oktober"), gettext_noop("November"), gettext_noop("Desember"),
)  # fmt: skip
_WEEKDAYS = (
    gettext_noop("Senin"), gettext_noop("Selasa"), gettext_noop("Rabu"), gettext_noop("Kamis"), gettext_noop("Jumat"), gettext_noop("Sabtu"),
    gettext_noop("Minggu"),
)  # fmt: skip
#: Non-breaking, so that a date never breaks inside a list.
_JOIN = "\u00a0"


def day_text(day: date) -> str:
    """Return 31 Desember 2019."""
    return f"{day.day} {_(MONTHS[day.month - 1])} {day.year}"


def about_text(day: date, about: str) -> str:
    """Return a day as far as it is known: 31 Desember 2019, Desember 2019 (about "month"), 2019 ("year")."""
    if about == "year":
        return str(day.year)
    return f"{_(MONTHS[day.month - 1])} {day.year}" if about == "month" else day_text(day)


def day_short(day: date, about: str = "day") -> str:
    """Return 31 Des 2019, unbroken, for lists; Des 2019, 2019 of a day that is only known so far."""
    parts = {"day": (str(day.day), month_short(day)), "month": (month_short(day),)}.get(about, ())
    return _JOIN.join((*parts, str(day.year)))


def month_short(day: date) -> str:
    """Return the month in three letters: Des."""
    return _(MONTHS[day.month - 1])[:3]


def weekday_text(day: date) -> str:
    """Return Selasa, 31 Desember 2019."""
    return f"{_(_WEEKDAYS[day.weekday()])}, {day_text(day)}"


def moment_text(moment: datetime) -> str:
    """Return Rabu, 15 Juli 2026 pukul 13.40 WIB."""
    local = clock.local(moment)
    return _with_hour(weekday_text(local.date()), local)


def time_text(moment: datetime) -> str:
    """Return 15 Juli 2026 pukul 13.40 WIB."""
    local = clock.local(moment)
    return _with_hour(day_text(local.date()), local)


def _with_hour(day: str, local: datetime) -> str:
    return _("%(day)s pukul %(hour)s WIB") % {"day": day, "hour": f"{local:%H.%M}"}


def distance_text(due: date, today: date) -> str:
    """Return how far a deadline is: 4 hari lagi, hari ini, terlambat 3 hari."""
    days = (due - today).days
    if days < 0:
        return _("terlambat %(days)s hari") % {"days": -days}
    return _("%(days)s hari lagi") % {"days": days} if days else _("hari ini")


def parse_day(text: str) -> date:
    """Return the day of 2019-12-31, 31-12-2019, 31/12/2019 (day first) or 31 Desember 2019. Raises Refused."""
    bare = text.strip()
    try:
        if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", bare):
            year, month, day = (int(part) for part in bare.split("-"))
            return date(year, month, day)
        if found := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", bare):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := re.fullmatch(r"(\d{1,2})\s+([A-Za-z]{3,9})\.?\s+(\d{4})", bare):
            return date(int(found[3]), _month(found[2]), int(found[1]))
    except (ValueError, OverflowError):
        pass
    raise Refused(_("“%(text)s” bukan tanggal. Tulis misalnya 31 Desember 2019.") % {"text": bare[:40]})


def _month(word: str) -> int:
    """Return the number of a month by its name or its first three letters, Indonesian or as the page says it. Raises ValueError."""
    for names in (MONTHS, map(_, MONTHS)):
        for number, name in enumerate(names, start=1):
            if name.lower() == word.lower() or name[:3].lower() == word[:3].lower():
                return number
    raise ValueError(word)
