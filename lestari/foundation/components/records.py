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

#: A list longer than this is searched instead of read through; so many records are shown for the words, of so many letters.
LONGEST, SHOWN, _LETTERS = 60, 20, 100
#: What stands behind a field's name where its search button was pressed.
PRESSED = "_cari"


class _Choices(ModelChoiceIterator):  # type: ignore[type-arg]
    """The records of a list, in their groups where it has some."""

    def __iter__(self) -> Iterator[Any]:
        """Give each record, or each group with its records."""
        by = self.field.by  # type: ignore[attr-defined]
        if by is None:
            yield from super().__iter__()
            return
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        for words, rows in groupby(self.field.offered(), key=lambda record: str(by(record))):  # type: ignore[attr-defined]
            yield (words, [self.choice(record) for record in rows])


class _Records:
    """What lists of records share. A page names a record by its code, which weighs less than its id; programs may send either.

    `listed` returns what of a long list, in groups, the page shows; all of it can be sent. `search`: the columns in which words are looked for.
    `left_out`: what is neither shown nor found, since the action would refuse it.
    """

    iterator = _Choices
    listed: Callable[[], QuerySet[Any]] | None = None
    left_out: Q | None = None
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

    def leave_out(self, rows: Q, chosen: Any) -> None:
        """Neither show nor find these; only what was `chosen` already (by code or id) stays to be seen."""
        key = "pk" if _is_id(chosen) else getattr(self, "to_field_name", None) or "pk"
        self.left_out = rows & ~Q(**{key: chosen}) if chosen else rows

    def offered(self) -> QuerySet[Any]:
        """Return the records that the page shows where it shows all that it may."""
        return self._without(self.queryset if self.listed is None else self.listed())

    def _without(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows if self.left_out is None else rows.exclude(self.left_out)

    def found(self, words: str) -> QuerySet[Any]:
        """Return the records in which each of the words stands; without words all."""
        rows = self._without(self.queryset)
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
        self.words, self.said, self.found = "", "", []  # type: ignore[var-annotated]
        self.pressed = False

    @cached_property
    def searched(self) -> bool:
        """Whether the list is too long to be read."""
        return self.field.is_long()

    @property
    def template_name(self) -> str:  # type: ignore[override]
        """The template of a list, or of a search."""
        return "components/widgets/search.html" if self.searched else super().template_name

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        """Return what was chosen, and remember the words that were searched for, and whether by the search button."""
        if self.field.search:
            self.words = str(data.get(f"{name}_words") or "").strip()[:_LETTERS]
            self.pressed = f"{name}{PRESSED}" in data
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
        context |= {"words": self.words, "said": self.said, "pressed": PRESSED, "required": self.is_required}
        context["options"] = [(*self._option(record), pk in chosen) for pk, record in rows.items()]
        return context

    def answer(self) -> dict[str, Any]:
        """Return what the search button has found, as the page's script takes it."""
        options = [self._option(record) for record in self.found]
        return {
            "records": [{"code": value, "label": words, "mark": mark} for value, words, mark in options],
            "said": self.said,
        }

    def _option(self, record: Any) -> tuple[str, str, str]:
        """Return a record's value, its words, and its code: of thousands several have the same title."""
        value, words = str(self.field.prepare_value(record)), self.field.label_from_instance(record)
        return value, words, value if self.field.to_field_name else ""


class RecordField(_Records, forms.ModelChoiceField):  # type: ignore[misc, type-arg]
    """One record of a list; one of a long list is searched for."""

    def __init__(self, rows: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(rows, empty_label=_("Pilih…"), widget=RecordWidget(self), **kwargs)

    def show(self, listed: Callable[[], QuerySet[Any]]) -> None:
        """Let the page show these of the records; only where it is drawn they are asked for."""
        self.listed = listed

    def is_long(self) -> bool:
        """Say whether the page would show more than can be read."""
        return bool(self.search) and self.offered().order_by()[: LONGEST + 1].count() > LONGEST

    def sent(self, values: Sequence[Any]) -> list[Any]:
        """Return the records that were sent, by code or id, as far as they are on the list."""
        named = [value for value in self._by_code(values) if value]
        return list(self.queryset.filter(**{f"{self.to_field_name or 'pk'}__in": named})) if named else []

    def clean(self, value: Any) -> Any:
        """Return the record. Raises ValidationError with what the words have found, where they do not fit exactly one."""
        words = getattr(self.widget, "words", "")  # a form may ask with a widget of its own
        if getattr(self.widget, "pressed", False):
            self._look(words)
        elif words and not (
            value and self.found(words).filter(pk__in=[row.pk for row in self.sent([value])])
        ):
            value = self._only(words)
        return super().clean(value)

    def _only(self, words: str) -> Any:
        found = self._look(words)
        if len(found) != 1:
            raise ValidationError(self.widget.said)
        return self.prepare_value(found[0])

    def _look(self, words: str) -> list[Any]:
        """Let the widget show what the words find, with a sentence about it."""
        found = list(self.found(words)[: SHOWN + 1])
        self.widget.found, self.widget.said = found[:SHOWN], _said(words, len(found))
        return found

    def to_python(self, value: Any) -> Any:
        """Return the record. Raises ValidationError for one that is not on the list."""
        if value not in self.empty_values and not self.to_field_name and not _is_id(value):
            raise ValidationError(self.error_messages["invalid_choice"])
        return super().to_python(self._by_code([value])[0])


def _said(words: str, found: int) -> str:
    """Return what is said of so many records (at most one more than are shown) that the words have found."""
    if found == 1:
        return _("Satu yang cocok.")
    if found > SHOWN:
        return (
            _("Banyak yang cocok. Pilih di bawah, atau tulis satu kata lagi.")
            if words
            else _("Ini awal daftarnya. Pilih di bawah, atau tulis kata dari judulnya.")
        )
    if found:
        return _("Ada beberapa yang cocok. Pilih salah satu di bawah.")
    return _("Tidak ada yang cocok dengan “%(words)s”. Periksa ejaannya, atau tulis kodenya.") % {
        "words": words
    }


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
