"""Days as Indonesians write them: 31 Desember 2019, Selasa, 4 hari lagi."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from lestari.foundation.kernel import clock
from lestari.foundation.kernel.errors import Refused

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
#: The same as pages say them; papers and sheets have the Indonesian ones.
MONTH_WORDS = (
    _lazy("Januari"), _lazy("Februari"), _lazy("Maret"), _lazy("April"), _lazy("Mei"), _lazy("Juni"),
    _lazy("Juli"), _lazy("Agustus"), _lazy("September"), _lazy("Oktober"), _lazy("November"), _lazy("Desember"),
)  # fmt: skip
_WEEKDAYS = (
    _lazy("Senin"), _lazy("Selasa"), _lazy("Rabu"), _lazy("Kamis"), _lazy("Jumat"), _lazy("Sabtu"), _lazy("Minggu"),
)  # fmt: skip
#: Non-breaking, so that a date never breaks inside a list.
_JOIN = "\u00a0"


def day_text(day: date) -> str:
    """Return 31 Desember 2019."""
    return f"{day.day} {MONTH_WORDS[day.month - 1]} {day.year}"


def about_text(day: date, about: str) -> str:
    """Return a day as far as it is known: 31 Desember 2019, Desember 2019 (about "month"), 2019 ("year")."""
    if about == "year":
        return str(day.year)
    return f"{MONTH_WORDS[day.month - 1]} {day.year}" if about == "month" else day_text(day)


def day_short(day: date, about: str = "day") -> str:
    """Return 31 Des 2019, unbroken, for lists; Des 2019, 2019 of a day that is only known so far."""
    parts = {"day": (str(day.day), month_short(day)), "month": (month_short(day),)}.get(about, ())
    return _JOIN.join((*parts, str(day.year)))


def month_short(day: date) -> str:
    """Return the month in three letters: Des."""
    return str(MONTH_WORDS[day.month - 1])[:3]


def weekday_text(day: date) -> str:
    """Return Selasa, 31 Desember 2019."""
    return f"{_WEEKDAYS[day.weekday()]}, {day_text(day)}"


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
    for names in (MONTHS, MONTH_WORDS):
        for number, name in enumerate(names, start=1):
            if str(name).lower() == word.lower() or str(name)[:3].lower() == word[:3].lower():
                return number
    raise ValueError(word)
