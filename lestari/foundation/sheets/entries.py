"""From a row to the typed entry of an action: the questions that the form asks, with the form's own word where one is not answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from lestari.foundation.components.fields import REQUIRED
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.sheets.cells import Told
from lestari.foundation.sheets.kinds import Row
from lestari.foundation.sheets.stage import RowRefused
from lestari.foundation.workflow.inputs import Files, asks, empty_value

E = TypeVar("E")
_NOTHING: Mapping[str, str] = {}


def entry_of(row: Row, entry: type[E], renamed: Mapping[str, str] = _NOTHING, **given: Any) -> E:
    """Return the entry that a row tells; `renamed`: the columns of questions that have another name, `given`: what is known already.

    Raises `RowRefused` where a required question has no answer; files are not asked of a sheet.
    """
    values, missing = {}, {}
    for question in asks(entry):
        column = renamed.get(question.name, question.name)
        if question.name in given:
            value = given[question.name]
        elif isinstance(question.kind, Files):
            value = ()
        else:
            value = row[column]
            value = value.day if isinstance(value, Told) else value
        if value is None and question.required:
            missing[column] = [REQUIRED]
        values[question.name] = empty_value(question.kind) if value is None else value
    if missing:
        raise RowRefused(row, Refused(errors=missing))
    return entry(**values)
