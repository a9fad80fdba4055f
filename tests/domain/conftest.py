from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection

from lestari.foundation.duties import keeping
from lestari.foundation.duties.models import Duty
from lestari.foundation.files.store import Originals
from lestari.foundation.ledger.sealer import seal_all
from lestari.foundation.ledger.verify import verify
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.stays import Stays
from tests.clock import Clock
from tests.domain.builders import Loop
from tests.world import People

_DUTY = ("role", "region", "subject_kind", "subject", "action", "since", "due")


def all_holds() -> None:
    """The ledger's fold agrees with the tables, and the duties kept by each flush with those made anew.

    The people of the tests' world came by no act.
    """
    seal_all()
    ours = {label: model for label, model in registry.RECORDS.items() if not label.startswith("people.")}
    assert verify(ours, witnesses=[Stays(), Originals()]).faults == []
    kept = set(Duty.objects.values_list(*_DUTY))
    assert keeping.rebuild() == len(kept)
    assert set(Duty.objects.values_list(*_DUTY)) == kept


@pytest.fixture
def loop(people: People, clock: Clock) -> Iterator[Loop]:
    """The loop's deeds; whatever a test did, ledger and duties agree with the tables in the end.

    That is looked at on SQLite: on PostgreSQL it takes as long as the test, of which only the database is another.
    """
    made = Loop(people, clock)
    yield made
    if connection.vendor == "sqlite":
        all_holds()
