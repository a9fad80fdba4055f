"""Rupiah: read as offices write them, shown as the guideline has them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lestari.foundation.kernel.errors import Refused
from lestari.foundation.kernel.rupiah import number_text, parse_rupiah, rupiah_short, rupiah_text, terbilang


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12500000", 12_500_000),
        ("12.500.000", 12_500_000),
        ("Rp 12.500.000,-", 12_500_000),
        ("Rp12.500.000,00", 12_500_000),
        ("rp. 12 500 000", 12_500_000),
        ("Rp 12,5 juta", 12_500_000),
        ("350 rb", 350_000),
        ("1,234 Miliar", 1_234_000_000),
        ("0", 0),
    ],
)
def test_parse_takes_what_offices_write(text, amount):
    assert parse_rupiah(text) == amount


@pytest.mark.parametrize("text", ["1.250,75", "1250.5", "12,5"])
def test_parse_refuses_cents(text):
    with pytest.raises(Refused) as caught:
        parse_rupiah(text)
    assert str(caught.value) == f"{text} bukan rupiah penuh. Tulis tanpa sen."


@pytest.mark.parametrize("text", ["", "-5", "12.50.000", "5.7e+07", "dua juta", "١٢", "9" * 20, "9" * 5000])
def test_parse_refuses_what_is_no_amount(text):
    with pytest.raises(Refused):
        parse_rupiah(text)


def test_text_as_the_guideline_has_it():
    assert rupiah_text(100_820_313_099) == "Rp100.820.313.099"
    assert rupiah_text(-5000) == "-Rp5.000"
    assert rupiah_short(1_240_000_000) == "Rp1,2 miliar"
    assert rupiah_short(86_000_000) == "Rp86 juta"
    assert number_text(Decimal("1200.50")) == "1.200,5"


def test_words():
    assert terbilang(86_400_000) == "delapan puluh enam juta empat ratus ribu"
    assert terbilang(1_111) == "seribu seratus sebelas"
    assert terbilang(0) == "nol"
    assert terbilang(2_000_017) == "dua juta tujuh belas"


@given(st.integers(min_value=0, max_value=10**15))
def test_what_is_shown_is_read_again(amount):
    assert parse_rupiah(rupiah_text(amount)) == amount
