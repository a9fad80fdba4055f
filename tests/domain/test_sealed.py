"""What `ledger verify` sees in the tables behind the figures: every column by which a figure could be changed by hand."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from lestari.domain.budgets.models import Allocation
from lestari.domain.commitments.models import Commitment
from lestari.foundation.files.models import Original
from lestari.foundation.files.store import Originals
from lestari.foundation.ledger.sealer import seal_all
from lestari.foundation.ledger.verify import verify
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.models import Stay
from lestari.foundation.workflow.stays import Stays
from tests.domain.builders import Loop, original, row
from tests.world import PRINGSEWU

STAYS = "The days of the states of the record {id} in the table are not those of the ledger."


@pytest.fixture
def promise(loop: Loop) -> Commitment:
    innovation = loop.innovation()
    made = loop.planned(innovation, loop.plan_line())
    loop.fund(made, loop.budget(row(100_000_000))[0], 60_000_000)
    return made


def faults() -> list[str]:
    seal_all()
    ours = {label: model for label, model in registry.RECORDS.items() if not label.startswith("people.")}
    return verify(ours, witnesses=[Stays(), Originals()]).faults


def by_hand(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [value.hex if connection.vendor == "sqlite" and hasattr(value, "hex") else value for value in values])  # fmt: skip


def test_the_days_of_a_state_are_sealed(loop: Loop, promise: Commitment) -> None:
    stay = Stay.objects.get(record=promise.pk, state="budgeted")
    for column, changed in (("since", "2019-01-01"), ("until", "2026-01-31"), ("state", "verified")):
        before = getattr(stay, column)
        by_hand(f"UPDATE workflow_stay SET {column} = %s WHERE id = %s", changed, stay.pk)
        assert faults() == [STAYS.format(id=promise.pk)], column
        by_hand(f"UPDATE workflow_stay SET {column} = %s WHERE id = %s", before, stay.pk)
    assert faults() == []


def test_a_stay_that_is_gone_and_one_too_many_are_named(loop: Loop, promise: Commitment) -> None:
    stay = Stay.objects.get(record=promise.pk, state="budgeted")
    Stay.objects.filter(pk=stay.pk).delete()
    assert faults() == [STAYS.format(id=promise.pk)]
    stay.save(force_insert=True)
    assert faults() == []
    extra = Stay.objects.create(
        record=promise.pk, kind="commitment", state="verified", since=stay.since, act=stay.act
    )
    assert faults() == [STAYS.format(id=promise.pk)]
    extra.delete()


def test_money_moved_to_another_region_is_named(loop: Loop, promise: Commitment) -> None:
    allocation = Allocation.objects.get()
    here, there = allocation.region_id, loop.regions[PRINGSEWU].pk
    by_hand("UPDATE budgets_allocation SET region_id = %s WHERE id = %s", there, allocation.pk)
    assert faults() == [
        f"budgets.Allocation {allocation.pk}: @region is {there} in the table, {here} by the ledger."
    ]
    by_hand("UPDATE budgets_allocation SET region_id = %s WHERE id = %s", here, allocation.pk)


def test_another_content_behind_an_attachment_is_named(loop: Loop, promise: Commitment) -> None:
    paper = original("paper")
    loop.do("commitment.start", loop.officer(), promise, on=loop.clock.moment.date(), photos=(paper,))
    digest = paper.sha256
    by_hand("UPDATE files_original SET sha256 = %s WHERE id = %s", "f" * 64, paper.pk)
    assert faults() == [f"The original {paper.pk} is not the content any more that was attached."]
    by_hand("UPDATE files_original SET sha256 = %s WHERE id = %s", digest, paper.pk)
    assert Original.objects.get(pk=paper.pk).sha256 == digest


@pytest.mark.sqlite_only
def test_a_text_is_no_answer_to_whether_money_was_voided(promise: Commitment) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        by_hand("UPDATE budgets_allocation SET voided = '2018-01-01'")
