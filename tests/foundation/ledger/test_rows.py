"""Rows that the house makes by the dozen are the same rows as those of the constructor."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db.models import Model

from lestari.foundation.duties.models import Duty
from lestari.foundation.kernel.ids import uuid7
from lestari.foundation.ledger.rows import fresh, insert_rows
from lestari.foundation.workflow.models import Receipt, Stay

ON = date(2026, 8, 11)
WHO = UUID(int=7)


def held(row: Model) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Stay, {"id": WHO, "record": WHO, "kind": "idea", "state": "draft", "since": ON, "act": WHO}),
        (Receipt, {"act": WHO, "kind": "idea.save", "fingerprint": "", "subject": WHO, "at": datetime.now(UTC)}),
        (Duty, {"id": WHO, "role": "tik", "region_id": WHO, "subject": WHO, "action": "idea.save", "since": ON}),
    ],
    ids=["stay", "receipt", "duty"],
)  # fmt: skip
def test_a_fresh_row_holds_what_the_constructor_gives(model, values):
    assert held(fresh(model, **values)) == held(model(**values))
    assert fresh(model, **values)._state.adding


def test_each_fresh_row_has_an_identity_of_its_own():
    one, other = fresh(Stay), fresh(Stay)
    assert one.pk.version == other.pk.version == 7
    assert one.pk != other.pk


@pytest.mark.django_db
def test_rows_are_written_as_they_were_made():
    record = uuid7()
    days = [date(2026, 8, 1), None, date(2026, 8, 3)]
    stays = [
        fresh(Stay, record=record, kind="idea", state=f"s{number}", since=ON, until=until, act=WHO)
        for number, until in enumerate(days)
    ]
    insert_rows(Stay, stays)
    insert_rows(Stay, [])

    assert [held(one) for one in Stay.objects.filter(record=record).order_by("state")] == list(
        map(held, stays)
    )
