"""What somebody else wrote while a form was open: beside each field the record's present words, where they differ from one's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lestari.foundation.components.forms import ActionForm
from lestari.foundation.workflow import inputs
from lestari.foundation.workflow.inputs import Ask, asks
from lestari.foundation.workflow.said import in_words

#: Regions and rows are asked by no form of a record that is there.
_NONE = (inputs.RegionPick, inputs.Rows)


def tell_meanwhile(form: ActionForm, present: Mapping[str, Any]) -> None:
    """Give each field of a form that came too late what the record says now (`present`), in words: `field.meanwhile`.

    Fields in which both say the same have none.
    """
    for question in asks(form.action.entry):
        field = form.fields.get(question.name)
        if field is None or question.name not in present or isinstance(question.kind, _NONE):
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
    if isinstance(question.kind, inputs.Pick) and value not in (None, "", [], ()):
        rows = value if isinstance(value, QuerySet | list | tuple) else [value]
        return ", ".join(sorted(field.label_from_instance(row) for row in rows))  # type: ignore[attr-defined]
    return in_words(question.kind, value)
