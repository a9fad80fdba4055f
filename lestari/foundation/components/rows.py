"""The field for rows of a nested entry: a budget's lines, typed or from a JSON body."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from lestari.foundation.components.uploads import UploadField
from lestari.foundation.kernel.errors import Refused


class RowsWidget(forms.Widget):
    """Rows of a nested entry: numbered inputs in a form, a list of objects in a JSON body.

    `carried` columns travel along unseen. A row counts when any column that is seen holds something. What is `suggested` for a column,
    as (value, words), stands once for all rows.
    """

    template_name = "components/widgets/rows.html"
    use_fieldset = True
    FEWEST, MORE = 4, 4

    def __init__(
        self,
        columns: dict[str, forms.Field],
        carried: Collection[str] = (),
        suggested: Mapping[str, Callable[[], Iterable[tuple[str, str]]]] = MappingProxyType({}),
    ) -> None:
        super().__init__()
        self.columns = columns
        self.carried = carried
        self.suggested = suggested
        self.row_errors: dict[int, dict[str, str]] = {}
        self.more = 0
        for column in carried:
            columns[column].widget = forms.HiddenInput()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, Any]]:
        """Return the rows that hold anything, as they were typed; a row that is marked as gone is none."""
        if not isinstance(data, MultiValueDict):
            rows = data.get(name)
            return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        self.more = self.MORE if more_asked(data, name) else 0
        rows = []
        for number in range(_rows_sent(data, name)):
            row = {
                column: field.widget.value_from_datadict(data, files, f"{name}-{number}-{column}")
                for column, field in self.columns.items()
            }
            filled = any(str(row[column] or "").strip() for column in row if column not in self.carried)
            if filled and f"{name}-{number}-gone" not in data:
                rows.append(row)
        return rows

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:  # noqa: ARG002
        """Say whether no row was sent at all."""
        return name not in data and not _rows_sent(data, name)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give the template the rows drawn, with some empty ones behind, and the lists that they share."""
        context = super().get_context(name, None, attrs)
        typed = list(value or [])
        empty = max(self.FEWEST - len(typed), 1) + self.more
        rows = [*typed, *[{} for _number in range(empty)]]
        context["rows"] = [self._drawn(name, number, row) for number, row in enumerate(rows)]
        context["lists"] = [(_list_id(name, column), listed()) for column, listed in self.suggested.items()]
        return context

    def _drawn(self, name: str, number: int, row: dict[str, Any]) -> dict[str, Any]:
        errors = self.row_errors.get(number, {})
        cells = []
        for column, field in self.columns.items():
            key = f"{name}-{number}-{column}"
            attrs = {"id": f"id_{key}"}
            if column not in self.carried:
                attrs["aria-label"] = f"{field.label}, {_('baris')} {number + 1}"
            if column in self.suggested:
                attrs |= {"list": _list_id(name, column), "autocomplete": "off"}
            if column in errors:
                attrs["aria-invalid"] = "true"
            cells.append(
                {
                    "label": field.label,
                    "html": field.widget.render(key, row.get(column, ""), attrs),
                    "error": errors.get(column, ""),
                    "hidden": column in self.carried,
                }
            )
        gone = f"{name}-{number}-gone" if any(row.get(column) for column in self.carried) else ""
        return {"number": number + 1, "cells": cells, "gone": gone}


def _list_id(name: str, column: str) -> str:
    return f"id_{name}-{column}-list"


def more_asked(data: Any, name: str) -> bool:
    """Say whether a form was sent by its button “Tambah baris”."""
    return f"{name}-more" in data


def _rows_sent(data: Any, name: str) -> int:
    """Return how many rows a form sent: one more than the greatest number among its names, at most a thousand."""
    sent = (re.match(rf"{name}-(\d{{1,3}})-", str(key), re.ASCII) for key in data)
    return max((int(found[1]) for found in sent if found), default=-1) + 1


class RowsField(forms.Field):
    """A tuple of nested entries; each fault names its row and its column.

    The entry's class may say which columns are `carried` along unseen, what is `suggested` in which, and by which rules
    (`checks`) a row is refused: each by the columns that it needs, told in the first of them.
    """

    widget: RowsWidget

    def __init__(self, *, entry: type[Any], columns: dict[str, forms.Field], **kwargs: Any) -> None:
        self.entry = entry
        unseen, suggested = getattr(entry, "carried", ()), getattr(entry, "suggested", {})
        super().__init__(widget=RowsWidget(columns, unseen, suggested), **kwargs)

    def clean(self, value: Any) -> tuple[Any, ...]:
        """Return the entries. Raises ValidationError: Baris 17, kolom Anggaran: …"""
        faults, entries = [], []
        for number, row in enumerate(value or []):
            entry, wrong = self._read(row)
            entries.append(entry)
            if wrong:
                self.widget.row_errors[number] = wrong
            for column, why in wrong.items():
                place = {"row": number + 1, "column": self.widget.columns[column].label, "why": why}
                faults.append(_("Baris %(row)s, kolom %(column)s: %(why)s") % place)
        if faults:
            raise ValidationError(faults)
        if self.required and not entries:
            raise ValidationError(_("Tulis paling sedikit satu baris."))
        return tuple(entries)

    def _read(self, row: Mapping[str, Any]) -> tuple[Any, dict[str, str]]:
        """Return the entry of a row, with nothing in columns that cannot be read, and what is wrong by column."""
        cleaned: dict[str, Any] = {}
        wrong: dict[str, str] = {}
        for column, field in self.widget.columns.items():
            try:
                cleaned[column] = field.clean(row.get(column, ""))
            except ValidationError as error:
                cleaned[column], wrong[column] = None, " ".join(error.messages)
        entry = self.entry(**cleaned)
        for needs, rule in getattr(self.entry, "checks", {}).items():
            if wrong.keys().isdisjoint(needs):
                try:
                    rule(entry)
                except Refused as refused:
                    wrong[needs[0]] = str(refused)
        return entry, wrong


class Growing(forms.BaseForm):
    """Mixed into the form of an action with rows: “Tambah baris” brings the form back as it was filled, with more rows, and checks nothing."""

    def __init__(self, data: Any = None, files: Any = None, **about: Any) -> None:
        super().__init__(data, files, **about)
        rows = [name for name, field in self.fields.items() if isinstance(field, RowsField)]
        if self.is_bound and any(more_asked(self.data, name) for name in rows):
            self.initial.update({name: self._typed(name, field) for name, field in self.fields.items()})
            self.is_bound = False

    def _typed(self, name: str, field: forms.Field) -> Any:
        value = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        if isinstance(field, UploadField):  # a browser sends a file once
            with suppress(ValidationError):
                field.clean(value)
        return value
