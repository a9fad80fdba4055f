"""Rupiah: whole, read as offices write them, shown as the guideline has them, echoed in words."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from lestari.foundation.kernel.errors import Refused

#: The largest amount that is taken: beyond a bigint's reach lies no budget.
LARGEST = 10**15
#: No amount is written with more letters, its dots and spaces included; what is longer is not read as a number.
LONGEST = 40
_GROUPED = re.compile(r"[0-9]{1,3}([. ][0-9]{3})+|[0-9]+")
_NOUGHT_CENTS = re.compile(r",(00?|-+)$|,-$")
_SCALED = re.compile(r"(?i)(\d{1,6})(?:,(\d{1,3}))? ?(ribu|rb|juta|jt|miliar|milyar)\.?")
_WORTH = {"ri": 10**3, "rb": 10**3, "ju": 10**6, "jt": 10**6, "mi": 10**9}
_UNITS = (
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
)
_SCALES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (10**3, "ribu"))


def parse_rupiah(text: str) -> int:
    """Return the amount of "Rp 12.500.000,-", "12 500 000", "12500000" or "12,5 juta" in whole rupiah. Raises Refused for all else."""
    bare = re.sub(r"(?i)^rp\.?\s*", "", text.strip().replace("\u00a0", " "))
    bare = _NOUGHT_CENTS.sub("", bare.strip())
    if scaled := _SCALED.fullmatch(bare):
        whole, parts, word = scaled.groups()
        scale = _WORTH[word[:2].lower()]
        bare = str(int(whole) * scale + int((parts or "0").ljust(3, "0")) * scale // 1000)
    if re.fullmatch(r"[\d. ]+,\d+|\d+\.\d{1,2}", bare):
        raise Refused(_("%(text)s bukan rupiah penuh. Tulis tanpa sen.") % {"text": text.strip()[:40]})
    if len(bare) > LONGEST or not _GROUPED.fullmatch(bare):
        raise Refused(
            _("“%(text)s” bukan angka rupiah. Tulis misalnya 12.500.000.") % {"text": text.strip()[:40]}
        )
    amount = int(re.sub(r"[. ]", "", bare))
    if amount > LARGEST:
        raise Refused(_("Jumlah ini terlalu besar. Periksa angka nolnya."))
    return amount


def number_text(value: int | Decimal) -> str:
    """Return a number with dots for thousands and a decimal comma: 1.200,5."""
    if isinstance(value, Decimal):
        plain = format(value, "f")
        whole, _dot, rest = plain.partition(".")
        rest = rest.rstrip("0")
        return number_text(int(whole)) + (f",{rest}" if rest else "")
    return f"{value:,}".replace(",", ".")


def rupiah_text(amount: int) -> str:
    """Return the amount as Rp100.820.313.099; a negative one with its sign in front."""
    return f"-Rp{number_text(-amount)}" if amount < 0 else f"Rp{number_text(amount)}"


def rupiah_short(amount: int) -> str:
    """Return the amount as charts have it: Rp1,2 miliar. Below a million it is written out."""
    for scale, word in _SCALES[:3]:
        if amount >= scale:
            tenths = amount * 10 // scale
            whole, tenth = divmod(tenths, 10)
            return f"Rp{number_text(whole)}{f',{tenth}' if tenth else ''} {word}"
    return rupiah_text(amount)


def terbilang(number: int) -> str:
    """Return a number of at least zero in words: 86.400.000 → delapan puluh enam juta empat ratus ribu."""
    if number < len(_UNITS):
        return _UNITS[number]
    if number < 20:  # noqa: PLR2004 - the teens
        return f"{_UNITS[number - 10]} belas"
    if number < 1000:  # noqa: PLR2004 - below the scales
        step, ten = (100, "ratus") if number >= 100 else (10, "puluh")  # noqa: PLR2004
        count, rest = divmod(number, step)
        first = "seratus" if ten == "ratus" and count == 1 else f"{_UNITS[count]} {ten}"
        return f"{first} {terbilang(rest)}" if rest else first
    scale, word = next((scale, word) for scale, word in _SCALES if number >= scale)
    count, rest = divmod(number, scale)
    first = "seribu" if word == "ribu" and count == 1 else f"{terbilang(count)} {word}"
    return f"{first} {terbilang(rest)}" if rest else first
