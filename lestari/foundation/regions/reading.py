"""Reading the reference lists into regions with their periods."""

from __future__ import annotations

import csv
import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

from lestari.foundation.kernel.periods import holds_on

REFERENCE = Path(__file__).parent / "reference"
#: Since when a region counts that stands in the oldest list (2016): our lists do not say when it really began.
BEGINNING = date(2000, 1, 1)
#: The day whose state our lists show; what changed later is applied forwards, what changed until then backwards.
LISTED = date(2022, 12, 8)

#: The local word for a village by regency (DOMAIN: the word belongs to the region); elsewhere desa.
VILLAGE_WORDS = {
    "18.06": "pekon",  # Tanggamus
    "18.10": "pekon",  # Pringsewu
    "18.04": "pekon",  # Lampung Barat
    "18.13": "pekon",  # Pesisir Barat
    "18.12": "tiyuh",  # Tulang Bawang Barat
    "18.08": "kampung",  # Way Kanan
    "18.02": "kampung",  # Lampung Tengah
    "18.05": "kampung",  # Tulang Bawang
}
#: So many names are remembered as they are searched: a sheet has the same ones again and again.
_LATELY = 8192
_SMALL = {"Dan", "Di"}
_VILLAGE = 13


@dataclass
class Period:
    """Code and name of a region from a day until a day, and the `Row.code` of the region above."""

    code: str
    name: str
    since: date = BEGINNING
    until: date | None = None
    above: str = ""


@dataclass(eq=False)
class Row:
    """One region and what it was called and coded before and after.

    `code` is its lasting name: the code in the list of 2023; where that list has it not, its only code with the day from or until which.
    `origin` is the one that it was split from, where that is known.
    """

    code: str
    level: str
    word: str
    periods: list[Period] = field(default_factory=list)
    since: date | None = None
    until: date | None = None
    origin: str = ""


def digest() -> str:
    """Return what tells the shipped lists, and how they are read, from those of another version."""
    found = hashlib.sha256(Path(__file__).read_bytes())
    for path in sorted(REFERENCE.glob("*.csv")):
        found.update(path.read_bytes())
    return found.hexdigest()


def regencies() -> list[str]:
    """Return the lasting codes of the regencies in the list of 2023."""
    return [line["code"] for line in _lines("regencies.csv")]


def parent_code(code: str) -> str:
    """Return the code of the region above: the country's is ID."""
    return code.rpartition(".")[0] or "ID"


