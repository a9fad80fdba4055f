"""Every operation, asked in every wrong way: it answers in words and one shape, and never breaks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from lestari.domain.bursa.models import Bursa
from lestari.foundation.files.models import Upload
from lestari.foundation.kernel.ids import uuid7
from lestari.foundation.ledger.models import Event
from lestari.foundation.people.models import Token, User
from lestari.foundation.people.queries import actor_of
from lestari.foundation.workflow import inputs, registry
from lestari.foundation.workflow.action import Action
from lestari.foundation.workflow.models import Record
from lestari.foundation.workflow.perform import check
from lestari.surface.api.schemas import body_schema
from tests.clock import Clock
from tests.domain.builders import VERIFIED_ON, Loop, original, row
from tests.world import CAMPANG, GISTING, KUTA_DALOM, PRINGSEWU, People

TODAY = date(2026, 8, 11)
HUGE = "a" * 30_000
#: What an operation wants beyond an example of each of its kinds.
PARTICULAR: dict[str, dict[str, Any]] = {
    "people.create_account": {
        "username": "petugas.contoh",
        "phone": "0812 7000 1234",
        "role": "village_officer",
    },
    "people.assign": {"role": "village_officer", "place": KUTA_DALOM},
    "people.change_phone": {"phone": "0812 7000 1234"},
    "budgets.enter": {"kind": "apbdes", "year": 2027},
    "innovation.send_back": {"identity": "Lengkapi judulnya"},
    "commitment.pledge": {"year": 2027},
    "commitment.carry_over": {"year": 2027},
    "commitment.take_up": {"year": 2027},
    "bursa.set_up": {"region": GISTING},
    "bursa.change": {"held_on": "2026-09-30"},
}
#: On which of the records an action may be taken, where the flow's table does not say it.
SUITABLE: dict[str, Callable[[Any], bool]] = {
    "people.reactivate": lambda user: not user.is_active,
    "budgets.void": lambda document: document.region.code == CAMPANG,  # it pays for no result
    "bursa.hand_in_card": lambda bursa: bursa.state == "open",
}


@dataclass(frozen=True)
class Operation:
    """An action with a record on which somebody may take it now, and their token."""

    action: Action
    subject: Record | None
    user: User
    token: str

    @property
    def url(self) -> str:
        key = [getattr(self.subject, "code", None) or self.subject.pk] if self.subject else []
        return reverse(f"api:{self.action.kind}", args=key)

    def body(self) -> dict[str, Any]:
        """A body that is accepted: an example of each kind that is asked for."""
        told = {
            question.name: self.example(question.kind)
            for question in inputs.asks(self.action.entry)
            if question.required or isinstance(question.kind, inputs.Files)
        }
        return told | PARTICULAR.get(self.action.kind, {})

    def example(self, kind: inputs.Kind) -> Any:
        many: Callable[[Any], Any] = lambda one: [one] if getattr(kind, "many", False) else one  # noqa: E731
        if isinstance(kind, inputs.Pick):
            return many(str(kind.queryset(self.subject, actor_of(self.user)).first().pk))
        if isinstance(kind, inputs.Files):
            kept = original(type(kind).__name__.lower().removesuffix("s"))
            Upload.objects.create(original=kept, person=self.user.pk)
            return [str(kept.pk)]
        if isinstance(kind, inputs.Rows):
            return [{"activity": "2.4.01", "label": "Air", "account": "5.3", "source": "DD", "amount": 5}]
        if isinstance(kind, inputs.Choice):
            return kind.choices[0][0]
        return {
            inputs.Text: "Contoh",
            inputs.LongText: "Contoh yang panjang",
            inputs.Rupiah: 1_000_000,
            inputs.Volume: 1.5,
            inputs.Day: TODAY.isoformat(),
            inputs.Year: 2026,
            inputs.Number: 3,
            inputs.RegionPick: KUTA_DALOM,
        }[type(kind)]

    def send(self, body: Any, *, token: str | None = None, query: str = "") -> tuple[int, Any]:
        """Send a body and take everything back: status and answer."""
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        headers = {"Authorization": f"Bearer {self.token if token is None else token}"}
        with rolled_back():
            response = _PROGRAM.post(self.url + query, text, content_type="application/json", headers=headers)
            return response.status_code, response.json()


#: It keeps no cookie: each of its requests brings its token.
_PROGRAM = Client()


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loop(people: People, clock: Clock) -> Loop:
    return Loop(people, clock)


def records(loop: Loop) -> list[Record]:
    """A record in each state from which something can be done."""
    innovation, withdrawn = loop.innovation(), loop.innovation(title="Kopi bubuk")
    loop.do("innovation.withdraw", loop.tik(), withdrawn, reason="Usang")
    cards = [loop.idea() for _number in range(3)]
    loop.do("idea.identify", loop.tik(), cards[1])
    loop.do("idea.not_accept", loop.tik(), cards[2], reason="Belum jelas")
    versions = [loop.draft() for _number in range(2)]
    loop.write(versions[1])
    loop.do("innovation.propose", loop.tpid(), versions[1])
    verified = loop.draft()
    loop.write(verified)
    loop.do("innovation.propose", loop.tpid(), verified)
    loop.do("innovation.verify", loop.tik(), verified, on=TODAY)
    ready = loop.draft()
    loop.write(ready)
    plan, line = loop.plan_line(), loop.budget(row(900_000_000))[0]
    promises = [loop.pledge(innovation, place="Dusun 1"), loop.planned(innovation, plan, place="Dusun 2")]
    for number, deeds in enumerate((0, 1, 2, 3), start=3):
        made = loop.planned(innovation, plan, place=f"Dusun {number}")
        loop.fund(made, line, 10_000_000)
        for deed in (loop.start, loop.report_done, loop.verify)[:deeds]:
            deed(made)
        promises.append(made)
    dropped = loop.pledge(innovation, place="Dusun 9")
    loop.back("drop", dropped, VERIFIED_ON)
    bursas = [loop.bursa(day) for day in (TODAY, TODAY, TODAY, TODAY)]
    for opened in bursas[1:3]:
        loop.do("bursa.open", loop.tpid(), opened)
    loop.do("bursa.cancel", loop.tpid(), bursas[3], reason="Hujan")
    loop.do("bursa.close", loop.tpid(), bursas[2], notes="")
    away = loop.people.user("village_officer", "18.06.20.2004")
    loop.do("people.deactivate", loop.people("administrator", "ID"), away, reason="Pindah")
    return [
        innovation, withdrawn, *cards, ready, *versions, verified, *promises, dropped, *bursas,
        line.document, loop.document("apbdes", row(5), code=CAMPANG), loop.people.user("village_officer", CAMPANG), away,
    ]  # fmt: skip


def operations(loop: Loop) -> dict[str, Operation]:
    """Every action by its kind, on a record and by a person for which it is allowed now."""
    there = records(loop)
    users = [
        loop.people.user("administrator", "ID"),
        loop.people.user("village_officer", KUTA_DALOM),
        loop.people.user("village_officer", CAMPANG),
        loop.people.user("tpid"),
        loop.people.user("tik"),
    ]
    tokens = {user.pk: Token.issue(user, "uji") for user in users}
    found: dict[str, Operation] = {}
    for kind, action in registry.ACTIONS.items():
        model = action.subject
        subjects = [one for one in there if isinstance(one, model)] if model else [None]
        for subject, user in ((s, u) for s in subjects for u in users):
            if subject is not None and not SUITABLE.get(kind, bool)(subject):
                continue
            if check(action, actor_of(user), subject).allowed:
                found[kind] = Operation(action, subject, user, tokens[user.pk])
                break
    assert found.keys() == registry.ACTIONS.keys()
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
    good, schema = operation.body(), body_schema(operation.action)["properties"]
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


def test_every_operation_says_what_is_wrong_with_a_body(loop: Loop) -> None:
    faults = []
    for kind, operation in operations(loop).items():
        for what, body, fields, statuses in bodies(operation):
            status, answer = operation.send(body)
            if not in_words(status, answer, statuses) or not fields <= set(answer["errors"]):
                faults.append((kind, what, status, answer))
    assert faults == []


def test_every_operation_is_for_those_who_may_and_for_what_is_there(loop: Loop) -> None:
    stranger = {
        role: Token.issue(loop.people.user(role, code), "uji")
        for role, code in (("tik", PRINGSEWU), ("village_officer", "18.10.01.2006"))
    }
    faults = []
    for kind, operation in operations(loop).items():
        good = operation.body()
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
            (kind, what, *answer)
            for what, (answer, statuses) in tries.items()
            if not in_words(*answer, statuses)
        ]
    assert faults == []


def test_every_operation_answers_a_replay_with_its_first_receipt(loop: Loop) -> None:
    faults = []
    for kind, operation in operations(loop).items():
        good = operation.body() | {"act": str(uuid7())}
        other = {"reason": "Alasan yang lain", "on": (TODAY - timedelta(days=1)).isoformat()}
        texts = [q.name for q in inputs.asks(operation.action.entry) if isinstance(q.kind, inputs.Text)]
        changed = {key: other[key] for key in good if key in other} or dict.fromkeys(texts[:1], "Lain")
        with rolled_back():
            first, again = (post(operation, good) for _time in range(2))
            events = Event.objects.filter(act=UUID(good["act"])).values("kind").count()
            differs = post(operation, good | changed) if changed and kind not in PHONES else None
        if first[0] != 200 or again != first or not events:
            faults.append((kind, first, again, events))
        if differs and not in_words(*differs, {409, 422}):
            faults.append((kind, differs))
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
