"""The photos, papers and videos of the demo: a few dozen generated files that many records share, each kept once."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import cached_property
from itertools import count, repeat
from uuid import UUID

from django.core.files.base import ContentFile

from lestari.foundation.files.models import Original
from lestari.foundation.files.store import keep
from lestari.foundation.files.videos import NotPlayable
from lestari.foundation.kernel.access import SYSTEM
from lestari.foundation.kernel.errors import Refused
from lestari.surface.demo.kinds.kind import ECONOMY, HUMAN_RESOURCES, INFRASTRUCTURE
from lestari.surface.demo.pictures import paper_card, scenery
from lestari.surface.demo.strolls import stroll

_FIELDS = (INFRASTRUCTURE, ECONOMY, HUMAN_RESOURCES)
CARD, MINUTES, BUDGET = "Kartu", "Berita acara", "Peraturan anggaran"
_SORTS = (CARD, MINUTES, BUDGET)


class Album:
    """Sceneries by field, a few papers of each sort, and a few short videos."""

    def __init__(self, rng: random.Random, each: int, videos: int) -> None:
        self.rng = rng
        with ThreadPoolExecutor() as pool:  # drawn side by side, kept in order
            self.photos = {field: _kept(pool.map(_photo, range(each), repeat(field))) for field in _FIELDS}
            self.papers = {
                sort: _kept(pool.map(_paper, range(max(1, each // 3)), repeat(sort))) for sort in _SORTS
            }
            self.videos = _videos(pool, _FIELDS[:videos])

    def drawn_with(self, rng: random.Random) -> Album:
        """Return the same album, its papers drawn by another chance."""
        other = copy.copy(self)
        other.rng = rng
        return other

    @cached_property
    def originals(self) -> dict[UUID, Original]:
        """All of them by their ids."""
        return {one.pk: one for pool in (*self.photos.values(), *self.papers.values()) for one in pool}

    def some_photos(self, rng: random.Random, field: str, most: int) -> tuple[Original, ...]:
        """Return one to `most` photos of a field."""
        pool = self.photos[field]
        return tuple(rng.sample(pool, min(len(pool), rng.randint(1, most))))

    def video(self, field: str) -> tuple[Original, ...]:
        """Return the video of a field, or another where it has none; nothing where videos could not be made."""
        found = self.videos.get(field) or next(iter(self.videos.values()), None)
        return (found,) if found else ()

    def paper(self, sort: str) -> tuple[Original, ...]:
        """Return a paper of this sort; what is written on it names no village, since several share it."""
        return (self.rng.choice(self.papers[sort]),)


def _kept(files: Iterable[ContentFile[bytes]]) -> list[Original]:
    return [keep(file, SYSTEM) for file in files]


def _photo(number: int, field: str) -> ContentFile[bytes]:
    return ContentFile(scenery(number, field), f"{field}-{number}.jpg")


def _videos(pool: Executor, fields: Sequence[str]) -> dict[str, Original]:
    """Return a video for each field, by the same ffmpeg that checks those of villages; without one a demo has none."""
    try:
        return dict(zip(fields, _kept(pool.map(_video, count(), fields)), strict=True))
    except (NotPlayable, Refused):
        return {}


def _video(number: int, field: str) -> ContentFile[bytes]:
    return ContentFile(stroll(number, field), f"{field}.mp4")


def _paper(number: int, sort: str) -> ContentFile[bytes]:
    lines = (
        ("Jenis", sort),
        ("Lembar", f"Contoh peragaan nomor {number + 1}"),
        ("Isi", "Isi lembar ini ada di catatannya"),
        ("Catatan", "Nama dan angka rekaan"),
    )
    return ContentFile(paper_card(number, sort.upper(), lines), f"{sort} {number + 1}.jpg")
