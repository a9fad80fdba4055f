"""Every operation, asked in every wrong way: it answers in words and one shape, and never breaks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from lestari.domain.bursa.models import Bursa
from lestari.foundation.kernel.ids import uuid7
from lestari.foundation.ledger.models import Event
from lestari.foundation.people.models import Token, User
from lestari.foundation.people.queries import actor_of
from lestari.foundation.people.roles import ROLES
from lestari.foundation.workflow import inputs, registry
from lestari.foundation.workflow.action import Action
from lestari.foundation.workflow.models import Record
from lestari.foundation.workflow.perform import check
from lestari.surface.api.schemas import body_schema
from tests.surface.doors import body_of
from tests.surface.every import HELD, Every, taken_back
from tests.world import ELSEWHERE, PRINGSEWU

TODAY = date(2026, 8, 11)
HUGE = "a" * 30_000


@dataclass(frozen=True)
class Operation:
    """An action with a record on which somebody may take it now, and their token."""

    action: Action
    subject: Record | None
    user: User
    token: str
    body: dict[str, Any]

    @property
    def kind(self) -> str:
        return self.action.kind

    @property
    def url(self) -> str:
        key = [getattr(self.subject, "code", None) or self.subject.pk] if self.subject else []
        return reverse(f"api:{self.action.kind}", args=key)

    def send(self, body: Any, *, token: str | None = None, query: str = "") -> tuple[int, Any]:
        """Send a body and take everything back: status and answer."""
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        headers = {"Authorization": f"Bearer {self.token if token is None else token}"}
        with taken_back():
            response = _PROGRAM.post(self.url + query, text, content_type="application/json", headers=headers)
            return response.status_code, response.json()


#: It keeps no cookie: each of its requests brings its token.
_PROGRAM = Client()


@pytest.fixture(scope="module")
def operations(every: Every) -> list[Operation]:
    """Every action, on a record and by a person for which it is allowed now, with a body that is accepted."""
    users = [every.people.user(role, HELD[role][0]) for role in ROLES]  # administrators first
    tokens = {user.pk: Token.issue(user, "uji") for user in users}
    found = []
    for action in registry.ACTIONS.values():
        subject = every.subject_of(action)
        user = next(one for one in users if check(action, actor_of(one), subject).allowed)
        found.append(Operation(action, subject, user, tokens[user.pk], body_of(every, action)))
    return found


def in_words(status: int, answer: Any, allowed: set[int]) -> bool:
    """Say whether an answer is a refusal in the one shape, in sentences for people."""
    if status not in allowed or set(answer) != {"errors"} or not answer["errors"]:
        return False
    sentences = [text for texts in answer["errors"].values() for text in texts]
    return bool(sentences) and all(
        isinstance(text, str) and text[-1:] in ".…" and not text.startswith(("{", "[")) for text in sentences
    )


#: How a value of each type of the schema is no value of that type.
OTHER_TYPES: dict[str, tuple[Any, ...]] = {
    "string": (7, True, {"a": 1}, ["x"]),
    "integer": (True, {"a": 1}, [1], "banyak", 1.5, 10**30),
    "number": (True, {"a": 1}, [1], "banyak", float("nan"), 10**30),
    "array": ("x", 7, {"a": 1}, [{"a": 1}], [[7]]),
    "object": ("x",),
}


def bodies(operation: Operation) -> Iterator[tuple[str, Any, set[str], set[int]]]:
    """What is wrong, the body, the fields that the answer names, and with which status."""
    good, schema = operation.body, body_schema(operation.action)["properties"]
    questions = inputs.asks(operation.action.entry)
    types = {question.name: schema[question.name]["type"] for question in questions}
    texts = {name for name, kind in types.items() if kind == "string"}
    yield "no JSON", "{", {""}, {422}
    yield "not whole", b'{"a": "\xff"}', {""}, {422}
    yield "half a letter", '{"act": "\\ud800"}', {""}, {422}
    yield "deep", "[" * 100_000, {""}, {422}
    yield "a list", "[1]", {""}, {422}
    yield "unknown", good | {"warna": "merah", "act": "bukan"}, {"warna", "act"}, {422}
    if operation.action.subject is not None:
        yield "seen", good | {"seen": "kemarin"}, {"seen"}, {422}
        if (
            not isinstance(operation.subject, Bursa) or "village" not in types
        ):  # cards come from several tables at once
            yield "seen long ago", good | {"seen": 10**9}, {""}, {409}
    for number in range(max(len(others) for others in OTHER_TYPES.values())):
        wrong = {
            name: OTHER_TYPES[kind][number] for name, kind in types.items() if number < len(OTHER_TYPES[kind])
        }
        if wrong:
            yield f"of other types: {wrong}", good | wrong, set(wrong), {422}
    if required := {question.name for question in questions if question.required}:
        yield "nothing", {}, required, {422}
    if texts:
        yield "huge texts", good | dict.fromkeys(texts, HUGE), texts, {422}
        yield "texts with a nought", good | dict.fromkeys(texts, "a\0b"), texts, {422}


def test_every_operation_says_what_is_wrong_with_a_body(operations: list[Operation]) -> None:
    faults = []
    for operation in operations:
        for what, body, fields, statuses in bodies(operation):
            status, answer = operation.send(body)
            if not in_words(status, answer, statuses) or not fields <= set(answer["errors"]):
                faults.append((operation.kind, what, status, answer))
    assert faults == []


def test_every_operation_is_for_those_who_may_and_for_what_is_there(
    every: Every, operations: list[Operation]
) -> None:
    stranger = {
        role: Token.issue(every.people.user(role, code), "uji")
        for role, code in (("tik", PRINGSEWU), ("village_officer", ELSEWHERE))
    }
    faults = []
    for operation in operations:
        good = operation.body
        tries = {
            "nobody": (operation.send(good, token=""), {401}),
            "wrong token": (operation.send(good, token="les_salah"), {401}),
            "unknown parameter": (operation.send(good, query="?wilayah=18"), {422}),
            **{role: (operation.send(good, token=token), {403, 422}) for role, token in stranger.items()},
        }
        if operation.subject is not None:
            key = str(getattr(operation.subject, "code", None) or operation.subject.pk)
            gone = Client().post(
                operation.url.replace(key, "X-0000-0000"),
                "{}",
                content_type="application/json",
                headers={"Authorization": f"Bearer {operation.token}"},
            )
            tries["unknown record"] = ((gone.status_code, gone.json()), {404})
        faults += [
            (operation.kind, what, *answer)
            for what, (answer, statuses) in tries.items()
            if not in_words(*answer, statuses)
        ]
    assert faults == []


def test_every_operation_answers_a_replay_with_its_first_receipt(operations: list[Operation]) -> None:
    faults = []
    for operation in operations:
        good = operation.body | {"act": str(uuid7())}
        other = {"reason": "Alasan yang lain", "on": (TODAY - timedelta(days=1)).isoformat()}
        texts = [q.name for q in inputs.asks(operation.action.entry) if isinstance(q.kind, inputs.Text)]
        changed = {key: other[key] for key in good if key in other} or dict.fromkeys(texts[:1], "Lain")
        with taken_back():
            first, again = (post(operation, good) for _time in range(2))
            events = Event.objects.filter(act=UUID(good["act"])).values("kind").count()
            differs = post(operation, good | changed) if changed and operation.kind not in PHONES else None
        if first[0] != 200 or again != first or not events:
            faults.append((operation.kind, first, again, events))
        if differs and not in_words(*differs, {409, 422}):
            faults.append((operation.kind, differs))
    assert not faults, "\n".join(map(str, faults))


#: Their one text is a telephone number.
PHONES = ("people.change_phone",)


def post(operation: Operation, body: dict[str, Any]) -> tuple[int, Any]:
    response = Client().post(
        operation.url,
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {operation.token}"},
    )
    return response.status_code, response.json()
