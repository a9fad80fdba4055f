from __future__ import annotations

import pytest
from django.db import connection

from lestari.foundation.ledger.canonical import GENESIS
from lestari.foundation.ledger.models import Cursor, Event
from lestari.foundation.ledger.sealer import head_text, seal_all
from lestari.foundation.ledger.verify import verify
from lestari.foundation.workflow.perform import perform
from tests.foundation.ledger.tampering import faults, sealed_findings, tamper
from tests.foundation.trial.actions import (
    CHANGE,
    JUDGE_HERE,
    KEEP,
    MAKER_HERE,
    RECORDS,
    Amount,
    Dated,
    make,
    pledge,
)
from tests.foundation.trial.models import Part, Pledge

pytestmark = pytest.mark.django_db


@pytest.fixture
def book() -> list[Event]:
    """Five sealed events: three pledges made, the amount of the first changed, the first kept (which touches two rows)."""
    first = pledge(1_000_000)
    make(2_000_000)
    make(3_000_000)
    perform(CHANGE, MAKER_HERE, first, Amount(amount=1_500_000))
    perform(KEEP, JUDGE_HERE, first, Dated())
    seal_all()
    return list(Event.objects.order_by("position"))


def name(event: Event) -> str:
    return f"event {event.position} ({event.kind}, {event.id})"


def test_an_untouched_book_holds(book: list[Event]) -> None:
    finding = sealed_findings(head_text())

    assert finding.faults == []
    assert finding.head == f"{len(book)}:{book[-1].digest}"
    assert finding.unsealed == 0


def test_an_empty_book_holds() -> None:
    finding = verify(RECORDS)

    assert (finding.faults, finding.head) == ([], f"0:{GENESIS}")


def test_the_tail_that_waits_for_the_seal_is_counted_and_checked(book: list[Event]) -> None:
    waiting = make()
    finding = verify(RECORDS)
    assert (finding.faults, finding.unsealed, finding.position) == ([], 1, len(book))

    tamper("UPDATE ledger_event SET whence = 'api' WHERE act = %s", _id(waiting.act))

    event = Event.objects.get(act=waiting.act)
    assert verify(RECORDS).faults == [
        f"event not sealed yet (trial.make, {event.id}): the column whence was changed."
    ]


def test_an_altered_text_is_named(book: list[Event]) -> None:
    altered = book[1]
    tamper(
        "UPDATE ledger_event SET canonical = REPLACE(canonical, '2000000', '9000000') WHERE position = %s",
        altered.position,
    )

    found = faults()

    assert found[0] == f"{name(altered)}: its seal does not fit; its content or its place was changed."
    assert found[1:] == [
        f"trial.Pledge {altered.subject}: amount is 2000000 in the table, 9000000 by the ledger."
    ]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "trial.void"),
        ("effective_on", "2019-12-31"),
        ("whence", "api"),
        ("subject_kind", "trial.Part"),
    ],
)
def test_an_altered_column_is_named(book: list[Event], column: str, value: str) -> None:
    altered = book[2]
    tamper(f"UPDATE ledger_event SET {column} = %s WHERE position = %s", value, altered.position)
    altered.refresh_from_db()

    assert faults() == [f"{name(altered)}: the column {column} was changed."]


def test_a_text_that_is_no_text_any_more_is_named(book: list[Event]) -> None:
    tamper("UPDATE ledger_event SET canonical = 'rusak' WHERE position = 2")

    assert faults()[0] == f"{name(book[1])}: its text is broken."


def test_a_missing_event_is_named(book: list[Event]) -> None:
    tamper("DELETE FROM ledger_event WHERE position = 2")

    found = faults()

    assert found[0] == "Events are missing between the positions 1 and 3."
    assert f"trial.Pledge {book[1].subject} is in the table, but not in the ledger." in found


def test_a_missing_first_event_is_named(book: list[Event]) -> None:
    tamper("DELETE FROM ledger_event WHERE position = 1")

    assert faults()[0] == "Events are missing between the positions 0 and 2."


