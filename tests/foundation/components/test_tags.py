from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template

from lestari.foundation.components.pages import role_words


def shown(source: str, **values: object) -> str:
    return " ".join(Template("{% load lestari %}" + source).render(Context(values)).split())


@pytest.mark.parametrize(
    ("source", "value", "expected"),
    [
        ("{{ x|rupiah }}", 100_820_313_099, "Rp100.820.313.099"),
        ("{{ x|rupiah }}", 0, "Rp0"),
        ("{{ x|rupiah }}", None, "belum ada data"),
        ("{{ x|rupiah_short }}", 1_250_000_000, "Rp1,2 miliar"),
        ("{{ x|number }}", 11_463, "11.463"),
        ("{{ x|number }}", None, "belum ada data"),
        ("{{ x|volume }}", Decimal("1200.50"), "1.200,5"),
        ("{{ x|day }}", date(2019, 12, 31), "31 Desember 2019"),
        ("{{ x|weekday }}", date(2019, 12, 31), "Selasa, 31 Desember 2019"),
        ("{{ x|distance }}", date(2026, 8, 15), "4 hari lagi"),
        ("{{ x|distance }}", date(2026, 8, 8), "terlambat 3 hari"),
        (
            "{{ x|moment }}",
            datetime(2026, 7, 15, 6, 40, tzinfo=ZoneInfo("UTC")),
            "Rabu, 15 Juli 2026 pukul 13.40 WIB",
        ),
        ("{{ x|grouped }}", "86400000", "86.400.000"),
        ("{{ x|grouped }}", "1.250,75", "1.250,75"),
        ("{{ x|mini_says }}", ["done", "done", "done", "now", "next", "next"], "Langkah 4 dari 6"),
        (
            "{{ x|mini_says }}",
            ["done", "done", "done", "cut", "next", "next"],
            "Berhenti di langkah 4 dari 6",
        ),
        ("{{ x|mini_says }}", ["done"] * 5 + ["sealed"], "6 dari 6 langkah selesai"),
    ],
)
def test_values_are_written_as_the_guideline_has_them(source, value, expected):
    assert shown(source, x=value) == expected


def test_short_day_never_breaks():
    assert Template("{% load lestari %}{{ x|day_short }}").render(Context({"x": date(2019, 12, 31)})) == (
        "31\u00a0Des\u00a02019"
    )


def test_the_strip_names_the_step():
    knots = [
        {"word": word, "state": state}
        for word, state in (("Ide", "done"), ("RKPDes", "now"), ("Hasil", "next"))
    ]
    named = [type("Knot", (), knot) for knot in knots]
    assert shown("{{ x|strip_says }}", x=named) == "Langkah 2 dari 3: RKPDes."


def test_roles_are_joined_as_a_sentence_has_them():
    assert (
        role_words(["agency", "facilitator", "village_officer"]) == "Dinas PMD, Pendamping atau Petugas desa"
    )
    assert role_words([]) == ""


def test_a_facts_list_or_tag_never_trusts_what_was_typed():
    drawn = shown('{% include "components/tag.html" with tone="late" word=x %}', x="<b>")
    assert "&lt;b&gt;" in drawn
    assert "<b>" not in drawn


@pytest.mark.parametrize(
    ("source", "value", "expected"),
    [
        ("{{ x|day }}", date(2027, 1, 26), "26\u00a0Januari\u00a02027"),
        ("{{ x|weekday }}", date(2027, 1, 26), "Selasa, 26\u00a0Januari\u00a02027"),
        (
            "{{ x|moment }}",
            datetime(2026, 7, 15, 6, 40, tzinfo=ZoneInfo("UTC")),
            "Rabu, 15\u00a0Juli\u00a02026 pukul 13.40\u00a0WIB",
        ),
    ],
)
def test_a_date_never_breaks_inside(source, value, expected):
    assert Template("{% load lestari %}" + source).render(Context({"x": value})) == expected
