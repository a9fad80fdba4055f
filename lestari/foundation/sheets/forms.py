"""The forms of the sheets: sending one, and saying which column is which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from lestari.foundation.components.fields import REQUIRED
from lestari.foundation.sheets.columns import Column, heading_key, keys_once
from lestari.foundation.sheets.kinds import SheetKind
from lestari.foundation.sheets.models import Import

#: So many headings of a sheet are shown.
_SHOWN = 60
#: What is chosen for a heading that is no column of ours.
_NOT_READ = "-"


class SendForm(forms.Form):
    """Which kind of sheet, and the file."""

    kind = forms.ChoiceField(
        label=_("Isi lembar"), widget=forms.RadioSelect, error_messages={"required": REQUIRED}
    )
    file = forms.FileField(
        label=_("Berkas"),
        help_text=_("Excel (.xlsx) atau CSV, paling besar 60 MB."),
        error_messages={
            "required": _("Pilih dahulu berkasnya."),
            "empty": _("Berkas ini kosong. Pilih lagi berkasnya."),
        },
        max_length=200,
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, kinds: Sequence[SheetKind], limits: Mapping[str, str]
    ) -> None:
        """`limits`: what the sender does not record by these kinds, by their keys: a sentence, or ''."""
        super().__init__(data, files, label_suffix="")
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(kind.key, _with_limit(str(kind.word), limits[kind.key])) for kind in kinds]
        file = self.fields["file"]
        file.widget.attrs["accept"] = ".xlsx,.csv,.zip"
        if any(kind.unpack for kind in kinds):
            file.help_text = _(
                "Excel (.xlsx) atau CSV, paling besar 60 MB; untuk anggaran juga ZIP dari Siskeudes."
            )


def _with_limit(word: str, limit: str) -> str:
    return format_html('<span>{}<br><span class="small">{}</span></span>', word, limit) if limit else word


class LayoutForm(forms.Form):
    """Which heading of the file is which column; and what is true of all rows, where the file does not say it."""

    def __init__(self, data: Any = None, *, sheet: Import, columns: Sequence[Column]) -> None:
        super().__init__(data, label_suffix="")
        self.sheet, self.columns = sheet, {column.name: column for column in columns}
        self.headings = [(place, text) for place, text in enumerate(sheet.layout["headings"]) if text][
            :_SHOWN
        ]
        self._ask_what_is_missing(sheet.told.get("with", {}))
        self._ask_where()
        choices = [(_NOT_READ, _("tidak dibaca")), *((column.name, column.label) for column in columns)]
        now = {place: name for name, place in sheet.layout["places"].items()}
        samples = dict(enumerate(sheet.layout.get("samples", ())))
        for place, text in self.headings:
            sample = samples.get(place)
            self.fields[f"k{place}"] = forms.ChoiceField(
                label=text[:80],
                choices=choices,
                initial=now.get(place, _NOT_READ),
                help_text=_("Misalnya %(text)s") % {"text": sample} if sample else "",
                error_messages={"required": REQUIRED},
            )

    def _ask_what_is_missing(self, told: Mapping[str, str]) -> None:
        names = [*self.sheet.layout["missing"], *told]
        for name in dict.fromkeys(names):
            if name in self.columns:
                self.fields[f"isi-{name}"] = forms.CharField(
                    label=str(self.columns[name].label),
                    required=False,
                    max_length=200,
                    help_text=_("Untuk semua baris; kosongkan bila kolomnya ada di bawah"),
                    initial=told.get(name, ""),
                )

    def _ask_where(self) -> None:
        tabs = self.sheet.layout["tabs"]
        if len(tabs) > 1:
            self.fields["tab"] = forms.ChoiceField(
                label=_("Lembar"), choices=list(enumerate(tabs)), initial=self.sheet.layout["tab"]
            )
        self.fields["head"] = forms.IntegerField(
            label=_("Judul kolom ada di baris"),
            min_value=0,
            max_value=100,
            initial=self.sheet.layout["head"],
            widget=forms.TextInput({"inputmode": "numeric"}),
        )

    def asked(self) -> list[forms.BoundField]:
        """Return what is asked of the file as a whole."""
        return [field for field in self if field.name not in self._mapped]

    def mapping(self) -> list[forms.BoundField]:
        """Return what is asked of each heading."""
        return [self[name] for name in self._mapped]

    @property
    def _mapped(self) -> list[str]:
        return [f"k{place}" for place, _text in self.headings]

    def told(self) -> dict[str, Any]:
        """Return what a valid form says of the sheet; another place of the headings lets them be recognised anew."""
        at = [int(self.cleaned_data.get("tab") or 0), self.cleaned_data["head"]]
        told = {key: value for key, value in self.sheet.told.items() if key not in {"at", "places", "with"}}
        told["with"] = {
            name.removeprefix("isi-"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("isi-") and value
        }
        told["at"] = at
        if at == [self.sheet.layout["tab"], self.sheet.layout["head"]]:
            told["places"] = self.places()
        return told

    def places(self) -> dict[str, int]:
        """Return the place of each column that was chosen; of one chosen twice the first."""
        found: dict[str, int] = {}
        for place, _text in self.headings:
            if (name := self.cleaned_data[f"k{place}"]) != _NOT_READ:
                found.setdefault(name, place)
        return found

    def taught(self) -> dict[str, str]:
        """Return what was said otherwise than it was recognised: columns by the keys of headings, without those that stand there twice."""
        once = keys_once(self.sheet.layout["headings"])
        now = {place: name for name, place in self.sheet.layout["places"].items()}
        return {
            key: name
            for place, text in self.headings
            if (key := heading_key(text)) in once
            and (name := self.cleaned_data[f"k{place}"]) != now.get(place, _NOT_READ)
            and name != _NOT_READ
        }
