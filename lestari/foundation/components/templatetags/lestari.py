"""What every template says alike: rupiah, days, numbers, and small words of the components. Nothing known: belum ada data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lestari.foundation.components import fields, records, region_field, rows, uploads
from lestari.foundation.kernel import clock, dates
from lestari.foundation.kernel import rupiah as money
from lestari.foundation.kernel.words import either

register = template.Library()

_STATES = {
    "done": gettext_lazy("selesai"),
    "now": gettext_lazy("sekarang"),
    "next": gettext_lazy("belum"),
    "cut": gettext_lazy("tidak dilanjutkan"),
    "sealed": gettext_lazy("terverifikasi"),
}
_THICKEST = 7
_KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "flag"),
    (records.GroupsWidget, "groups"),
    (forms.RadioSelect, "choices"),
    (fields.DayWidget, "group"),
    (region_field.RegionWidget, "group"),
    (uploads.UploadWidget, "group"),
    (rows.RowsWidget, "rows"),
)


def _or_missing(value: Any, text: Callable[[Any], str]) -> str:
    return _("belum ada data") if value in (None, "") else text(value)


@register.filter
def unbroken(value: Any) -> str:
    """Return a text that stays on one line."""
    return str(value).replace(" ", "\u00a0")


def _day_of(value: date) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value


@register.filter
def rupiah(value: int | None) -> str:
    """Rp100.820.313.099."""
    return _or_missing(value, lambda amount: money.rupiah_text(int(amount)))


@register.filter
def rupiah_short(value: int | None) -> str:
    """Rp1,2 miliar; for charts only."""
    return _or_missing(value, lambda amount: money.rupiah_short(int(amount)))


@register.filter
def day(value: date | None) -> str:
    """31 Desember 2019, unbroken."""
    return _or_missing(value, lambda when: unbroken(dates.day_text(_day_of(when))))


@register.filter
def day_short(value: date | None) -> str:
    """31 Des 2019, unbroken."""
    return _or_missing(value, lambda when: dates.day_short(_day_of(when)))


@register.filter
def month_short(value: date | None) -> str:
    """Des."""
    return _or_missing(value, lambda when: dates.month_short(_day_of(when)))


@register.filter
def weekday(value: date | None) -> str:
    """Selasa, 31 Desember 2019; the date unbroken."""
    return _or_missing(value, lambda when: _date_unbroken(dates.weekday_text(_day_of(when)), when))


@register.filter
def moment(value: datetime | None) -> str:
    """Rabu, 15 Juli 2026 pukul 13.40 WIB; the date unbroken."""
    return _or_missing(value, lambda when: _date_unbroken(dates.moment_text(when), when))


def _date_unbroken(text: str, when: date) -> str:
    """Keep the date behind the day of the week on one line, and the hour with its zone."""
    day = dates.day_text(_day_of(when))
    return text.replace(day, unbroken(day)).replace(" WIB", "\u00a0WIB")


@register.filter
def distance(value: date | None) -> str:
    """4 hari lagi, hari ini, terlambat 3 hari."""
    return _or_missing(value, lambda due: dates.distance_text(_day_of(due), clock.today()))


@register.filter
def number(value: int | Decimal | None) -> str:
    """11.463; 1.200,5."""
    return _or_missing(value, _number)


@register.filter
def volume(value: Decimal | None, unit: str = "") -> str:
    """1.200,5, with its unit behind where one is given."""
    return _or_missing(
        value, lambda quantity: f"{_number(quantity)}\u00a0{unit}" if unit else _number(quantity)
    )


def _number(value: Any) -> str:
    return money.number_text(value if isinstance(value, int | Decimal) else Decimal(str(value)))


@register.filter
def grouped(value: Any) -> str:
    """Put dots into a plain amount in a field; what is no plain amount stays as it was typed."""
    text = str(value or "") if value != 0 else "0"
    return (
        money.number_text(int(text))
        if len(text) <= money.LONGEST and text.isascii() and text.isdigit()
        else text
    )


@register.filter
def or_list(value: str | Iterable[Any]) -> str:
    """Join words: TPID, TIK atau Administrator."""
    return value if isinstance(value, str) else either(value or ())


@register.filter
def state_word(state: str) -> str:
    """Return the word of a knot for those who cannot see its shape."""
    return str(_STATES.get(state, state))


@register.filter
def mini_says(states: Sequence[str]) -> str:
    """Return what the small thread shows, in words."""
    place = next((n for n, state in enumerate(states, start=1) if state in {"now", "cut"}), 0)
    if not place:
        done = sum(state in {"done", "sealed"} for state in states)
        return _("%(done)s dari %(all)s langkah selesai") % {"done": done, "all": len(states)}
    cut = states[place - 1] == "cut"
    words = _("Berhenti di langkah %(place)s dari %(all)s") if cut else _("Langkah %(place)s dari %(all)s")
    return words % {"place": place, "all": len(states)}


@register.filter
def strip_says(knots: Sequence[Any]) -> str:
    """Return what stands under the strip: which step of how many, by its name, or that all are done."""
    place = next((n for n, knot in enumerate(knots, start=1) if knot.state in {"now", "cut"}), 0)
    if not place:
        return mini_says([knot.state for knot in knots])
    words = mini_says([knot.state for knot in knots])
    return f"{words}: {knots[place - 1].word}."


@register.filter
def thickness(share: float | None) -> str:
    """Return the class of a stretch of the thread: w0 (nothing) to w7 (the whole starting count)."""
    return f"w{min(max(round(float(share or 0) * _THICKEST / 100), 0), _THICKEST)}"


@register.filter
def percent(share: float | None) -> str:
    """Return a share as an SVG attribute has it, whatever the language."""
    return f"{min(max(float(share or 0), 0.0), 100.0):.2f}%"


@register.filter
def field_kind(bound: BoundField) -> str:
    """Say how a field is laid out: flag, choices, group, groups, rows or plain."""
    widget = bound.field.widget
    return next((kind for widget_type, kind in _KINDS if isinstance(widget, widget_type)), "plain")


@register.filter
def anchor(bound: BoundField) -> str:
    """Return the id that the error summary leads to: the field itself, or the first of its choices."""
    kind = field_kind(bound)
    if kind == "choices":
        return f"{bound.auto_id}_0"
    return f"{bound.auto_id}-field" if kind in {"rows", "groups"} else bound.id_for_label


@register.simple_tag(takes_context=True)
def page_query(context: dict[str, Any], query: Any, page: int) -> str:
    """Return the query string of another page of the same list; without `query` the address's own is kept."""
    request = context.get("request")
    own = request.GET.urlencode() if request is not None else ""
    pairs = QueryDict(query or own, mutable=True)
    pairs["halaman"] = str(page)
    return f"?{pairs.urlencode()}"


@register.inclusion_tag("components/downloads.html", takes_context=True)
def downloads(
    context: dict[str, Any], name: str, *about: Any, query: str | None = None, of: str = ""
) -> dict[str, Any]:
    """Lead to a list as it is filtered (`query`; the list's own, unless another is named) as Excel and CSV; `of`: which of several it is."""
    told = context.get("query", "") if query is None else query
    addresses = {ending: reverse(name, args=(*about, ending)) for ending in ("xlsx", "csv")}
    return {**addresses, "query": f"?{told}" if told else "", "of": of}
