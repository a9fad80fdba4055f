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
#: Since when the oldest list speaks; what is older has no earlier date.
BEGINNING = date(2000, 1, 1)
#: The day on which a change first stood in a list in force: see reference/README.md.
LIST_DAYS = {
    "2018": date(2017, 12, 29),
    "2022": date(2022, 2, 14),
    "2023": date(2022, 11, 9),
    "now": date(2025, 4, 25),
}
#: Changes whose day differs from their list's: Umpu Semenguk, Way Kanan, between the lists of 2020 and 2022.
UMPU_SEMENGUK = date(2021, 1, 1)
#: Regions that came out of another: successor, predecessor (present codes), day.
SUCCESSIONS = (("18.08.15", "18.08.01", UMPU_SEMENGUK), ("18.12.09", "18.12.04", LIST_DAYS["2018"]))

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
    if not name.isupper():
        return name.strip()
    words = [word if word in {"DKI", "DI"} else word.capitalize() for word in name.split()]
    return " ".join(word.lower() if word in _SMALL and index else word for index, word in enumerate(words))


def _csv(name: str) -> Iterator[dict[str, str]]:
    with (REFERENCE / name).open(newline="", encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def _word(code: str, level: str, name: str) -> str:
    if level == "regency":
        return "kota" if name.upper().startswith("KOTA ") else "kabupaten"
    if level != "village":
        return {"province": "provinsi", "district": "kecamatan"}[level]
    return "kelurahan" if code[9] == "1" else VILLAGE_WORDS.get(code[:5], "desa")


def read(only: frozenset[str] = frozenset()) -> dict[str, Row]:
    """Return the regions by their code of 2023; `only` keeps these regencies with all above and below them."""
    provinces = {code[:2] for code in only}
    rows: dict[str, Row] = {"ID": Row("ID", "country", "negara", [Period("ID", "Indonesia")])}
    for file, level in (
        ("provinces", "province"),
        ("regencies", "regency"),
        ("districts", "district"),
        ("villages", "village"),
    ):
        for line in _csv(f"{file}.csv"):
            code = line["code"]
            if only and (code not in provinces if level == "province" else code[:5] not in only):
                continue
            name = line["name"]
            bare = re.sub(r"^(KABUPATEN|KOTA) ", "", name) if level == "regency" else name
            rows[code] = Row(code, level, _word(code, level, name), [Period(code, tidy(bare))])
    _apply_changes(rows)
    return rows


def _apply_changes(rows: dict[str, Row]) -> None:
    """Go from the newest list back to the oldest, splitting a region's periods where something changed."""
    changes = sorted(_csv("lampung-changes.csv"), key=lambda line: line["to_list"], reverse=True)
    by_code = {code: row for code, row in rows.items()}  # noqa: C416 - grows old codes below
    for line in changes:
        row = by_code.get(line["new_code"])
        if row is None:
            continue
        day = (
            UMPU_SEMENGUK
            if line["new_code"].startswith("18.08.15") and line["to_list"] == "2022"
            else LIST_DAYS[line["to_list"]]
        )
        if line["change"] == "new":
            row.since = row.periods[0].since = day
        elif line["to_list"] == "now":
            row.periods[-1].until = day
            row.periods.append(Period(row.periods[-1].code, line["new_name"], day))
        else:
            first = row.periods[0]
            row.periods.insert(0, Period(line["old_code"], line["old_name"], first.since, day))
            first.since = day
            by_code.setdefault(line["old_code"], row)
