"""Whatever people do in whatever order: states, stays, versions and the ledger tell one story."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lestari.foundation.kernel.errors import Refused, WrongStep
from lestari.foundation.kernel.ids import uuid7
from lestari.foundation.ledger.models import Event
from lestari.foundation.ledger.sealer import seal_all
from lestari.foundation.ledger.verify import verify
from lestari.foundation.workflow.models import Stay
from lestari.foundation.workflow.perform import perform
from tests.foundation.trial.actions import (
    BREAK,
    CHANGE,
    JUDGE_HERE,
    KEEP,
    MAKER_HERE,
    MEND,
    RECORDS,
    VOID,
    Amount,
    Dated,
    pledge,
)
from tests.foundation.trial.models import FLOW, Pledge

pytestmark = pytest.mark.django_db

DOERS = {KEEP: JUDGE_HERE, BREAK: MAKER_HERE, MEND: MAKER_HERE, VOID: MAKER_HERE, CHANGE: MAKER_HERE}
days = st.dates(date(2017, 1, 1), date(2026, 8, 11))
deeds = st.lists(
    st.tuples(st.sampled_from(list(DOERS)), days, st.integers(0, 10**12), st.booleans()),
    min_size=1,
    max_size=12,
)
quick = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class Undo(Exception):  # noqa: N818
    """Ends an example and takes back what it wrote."""


@quick
@given(deeds)
def test_states_stays_and_ledger_agree_after_any_deeds(done: list) -> None:
    try:
        with transaction.atomic():
            made = pledge(on=date(2017, 1, 1))
            expected = ["made"]
            for action, day, amount, twice in done:
                _do(made, action, day, amount, twice, expected)
            _agree(made, expected)
            raise Undo
    except Undo:
        return


def _do(made: Pledge, action: object, day: date, amount: int, twice: bool, expected: list[str]) -> None:
    """Do one deed, perhaps sent twice, and keep by the flow's table what has to come of it."""
    entry = Amount(amount=amount) if action is CHANGE else Dated(on=day)
    act = uuid7()
    made.refresh_from_db()
    version = made.version
    try:
        perform(action, DOERS[action], made, entry, act_id=act)  # type: ignore[arg-type]
        if twice:
            made.refresh_from_db()
            perform(action, DOERS[action], made, entry, act_id=act)  # type: ignore[arg-type]
    except WrongStep:
        assert expected[-1] not in action.sources()  # type: ignore[attr-defined]
        return
    except Refused as refusal:
        assert set(refusal.errors) == {"on"}, "only a day before the present state's may be refused"
        return
    made.refresh_from_db()
    targets = [
        step.target for step in FLOW.steps if step.kind == action.kind and expected[-1] in step.sources
    ]  # type: ignore[attr-defined]
    expected.extend(targets)
    assert made.version == version + 1 or (action is CHANGE and made.version == version)


def _agree(made: Pledge, expected: list[str]) -> None:
    made.refresh_from_db()
    stays = list(Stay.objects.filter(record=made.pk).order_by("id"))
    assert [stay.state for stay in stays] == expected
    assert made.state == expected[-1]
    assert [stay.until for stay in stays if stay.until is None] == [None]
    for before, after in pairwise(stays):
        assert before.until == after.since
        assert before.since <= after.since, "a state cannot begin before the one that it follows"
    events = Event.objects.filter(subject=made.pk).order_by("serial")
    told = [event.changes["state"][1] for event in events if "state" in event.changes]
    assert told == expected
    seal_all()
    assert verify(RECORDS).faults == []
