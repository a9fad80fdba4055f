from __future__ import annotations

import pytest

from lestari.foundation.kernel.errors import Refused
from lestari.foundation.people.phones import normalised, parse_phone, shown


@pytest.mark.parametrize(
    "text",
    [
        "081234567890",
        "0812-3456-7890",
        "+62 812 3456 7890",
        "6281234567890",
        "006281234567890",
        "81234567890",
        "+62 (0)812.3456.7890",
    ],
)
def test_phone_written_in_any_way_is_one_number(text):
    assert normalised(text) == "6281234567890"


@pytest.mark.parametrize("text", ["", "halo", "0812", "08123456789012345", "0812x34567890", "٠٨١٢٣٤٥٦٧٨٩٠"])
def test_phone_that_is_none_is_empty(text):
    assert normalised(text) == ""


def test_phone_refused_says_what_to_write():
    with pytest.raises(Refused) as refused:
        parse_phone("0812")
    assert refused.value.errors == {"phone": ["“0812” bukan nomor telepon. Tulis misalnya 0812-3456-7890."]}


def test_phone_left_empty_stays_empty():
    assert parse_phone("  ") == ""


def test_phone_is_shown_as_people_write_it():
    assert [shown("6281234567890"), shown(""), shown("60123456789")] == ["0812-3456-7890", "", "+60123456789"]
