"""Form fields for the closed table of entry kinds: one for each, with messages in Indonesian.

Every field takes what a browser form sends and what a JSON body sends, so that one check serves both doors. Amounts and days stand
here; regions, uploads, records and rows have their own files.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lestari.foundation.kernel import clock
from lestari.foundation.kernel.dates import MONTHS, parse_day
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.kernel.rupiah import number_text, parse_rupiah

REQUIRED = gettext_lazy("Isi dahulu bagian ini.")
#: A whole number as it is typed: 1200, 1.200 or 1 200; a minus is understood, to be refused by the limit.
_WHOLE = re.compile(r"-?([0-9]{1,3}([. ][0-9]{3})+|[0-9]+)")


def listed(data: Any, name: str) -> list[Any]:
    """Return all values under a name, out of a form's MultiValueDict or a JSON body."""
    if isinstance(data, MultiValueDict):
        return [value for value in data.getlist(name) if value not in ("", None)]
    value = data.get(name)
    if isinstance(value, list | tuple):
        return list(value)
    return [] if value in ("", None) else [value]


class RupiahField(forms.Field):
    """Whole rupiah, written with or without dots, spaces and Rp."""

    widget = forms.TextInput

    def __init__(self, *, minimum: int = 0, **kwargs: Any) -> None:
        self.minimum = minimum
        super().__init__(**kwargs)
        self.widget.template_name = "components/widgets/rupiah.html"
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off", "data-rupiah": ""})

    def to_python(self, value: Any) -> int | None:
        """Return the amount. Raises ValidationError for cents, words and negative sums."""
        if value in self.empty_values:
            return None
        try:
            amount = parse_rupiah(str(value))
        except Refused as refused:
            raise ValidationError(str(refused)) from None
        if amount < self.minimum:
            raise ValidationError(
                _("%(label)s harus lebih dari nol. Tulis angka rupiah.") % {"label": self.label}
                if self.minimum == 1
                else _("Paling sedikit %(minimum)s rupiah.") % {"minimum": self.minimum}
            )
        return amount


class NumberField(forms.Field):
    """A whole number within limits; dots or spaces may separate the thousands."""

    widget = forms.TextInput

    def __init__(self, *, minimum: int, maximum: int, **kwargs: Any) -> None:
        self.minimum, self.maximum = minimum, maximum
        super().__init__(**kwargs)
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        """Return the number. Raises ValidationError for words, parts of a whole, and what lies beyond the limits."""
        if value in self.empty_values:
            return None
        text = str(value).strip()[:40]
        if not _WHOLE.fullmatch(text):
            raise ValidationError(
                _("“%(text)s” bukan bilangan bulat. Tulis angka tanpa koma, misalnya 1.200.") % {"text": text}
            )
        number = int(re.sub(r"[. ]", "", text))
        if number < self.minimum:
            raise ValidationError(
                _("%(number)s terlalu kecil. Tulis paling sedikit %(limit)s.")
                % {"number": number_text(number), "limit": number_text(self.minimum)}
            )
        if number > self.maximum:
            raise ValidationError(
                _("%(number)s terlalu besar. Tulis paling banyak %(limit)s.")
                % {"number": number_text(number), "limit": number_text(self.maximum)}
            )
        return number


#: 1.200,5 and 1200,5; 1.5 too, since a dot before one or two digits separates no thousands.
_QUANTITY = re.compile(r"(?P<whole>\d{1,3}(?:\.\d{3})+|\d+)(?:,(?P<part>\d+))?|(?P<dotted>\d+\.\d{1,2})")


class VolumeField(forms.Field):
    """A quantity with a decimal comma; dots separate thousands."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Decimal | None:
        """Return the quantity. Raises ValidationError for anything but a number of at least zero."""
        if value in self.empty_values:
            return None
        try:
            quantity = self._read(value) if isinstance(value, str) else Decimal(str(value))
        except InvalidOperation:
            quantity = Decimal("NaN")
        if not quantity.is_finite() or not 0 <= quantity < Decimal(10) ** 10:
            raise ValidationError(
                _("“%(text)s” bukan angka. Tulis misalnya 1.200 atau 1.200,5.") % {"text": value}
            )
        if quantity != quantity.quantize(Decimal("0.01")):
            raise ValidationError(_("Paling banyak dua angka di belakang koma."))
        return quantity

    def _read(self, text: str) -> Decimal:
        found = _QUANTITY.fullmatch(text.replace(" ", ""))
        if found is None:
            return Decimal("NaN")
        whole = (found["whole"] or "").replace(".", "")
        return Decimal(found["dotted"] or f"{whole}.{found['part'] or 0}")


class DayWidget(forms.Widget):
    """Day, month by name, year; a JSON body or a link may give the whole date under the plain name."""

    template_name = "components/widgets/day.html"
    use_fieldset = True
    future = False

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002
        """Return an ISO text, what was typed where it is no date, or ''."""
        if data.get(name):
            return data.get(name)
        parts = [str(data.get(f"{name}_{part}") or "").strip() for part in ("year", "month", "day")]
        if not any(parts):
            return ""
        return "-".join(part.zfill(2) for part in parts)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:  # noqa: ARG002
        """Say whether none of the parts was sent."""
        return name not in data and f"{name}_year" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give the template the three parts as they were typed."""
        context = super().get_context(name, value, attrs)
        year, month, day = [*(str(value).split("-") if value else []), "", "", ""][:3]
        context["parts"] = {"year": year, "month": month.lstrip("0"), "day": day.lstrip("0")}
        context["today"] = "" if self.future else clock.today().isoformat()
        context["months"] = [(str(number), _(word)) for number, word in enumerate(MONTHS, start=1)]
        return context

    def id_for_label(self, id_: str) -> str:
        """Point the label at the first part."""
        return f"{id_}_day" if id_ else ""


class DayField(forms.Field):
    """A day; not after today unless `future`."""

    widget: DayWidget = DayWidget  # type: ignore[assignment]

    def __init__(self, *, future: bool = False, **kwargs: Any) -> None:
        self.future = future
        super().__init__(**kwargs)
        self.widget.future = future

    def to_python(self, value: Any) -> date | None:
        """Return the day. Raises ValidationError for no date and for one that has not come."""
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            day = value
        else:
            try:
                day = parse_day(str(value))
            except Refused:
                raise ValidationError(_("Tanggal ini tidak ada. Tulis hari, bulan dan tahun.")) from None
        if not self.future and day > clock.today():
            raise ValidationError(_("Tanggal ini belum tiba. Tulis tanggal kejadiannya."))
        return day
