"""Lists of records to choose from: one or any number, short or in groups."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from itertools import groupby
from operator import or_
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

#: A list longer than this is searched instead of read through; so many records are shown for the words.
LONGEST, SHOWN = 60, 20


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

    `listed`: what of a long list, in groups, the page shows; all of it can be sent. `search`: the columns in which words are looked for.
    """

    iterator = _Choices
    listed: QuerySet[Any] | None = None
    queryset: Any
    error_messages: dict[str, Any]

    def __init__(
        self,
        rows: QuerySet[Any],
        *,
        by: Callable[[Any], Any] | None = None,
        search: tuple[str, ...] = (),
        **kwargs: Any,
    ) -> None:
        self.by, self.search = by, search
        coded = any(field.name == "code" for field in rows.model._meta.concrete_fields)
        super().__init__(rows, to_field_name="code" if coded else None, **kwargs)  # type: ignore[call-arg]
        again = _("Pilihan ini tidak ada di daftar. Pilih lagi.")
        self.error_messages |= {"invalid_choice": again, "invalid_pk_value": again}

    def label_from_instance(self, record: Any) -> str:
        """Return a record as a list has it: by its title, or in the words that it says of itself."""
        return str(getattr(record, "title", "") or record)

    def found(self, words: str) -> QuerySet[Any]:
        """Return the records in which each of the words stands."""
        rows: QuerySet[Any] = self.queryset
        for word in words.split()[:8]:
            rows = rows.filter(reduce(or_, (Q(**{f"{column}__icontains": word}) for column in self.search)))
        return rows

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


class RecordWidget(forms.Select):
    """A list to choose from. One too long to be read becomes a search field, and what was chosen or found comes back with buttons to choose by.

    How long the list is, only the drawn page asks; what was sent is read without it.
    """

    def __init__(self, field: RecordField) -> None:
        super().__init__()
        self.field = field
        self.words, self.found = "", []  # type: ignore[var-annotated]

    @cached_property
    def searched(self) -> bool:
        """Whether the list is too long to be read."""
        return self.field.is_long()

    @property
    def template_name(self) -> str:  # type: ignore[override]
        """The template of a list, or of a search."""
        return "components/widgets/search.html" if self.searched else super().template_name

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        """Return what was chosen, and remember the words that were searched for."""
        self.words = str(data.get(f"{name}_words") or "").strip() if self.field.search else ""
        return str(super().value_from_datadict(data, files, name) or "")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:  # noqa: ARG002
        """Say whether neither a choice nor words were sent."""
        return name not in data and f"{name}_words" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give the template of a search what was chosen, searched and found, each as its value and its words."""
        if not self.searched:
            return super().get_context(name, value, attrs)
        context = forms.TextInput(self.attrs).get_context(name, None, attrs)
        sent = self.field.sent([value]) or (self.found if len(self.found) == 1 else [])
        rows, chosen = {record.pk: record for record in (*sent, *self.found)}, {record.pk for record in sent}
        context["words"] = self.words
        context["options"] = [
            (self.field.prepare_value(record), self.field.label_from_instance(record), pk in chosen)
            for pk, record in rows.items()
        ]
        return context


class RecordField(_Records, forms.ModelChoiceField):  # type: ignore[misc, type-arg]
    """One record of a list; one of a long list is searched for."""

    def __init__(self, rows: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(rows, empty_label=_("Pilih…"), widget=RecordWidget(self), **kwargs)

    def show(self, listed: QuerySet[Any]) -> None:
        """Let the page show these of the records."""
        self.listed = listed

    def is_long(self) -> bool:
        """Say whether the page would show more than can be read."""
        rows = self.queryset if self.listed is None else self.listed
        return bool(self.search) and rows.order_by()[: LONGEST + 1].count() > LONGEST

    def sent(self, values: Sequence[Any]) -> list[Any]:
        """Return the records that were sent, by code or id, as far as they are on the list."""
        named = [value for value in self._by_code(values) if value]
        return list(self.queryset.filter(**{f"{self.to_field_name or 'pk'}__in": named})) if named else []

    def clean(self, value: Any) -> Any:
        """Return the record. Raises ValidationError with what the words have found, where they do not fit exactly one."""
        words = getattr(self.widget, "words", "")  # a form may ask with a widget of its own
        if words and not (value and self.found(words).filter(pk__in=[row.pk for row in self.sent([value])])):
            value = self._only(words)
        return super().clean(value)

    def _only(self, words: str) -> Any:
        found = list(self.found(words)[: SHOWN + 1])
        self.widget.found = found[:SHOWN]
        if len(found) == 1:
            return self.prepare_value(found[0])
        if not found:
            raise ValidationError(
                _("Tidak ada yang cocok dengan “%(words)s”. Periksa ejaannya, atau tulis kodenya.")
                % {"words": words}
            )
        if len(found) > SHOWN:
            raise ValidationError(_("Banyak yang cocok. Pilih di bawah, atau tulis satu kata lagi."))
        raise ValidationError(_("Ada beberapa yang cocok. Pilih salah satu di bawah."))

    def to_python(self, value: Any) -> Any:
        """Return the record. Raises ValidationError for one that is not on the list."""
        if value not in self.empty_values and not self.to_field_name and not _is_id(value):
            raise ValidationError(self.error_messages["invalid_choice"])
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