@lru_cache(_LATELY)
def key_of(name: str) -> str:
    """Return a name as it is searched: small letters, no accents, single spaces."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


def tidy(name: str) -> str:
    """Return an all-capitals name in the usual case: NUSA TENGGARA BARAT → Nusa Tenggara Barat; DKI and DI stay."""
    name = " ".join(name.replace('"', "'").split())
    if not name.isupper():
        return name
    words = [word if word in {"DKI", "DI"} else word.capitalize() for word in name.split()]
    return " ".join(word.lower() if word in _SMALL and index else word for index, word in enumerate(words))


def _lines(name: str, beginnings: tuple[str, ...] = ()) -> Iterator[dict[str, str]]:
    """Read a list; only the lines with these beginnings are taken apart, which is what makes `only` quick."""
    with (REFERENCE / name).open(newline="", encoding="utf-8") as lines:
        head = next(csv.reader([next(lines)]))
        chosen = (line for line in lines if line.startswith(beginnings)) if beginnings else lines
        for values in csv.reader(chosen):
            yield dict(zip(head, values, strict=True))


def word_of(code: str, level: str, name: str) -> str:
    """Return the local word of a region by its code, level and name in the list."""
    if level == "regency":
        return "kota" if name.upper().startswith("KOTA ") else "kabupaten"
    if level != "village":
        return {"province": "provinsi", "district": "kecamatan"}[level]
    return "kelurahan" if code[9] == "1" else VILLAGE_WORDS.get(code[:5], "desa")


def read(only: frozenset[str] = frozenset()) -> dict[str, Row]:
    """Return the regions by their lasting codes; `only` keeps these regencies with all above and below them, also of former days."""
    lines = changes(only)
    regencies = tuple(sorted(only))
    former = {line["old_code"][:2] for line in lines if line["level"] == "regency" and only}
    provinces = tuple(sorted({code[:2] for code in only} | former))
    rows: dict[str, Row] = {"ID": Row("ID", "country", "negara", [Period("ID", "Indonesia")])}
    for file, level in (
        ("provinces", "province"),
        ("regencies", "regency"),
        ("districts", "district"),
        ("villages", "village"),
    ):
        for line in _lines(f"{file}.csv", provinces if level == "province" else regencies):
            code, name = line["code"], line["name"]
            bare = re.sub(r"^(KABUPATEN|KOTA) ", "", name) if level == "regency" else name
            rows[code] = Row(code, level, word_of(code, level, name), [Period(code, tidy(bare))])
    _apply(lines, rows)
    _place(rows)
    return rows


def changes(only: frozenset[str] = frozenset()) -> list[dict[str, str]]:
    """Return what changed, the newest first: created, recoded, renamed or gone, each with its day and source.

    Lampung's were checked by hand, the others by rule: README.md beside the lists says how. `only`: what concerns these regencies.
    """
    lines = [*_lines("lampung-changes.csv"), *_lines("indonesia-changes.csv")]
    if only:
        above, wanted = {code[:2] for code in only}, tuple(only)
        regencies = [line for line in lines if line["level"] == "regency"]
        wanted += tuple(line["old_code"] for line in regencies if line["new_code"].startswith(wanted))
        lines = [
            line
            for line in lines
            if (code := line["new_code"] or line["old_code"]).startswith(wanted) or code in above
        ]
    return sorted(lines, key=lambda line: line["on"], reverse=True)


def _apply(lines: list[dict[str, str]], rows: dict[str, Row]) -> None:
    """Give the regions the periods before and after the list of 2023, and add those that it has not.

    `held` is who holds a code: from the list on forwards, then from the list back, day by day, all changes of a day at once.
    """
    days = [(date.fromisoformat(on), list(same)) for on, same in groupby(lines, key=lambda line: line["on"])]
    later, held = dict(rows), dict(rows)
    for day, same in reversed(days):
        if day > LISTED:
            _forwards(day, same, later, rows)
    for day, same in days:
        if day <= LISTED:
            _backwards(day, same, held, rows)


def _forwards(day: date, lines: list[dict[str, str]], held: dict[str, Row], rows: dict[str, Row]) -> None:
    leaving = {line["old_code"]: held.pop(line["old_code"]) for line in lines if line["change"] != "new"}
    for line in lines:
        if line["change"] == "new":
            row = _beside(line, day)
            row.since = row.periods[0].since = day
            row.origin = line["old_code"]
            rows[row.code] = held[line["new_code"]] = row
            continue
        row = leaving[line["old_code"]]
        last = row.periods[-1]
        last.name, last.until = line["old_name"], day
        if line["change"] == "gone":
            row.until = day
        else:
            row.periods.append(Period(line["new_code"], line["new_name"], day))
            held[line["new_code"]] = row


def _backwards(day: date, lines: list[dict[str, str]], held: dict[str, Row], rows: dict[str, Row]) -> None:
    own = {line["new_code"]: line for line in lines if line["change"] != "gone"}
    before: dict[str, Row] = {}
    for code, line in own.items():
        if (row := held.pop(code, None)) is None:
            continue
        if line["change"] == "new":
            row.since = row.periods[0].since = day
            row.origin = line["old_code"]
        else:
            if len(row.periods) == 1:
                row.periods[0].name = line["new_name"]
            _precede(row, day, line["old_code"], line["old_name"])
            before[line["old_code"]] = row
    moved = {
        code: line["old_code"]
        for code, line in own.items()
        if line["change"] == "recoded" and len(code) < _VILLAGE
    }
    for code, old in _along(moved, held):
        row = held.pop(code)
        _precede(row, day, old, row.periods[0].name)
        before[old] = row
    for line in lines:
        if line["change"] == "gone":
            row = _beside(line, day)
            row.until = row.periods[0].until = day
            rows[row.code] = before[line["old_code"]] = row
    held |= before


def _along(moved: dict[str, str], held: dict[str, Row]) -> list[tuple[str, str]]:
    """Return which codes changed because a region above got another, and what they were: what lies below keeps its last numbers."""
    found, regencies = [], {code[:5] for code in moved}
    for code in sorted((code for code in held if code[:5] in regencies), key=len) if moved else ():
        if old := moved.get(parent_code(code)):
            moved[code] = f"{old}{code[code.rindex('.') :]}"
            found.append((code, moved[code]))
    return found


def _precede(row: Row, day: date, code: str, name: str) -> None:
    first = row.periods[0]
    row.periods.insert(0, Period(code, name, first.since, day))
    first.since = day


def _beside(line: dict[str, str], day: date) -> Row:
    """Return a region that the list of 2023 has not: one that came later, or was gone by then."""
    code, name = line["new_code"] or line["old_code"], line["new_name"] or line["old_name"]
    return Row(f"{code}@{day}", line["level"], word_of(code, line["level"], name), [Period(code, name)])


def _place(rows: dict[str, Row]) -> None:
    """Say for each period which region lay above, and of a new region which one it came out of."""
    holders: dict[str, list[tuple[Period, str]]] = defaultdict(list)
    for row in rows.values():
        if row.level != "village":
            for period in row.periods:
                holders[period.code].append((period, row.code))

    @cache
    def holder(code: str, day: date) -> str:
        held = (row for period, row in holders[code] if holds_on(period.since, period.until, day))
        return next(held, "")

    for row in rows.values():
        for period in row.periods:
            period.above = "" if row.level == "country" else holder(parent_code(period.code), period.since)
        if row.since and row.origin:
            row.origin = holder(row.origin, row.since - timedelta(days=1))
