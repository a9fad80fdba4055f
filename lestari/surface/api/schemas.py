"""The JSON schema of an entry, from the closed table of kinds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lestari.foundation.workflow import inputs
from lestari.foundation.workflow.action import Action

Schema = dict[str, Any]
_UUID: Schema = {"type": "string", "format": "uuid"}


#: How each kind of value is written in a JSON body.
SCHEMAS: dict[type[inputs.Kind], Callable[[Any], Schema]] = {
    inputs.Text: lambda kind: {"type": "string", "maxLength": kind.max},
    inputs.LongText: lambda kind: {"type": "string", "maxLength": kind.max},
    inputs.Rupiah: lambda kind: {"type": "integer", "minimum": kind.minimum, "description": "whole rupiah"},
    inputs.Volume: lambda _kind: {"type": "number", "minimum": 0},
    inputs.Day: lambda _kind: {"type": "string", "format": "date"},
    inputs.Year: lambda kind: {"type": "integer", "minimum": kind.first, "maximum": kind.last},
    inputs.Number: lambda kind: {"type": "integer", "minimum": kind.minimum, "maximum": kind.maximum},
    inputs.Choice: lambda kind: {"type": "string", "enum": [key for key, _word in kind.choices]},
    inputs.Pick: lambda kind: {"type": "array", "items": _UUID} if kind.many else _UUID,
    inputs.RegionPick: lambda kind: {
        "type": "string",
        "description": f"region code ({', '.join(kind.levels)})",
    },
    inputs.Photos: lambda kind: {"type": "array", "items": _UUID, "maxItems": kind.max},
    inputs.Papers: lambda kind: {"type": "array", "items": _UUID, "maxItems": kind.max},
    inputs.Videos: lambda kind: {"type": "array", "items": _UUID, "maxItems": kind.max},
    inputs.Rows: lambda kind: {"type": "array", "items": entry_schema(kind.entry)},
}


def entry_schema(entry: type[Any]) -> Schema:
    """Return the schema of an entry."""
    questions = inputs.asks(entry)
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            question.name: {**SCHEMAS[type(question.kind)](question.kind), "title": str(question.label)}
            for question in questions
        },
        "required": [question.name for question in questions if question.required],
    }


def body_schema(action: Action) -> Schema:
    """Return the schema of an action's body: the entry, the deed's own id, and the version that was seen."""
    schema = entry_schema(action.entry)
    schema["properties"]["act"] = {
        **_UUID,
        "description": "UUIDv7 chosen by the client; the same act again gives the first receipt",
    }
    if action.subject is not None:
        schema["properties"]["seen"] = {
            "type": "integer",
            "description": "version of the record that was read",
        }
    return schema


#: What is said of a part that nothing asks for.
UNKNOWN = gettext_lazy("Bagian ini tidak dikenal di sini. Periksa ejaannya.")
#: What a JSON value may be where the schema names its type. Numbers may come as texts, which the fields read as people write them.
_TYPES: dict[str, tuple[tuple[type, ...], str | Promise]] = {
    "string": ((str,), gettext_lazy("Bagian ini harus teks.")),
    "integer": ((int, float, str), gettext_lazy("Bagian ini harus angka.")),
    "number": ((int, float, str), gettext_lazy("Bagian ini harus angka.")),
    "array": ((list,), gettext_lazy("Bagian ini harus daftar.")),
    "object": ((dict,), gettext_lazy("Bagian ini harus objek.")),
}


def misread(schema: Schema, body: dict[str, Any]) -> dict[str, list[str]]:
    """Return what of a body is unknown or of another type than its schema says, in sentences by field; values are judged by the form."""
    wrong: dict[str, list[str]] = {}
    for name, value in body.items():
        asked = schema["properties"].get(name)
        said = [str(UNKNOWN)] if asked is None else _wrong(asked, value)
        if said:
            wrong[name[:60]] = said
    return wrong


def _wrong(schema: Schema, value: Any) -> list[str]:
    """Return what is wrong with the type of a value; null stands for nothing answered."""
    if value is None:
        return []
    types, sentence = _TYPES[schema["type"]]
    if not isinstance(value, types) or isinstance(value, bool):
        return [str(sentence)]
    if isinstance(value, list):
        return [
            _("Baris %(row)s: %(why)s") % {"row": number, "why": why}
            for number, item in enumerate(value, start=1)
            for why in _wrong(schema["items"], item)
        ]
    if isinstance(value, dict):
        return [f"{name}: {why}" for name, said in misread(schema, value).items() for why in said]
    return []
