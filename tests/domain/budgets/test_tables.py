"""Codes as people write them, and the accounts that pay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lestari.domain.budgets.tables import (
    ACCOUNTS,
    BIDANG,
    SOURCES,
    activities,
    activity_code,
    activity_name,
    pays,
)
from lestari.foundation.kernel.errors import Refused


@pytest.mark.parametrize(
    "typed", ["2.2.02", "02.02.02.", "2 2 02", "02.02.02", " 2.2.02 ", "2. 2. 02", "2.2.2"]
)
def test_a_code_is_read_however_offices_write_it(typed: str) -> None:
    assert activity_code(typed) == "2.2.02"


@pytest.mark.parametrize(
    "typed",
    ["", "2.2", "2.2.77", "9.1.01", "posyandu", "2.2.02.1", "6.1.95", "2202", "10.2.95", "1.9.95", "5.77.99"],
)
def test_a_code_that_the_regulation_does_not_have_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        activity_code(typed)
    assert str(refused.value) == (
        f"Kode kegiatan “{typed}” tidak ada di Permendagri 20/2018. Tulis misalnya 2.2.02."
    )


def test_a_code_that_a_regency_added_is_accepted_without_a_name() -> None:
    assert activity_code("02.02.95.") == "2.2.95"
    assert activity_name("2.2.95") == "Kegiatan tambahan kabupaten"


def test_the_table_has_every_code_of_the_regulation_with_a_clean_name() -> None:
    table = activities()
    assert len(table) == 180
    assert {code[0] for code in table} == set(BIDANG)
    assert [code for code, name in table.items() if "*" in name or name != name.strip() or not name] == []


@given(
    st.sampled_from(sorted(activities())),
    st.sampled_from(["{}.{}.{:02d}", "{:02d}.{:02d}.{:02d}.", "{} {} {}"]),
)
def test_every_code_survives_every_way_of_writing(code: str, way: str) -> None:
    assert activity_code(way.format(*map(int, code.split(".")))) == code


def test_spending_and_capital_pay_income_never() -> None:
    assert [account for account, _word in ACCOUNTS if pays(account)] == ["5.1", "5.2", "5.3", "5.4", "6.2"]
    assert (pays("5"), pays("6"), pays("6.20"), pays("52"), pays("6.2.1"), pays("4.2.1")) == (
        True,
        False,
        False,
        False,
        True,
        False,
    )


def test_every_source_stands_once_and_has_a_day_from_which_it_is_in_force() -> None:
    assert [source.key for source in SOURCES] == ["PAD", "DD", "ADD", "PBH", "PBP", "PBK", "SWD", "DLL"]
    assert all(source.until is None or source.since < source.until for source in SOURCES)
