"""What the history of a promise once said, it goes on saying: each event tells the line and the year that it set."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from lestari.domain.commitments.models import Commitment
from tests.domain.builders import YEAR, Loop, row
from tests.domain.pages import MOST_QUERIES, queries, signed_in

pytestmark = pytest.mark.django_db

EARLIER, LATER = date(2025, 10, 1), date(2025, 11, 3)


def told(promise: Commitment) -> list[tuple[str, list[str]]]:
    """Return what each event of a promise tells, the first event first."""
    history = Client().get(f"/komitmen/{promise.code}").context["history"]
    return [(turn.kind.partition(".")[2], list(turn.told)) for turn in reversed(history)]


@pytest.fixture
def promise(loop: Loop) -> Commitment:
    """A promise in a line of Rp177.400.000 of the RKPDes."""
    return loop.planned(loop.innovation(), loop.plan_line(177_400_000))


def test_what_was_taken_out_of_the_plan_stood_in_a_line(loop: Loop, promise: Commitment) -> None:
    line = str(promise.plan_line)
    loop.back("unplan", promise, EARLIER)

    assert told(promise) == [("pledge", []), ("plan", [f"Baris RKPDes: {line}."]), ("unplan", [])]
    assert "Rp177.400.000" in line


def test_a_line_that_a_revision_leaves_as_it_was_is_told_once(loop: Loop, promise: Commitment) -> None:
    line = promise.plan_line
    assert line is not None
    loop.revise(line.document, row(177_400_000, line=line.pk), row(5, activity="2.4.02"), on=EARLIER)
    promise.refresh_from_db()
    assert promise.plan_line_id != line.pk

    assert told(promise) == [("pledge", []), ("plan", [f"Baris RKPDes: {line}."]), ("fall_back", [])]


def test_a_line_that_a_revision_changes_is_told_as_it_was_and_as_it_is(
    loop: Loop, promise: Commitment
) -> None:
    line = promise.plan_line
    assert line is not None
    revision = loop.revise(line.document, row(150_000_000, line=line.pk), on=EARLIER)
    changed = str(loop.lines(revision)[0])
    loop.do("budgets.void", loop.officer(), revision, reason="Belum disahkan")

    assert told(promise) == [
        ("pledge", []),
        ("plan", [f"Baris RKPDes: {line}."]),
        ("fall_back", [f"Baris RKPDes: {changed}."]),
        ("fall_back", [f"Baris RKPDes: {line}."]),
    ]
    assert "Rp150.000.000" in changed


def test_the_same_line_is_told_again_where_it_was_not_the_last(loop: Loop, promise: Commitment) -> None:
    line = promise.plan_line
    loop.back("unplan", promise, EARLIER)
    loop.do("commitment.plan", loop.officer(), promise, line=line, on=LATER)

    assert [words for _kind, words in told(promise)] == [[], [f"Baris RKPDes: {line}."], [], [f"Baris RKPDes: {line}."]]  # fmt: skip


def test_a_promise_moved_into_another_year_keeps_the_line_that_it_had(
    loop: Loop, promise: Commitment
) -> None:
    line = promise.plan_line
    loop.back("carry_over", promise, EARLIER, year=YEAR + 1)

    assert told(promise)[1:] == [
        ("plan", [f"Baris RKPDes: {line}."]),
        ("carry_over", ["Tahun anggaran 2026 menjadi 2027."]),
    ]


@pytest.mark.parametrize(
    ("year", "said"), [(YEAR + 1, "Tahun anggaran 2026 menjadi 2027."), (YEAR, "Tahun anggaran tetap 2026.")]
)
def test_a_promise_taken_up_again_tells_for_which_year(loop: Loop, year: int, said: str) -> None:
    promise = loop.pledge(loop.innovation())
    loop.back("drop", promise, EARLIER)
    loop.back("take_up", promise, LATER, year=year)

    assert told(promise)[1:] == [("drop", []), ("take_up", [said])]


def test_many_lines_take_no_more_queries(loop: Loop, promise: Commitment) -> None:
    client, address = signed_in(loop), f"/komitmen/{promise.code}"
    few = queries(client, address)
    for number in range(3):
        loop.back("unplan", promise, EARLIER)
        line = loop.plan_line(100 + number, year=YEAR + number + 1, on=EARLIER)
        loop.back("carry_over", promise, EARLIER, year=YEAR + number + 1)
        loop.do("commitment.plan", loop.officer(), promise, line=line, on=EARLIER)

    assert queries(client, address) <= few <= MOST_QUERIES
