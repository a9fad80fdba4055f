"""The filters of a list as the address has them: options with their counts, chips, and which filter to let go where nothing fits."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from lestari.foundation.components.lists import query_without

#: How much of what cannot be understood is shown.
_SHOWN = 40


@dataclass(frozen=True)
class Option:
    """One value of a filter: as the address has it, in words, and how many rows it would leave."""

    value: str
    word: str | Promise
    count: int


@dataclass(frozen=True)
class Filter:
    """A filter: its name, its key in the address, its heading; what is chosen, as the address has it and in words; its options."""

    name: str
    key: str
    heading: str | Promise
    chosen: str = ""
    word: str | Promise = ""
    options: Sequence[Option] = ()


def filtering(
    request: HttpRequest, filters: Sequence[Filter], loosened: Callable[[], Mapping[str, int]] | None = None
) -> dict[str, Any]:
    """Return what the templates of filters show. `loosened`, where nothing fits, counts what is found without each of the filters set."""
    chips = [(one.name, one.word, query_without(request, one.key, "halaman")) for one in filters if one.word]
    found = loosened() if loosened and chips else {}
    return {
        "groups": [_group(request, one) for one in filters if one.options],
        "chips": [(word, rest) for _name, word, rest in chips],
        "loosen": [(word, rest, found[name]) for name, word, rest in chips if found.get(name)],
    }


def unknown(heading: str | Promise, value: str) -> str:
    """Say that a filter has no such value."""
    return _("%(filter)s “%(value)s” tidak dikenal, jadi tidak dipakai.") % {
        "filter": heading,
        "value": value[:_SHOWN],
    }


def unknown_filters(query: QueryDict, keys: Collection[str]) -> list[str]:
    """Say that there is no such filter, of the first of those in the address that is none of `keys`."""
    others = sorted(set(query) - {"q", "halaman", *keys})[:1]
    return [
        _("Saringan “%(name)s” tidak ada di sini, jadi tidak dipakai.") % {"name": name[:_SHOWN]}
        for name in others
    ]


def _group(request: HttpRequest, one: Filter) -> dict[str, Any]:
    """Return a filter's options, each with the address that sets it and keeps the others."""
    rest = query_without(request, one.key, "halaman")
    links = [
        (option, "&".join(part for part in (rest, urlencode({one.key: option.value})) if part))
        for option in one.options
    ]
    return {"heading": one.heading, "options": links, "chosen": one.chosen}
