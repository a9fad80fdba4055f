"""The closed table of what an entry may ask for.

An entry is a frozen dataclass; each of its fields says with `ask(...)` what kind of value it wants. Forms, API bodies and the
generated documentation are made from these values; `components/forms.py` maps each kind to one form field.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """What sort of value is asked for."""


@dataclass(frozen=True)
class Text(Kind):
    """One line of text; empty is ''. `rule(text)` raises `Refused` for a text that is not what is asked for."""

    max: int = 200
    rule: Callable[[str], object] | None = field(default=None, repr=False)


@dataclass(frozen=True)
class LongText(Kind):
    """Several lines of text; empty is ''."""

    max: int = 5000


@dataclass(frozen=True)
class Rupiah(Kind):
    """Whole rupiah, an int."""

    minimum: int = 0


@dataclass(frozen=True)
class Volume(Kind):
    """A quantity of at least zero, a Decimal with at most two places."""


@dataclass(frozen=True)
class Day(Kind):
    """A day, a date; not after today unless `future`."""

    future: bool = False


@dataclass(frozen=True)
class Year(Kind):
    """A calendar year, an int."""

    first: int = 2015
    last: int = 2100


@dataclass(frozen=True)
class Number(Kind):
    """A whole number."""

    minimum: int = 0
    maximum: int = 1_000_000_000


@dataclass(frozen=True)
class Choice(Kind):
    """One of a closed list, a str."""

    choices: tuple[tuple[str, str | Promise], ...] = ()


@dataclass(frozen=True)
class Pick(Kind):
    """A record out of a queryset that depends on the subject and the actor; with `many`, a tuple.

    A long list is read in groups: `by` gives the words of a record's group, and the queryset comes in the order of the groups. One too long
    to be read is searched for words in these columns (`search`).
    """

    queryset: Callable[[Any, Any], QuerySet[Any]]
    many: bool = False
    by: Callable[[Any], str | Promise] | None = None
    search: tuple[str, ...] = ()


TAKES_NO_PART = _("%(region)s tidak ikut program ini: kelurahan tidak punya APBDes. Pilih desa.")


@dataclass(frozen=True)
class RegionPick(Kind):
    """A region of one of these levels. With `takes_part` only one that the programme reaches."""

    levels: tuple[str, ...] = ("village",)
    takes_part: bool = False


@dataclass(frozen=True)
class Files(Kind):
    """A tuple of at most `max` originals."""

    max: int


@dataclass(frozen=True)
class Photos(Files):
    """Photos."""

    max: int = 6


@dataclass(frozen=True)
class Papers(Files):
    """Scans, photos or PDF of paper."""

    max: int = 3


@dataclass(frozen=True)
class Videos(Files):
    """Videos."""

    max: int = 2


#: What is said where a photo or a paper that belongs to the deed is missing.
PROOF_WANTED = _("Lampirkan dahulu berkasnya.")
#: What is said where an act on a village's behalf comes without its paper.
PAPER_WANTED = _("Anda mencatat atas nama desa. Lampirkan foto kertasnya.")


@dataclass(frozen=True)
class Rows(Kind):
    """A tuple of nested entries of one type; its form is written by hand."""

    entry: type[Any]


@dataclass(frozen=True)
class Ask:
    """One question of an entry."""

    name: str
    kind: Kind
    label: str | Promise
    hint: str | Promise
    required: bool


_EMPTY = (Text, LongText)
_MANY = (Files, Rows)


def ask(kind: Kind, *, label: str | Promise, hint: str | Promise = "", required: bool = True) -> Any:
    """Declare a field of an entry. Optional fields default to '' for texts, () for many, else None."""
    about = {"kind": kind, "label": label, "hint": hint, "required": required}
    if required:
        return field(metadata=about)
    return field(default=empty_value(kind), metadata=about)


def empty_value(kind: Kind) -> Any:
    """Return what an optional question holds when nothing was answered."""
    if isinstance(kind, _EMPTY):
        return ""
    return () if isinstance(kind, _MANY) or getattr(kind, "many", False) else None


_ASKS: dict[type[Any], tuple[Ask, ...]] = {}


def asks(entry: type[Any]) -> tuple[Ask, ...]:
    """Return the questions of an entry, in order."""
    if entry not in _ASKS:
        _ASKS[entry] = tuple(Ask(name=f.name, **f.metadata) for f in fields(entry) if "kind" in f.metadata)
    return _ASKS[entry]


@dataclass(frozen=True, kw_only=True)
class NoEntry:
    """The entry of an action that asks nothing."""


@dataclass(frozen=True, kw_only=True)
class Reason:
    """The entry of an action that asks why, and nothing else."""

    reason: str = ask(LongText(max=1000), label=_("Alasan"))
