"""What is sent to the addresses, by form and by API, and what is read off the answers."""

from __future__ import annotations

import json
import re
from typing import Any

from django.apps import apps
from django.db.models import Sum

from lestari.foundation.people.roles import ROLES
from lestari.foundation.workflow import inputs
from lestari.foundation.workflow.action import Action
from lestari.foundation.workflow.models import Record
from tests.surface.every import Every
from tests.surface.whose import IN, api_of, roles_for, why_not
from tests.world import CAMPANG, GISTING

TYPED = "Kata yang diketik"


def body_of(every: Every, action: Action) -> dict[str, Any]:
    """Return what does the action, sent by whoever may."""
    chosen = {
        "innovation": str(every.other.pk),
        "village": str(every.regions[CAMPANG].pk),
        "year": 2027,
        "role": "tpid",
        "username": "orang.baru",
        **dict.fromkeys(("phone", "video", "captions"), ""),
    }
    subject = every.subject_of(action)
    answers = {asked.name: _answer(every, asked.kind, subject) for asked in inputs.asks(action.entry)}
    return {name: chosen.get(name, answer) for name, answer in answers.items()}


def _answer(every: Every, kind: inputs.Kind, subject: Any) -> Any:
    match kind:
        case inputs.Text() | inputs.LongText():
            answer: Any = TYPED
        case inputs.Rupiah() | inputs.Number() | inputs.Volume():
            answer = 1_000
        case inputs.Year():
            answer = every.today.year
        case inputs.Day():
            answer = every.today.isoformat()
        case inputs.Choice():
            answer = kind.choices[0][0]
        case inputs.Pick():
            first = str(kind.queryset(subject, every.loop.tik())[0].pk)
            answer = [first] if kind.many else first
        case inputs.RegionPick():
            answer = GISTING if "district" in kind.levels else CAMPANG
        case inputs.Files():
            answer = [str((every.video if isinstance(kind, inputs.Videos) else every.photo).pk)]
        case inputs.Rows():
            return [{"activity": "2.4.01", "account": "5.3", "source": "DD", "amount": 1_000}]
    return answer


def sent(every: Every, role: str, inside: bool, action: Action, **instead: Any) -> tuple[int, Any]:
    """Send a whole body to an action's operation; return the status and what was refused."""
    response = every.browsers[role, inside].post(
        api_of(action, every), json.dumps(body_of(every, action) | instead), content_type="application/json"
    )
    return response.status_code, response.json().get("errors")


def tables() -> dict[str, tuple[int, int]]:
    """Return how many rows each table has, and for records the sum of their versions: what any change would change."""
    found = {}
    for model in apps.get_models():
        rows = model._base_manager.all()
        versions = rows.aggregate(all=Sum("version"))["all"] if issubclass(model, Record) else 0
        found[model._meta.label] = (rows.count(), versions)
    return found


def as_form(body: dict[str, Any]) -> dict[str, Any]:
    """Return a JSON body as a browser's form sends it: rows as numbered inputs."""
    sent = {}
    for name, value in body.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            sent |= {
                f"{name}-{n}-{column}": cell for n, one in enumerate(value) for column, cell in one.items()
            }
        else:
            sent[name] = value
    return sent


def outcome(response: Any) -> int | str:
    """Return the status, or where one is led."""
    where = response.get("Location", "")
    return IN if where.startswith(f"{IN}=") else where or response.status_code


def content(response: Any) -> str:
    """Return the whole body, streamed or not."""
    return b"".join(response).decode(errors="replace")


def not_said(role: str, action: Action, text: str) -> str:
    """Return what a refusal does not say: why, and exactly who can."""
    if why_not(role, action) not in text:
        return f"no reason: {text}"
    if action.kind.startswith("people."):  # the whole room is the administrators'
        return ""
    who = re.search(rf"{re.escape(str(action.words))}: belum bisa .* Yang dapat: ([^.]+)\.", text)
    said = set(re.split(r", | atau ", who[1])) if who else set()
    return "" if said == {str(ROLES[key].word) for key in roles_for(action.kind)} else f"who can? {text}"
