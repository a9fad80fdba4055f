"""The catalogue as it is asked: what the address wants, what the index finds, and the plain list where there is no index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from lestari.domain.knowledge.fields import FIELD_WORDS, FIELDS
from lestari.domain.knowledge.models import Innovation
from lestari.domain.knowledge.queries import catalogue
from lestari.domain.knowledge.searched import YES
from lestari.foundation.components.filters import Filter, Option, unknown, unknown_filters
from lestari.foundation.components.lists import whole_number
from lestari.foundation.components.region_field import region_of
from lestari.foundation.kernel.access import Actor
from lestari.foundation.regions.models import Region
from lestari.foundation.search.documents import Answers
from lestari.foundation.search.finding import find, passages
from lestari.foundation.search.passages import Piece
from lestari.foundation.search.registry import record_of
from lestari.foundation.search.sentences import read_as, shortened, unavailable
from lestari.foundation.search.shelf import Unavailable

#: Each filter: its name in the index, its key in the address, what stands above its options.
_FILTERS: tuple[tuple[str, str, str | Promise], ...] = (
    ("field", "bidang", _lazy("Bidang")),
    ("topic", "topik", _lazy("Topik")),
    ("region", "wilayah", _lazy("Wilayah")),
    ("year", "tahun", _lazy("Tahun dimulai")),
    ("copied", "ditiru", _lazy("Ditiru")),
    ("video", "video", _lazy("Video")),
)
_SWITCHES = {"copied": _lazy("Sudah ditiru desa lain"), "video": _lazy("Ada video")}
#: How many topics are offered.
_MOST_TOPICS = 15
#: Which level of regions is offered next, once a region of this one is chosen.
_NEXT = {
    "": "regency",
    "country": "regency",
    "province": "regency",
    "regency": "district",
    "district": "village",
}
_INNOVATION = Innovation._meta.label


@dataclass(frozen=True)
class Asked:
    """What is asked of the catalogue; `values` has the filters set, by name, as the address has them."""

    words: str
    values: Mapping[str, str]
    region: Region | None = None

    @property
    def index_filters(self) -> dict[str, str]:
        """The filters as the index has them."""
        found = {name: value for name, value in self.values.items() if name != "region"}
        if self.region is not None and self.region.path:
            found[self.region.level] = self.region.path
        return {"kind": _INNOVATION, **found}

    def without(self, name: str) -> Asked:
        """Return what is asked without one filter, or without the words."""
        if name == "words":
            return replace(self, words="")
        return replace(
            self,
            values={key: value for key, value in self.values.items() if key != name},
            region=None if name == "region" else self.region,
        )


def asked_in(query: QueryDict) -> tuple[Asked, list[str]]:
    """Return what an address asks for, and what of it cannot be understood, in sentences."""
    words, wrong = shortened(query.get("q", ""))
    values, region = {}, None
    for name, key, heading in _FILTERS:
        value = query.get(key, "").strip()[:160]
        if not value:
            continue
        if name == "region" and (region := region_of(value[:40])):
            values[name] = region.code
        elif name != "region" and _known(name, value):
            values[name] = value
        else:
            wrong.append(unknown(heading, value))
    wrong += unknown_filters(query, [key for _name, key, _heading in _FILTERS])
    return Asked(words, values, region), wrong


def _known(name: str, value: str) -> bool:
    if name == "field":
        return value in FIELD_WORDS
    if name == "year":
        return whole_number(value, 1990, 2100) is not None
    return name == "topic" or value == YES


class Catalogue:
    """What the catalogue holds for one who asks: from the index, and where there is none plainly from the tables."""

    def __init__(self, asked: Asked, actor: Actor) -> None:
        self.asked, self.actor = asked, actor
        self.answers: Answers | None = None
        self.passages: dict[UUID, tuple[Piece, ...]] = {}

    def rows(self, limit: int, offset: int) -> tuple[int, Sequence[Innovation]]:
        """Return how many innovations fit, and some of them: the best first where words were asked, else the newest."""
        try:
            self.answers = self._find(self.asked, limit, offset, self._facets)
        except Unavailable:
            rows = catalogue(
                field=self.asked.values.get("field", ""),
                region=self.asked.region,
                year=whole_number(self.asked.values.get("year")),
                words=self.asked.words,
            )
            return rows.count(), list(rows[offset : offset + limit])
        ids = [record_of(hit.id)[1] for hit in self.answers.hits]
        if self.asked.words:
            self.passages = dict(zip(ids, passages(self.answers).values(), strict=True))
        found = catalogue().in_bulk(ids)
        return self.answers.total, [found[pk] for pk in ids if pk in found]

    def _find(self, asked: Asked, limit: int, offset: int = 0, facets: Sequence[str] = ()) -> Answers:
        return find(
            self.actor, asked.words, filters=asked.index_filters, facets=facets, limit=limit, offset=offset
        )

    @cached_property
    def _level(self) -> str:
        """The level of regions that is offered next; '' below the village."""
        return _NEXT.get(self.asked.region.level if self.asked.region else "", "")

    @property
    def _facets(self) -> list[str]:
        names = [name for name, _key, _heading in _FILTERS if name != "region"]
        return [*names, self._level] if self._level else names

    def filters(self) -> list[Filter]:
        """Return the filters with their options; without an index only what is set."""
        words = self.asked.words
        found = [Filter("words", "q", "", words, f"“{words}”" if words else "")]
        for name, key, heading in _FILTERS:
            chosen = self.asked.values.get(name, "")
            found.append(Filter(name, key, heading, chosen, self._word(name, chosen), self._options(name)))
        return found

    def _word(self, name: str, value: str) -> str | Promise:
        if name == "region":
            return self.asked.region.title if self.asked.region else ""
        return (_SWITCHES[name] if name in _SWITCHES else FIELD_WORDS.get(value, value)) if value else ""

    def _options(self, name: str) -> list[Option]:
        if self.answers is None:
            return []
        counts = self.answers.facets.get(self._level if name == "region" else name, {})
        if name == "field":
            return [Option(key, word, counts.get(key, 0)) for key, word in FIELDS]
        if name == "region":
            regions = Region.objects.filter(path__in=list(counts)).order_by("name", "code") if counts else ()
            return [Option(region.code, region.title, counts[region.path]) for region in regions]
        if name in _SWITCHES:
            return [Option(YES, _SWITCHES[name], counts[YES])] if YES in counts else []
        if name == "year":
            return [Option(year, year, counts[year]) for year in sorted(counts, reverse=True)]
        often = sorted(counts, key=lambda value: (-counts[value], value))[:_MOST_TOPICS]
        return [Option(value, value, counts[value]) for value in often]

    def loosened(self) -> dict[str, int]:
        """Return how many innovations there would be without each of the filters set."""
        names = [*(["words"] if self.asked.words else []), *self.asked.values]
        try:
            return {name: self._find(self.asked.without(name), 1).total for name in names}
        except Unavailable:
            return {}

    def notes(self) -> list[str]:
        """Return what is to be said of how the question was read."""
        if self.answers is None:
            return [
                unavailable(),
                _(
                    "Daftar ini dibaca langsung dari tabel: topik, ditiru, dan video tidak menyaring, tanpa hitungan."
                ),
            ]
        return read_as(self.asked.words, self.answers)
