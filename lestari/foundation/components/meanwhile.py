"""What somebody else wrote while a form was open: beside each field the record's present words, where they differ from one's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lestari.foundation.components.forms import ActionForm
from lestari.foundation.kernel.dates import day_text
from lestari.foundation.kernel.rupiah import number_text, rupiah_text
from lestari.foundation.workflow import inputs
from lestari.foundation.workflow.inputs import Ask, asks


def tell_meanwhile(form: ActionForm, present: Mapping[str, Any]) -> None:
    """Give each field of a form that came too late what the record says now (`present`), in words: `field.meanwhile`.

    Fields in which both say the same have none.
    """
    for question in asks(form.action.entry):
        field = form.fields.get(question.name)
        if field is None or question.name not in present or type(question.kind) not in _WORDS:
            continue
        theirs = _in_words(question, field, _read(field, present[question.name]))
        if theirs != _in_words(question, field, form.cleaned_data.get(question.name)):
            field.meanwhile = theirs or _("(kosong)")  # type: ignore[attr-defined]


def _read(field: forms.Field, value: Any) -> Any:
    """Return a record's value as the field reads what is typed; one that it would not take any more as it stands."""
    try:
        return field.clean(value)
    except ValidationError:
        return value


def _in_words(question: Ask, field: forms.Field, value: Any) -> str:
    return "" if value in (None, "", [], ()) else _WORDS[type(question.kind)](question.kind, field, value)


def _text(_kind: Any, _field: Any, value: Any) -> str:
    return "\n".join(str(value).split("\r\n"))


def _choice(kind: inputs.Choice, _field: Any, value: Any) -> str:
    return str(dict(kind.choices).get(value, value))


def _picked(_kind: Any, field: Any, value: Any) -> str:
    rows = value if isinstance(value, QuerySet | list | tuple) else [value]
    return ", ".join(sorted(field.label_from_instance(row) for row in rows))


#: How a value of each kind is said; files are shown by their names. Regions and rows are asked by no form of a record that is there.
_WORDS: dict[type[inputs.Kind], Callable[[Any, Any, Any], str]] = {
    inputs.Text: _text,
    inputs.LongText: _text,
    inputs.Year: _text,
    inputs.Choice: _choice,
    inputs.Pick: _picked,
    inputs.Rupiah: lambda _kind, _field, value: rupiah_text(value),
    inputs.Volume: lambda _kind, _field, value: number_text(value),
    inputs.Number: lambda _kind, _field, value: number_text(value),
    inputs.Day: lambda _kind, _field, value: day_text(value),
    **dict.fromkeys(
        (inputs.Photos, inputs.Papers, inputs.Videos),
        lambda _kind, _field, value: ", ".join(original.name for original in value),
    ),
}
