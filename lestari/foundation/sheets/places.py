"""Which region a row is of: by its code, however it is written, or by the names, as far as they say it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _

from lestari.foundation.kernel.errors import Refused
from lestari.foundation.regions.codes import dotted, looks_like_code
from lestari.foundation.regions.models import Region, RegionPeriod
from lestari.foundation.regions.reading import key_of
from lestari.foundation.regions.refusals import ended, unknown

#: So many values are asked for in one query.
_AT_ONCE = 500
_MOST_NAMED = 4
#: How alike two names are, of 1, that may be the same one; and for so many unknown names one is looked for.
_CLOSE, _MOST_GUESSED = 0.75, 500
#: What offices write before a name, by level.
_BEFORE = {
    "regency": re.compile(r"^(kabupaten|kab|kota) "),
    "district": re.compile(r"^(kecamatan|kec) "),
    "village": re.compile(r"^(desa|pekon|tiyuh|kampung|kelurahan|kel|ds) "),
}
_NAUGHT = re.compile(r"[0.\s]*")
Told = tuple[str, str, str, str]


def told_place(values: dict[str, str]) -> Told:
    """Return regency, district, village and code as they are compared; a code of noughts is none.

    The village keeps its local word, since names begin with one too: Kampung Baru.
    """
    regency, district = (_bare(level, values.get(level, "")) for level in ("regency", "district"))
    village = key_of(values.get("village", ""))
    code = values.get("code", "")
    village_text = values.get("village", "")
    if not code and looks_like_code(village_text):
        code, village = village_text, ""
    return regency, district, village, "" if _NAUGHT.fullmatch(code) else dotted(code)


def _names(village: str) -> tuple[str, ...]:
    """Return how a village may be meant: as it is written, and without the word for village before it."""
    bare = _BEFORE["village"].sub("", village)
    return tuple(dict.fromkeys(name for name in (village, bare) if name))


def _bare(level: str, text: str) -> str:
    return _BEFORE[level].sub("", key_of(text))


class Places:
    """Finds the villages that many rows tell of, in a number of queries that does not grow with them."""

    def __init__(self, near: Sequence[str] = ()) -> None:
        self._near = tuple(near)
        self._by_code: dict[str, Region] = {}
        self._former: dict[str, RegionPeriod] = {}
        self._by_name: dict[str, list[Region]] = defaultdict(list)
        self._guessed: dict[tuple[str, str, str], Region | None] = {}

    def fetch(self, told: Iterable[Told]) -> None:
        """Ask for all that these rows name."""
        told = set(told)
        regions = Region.objects.filter(until=None, level="village").select_related("parent__parent")
        for part in _parts({code for *_names, code in told if code}):
            self._by_code.update((region.code, region) for region in regions.filter(code__in=part))
            former = RegionPeriod.objects.filter(code__in=part).select_related("region__parent__parent")
            for period in former.order_by("since"):
                if period.code not in self._by_code:
                    self._former[period.code] = period
        by_name = [place for place in told if not self._fits(place)]
        names = {name for _regency, _district, village, _code in by_name for name in _names(village)}
        for part in _parts(names):
            for region in regions.filter(key__in=part):
                self._by_name[region.key].append(region)

    def _fits(self, told: Told) -> bool:
        """Say whether a code is told whose region has the name that is told."""
        region = self._by_code.get(told[3]) if told[3] else None
        if region is None or not told[2]:
            return region is not None
        names = _names(told[2])
        return region.key in names or key_of(region.title) in names

    def find(self, told: Told) -> Region:
        """Return the village. Raises Refused: unknown, several of that name, a code that the name does not fit."""
        regency, district, village, code = told
        if code:
            region = self._coded(code)
            if code in self._by_code and not self._fits(told):
                raise Refused(self._misfit(code, region, told), field="code")
            return region
        if not village:
            raise Refused(_("Tulis nama desa atau kodenya."), field="village")
        return self._named(regency, district, village)

    def _coded(self, code: str) -> Region:
        if (region := self._by_code.get(code)) is not None:
            return region
        period = self._former.get(code)
        if period is None:
            raise Refused(unknown(code), field="code")
        if period.region.until is not None:
            raise Refused(ended(period), field="code")
        return period.region

    def _misfit(self, code: str, region: Region, told: Told) -> str:
        """Say that a code is of another region than the name: so it is with the codes of the statistics office."""
        facts = {"code": code, "title": region.placed}
        if self._fitting(*told[:3]):
            return (
                _(
                    "Kode %(code)s menurut Kemendagri adalah %(title)s; namanya tidak cocok. Barangkali ini kode BPS: kosongkan kolom kode, atau tulis kode Kemendagri."
                )
                % facts
            )
        return _("Kode %(code)s adalah %(title)s; namanya tidak cocok. Periksa kode dan nama desa.") % facts

    def _fitting(self, regency: str, district: str, village: str) -> list[Region]:
        return [
            region
            for name in _names(village)
            for region in self._by_name.get(name, ())
            if (not district or _above(region, 1) == district)
            and (not regency or _above(region, 2) == regency)
        ]

    def _far(self, region: Region) -> int:
        """Return how many parts of a region's code are another's than of one's own area."""
        own = [path.split(".") for path in self._near]
        return -max((_alike(path, region.path.split(".")) for path in own), default=0)

    def _named(self, regency: str, district: str, village: str) -> Region:
        found = self._fitting(regency, district, village)
        own = [region for region in found if region.path.startswith(self._near)] if self._near else []
        if len(own or found) == 1:
            return (own or found)[0]
        found.sort(key=self._far)
        if found:
            shown = "; ".join(region.placed for region in (own or found)[:_MOST_NAMED])
            more = "; …" if len(own or found) > _MOST_NAMED else ""
            raise Refused(
                _(
                    "Ada %(count)s desa bernama “%(name)s”: %(shown)s. Tulis kecamatan dan kabupatennya, atau kodenya."
                )
                % {"count": len(own or found), "name": village.title(), "shown": shown + more},
                field="village",
            )
        elsewhere = [region for name in _names(village) for region in self._by_name.get(name, ())]
        elsewhere.sort(key=self._far)
        if elsewhere:
            raise Refused(
                _("Desa “%(name)s” ada di %(where)s, bukan di kecamatan itu. Periksa kecamatannya.")
                % {"name": village.title(), "where": "; ".join(r.where for r in elsewhere[:_MOST_NAMED])},
                field="village",
            )
        if close := self._closest(regency, district, village):
            raise Refused(
                _(
                    "Tidak ada desa bernama “%(name)s”. Barangkali maksudnya %(close)s; kalau bukan, tulis kodenya."
                )
                % {"name": village.title(), "close": close.placed},
                field="village",
            )
        raise Refused(
            _("Tidak ada desa bernama “%(name)s”. Periksa ejaannya, atau tulis kodenya.")
            % {"name": village.title()},
            field="village",
        )

    @cached_property
    def _around(self) -> list[Region]:
        """The villages of one's own area; of all Indonesia some name is always close."""
        areas = [path for path in self._near if path]  # whoever holds the whole country has none
        own = Q(*(("path__startswith", path) for path in areas), _connector=Q.OR)
        villages = Region.objects.filter(own, until=None, level="village").select_related("parent__parent")
        return list(villages) if areas else []

    def _closest(self, regency: str, district: str, village: str) -> Region | None:
        """Return the village whose name is written nearly so, in the district and regency that are told."""
        told = regency, district, _names(village)[-1]
        if told not in self._guessed and len(self._guessed) < _MOST_GUESSED:
            self._guessed[told] = self._guess(*told)
        return self._guessed.get(told)

    def _guess(self, regency: str, district: str, name: str) -> Region | None:
        names = {
            region.key: region
            for region in self._around
            if (not district or _above(region, 1) == district)
            and (not regency or _above(region, 2) == regency)
        }
        found = get_close_matches(name, names, n=1, cutoff=_CLOSE)
        return names[found[0]] if found else None


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    return next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))


def _above(region: Region, levels: int) -> str:
    for _level in range(levels):
        if region.parent is None:
            return ""
        region = region.parent
    return region.key


def _parts(values: set[str]) -> Iterable[list[str]]:
    ordered = sorted(values)
    return (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE))
