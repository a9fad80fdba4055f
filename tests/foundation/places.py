"""A few regions by hand: Lampung, two regencies, a district and two villages."""

from __future__ import annotations

from lestari.foundation.regions.loading import region_id
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.reading import key_of

_ROWS = (
    ("ID", "country", "Indonesia", "negara", None),
    ("18", "province", "Lampung", "provinsi", "ID"),
    ("18.06", "regency", "Tanggamus", "kabupaten", "18"),
    ("18.10", "regency", "Pringsewu", "kabupaten", "18"),
    ("18.06.16", "district", "Gisting", "kecamatan", "18.06"),
    ("18.06.16.2001", "village", "Campang", "pekon", "18.06.16"),
    ("18.06.16.2002", "village", "Kutadalom", "pekon", "18.06.16"),
)


def places() -> dict[str, Region]:
    """Make the regions; return them by code."""
    made: dict[str, Region] = {}
    for code, level, name, word, parent in _ROWS:
        made[code] = Region.objects.create(
            id=region_id(code),
            level=level,
            code=code,
            name=name,
            key=key_of(name),
            word=word,
            parent=made.get(parent or ""),
            path="" if code == "ID" else f"{code}.",
        )
    return made
