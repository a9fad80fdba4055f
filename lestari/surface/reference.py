"""The pages of the docs that are made from the tables: the matrix of rights, and every action with its steps and duties."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.utils import translation

from lestari.foundation.kernel.access import Right
from lestari.foundation.people.roles import ROLES
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.action import Action
from lestari.foundation.workflow.flow import Flow
from lestari.foundation.workflow.inputs import asks

_MADE = "<!-- Made from the tables by `make docs`; change the tables, not this page. -->"


def rights_page() -> str:
    """Return the matrix: a row for each action, a column for each role, and the further conditions."""
    heads = [str(role.word) for role in ROLES.values()]
    lines = [
        "# Who may do what",
        "",
        _MADE,
        "",
        "A role counts in its region and all below it. `yes` where the role may; further conditions stand at the end.",
        "",
        "| action | " + " | ".join(heads) + " | conditions |",
        "| --- |" + " --- |" * (len(heads) + 1),
    ]
    lines += [_rights_row(action) for action in registry.ACTIONS.values()]
    return "\n".join(lines) + "\n"


def _rights_row(action: Action) -> str:
    holders = {role.key for role in action.right.roles}
    marks = ["yes" if key in holders else "" for key in ROLES]
    return f"| `{action.kind}` {action.words} | " + " | ".join(marks) + f" | {_conditions(action.right)} |"


def _conditions(right: Right) -> str:
    return f"`{right.text}`".replace("|", "or")


def actions_page() -> str:
    """Return every flow with its states, steps and duties, and every action with what it asks."""
    lines = ["# Every record's way, every action", "", _MADE, ""]
    for model in registry.flowing():
        lines += _flow_lines(model.flow)
    lines += ["## What each action asks", ""]
    for action in registry.ACTIONS.values():
        lines += _action_lines(action)
    return "\n".join(lines).rstrip() + "\n"


def _flow_lines(flow: Flow) -> Iterator[str]:
    yield from (f"## {flow.word}", "", "| state | word | waits for |", "| --- | --- | --- |")
    for state in flow.states:
        waiting = ", ".join(f"{waits.role.word}: `{waits.action}`" for waits in state.waits)
        yield f"| `{state.key}` | {state.word} | {waiting} |"
    yield from ("", "| step | from | to |", "| --- | --- | --- |")
    for step in flow.steps:
        sources = ", ".join(f"`{source}`" for source in step.sources) or "(new)"
        yield f"| `{step.kind}` | {sources} | `{step.target}` |"
    yield ""


def _action_lines(action: Action) -> Iterator[str]:
    yield from (f"### `{action.kind}` {action.words}", "")
    questions = asks(action.entry)
    for question in questions:
        must = "" if question.required else " (optional)"
        yield f"- `{question.name}` {type(question.kind).__name__}: {question.label}{must}"
    yield from ("",) if questions else ("Asks nothing.", "")


def pages() -> dict[str, str]:
    """Return the made pages by their path below the project."""
    with translation.override("id"):
        return {"docs/rights.md": rights_page(), "docs/actions.md": actions_page()}


def write(root: Path) -> None:
    """Write the made pages below the project's folder."""
    for name, text in pages().items():
        (root / name).write_text(text)
