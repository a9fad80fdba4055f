"""The columns of a kind of sheet: under which names offices have them, and how a cell becomes the value that the form would give."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import override

from lestari.foundation.components.forms import field_for
from lestari.foundation.kernel.access import ANONYMOUS
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.reading import key_of
from lestari.foundation.sheets.cells import Told, blank, day_of, lines_of, number_text_of, text_of
from lestari.foundation.workflow import inputs
from lestari.foundation.workflow.inputs import Ask, asks

#: Words of a heading that say nothing of what stands below it.
_NOISE = frozenset({"nama", "rp", "rupiah", "no", "nomor", "di", "ke", "yang", "dan", "kolom", "isi"})
_PARTS = re.compile(r"[/()\n,]| atau ")
#: The values of one column are read once each; beyond so many different ones they are not kept.
_KEPT = 50_000


@dataclass(frozen=True)
class Column:
    """One column: the question of an entry that it answers, other names for it, other words for its choices, an example.

    `needed`: without it a row cannot be meant; `again`: its value stands in merged cells or once above the rows that it is for; `code`: how
    longer codes come to the one that is chosen from.
    """

    name: str
    label: str | Promise
    kind: inputs.Kind = field(default_factory=inputs.Text)
    names: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    example: str = ""
    hint: str | Promise = ""
    needed: bool = False
    again: bool = False
    code: tuple[re.Pattern[str], str] | None = None

    @cached_property
    def keys(self) -> frozenset[str]:
        """The headings by which it is known, as they are compared."""
        return frozenset(map(heading_key, self._known_as))

    @cached_property
    def _known_as(self) -> tuple[str, ...]:
        with override(settings.LANGUAGE_CODE):  # as sheets have it, whatever language the page speaks
            return (str(self.label), self.name, *self.names)

    @cached_property
    def whole(self) -> frozenset[str]:
        """The same, with every word of theirs."""
        return frozenset(map(key_of, self._known_as))

    @cached_property
    def sorted(self) -> frozenset[str]:
        """The headings by which it is known, whatever the order of their words."""
        return frozenset(map(words_key, self.keys))

    @cached_property
    def _field(self) -> Any:
        return field_for(Ask(self.name, self.kind, self.label, "", required=False), None, ANONYMOUS)

    @cached_property
    def _choices(self) -> dict[str, str]:
        kind = self.kind
        assert isinstance(kind, inputs.Choice)
        found = {key_of(word): value for word, value in self.words.items()}
        with override(settings.LANGUAGE_CODE):
            words = [(value, str(word)) for value, word in kind.choices]
        for value, told in words:
            found |= {key_of(told): value, key_of(value): value, key_of(re.split(r"[:(]", told)[0]): value}
        return found

    def read(self, cell: Any) -> Any:
        """Return the value of a cell, None where it is blank. Raises Refused with what the form would say."""
        if blank(cell):
            return None
        told = _READERS[type(self.kind)](self, cell)
        try:
            cleaned = self._field.clean(told.day if isinstance(told, Told) else told)
        except ValidationError as wrong:
            raise Refused(" ".join(wrong.messages)) from None
        return told if isinstance(told, Told) else cleaned

    def choice(self, cell: Any) -> str:
        """Return the value that a word stands for. Raises Refused with the words there are."""
        text = text_of(cell)
        if self.code is not None:
            text = self.code[0].sub(self.code[1], text, count=1) if self.code[0].fullmatch(text) else text
        value = self._choices.get(key_of(text))
        if value is None:
            assert isinstance(self.kind, inputs.Choice)
            words = ", ".join(str(word) for _value, word in self.kind.choices)
            raise Refused(
                _("“%(text)s” tidak dikenal. Tulis salah satu: %(words)s.")
                % {"text": text[:40], "words": words}
            )
        return value


def _year_text(_column: Column, cell: Any) -> str:
    text = text_of(cell)
    found = re.fullmatch(r"(?i)(?:t\.?a\.?|tahun|thn)?\s*(\d{4})(?:[.,]0+)?", text)
    return found[1] if found else text


def _plain(_column: Column, cell: Any) -> str:
    return text_of(cell)


_READERS: dict[type[inputs.Kind], Callable[[Column, Any], Any]] = {
    inputs.Text: _plain,
    inputs.LongText: lambda _column, cell: lines_of(cell),
    inputs.Rupiah: lambda _column, cell: number_text_of(cell),
    inputs.Volume: lambda _column, cell: number_text_of(cell),
    inputs.Number: lambda _column, cell: number_text_of(cell),
    inputs.Year: _year_text,
    inputs.Day: lambda _column, cell: day_of(cell),
    inputs.Choice: Column.choice,
}


def heading_key(text: str) -> str:
    """Return a heading as it is compared: small letters, without words that say nothing."""
    words = key_of(text).split()
    return " ".join(word for word in words if word not in _NOISE) or " ".join(words)


def words_key(text: str) -> str:
    """Return a heading as it is compared where the order of its words does not count: "RKPDes Tanggal" is "Tanggal RKPDes"."""
    return " ".join(sorted(heading_key(text).split()))


def columns_of(
    entry: type[Any],
    *names: str,
    also: Mapping[str, Sequence[str]] | None = None,
    words: Mapping[str, Mapping[str, str]] | None = None,
    examples: Mapping[str, str] | None = None,
    codes: Mapping[str, tuple[re.Pattern[str], str]] | None = None,
    optional: Sequence[str] = (),
) -> tuple[Column, ...]:
    """Return the columns that ask what an entry asks under these names, in its own words; `also`: other headings for them.

    `optional`: what the form requires and a sheet may lack, since the room has an answer for it.
    """
    asked = {question.name: question for question in asks(entry)}
    return tuple(
        Column(
            name,
            asked[name].label,
            asked[name].kind,
            tuple((also or {}).get(name, ())),
            (words or {}).get(name, {}),
            (examples or {}).get(name, ""),
            asked[name].hint,
            needed=asked[name].required and name not in optional,
            code=(codes or {}).get(name),
        )
        for name in names
    )


#: Where a row belongs. A code is enough; a name needs what lies above it wherever it occurs more than once.
PLACE = (
    Column("regency", _lazy("Kabupaten"), names=("kab", "kabupaten kota", "kota"), again=True),
    Column("district", _lazy("Kecamatan"), names=("kec",), again=True, example="Gisting"),
    Column("village", _lazy("Desa"), names=("pekon", "tiyuh", "kampung", "kelurahan", "desa kelurahan", "desa pekon", "nama desa pekon", "pekon desa", "kel desa"), needed=True, example="Campang"),
    Column("code", _lazy("Kode desa"), names=("kode wilayah", "kode pekon", "kode kemendagri", "kode pekon desa", "kode desa pekon", "kode"), example="18.06.20.2002"),
)  # fmt: skip


def place_cells(region: Region) -> tuple[str, str, str, str]:
    """Return regency, district, name and code of a village, whose parents are loaded: the cells of `PLACE`."""
    district = region.parent
    regency = district.parent if district else None
    return (regency.name if regency else "", district.name if district else "", region.name, region.code)


class Reader:
    """Reads the cells of one column, each different value once."""

    def __init__(self, column: Column) -> None:
        self._column = column
        self._known: dict[Any, Any] = {}

    def read(self, cell: Any) -> Any:
        """Return what `Column.read` returns. Raises what it raises."""
        key = (type(cell), cell)
        if key in self._known:
            return self._known[key]
        value = self._column.read(cell)
        if len(self._known) < _KEPT:
            self._known[key] = value
        return value


@dataclass(frozen=True)
class Layout:
    """Where the table stands in a file: which tab, in which row its head ends, and which column of it is which of ours.

    `alike`: by place what the lower of two rows of headings says, where it says the same more than once; `headings` has both rows there.
    """

    tab: int
    head: int
    places: Mapping[str, int]
    headings: tuple[str, ...]
    alike: Mapping[int, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {
            "tab": self.tab,
            "head": self.head,
            "places": dict(self.places),
            "headings": list(self.headings),
        }


def places_of(
    columns: Sequence[Column], headings: Sequence[str], remembered: Mapping[str, str]
) -> dict[str, int]:
    """Return at which place each column stands: as the office said before, else by its names, the nearest first; a heading twice counts once.

    `remembered`: names of columns by the keys of headings; of a heading that stands there twice it says nothing.
    """
    found: dict[str, int] = {}
    told = {place: text for place, text in enumerate(headings) if text}
    once = keys_once(headings)
    for place, text in list(told.items()):
        key = heading_key(text)
        if key in once and (name := remembered.get(key)) is not None:
            del told[place]
            found.setdefault(name, place)
    for keys_of in (_whole, _stripped, _in_any_order, _in_parts):
        for place, text in list(told.items()):
            keys = keys_of(text)
            column = next((c for c in columns if c.name not in found and keys & _known_by(c, keys_of)), None)
            if column is not None:
                found[column.name] = place
                del told[place]
    return found


def keys_once(headings: Sequence[str]) -> frozenset[str]:
    """Return the keys of the headings that no other is like."""
    keys = Counter(heading_key(text) for text in headings if text)
    return frozenset(key for key, times in keys.items() if times == 1)


def _whole(text: str) -> frozenset[str]:
    return frozenset({key_of(text)})


def _stripped(text: str) -> frozenset[str]:
    return frozenset({heading_key(text)})


def _in_any_order(text: str) -> frozenset[str]:
    return frozenset({words_key(text)})


def _in_parts(text: str) -> frozenset[str]:
    return frozenset(heading_key(part) for part in _PARTS.split(text) if part.strip())


def _known_by(column: Column, keys_of: Callable[[str], frozenset[str]]) -> frozenset[str]:
    if keys_of is _in_any_order:
        return column.sorted
    return column.whole if keys_of is _whole else column.keys