def test_reordered_events_are_named(book: list[Event]) -> None:
    for old, new in ((2, 100), (3, 2), (100, 3)):
        tamper("UPDATE ledger_event SET position = %s WHERE position = %s", new, old)

    found = faults()

    changed = "its seal does not fit; its content or its place was changed."
    assert found[0] == f"event 2 (trial.make, {book[2].id}): {changed}"
    assert found[1] == f"event 3 (trial.make, {book[1].id}): {changed}"


def test_a_chain_closed_anew_over_an_altered_event_fails_against_a_printed_head(book: list[Event]) -> None:
    printed = head_text()
    tamper("UPDATE ledger_event SET canonical = REPLACE(canonical, '2000000', '9000000') WHERE position = 2")
    tamper("UPDATE ledger_event SET position = NULL, digest = ''")
    tamper("UPDATE trial_pledge SET amount = 9000000 WHERE amount = 2000000")

    assert faults() == []
    assert faults(printed) == [f"The seal of position {len(book)} is not the one that was printed."]


def test_a_cut_off_end_is_found_with_a_head(book: list[Event]) -> None:
    printed, last = head_text(), book[-1]
    tamper("DELETE FROM ledger_event WHERE position = %s", last.position)

    cut = f"The end is cut off: printed is position {len(book)}, the last there is {len(book) - 1}."
    assert cut in faults(printed)
    assert cut not in faults()


def test_a_cut_off_end_is_found_where_a_follower_has_read_further(book: list[Event]) -> None:
    Cursor.objects.create(follower="feed", position=len(book))
    tamper("DELETE FROM ledger_event WHERE position = %s", len(book))

    assert (
        f"The end is cut off: the follower feed has read position {len(book)}, the last there is {len(book) - 1}."
        in faults()
    )


def test_an_earlier_head_still_holds_when_the_book_has_grown(book: list[Event]) -> None:
    printed = head_text()
    make()

    assert faults(printed) == []


def test_an_amount_altered_in_its_table_is_named(book: list[Event]) -> None:
    Pledge.objects.filter(pk=book[1].subject).update(amount=2_000_001)

    assert faults() == [
        f"trial.Pledge {book[1].subject}: amount is 2000001 in the table, 2000000 by the ledger."
    ]


def test_a_decimal_altered_in_its_table_is_named(book: list[Event]) -> None:
    part = Part.objects.get()
    Part.objects.update(share="12.40")

    assert faults() == [f"trial.Part {part.pk}: share is 12.4 in the table, 12.5 by the ledger."]


def test_a_state_altered_in_its_table_is_named(book: list[Event]) -> None:
    Pledge.objects.filter(pk=book[0].subject).update(state="void")

    assert faults() == [f"trial.Pledge {book[0].subject}: state is void in the table, kept by the ledger."]


def test_a_row_put_in_by_hand_is_named(book: list[Event]) -> None:
    smuggled = Pledge.objects.create(amount=5, place=book[0].region, path="18.", code="T-0", state="made")

    assert faults() == [f"trial.Pledge {smuggled.pk} is in the table, but not in the ledger."]


def test_a_row_taken_out_by_hand_is_named(book: list[Event]) -> None:
    Part.objects.all().delete()
    part = next(event.subject for event in book if event.subject_kind == "trial.Part")

    assert faults() == [f"trial.Part {part} is in the ledger, but gone from the table."]


def test_a_field_outside_of_the_ledger_may_differ(book: list[Event]) -> None:
    Pledge.objects.update(note="ditulis ulang")

    assert faults() == []


def test_an_event_whose_old_is_not_the_new_before_it_is_named(book: list[Event]) -> None:
    tamper(
        "UPDATE ledger_event SET canonical = REPLACE(canonical, '[1000000,', '[1000001,') WHERE position = 4"
    )

    assert f"{name(book[3])}: amount changes from 1000001, but was 1000000 before." in faults()


def test_free_text_does_not_enter_the_book(book: list[Event]) -> None:
    assert [event.id for event in book if "diubah" in event.canonical] == []
    assert Pledge.objects.filter(note="diubah").count() == 1


def _id(value: object) -> object:
    """A UUID as the database's driver keeps it."""
    return str(value).replace("-", "") if connection.vendor == "sqlite" else value
