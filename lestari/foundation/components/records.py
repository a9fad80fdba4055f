"""Lists of records to choose from: one or any number, short or in groups."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext as _


class _Choices(ModelChoiceIterator):  # type: ignore[type-arg]
    """The records of a list, in their groups where it has some."""

    def __iter__(self) -> Iterator[Any]:
        """Give each record, or each group with its records."""
        by, listed = self.field.by, self.field.listed  # type: ignore[attr-defined]
        if by is None:
            yield from super().__iter__()
            return
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        for words, rows in groupby(
            self.queryset if listed is None else listed, key=lambda record: str(by(record))
        ):
            yield (words, [self.choice(record) for record in rows])


class _Records:
    """What lists of records share. A page names a record by its code, which weighs less than its id; programs may send either.

    `listed`: what of a long list, in groups, the page shows; all of it can be sent.
    """

    iterator = _Choices
    listed: QuerySet[Any] | None = None
    queryset: Any
    error_messages: dict[str, Any]

    def __init__(self, rows: QuerySet[Any], *, by: Callable[[Any], Any] | None = None, **kwargs: Any) -> None:
        self.by = by
        coded = any(field.name == "code" for field in rows.model._meta.concrete_fields)
        super().__init__(rows, to_field_name="code" if coded else None, **kwargs)  # type: ignore[call-arg]
        again = _("Pilihan ini tidak ada di daftar. Pilih lagi.")
        self.error_messages |= {"invalid_choice": again, "invalid_pk_value": again}

    def label_from_instance(self, record: Any) -> str:
        """Return a record as a list has it: by its title, or in the words that it says of itself."""
        return str(getattr(record, "title", "") or record)

    def _by_code(self, values: Sequence[Any]) -> list[Any]:
        """Return what was sent, with the code in place of an id."""
        ids = [value for value in values if _is_id(value)] if getattr(self, "to_field_name", None) else []
        codes = dict(self.queryset.filter(pk__in=ids).values_list("pk", "code")) if ids else {}
        named = {str(pk): code for pk, code in codes.items()}
        return [named.get(str(value), value) for value in values]


def _is_id(value: Any) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return True


class RecordField(_Records, forms.ModelChoiceField):  # type: ignore[misc, type-arg]
    """One record of a list."""

    def __init__(self, rows: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(rows, empty_label=_("Pilih…"), **kwargs)

    def to_python(self, value: Any) -> Any:
        """Return the record. Raises ValidationError for one that is not on the list."""
        return super().to_python(self._by_code([value])[0])


class GroupsWidget(forms.CheckboxSelectMultiple):
    """Boxes to tick, in groups that fold; a script adds a filter, and ticks a whole group."""

    template_name = "components/widgets/groups.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give the template each group: its words, its boxes, how many are ticked."""
        context = super().get_context(name, value, attrs)
        context["groups"] = [
            (words, options, sum(option["selected"] for option in options))
            for words, options, _index in context["widget"]["optgroups"]
        ]
        return context


class RecordsField(_Records, forms.ModelMultipleChoiceField):  # type: ignore[misc, type-arg]
    """Any number of records of a list."""

    def __init__(self, rows: QuerySet[Any], *, by: Callable[[Any], Any] | None = None, **kwargs: Any) -> None:
        super().__init__(rows, by=by, widget=GroupsWidget if by else forms.CheckboxSelectMultiple, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the records. Raises ValidationError for one that is not on the list."""
        return super().clean(self._by_code(value) if isinstance(value, list | tuple) else value)
