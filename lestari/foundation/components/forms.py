"""From an action's entry to its form and back: the closed table of kinds, one field for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import QuerySet
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from lestari.foundation.components.fields import (
    REQUIRED,
    DayField,
    NumberField,
    RupiahField,
    VolumeField,
)
from lestari.foundation.components.records import PRESSED, RecordField, RecordsField, RecordWidget
from lestari.foundation.components.region_field import RegionField
from lestari.foundation.components.rows import RowsField
from lestari.foundation.components.uploads import UploadField
from lestari.foundation.kernel.access import Actor
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.kernel.ids import uuid7
from lestari.foundation.workflow import inputs
from lestari.foundation.workflow.action import Action
from lestari.foundation.workflow.inputs import Ask, asks
from lestari.foundation.workflow.models import Receipt, Record
from lestari.foundation.workflow.perform import Whence, foretell, perform

_SMALL_LIST = 7


class _Words(forms.CharField):
    """Text that the browser does not cut off in silence: what is too long comes back whole, with how much it is over."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        too_long = _("Paling banyak %(limit_value)s huruf; ini %(show_value)s.")
        self.validators.append(MaxLengthValidator(most, too_long))


class _RuledText(_Words):
    """A text that has to be what is asked for: a telephone number, a code."""

    def __init__(self, *, rule: Callable[[str], object], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rule = rule

    def run_validators(self, value: str) -> None:
        """Ask the rule about what is not too long."""
        super().run_validators(value)
        if value:
            try:
                self.rule(value)
            except Refused as refused:
                raise ValidationError(str(refused)) from None


def _text(kind: inputs.Text, words: dict[str, Any], _subject: Any, _actor: Actor) -> forms.Field:
    if kind.rule is None:
        return _Words(most=kind.max, **words)
    return _RuledText(most=kind.max, rule=kind.rule, **words)


def _long(kind: inputs.LongText, words: dict[str, Any], _subject: Any, _actor: Actor) -> forms.Field:
    return _Words(most=kind.max, widget=forms.Textarea({"rows": 4}), **words)


def _rupiah(kind: inputs.Rupiah, words: dict[str, Any], _subject: Any, _actor: Actor) -> forms.Field:
    return RupiahField(minimum=kind.minimum, **words)


def _volume(_kind: inputs.Volume, words: dict[str, Any], _subject: Any, _actor: Actor) -> forms.Field:
    return VolumeField(**words)


def _day(kind: inputs.Day, words: dict[str, Any], _subject: Any, _actor: Actor) -> forms.Field:
    return DayField(future=kind.future, **words)


def _year(kind: inputs.Year, words: dict[str, Any], _subject: Any, _actor: Actor) -> forms.Field:
    field = forms.IntegerField(min_value=kind.first, max_value=kind.last, widget=forms.TextInput, **words)
    message = _("Tahun harus %(first)s sampai %(last)s.") % {"first": kind.first, "last": kind.last}
    field.error_messages |= {"invalid": message, "min_value": message, "max_value": message}
    for validator in field.validators:
        setattr(validator, "message", message)  # noqa: B010 - a validator may be any callable
    field.widget.attrs["inputmode"] = "numeric"
    return field


def _number(kind: inputs.Number, words: dict[str, Any], _subject: Any, _actor: Actor) -> forms.Field:
    return NumberField(minimum=kind.minimum, maximum=kind.maximum, **words)


def _choice(kind: inputs.Choice, words: dict[str, Any], _subject: Any, _actor: Actor) -> forms.Field:
    few = len(kind.choices) <= _SMALL_LIST
    choices = list(kind.choices) if few else [("", _("Pilih…")), *kind.choices]
    field = forms.ChoiceField(choices=choices, widget=forms.RadioSelect if few else forms.Select, **words)
    field.error_messages["invalid_choice"] = _("Pilih salah satu dari daftar.")
    return field


def _pick(kind: inputs.Pick, words: dict[str, Any], subject: Any, actor: Actor) -> forms.Field:
    rows = kind.queryset(subject, actor)
    field = RecordsField if kind.many else RecordField
    return field(rows, by=kind.by, search=kind.search, **words)


def _region(kind: inputs.RegionPick, words: dict[str, Any], _subject: Any, actor: Actor) -> forms.Field:
    return RegionField(levels=kind.levels, actor=actor, inside=True, takes_part=kind.takes_part, **words)


def _files(kind: inputs.Files, words: dict[str, Any], subject: Any, actor: Actor) -> forms.Field:
    purpose = _PURPOSES[type(kind)]
    return UploadField(
        purpose=purpose, most=kind.max, actor=actor, subject=subject, **_without_required_word(words)
    )


_PURPOSES: dict[type[inputs.Files], str] = {
    inputs.Photos: "photo",
    inputs.Papers: "paper",
    inputs.Videos: "video",
}


def _rows(kind: inputs.Rows, words: dict[str, Any], subject: Any, actor: Actor) -> forms.Field:
    columns = {question.name: field_for(question, subject, actor) for question in asks(kind.entry)}
    for column in columns.values():
        if isinstance(column, forms.ChoiceField):
            listed: Any = column.choices
            column.widget = forms.Select(choices=[("", _("Pilih…")), *[c for c in listed if c[0]]])
    return RowsField(entry=kind.entry, columns=columns, **_without_required_word(words))


def _without_required_word(words: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in words.items() if name != "error_messages"}


#: The closed table: which field asks for which kind.
FIELDS: dict[type[inputs.Kind], Callable[..., forms.Field]] = {
    inputs.Text: _text,
    inputs.LongText: _long,
    inputs.Rupiah: _rupiah,
    inputs.Volume: _volume,
    inputs.Day: _day,
    inputs.Year: _year,
    inputs.Number: _number,
    inputs.Choice: _choice,
    inputs.Pick: _pick,
    inputs.RegionPick: _region,
    inputs.Photos: _files,
    inputs.Papers: _files,
    inputs.Videos: _files,
    inputs.Rows: _rows,
}


def field_for(question: Ask, subject: Any, actor: Actor) -> forms.Field:
    """Return the form field of one question."""
    words: dict[str, Any] = {
        "label": question.label,
        "help_text": question.hint,
        "required": question.required,
        "error_messages": {"required": REQUIRED},
    }
    return FIELDS[type(question.kind)](question.kind, words, subject, actor)


def in_order(entry: type[Any]) -> list[Ask]:
    """Return an entry's questions as a form asks them: what, then when, then what proves it, and what is asked about that.

    A class's own questions stand before those it inherits: the village, then the card.
    """
    lines = [list(vars(line).get("__annotations__", {})) for line in entry.__mro__]
    files = {asked.name for asked in asks(entry) if isinstance(asked.kind, inputs.Files)}

    def place(asked: Ask) -> tuple[bool, int]:
        number, names = next((n, names) for n, names in enumerate(lines) if asked.name in names)
        before = names[: names.index(asked.name) + 1]
        return asked.name == "on" or not files.isdisjoint(before), number

    return sorted(asks(entry), key=place)


class ActionForm(forms.Form):
    """The form of an action. `act` is the deed's own id, `seen` the version that was shown: both travel hidden.

    A form written by hand subclasses it and declares the fields it draws itself under the names of the entry's questions.
    """

    act = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        action: Action,
        subject: Record | None,
        actor: Actor,
        initial: dict[str, Any] | None = None,
    ) -> None:
        self.action, self.subject, self.actor = action, subject, actor
        shown = {"act": uuid7(), "seen": getattr(subject, "version", None)} | (initial or {})
        super().__init__(data, files, initial=shown, label_suffix="")
        for question in in_order(action.entry):
            if question.name not in self.fields and type(question.kind) in FIELDS:
                self.fields[question.name] = field_for(question, subject, actor)
            if (
                isinstance(question.kind, inputs.Papers)
                and action.of_the_village
                and not actor.of_a_village()
            ):
                # Always on behalf: `perform` asks for it too.
                self.fields[question.name].required = True
                self.fields[question.name].error_messages["required"] = inputs.PAPER_WANTED

    def _post_clean(self) -> None:
        """Tell, with what cannot be read, the rules that the rest breaks, so that all is mended in one round."""
        if self.errors and self._search() is None:
            unread = frozenset(self.errors)
            wrong = foretell(self.action, self.actor, self.subject, self.entry(), unread)
            self.take(Refused(errors=wrong))

    def entry(self) -> Any:
        """Return the typed entry: of a valid form, else with nothing where an answer cannot be read."""
        values = {}
        for question in asks(self.action.entry):
            value: Any = self.cleaned_data.get(question.name)
            if isinstance(value, QuerySet):
                value = tuple(value)
            values[question.name] = (
                inputs.empty_value(question.kind) if value in (None, "", [], ()) else value
            )
        return self.action.entry(**values)

    def perform(self, *, sent: str, whence: Whence) -> Receipt:
        """Do what this valid form asks, under the id chosen when it was shown. Raises `Refused` and its kinds."""
        return perform(
            self.action,
            self.actor,
            self.subject,
            self.entry(),
            act_id=self.cleaned_data.get("act"),
            seen=self.seen_version,
            sent=sent,
            whence=whence,
        )

    @property
    def seen_version(self) -> int | None:
        """The version of the record that the form showed."""
        return self.cleaned_data.get("seen")

    def searched(self) -> RecordWidget | None:
        """Return the search whose button was pressed instead of sending the form, with what it has found; None where none was.

        Of all else only the files are looked at, so that they are kept.
        """
        widget = self._search()
        if widget is not None:
            wrong = self.errors
            self._errors = ErrorDict({name: wrong[name] for name in self.files if name in wrong})
        return widget

    def _search(self) -> RecordWidget | None:
        pressed = (field.widget for name, field in self.fields.items() if f"{name}{PRESSED}" in self.data)
        return next((widget for widget in pressed if isinstance(widget, RecordWidget)), None)

    def refuse(self, because: str) -> None:
        """Bear one sentence over what was typed. That itself is not looked at, and no file of it is kept."""
        self._errors, self.cleaned_data = ErrorDict(), {}
        self.add_error(None, because)

    def take(self, refused: Refused) -> None:
        """Put the sentences of a refusal where they belong: at their field, else above the form."""
        for name, sentences in refused.errors.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)


#: Forms written by hand, by the kind of their action; filled by `rooms.install`. Both doors, page and API, use them.
FORMS: dict[str, type[ActionForm]] = {}


def form_for(
    action: Action,
    subject: Record | None,
    actor: Actor,
    *,
    data: Any = None,
    files: Any = None,
    initial: dict[str, Any] | None = None,
) -> ActionForm:
    """Return the form of an action on a subject, for this actor."""
    return FORMS.get(action.kind, ActionForm)(
        data, files, action=action, subject=subject, actor=actor, initial=initial
    )
