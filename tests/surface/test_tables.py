"""The rooms' tables agree with each other: no step, right or panel that leads nowhere."""

from __future__ import annotations

from importlib import import_module

import pytest

from lestari.foundation.workflow import registry
from lestari.foundation.workflow.models import Flowing

RIGHTS = ("people", "budgets", "knowledge", "commitments", "bursa")
ANSWERS = {answer.kind for answers in registry.AFTER.values() for answer in answers}


@pytest.mark.parametrize("model", list(registry.flowing()), ids=lambda model: model.__name__)
def test_every_step_is_an_action_or_an_answer(model: type[Flowing]) -> None:
    kinds = {step.kind for step in model.flow.steps}
    assert kinds - set(registry.ACTIONS) - ANSWERS == set()


@pytest.mark.parametrize("model", list(registry.flowing()), ids=lambda model: model.__name__)
def test_every_state_is_reached_and_what_waits_in_it_is_possible_there(model: type[Flowing]) -> None:
    flow = model.flow
    assert {state.key for state in flow.states} == {step.target for step in flow.steps}
    for state in flow.states:
        for waits in state.waits:
            sources = registry.action(waits.action).sources()
            assert sources is None or state.key in sources, (state.key, waits.action)
            assert waits.role in registry.action(waits.action).right.roles, (state.key, waits.action)


@pytest.mark.parametrize("room", RIGHTS)
def test_every_right_is_that_of_an_action(room: str) -> None:
    floor = "foundation" if room == "people" else "domain"
    table = import_module(f"lestari.{floor}.{room}.rights").RIGHTS
    sections = {kind for kind in registry.ACTIONS if kind.startswith("innovation.save_")}
    acts = {"innovation.save" if kind in sections else kind for kind in registry.ACTIONS}
    assert {kind for kind in table if kind not in acts} == set()
