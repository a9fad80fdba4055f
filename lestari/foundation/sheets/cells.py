"""What stands in a cell, as offices write it: text, rupiah, days, numbers. Raises `Refused` for what cannot be meant."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from lestari.foundation.kernel.dates import MONTHS, parse_day
from lestari.foundation.kernel.errors import Refused

#: What an office writes where there is nothing; nought is a number and stays.
_BLANK = frozenset({"", "-", "–", "—", "--", "n/a", "na", "nihil", "tidak ada", "null", "rp -", "rp-", "rp"})
#: What a spreadsheet takes for the beginning of a formula; a list that is handed out has an apostrophe before it.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
#: A number from here on has lost its last digits when it was stored as one.
_EXACT = 10**15
_SCIENTIFIC = re.compile(r"\d+([.,]\d+)?[eE]\+?\d+")
_PLAIN = re.compile(r"\d+\.\d+")
_ENGLISH = re.compile(r"\d{1,3}(,\d{3}){2,}(\.0+)?")
#: Day nought of Excel's calendar, and between which serials a number is taken for a day (1954 to 2119).
_ORIGIN, _FIRST_SERIAL, _LAST_SERIAL = date(1899, 12, 30), 20_000, 80_000
_CENTURY = 100
#: A day in figures, as it is written and as a system of another country gives it out.
_FIGURES = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})([-/. ])(\d{4}|\d\d)")
_ENGLISH_MONTHS = {"may": 5, "aug": 8, "august": 8, "oct": 10, "october": 10, "dec": 12, "december": 12, "february": 2, "march": 3}  # fmt: skip


def blank(value: Any) -> bool:
    """Say whether nothing is told: an empty cell, a dash."""
    return value is None or (isinstance(value, str) and value.strip().lower() in _BLANK)


def text_of(value: Any) -> str:
    """Return a cell as text: whole numbers without a point, single spaces. Raises Refused for a number that lost its last digits."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, float):
        if abs(value) >= _EXACT:
            raise Refused(
                _(
                    "Angka sepanjang ini tersimpan sebagai bilangan, dan digit terakhirnya sudah hilang. Tulis sebagai teks."
                )
            )
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, str):
        text = " ".join(value.replace("\u00a0", " ").split())
        return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA) else text
    return str(value)


def lines_of(value: Any) -> str:
    """Return a cell as text of several lines."""
    return "\n".join(map(str.strip, value.splitlines())).strip() if isinstance(value, str) else text_of(value)


