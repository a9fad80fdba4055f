"""Days as Indonesians write them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lestari.foundation.kernel.dates import (
    day_short,
    day_text,
    distance_text,
    moment_text,
    parse_day,
    weekday_text,
)
from lestari.foundation.kernel.errors import Refused

DAY = date(2019, 12, 31)


@pytest.mark.parametrize(
    "text", ["2019-12-31", "31/12/2019", "31-12-2019", "31 Desember 2019", "31 Des 2019"]
)
def test_parse_takes_the_usual_ways(text):
    assert parse_day(text) == DAY


def test_day_comes_before_month():
    assert parse_day("03/04/2019") == date(2019, 4, 3)


@pytest.mark.parametrize("text", ["31-2-2019", "", "besok", "2019-13-01", "99999-1-1"])
def test_parse_refuses_what_is_no_day(text):
    with pytest.raises(Refused):
        parse_day(text)


def test_texts():
    assert day_text(DAY) == "31 Desember 2019"
    assert day_short(DAY) == "31\u00a0Des\u00a02019"
    assert weekday_text(DAY) == "Selasa, 31 Desember 2019"
    assert moment_text(datetime(2026, 7, 15, 6, 40, tzinfo=UTC)) == "Rabu, 15 Juli 2026 pukul 13.40 WIB"


def test_distance_says_late_and_left():
    today = date(2026, 8, 11)
    assert distance_text(date(2026, 8, 15), today) == "4 hari lagi"
    assert distance_text(date(2026, 8, 8), today) == "terlambat 3 hari"
    assert distance_text(today, today) == "hari ini"


@given(st.dates(min_value=date(1000, 1, 1)))
def test_what_is_shown_is_read_again(day):
    assert parse_day(day_text(day)) == day
