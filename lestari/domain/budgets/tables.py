"""The tables of village money: activities, accounts, sources, each with the regulation it comes from."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from textwrap import shorten

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lestari.foundation.kernel.errors import Refused

RKPDES, APBDES = "rkpdes", "apbdes"
KINDS = ((RKPDES, _("RKPDes")), (APBDES, _("APBDes")))

#: Bidang of the village budget (Permendagri 20/2018).
BIDANG = {
    "1": _("Penyelenggaraan pemerintahan"),
    "2": _("Pembangunan"),
    "3": _("Pembinaan kemasyarakatan"),
    "4": _("Pemberdayaan masyarakat"),
    "5": _("Penanggulangan bencana dan keadaan darurat"),
}

#: Accounts (Permendagri 20/2018): 4 income, 5 spending, 6 financing.
ACCOUNTS = (
    ("4.1", _("4.1 Pendapatan asli desa")),
    ("4.2", _("4.2 Transfer")),
    ("4.3", _("4.3 Pendapatan lain-lain")),
    ("5.1", _("5.1 Belanja pegawai")),
    ("5.2", _("5.2 Belanja barang dan jasa")),
    ("5.3", _("5.3 Belanja modal")),
    ("5.4", _("5.4 Belanja tak terduga")),
    ("6.1", _("6.1 Penerimaan pembiayaan")),
    ("6.2", _("6.2 Penyertaan modal")),
)
#: The parts of a budget by the first digit of the account.
PARTS = (("4", _("Pendapatan")), ("5", _("Belanja")), ("6", _("Pembiayaan")))
SPENDING = "5"
#: The accounts whose lines pay for something: spending, and capital for a BUM Desa. Income counts the same rupiah a second time.
PAYING_ACCOUNTS = (SPENDING, "6.2")


def needs_activity(account: str) -> bool:
    """Say whether lines of this account stand under an activity: income has none, and financing need not have one."""
    return account.startswith(SPENDING)


def sums(lines: Iterable[tuple[str, str, int]]) -> dict[str, Counter[str]]:
    """Return what lines (account, source, rupiah) come to by part, and in it by source, all parts and in the order of the tables.

    Income and spending are never added up, they are the same rupiah.
    """
    found: dict[str, Counter[str]] = {part: Counter() for part, _word in PARTS}
    order = list(SOURCE_WORDS)
    for account, source, amount in sorted(lines, key=lambda line: order.index(line[1])):
        found[account[:1]][source] += amount
    return found


def pays(account: str) -> bool:
    """Say whether lines of this account pay for something."""
    return any(f"{account}.".startswith(f"{paid}.") for paid in PAYING_ACCOUNTS)


def paying(account: str = "account") -> Q:
    """Return the same as a condition on the column of that name."""
    condition = Q()
    for paid in PAYING_ACCOUNTS:
        condition |= Q(**{account: paid}) | Q(**{f"{account}__startswith": f"{paid}."})
    return condition


@dataclass(frozen=True)
class FundingSource:
    """A source of village money, with the days between which the regulation has it."""

    key: str
    word: str | Promise
    since: date
    until: date | None = None


#: Permendagri 20/2018, as Siskeudes abbreviates them (there DDS stands for DD).
SOURCES = (
    FundingSource("PAD", _("Pendapatan asli desa (PAD)"), date(2014, 1, 15)),
    FundingSource("DD", _("Dana Desa (DD)"), date(2015, 1, 1)),
    FundingSource("ADD", _("Alokasi Dana Desa (ADD)"), date(2014, 1, 15)),
    FundingSource("PBH", _("Bagi hasil pajak dan retribusi (PBH)"), date(2014, 1, 15)),
    FundingSource("PBP", _("Bantuan provinsi (PBP)"), date(2014, 1, 15)),
    FundingSource("PBK", _("Bantuan kabupaten (PBK)"), date(2014, 1, 15)),
    FundingSource("SWD", _("Swadaya masyarakat (SWD)"), date(2014, 1, 15)),
    FundingSource("DLL", _("Sumber lain (DLL)"), date(2014, 1, 15)),
)
DANA_DESA = "DD"
SOURCE_CHOICES = tuple((source.key, source.word) for source in SOURCES)
SOURCE_WORDS = {source.key: source.word for source in SOURCES}
ACCOUNT_WORDS = dict(ACCOUNTS)

_CODE = re.compile(r"(\d{1,2})[. ]+(\d{1,2})[. ]+(\d{1,2})\.?")
_REGENCY_CODES = range(90, 100)


@cache
def activities() -> dict[str, str]:
    """Return the activity codes with their names."""
    with (Path(__file__).parent / "reference/activities.csv").open(newline="", encoding="utf-8") as lines:
        return {line["code"]: line["name"] for line in csv.DictReader(lines)}


@cache
def _parts() -> frozenset[str]:
    """The sub-bidang of the regulation, such as 2.2."""
    return frozenset(code.rpartition(".")[0] for code in activities())


def activity_code(text: str) -> str:
    """Return 2.2.02 for 02.02.02., 2.2.02 or "2 2 02".

    Raises Refused for a code that the regulation does not have; codes 90 to 99 of its sub-bidang are the regencies'.
    """
    if found := _CODE.fullmatch(text.strip()):
        part, number = f"{int(found[1])}.{int(found[2])}", int(found[3])
        code = f"{part}.{number:02d}"
        if code in activities() or (part in _parts() and number in _REGENCY_CODES):
            return code
    raise Refused(
        _now("Kode kegiatan “%(code)s” tidak ada di Permendagri 20/2018. Tulis misalnya 2.2.02.")
        % {"code": text[:20]}
    )


@cache
def activity_list() -> tuple[tuple[str, str], ...]:
    """Return the codes with names short enough for a list that a slow line carries: without brackets, cut after a word."""
    names = {code: re.sub(r"\s*\([^)]*\)\s*$", "", name) for code, name in activities().items()}
    return tuple((code, shorten(name, 50, placeholder="…")) for code, name in names.items())


def activity_name(code: str) -> str:
    """Return the name of an activity; a code that a regency added has none."""
    return activities().get(code, _now("Kegiatan tambahan kabupaten"))