def number_text_of(value: Any) -> str:
    """Return a number as a form takes it: Rp and signs as they are, `5.7e+07` and `1,200,000` written out."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        return _written_out(exact)
    text = text_of(value)
    if _SCIENTIFIC.fullmatch(text):
        return _written_out(Decimal(text.replace(",", ".")))
    if _ENGLISH.fullmatch(text):
        return text.partition(".")[0].replace(",", "")
    if _PLAIN.fullmatch(text) and set(text.partition(".")[2]) == {"0"}:
        return text.partition(".")[0]
    return text


def _written_out(number: Decimal) -> str:
    if number == number.to_integral_value():
        return str(int(number))
    return format(number.normalize(), "f").replace(".", ",")


@dataclass(frozen=True, slots=True)
class Told:
    """A day as it is known: exactly, or "about" a month or a year, then its first day."""

    day: date
    about: str = "day"

    def shown(self) -> date | str | int:
        """Return it as a sheet has it: a date, "Maret 2018", 2018."""
        if self.about == "year":
            return self.day.year
        return f"{MONTHS[self.day.month - 1]} {self.day.year}" if self.about == "month" else self.day

    def last(self) -> date:
        """Return the last day that it can have been."""
        if self.about == "year":
            return date(self.day.year, 12, 31)
        if self.about == "month":
            return self.day.replace(day=monthrange(self.day.year, self.day.month)[1])
        return self.day

    def from_day(self, earliest: date | None) -> date:
        """Return the first day that it can have been and that is not before another, as far as it may be so."""
        return self.day if earliest is None else max(self.day, min(earliest, self.last()))


def day_of(value: Any) -> Told:
    """Return the day of a cell: a date, a serial, "12 Maret 2018", "12/3/18", "Maret 2018", "2018". Raises Refused."""
    if isinstance(value, datetime):
        return Told(value.date())
    if isinstance(value, date):
        return Told(value)
    if isinstance(value, float | int) and not isinstance(value, bool):
        return _from_number(value)
    text = _without_weekday(value)
    if re.fullmatch(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*", text):
        text = text[:10]
    return _from_text(text)


def _without_weekday(value: Any) -> str:
    return re.sub(r"(?i)^(senin|selasa|rabu|kamis|jum'?at|sabtu|minggu)\s*,\s*", "", text_of(value))


def order_of(value: Any) -> str:
    """Return which comes first in a day written in figures: "day", "month", or "either" where it can be meant both ways; else ''."""
    return _order(value) if isinstance(value, str) else ""


@lru_cache(maxsize=10_000)
def _order(text: str) -> str:
    found = _FIGURES.fullmatch(_without_weekday(text))
    if found is None or int(found[1]) == int(found[3]):
        return ""
    may = ["month"] * (int(found[1]) <= len(MONTHS)) + ["day"] * (int(found[3]) <= len(MONTHS))
    return "either" if len(may) > 1 else "".join(may)


def month_first(value: str) -> Told:
    """Return the day of a cell that has the month before the day. Raises Refused."""
    return day_of(_FIGURES.sub(r"\3\2\1\4\5", _without_weekday(value)))


def _from_number(value: float) -> Told:
    if _FIRST_SERIAL <= value <= _LAST_SERIAL:
        return Told(_ORIGIN + timedelta(days=int(value)))
    if value == int(value) and 1900 <= value <= 2100:  # noqa: PLR2004 - a year
        return Told(date(int(value), 1, 1), "year")
    raise Refused(
        _("%(number)s bukan tanggal. Tulis misalnya 31 Desember 2019.") % {"number": text_of(float(value))}
    )


def _from_text(text: str) -> Told:
    if re.fullmatch(r"(19|20)\d\d", text):
        return Told(date(int(text), 1, 1), "year")
    if text.isdecimal() and len(text) == 5:  # noqa: PLR2004 - a serial stored as text
        return _from_number(int(text))
    if found := re.fullmatch(r"(\d{1,2})[-/.](\d{4})", text):
        return Told(_first_of(text, int(found[2]), int(found[1])), "month")
    if found := re.fullmatch(r"([A-Za-z]{3,9})\.?[ -]+(\d{4}|\d\d)", text):
        return Told(_first_of(text, _year(found[2]), _month(text, found[1])), "month")
    written = text
    if found := re.fullmatch(r"(\d{1,2})([-/. ])(\d{1,2}|[A-Za-z]{3,9})\.?\2(\d\d)", text):
        text = f"{found[1]}{found[2]}{found[3]}{found[2]}{_year(found[4])}"
    if found := re.fullmatch(r"(\d{1,2})[-/. ]+([A-Za-z]{3,9})\.?[-/. ]+(\d{4})", text):
        month = _month(written, found[2])
        text = f"{found[1]}-{month}-{found[3]}"
    try:
        return Told(parse_day(text))
    except Refused:
        raise _no_day(written) from None


def _year(digits: str) -> int:
    year = int(digits)
    return year if year >= _CENTURY else 2000 + year


def _month(text: str, word: str) -> int:
    lower = word.lower()
    for number, name in enumerate(MONTHS, start=1):
        if name.lower() == lower or name[:3].lower() == lower[:3]:
            return number
    if lower in _ENGLISH_MONTHS:
        return _ENGLISH_MONTHS[lower]
    raise _no_day(text)


def _first_of(text: str, year: int, month: int) -> date:
    try:
        return date(year, month, 1)
    except ValueError:
        raise _no_day(text) from None


def _no_day(text: str) -> Refused:
    return Refused(_("“%(text)s” bukan tanggal. Tulis misalnya 31 Desember 2019.") % {"text": text[:40]})
