"""Reading the reference lists into regions with their periods."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

REFERENCE = Path(__file__).parent / "reference"
#: Since when a region counts that stands in the oldest list (2016): our lists do not say when it really began.
BEGINNING = date(2000, 1, 1)

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
_SMALL = {"Dan", "Di"}


@dataclass
class Period:
    """Code and name of a region from a day until a day."""

    code: str
    name: str
    since: date = BEGINNING
    until: date | None = None


@dataclass
class Row:
    """One region of the list of 2023 and what it was called and coded before and after."""

    code: str
    level: str
    word: str
    periods: list[Period] = field(default_factory=list)
    since: date | None = None


def parent_code(code: str) -> str:
    """Return the code of the region above: the country's is ID."""
    return code.rpartition(".")[0] or "ID"


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
    """Return the regions by their code of 2023; `only` keeps these regencies with all above and below them."""
    provinces, regencies = tuple(sorted({code[:2] for code in only})), tuple(sorted(only))
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
    _apply_changes(rows)
    return rows


def changes() -> list[dict[str, str]]:
    """Return what changed, the newest first: created, recoded or renamed, each with its day and source."""
    return sorted(_lines("lampung-changes.csv"), key=lambda line: line["on"], reverse=True)


def successions() -> list[tuple[str, str, date]]:
    """Return the new regions whose origin is known: successor, predecessor, day."""
    return [
        (line["new_code"], line["old_code"], date.fromisoformat(line["on"]))
        for line in changes()
        if line["change"] == "new" and line["old_code"]
    ]


def _apply_changes(rows: dict[str, Row]) -> None:
    """Go back from the newest change to the oldest, cutting off an earlier period of the region at each.

    The lists are of 2023 with the spellings of today, except where a change after 2023 gives the present name.
    """
    by_code = dict(rows)
    for line in changes():
        row = by_code.get(line["new_code"])
        if row is None:
            continue
        day, first = date.fromisoformat(line["on"]), row.periods[0]
        if line["change"] == "new":
            row.since = first.since = day
            continue
        first.name = line["new_name"] if len(row.periods) == 1 else first.name
        row.periods.insert(0, Period(line["old_code"], line["old_name"], first.since, day))
        first.since = day
        by_code.setdefault(line["old_code"], row)
