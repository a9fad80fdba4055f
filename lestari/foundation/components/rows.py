"""The field for rows of a nested entry: a budget's lines, typed or from a JSON body."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _


class RowsWidget(forms.Widget):
    """Rows of a nested entry: numbered inputs in a form, a list of objects in a JSON body. Without script a button adds rows."""

    template_name = "components/widgets/rows.html"
    use_fieldset = True
    SPARE = 3

    def __init__(self, columns: dict[str, forms.Field]) -> None:
        super().__init__()
        self.columns = columns
        self.row_errors: dict[int, dict[str, str]] = {}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, Any]]:
        """Return the rows that hold anything, as they were typed."""
        if not isinstance(data, MultiValueDict):
            rows = data.get(name)
            return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        rows = []
        for number in range(_rows_sent(data, name)):
            row = {
                column: field.widget.value_from_datadict(data, files, f"{name}-{number}-{column}")
                for column, field in self.columns.items()
            }
            if any(
                str(row[column] or "").strip() for column in ("activity", "label", "amount") if column in row
            ):
                rows.append(row)
        return rows

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:  # noqa: ARG002
        """Say whether no row was sent at all."""
        return name not in data and not _rows_sent(data, name)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give the template the rows drawn, with some empty ones behind."""
        context = super().get_context(name, None, attrs)
        rows = [*(value or []), *[{} for _number in range(self.SPARE)]]
        context["rows"] = [self._drawn(name, number, row) for number, row in enumerate(rows)]
        return context

    def _drawn(self, name: str, number: int, row: dict[str, Any]) -> dict[str, Any]:
        errors = self.row_errors.get(number, {})
        cells = []
        for column, field in self.columns.items():
            key = f"{name}-{number}-{column}"
            attrs = {"id": f"id_{key}", "aria-label": f"{field.label}, {_('baris')} {number + 1}"}
            if column in errors:
                attrs |= {"aria-invalid": "true"}
            drawn = field.widget.render(key, row.get(column, ""), attrs)
            cells.append(
                {
                    "label": field.label,
                    "html": drawn,
                    "error": errors.get(column, ""),
                    "hidden": column == "line",
                }
            )
        return {"number": number + 1, "cells": cells}


def _rows_sent(data: Any, name: str) -> int:
    """Return how many rows a form sent: one more than the greatest number among its names, at most a thousand."""
    numbers = [key.split("-")[1] for key in data if str(key).startswith(f"{name}-")]
    return min(max((int(number) for number in numbers if number.isdigit()), default=-1) + 1, 1000)


class RowsField(forms.Field):
    """A tuple of nested entries; each fault names its row and its column."""

    widget: RowsWidget

    def __init__(self, *, entry: type[Any], columns: dict[str, forms.Field], **kwargs: Any) -> None:
        self.entry = entry
        super().__init__(widget=RowsWidget(columns), **kwargs)

    def clean(self, value: Any) -> tuple[Any, ...]:
        """Return the entries. Raises ValidationError: Baris 17, kolom Anggaran: …"""
        faults, entries = [], []
        for number, row in enumerate(value or []):
            cleaned: dict[str, Any] = {}
            for column, field in self.widget.columns.items():
                try:
                    cleaned[column] = field.clean(row.get(column, ""))
                except ValidationError as error:
                    why = " ".join(error.messages)
                    self.widget.row_errors.setdefault(number, {})[column] = why
                    place = {"row": number + 1, "column": field.label, "why": why}
                    faults.append(_("Baris %(row)s, kolom %(column)s: %(why)s") % place)
            entries.append(cleaned)
        if faults:
            raise ValidationError(faults)
        if self.required and not entries:
            raise ValidationError(_("Tulis paling sedikit satu baris."))
        return tuple(self.entry(**cleaned) for cleaned in entries)
