"""Never more than a line holds; and what counts as funded by Dana Desa on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lestari.domain.budgets.allocating import (
    OverLine,
    allocate,
    change_amount,
    end_allocations,
    held,
    void_allocations,
)
from lestari.domain.budgets.models import Allocation, BudgetLine
from lestari.domain.budgets.queries import funded_by_dana_desa, tied
from lestari.foundation.kernel.access import SYSTEM
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.workflow.act import Act
from lestari.foundation.workflow.flush import write
from tests.domain.builders import Loop, row

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 2)


def act(on: date = DAY) -> Act:
    return Act("budgets.trial", SYSTEM, whence="demo", on=on)


def written(line: BudgetLine, amount: int, on: date = DAY) -> Allocation:
    doing = act(on)
    allocation = allocate(doing, line, amount)
    write(doing.book)
    return allocation


def ended(allocation: Allocation, on: date) -> None:
    doing = act(on)
    end_allocations(doing, [allocation], on)
    write(doing.book)


def test_what_the_same_act_has_tied_and_not_written_yet_counts(loop: Loop) -> None:
    (line,) = loop.budget(row(1_000))
    doing = act()
    allocate(doing, line, 700)
    with pytest.raises(OverLine):
        allocate(doing, line, 301)
    allocate(doing, line, 300)
    assert held(doing, line, DAY) == 1_000


def test_what_was_voided_holds_nothing(loop: Loop) -> None:
    (line,) = loop.budget(row(1_000))
    mistaken = written(line, 1_000)
    doing = act()
    void_allocations(doing, [mistaken])
    assert held(doing, line, DAY) == 0
    write(doing.book)
    written(line, 1_000)


def test_another_amount_takes_the_place_of_the_first_within_the_line(loop: Loop) -> None:
    (line,) = loop.budget(row(1_000))
    first = written(line, 400)
    written(line, 500)
    with pytest.raises(OverLine):
        change_amount(act(DAY + timedelta(9)), first, 501)
    first.refresh_from_db()
    doing = act(DAY + timedelta(9))
    second = change_amount(doing, first, 450)
    write(doing.book)
    assert (second.amount, second.follows_id, second.since) == (450, first.pk, date(2026, 2, 11))
    assert (tied([line], date(2026, 2, 10)), tied([line], date(2026, 2, 11))) == (
        {line.pk: 900},
        {line.pk: 950},
    )
    with pytest.raises(Refused) as refused:
        change_amount(act(date(2026, 2, 10)), second, 1)
    assert refused.value.errors == {
        "on": ["Dana ini baru terikat sejak 11 Februari 2026. Tulis tanggal itu atau sesudahnya."]
    }


def test_dana_desa_counts_spending_and_capital_of_its_own_source(loop: Loop) -> None:
    spending, capital, other = loop.budget(
        row(10, account="5.2"), row(20, account="6.2"), row(40, account="5.2", source="ADD")
    )
    rows = [written(spending, 1), written(capital, 2), written(other, 4)]
    assert set(funded_by_dana_desa(DAY)) == {rows[0], rows[1]}


def test_dana_desa_counts_from_its_first_day_until_the_day_before_its_end(loop: Loop) -> None:
    (line,) = loop.budget(row(10))
    allocation = written(line, 10, date(2026, 2, 10))
    ended(allocation, date(2026, 3, 10))
    counted = [
        day for day in (9, 10) for month in (2, 3) if funded_by_dana_desa(date(2026, month, day)).exists()
    ]
    assert counted == [9, 10]
    assert not funded_by_dana_desa(date(2026, 2, 9)).exists()
    assert funded_by_dana_desa(date(2026, 3, 9)).exists()


def test_dana_desa_counts_nothing_that_was_voided_or_stands_in_income(loop: Loop) -> None:
    income, line = loop.budget(row(10, account="4.2"), row(10))
    allocation = written(line, 10)
    Allocation.objects.filter(pk=allocation.pk).update(line=income)
    assert not funded_by_dana_desa(DAY).exists()
    Allocation.objects.filter(pk=allocation.pk).update(line=line)
    assert funded_by_dana_desa(DAY).exists()
    doing = act()
    void_allocations(doing, [allocation])
    write(doing.book)
    assert not funded_by_dana_desa(DAY).exists()
