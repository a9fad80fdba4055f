"""Deny by default: every address has a rule, every action is an operation, and the printed tables are those in force."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from lestari.foundation.components.forms import FIELDS, FORMS, form_for
from lestari.foundation.kernel.access import ANONYMOUS, SYSTEM, Scope
from lestari.foundation.rooms import PAGES
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.inputs import asks
from lestari.surface.api.operations import API
from lestari.surface.reference import pages

ROOT = Path(__file__).parents[2]
SCOPE = Scope(None, "18.06.15.2001.")


def addresses(
    patterns: list[URLPattern | URLResolver], *, in_api: bool = False
) -> Iterator[tuple[str, bool]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, in_api=in_api or pattern.namespace == "api")
        else:
            yield pattern.name or str(pattern.pattern), in_api


def test_every_page_has_a_rule_and_every_rule_a_page():
    names = {name for name, in_api in addresses(get_resolver().url_patterns) if not in_api}
    assert names == set(PAGES)


def test_every_action_is_an_operation():
    schema = API.get_openapi_schema()
    operations = {
        operation["operationId"] for path in schema["paths"].values() for operation in path.values()
    }
    assert schema["openapi"] == "3.1.0"
    assert set(registry.ACTIONS) <= operations


def test_every_question_has_one_field_of_its_kind(db):
    for action in registry.ACTIONS.values():
        subject = None
        names = {question.name for question in asks(action.entry)}
        written = FORMS.get(action.kind)
        if written is None:
            kinds = {type(question.kind) for question in asks(action.entry)}
            assert kinds <= set(FIELDS), action.kind
        elif action.subject is None:
            assert names <= set(form_for(action, subject, SYSTEM).fields), action.kind


def test_the_public_may_take_no_action():
    open_to_all = {
        kind for kind, action in registry.ACTIONS.items() if action.right.judge(ANONYMOUS, SCOPE).allowed
    }
    assert open_to_all == set()


def test_the_printed_tables_are_those_in_force():
    for name, text in pages().items():
        assert (ROOT / name).read_text() == text, f"{name}: run `make docs`"
