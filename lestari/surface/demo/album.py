"""The photos and papers of the demo: a few dozen generated files that many records share, each kept once."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from django.core.files.base import ContentFile

from lestari.foundation.files.models import Original
from lestari.foundation.files.store import keep
from lestari.foundation.kernel.access import SYSTEM
from lestari.foundation.regions.models import Region
from lestari.surface.demo.kinds.kind import ECONOMY, HUMAN_RESOURCES, INFRASTRUCTURE
from lestari.surface.demo.pictures import paper_card, scenery

_FIELDS = (INFRASTRUCTURE, ECONOMY, HUMAN_RESOURCES)
CARD, MINUTES, BUDGET = "Kartu", "Berita acara", "Peraturan anggaran"


class Album:
    """Sceneries by field, and for each district one paper of each sort."""

    def __init__(self, each: int, districts: Sequence[Region], tell: Callable[[], None]) -> None:
        self.photos = {field: [_photo(number, field) for number in range(each)] for field in _FIELDS}
        tell()
        self._districts = {district.code: district for district in districts}
        self._papers: dict[tuple[str, str], Original] = {}

    def some_photos(self, rng: random.Random, field: str, most: int) -> tuple[Original, ...]:
        """Return one to `most` photos of a field."""
        pool = self.photos[field]
        return tuple(rng.sample(pool, min(len(pool), rng.randint(1, most))))

    def paper(self, sort: str, village: Region) -> tuple[Original, ...]:
        """Return the paper of this sort that stands for those of the village's district."""
        code = village.code.rpartition(".")[0]
        if (sort, code) not in self._papers:
            self._papers[sort, code] = _paper(sort, self._districts[code])
        return (self._papers[sort, code],)


def _photo(number: int, field: str) -> Original:
    return keep(ContentFile(scenery(number, field), f"{field}-{number}.jpg"), SYSTEM)


def _paper(sort: str, district: Region) -> Original:
    lines = (
        ("Jenis", sort),
        ("Wilayah", district.title),
        ("Isi", "Lembar contoh peragaan"),
        ("Catatan", "Nama dan angka di dalamnya rekaan"),
        ("Disimpan oleh", f"TPID {district.title}"),
    )
    seed = int(district.code.replace(".", "")) * 10 + len(sort)
    return keep(ContentFile(paper_card(seed, sort.upper(), lines), f"{sort} {district.name}.jpg"), SYSTEM)
