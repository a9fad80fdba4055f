from __future__ import annotations

import threading
import time

import pytest
from django.db import transaction

from lestari.foundation.ledger import followers
from lestari.foundation.ledger.canonical import GENESIS, chained
from lestari.foundation.ledger.followers import follow, run_all
from lestari.foundation.ledger.models import Cursor, Event
from lestari.foundation.ledger.sealer import head, seal, seal_all
from lestari.foundation.ledger.verify import verify
from tests.databases import OwnDatabase
from tests.foundation.trial.actions import RECORDS, make

WRITERS, EACH = 8, 12


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The serials that a follower named `trial` has seen, in its order."""
    serials: list[int] = []
    read = {"trial": lambda events: serials.extend(event.serial for event in events)}
    monkeypatch.setattr(followers, "FOLLOWERS", read)
    return serials


@pytest.mark.django_db
def test_sealing_numbers_without_gaps_and_chains() -> None:
    for _turn in range(3):
        make()

    assert seal() == 3
    assert seal() == 0
    make()
    assert seal() == 1

    digest = GENESIS
    for number, event in enumerate(Event.objects.order_by("serial"), start=1):
        digest = chained(digest, number, event.canonical)
        assert (event.position, event.digest) == (number, digest)
    assert head() == (4, digest)


@pytest.mark.django_db
def test_sealing_in_batches_gives_the_same_chain() -> None:
    for _turn in range(5):
        make()

    assert [seal(limit=2) for _turn in range(4)] == [2, 2, 1, 0]
    assert verify(RECORDS).faults == []


@pytest.mark.django_db
def test_a_follower_reads_each_event_once_in_order(seen: list[int]) -> None:
    for _turn in range(5):
        make()
    assert follow("trial") == 0, "nothing is sealed yet"

    seal_all()
    assert follow("trial", limit=2) == 2
    assert run_all() == 3
    assert run_all() == 0

    assert seen == list(Event.objects.order_by("position").values_list("serial", flat=True))


@pytest.mark.django_db
def test_a_follower_that_fails_reads_the_batch_again(monkeypatch: pytest.MonkeyPatch) -> None:
    make()
    seal_all()
    seen: list[int] = []

    def failing_once(events: list[Event]) -> None:
        seen.extend(event.serial for event in events)
        if len(seen) == 1:
            raise RuntimeError("the disk is full")

    monkeypatch.setattr(followers, "FOLLOWERS", {"trial": failing_once})
    with pytest.raises(RuntimeError, match="the disk is full"), transaction.atomic():
        follow("trial")
    assert not Cursor.objects.filter(position__gt=0).exists()

    assert follow("trial") == 1
    event = Event.objects.get()
    assert seen == [event.serial, event.serial]


@pytest.mark.postgresql_only
def test_an_event_that_commits_late_is_sealed_later_and_missed_by_nobody(
    own_database: OwnDatabase, seen: list[int]
) -> None:
    inserted, sealed_once = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            make(1)
            inserted.set()
            assert sealed_once.wait(30)

    def quick() -> None:
        assert inserted.wait(30)
        make(2)
        assert seal() == 1
        run_all()
        sealed_once.set()

    # The code's series would hold the quick one up: number the slow one's series apart.
    own_database.at_once([_in_series("A", slow), _in_series("B", quick)])
    assert seal() == 1
    run_all()

    first, second = Event.objects.order_by("serial")
    assert (first.position, second.position) == (2, 1)
    assert seen == [second.serial, first.serial]
    assert verify(RECORDS).faults == []


@pytest.mark.postgresql_only
def test_slow_writers_two_sealers_and_a_follower_at_once_lose_nothing(
    own_database: OwnDatabase, seen: list[int]
) -> None:
    running = threading.Event()
    running.set()
    waiting = iter(range(WRITERS, 0, -1))
    lock = threading.Lock()

    def write(name: str) -> None:
        for turn in range(EACH):
            with transaction.atomic():
                make(turn)
                time.sleep(0.001 * (turn * 7 % 20))
        with lock:
            if next(waiting) == 1:
                running.clear()

    def keep_sealing() -> None:
        while running.is_set():
            seal(limit=7)

    def keep_following() -> None:
        while running.is_set():
            run_all()

    writers = [
        _in_series(f"W{number}", lambda number=number: write(f"W{number}")) for number in range(WRITERS)
    ]
    own_database.at_once([*writers, keep_sealing, keep_sealing, keep_following])
    seal_all()
    run_all()

    order = list(Event.objects.order_by("position").values_list("serial", flat=True))
    assert len(order) == WRITERS * EACH
    assert order != sorted(order), "no event committed out of order: this test tries nothing"
    assert seen == order
    assert verify(RECORDS).faults == []


_series = threading.local()


def _in_series(name: str, function: object) -> object:
    """Run in a thread whose pledges are numbered in a series of their own, so that writers do not queue for one number."""

    def run() -> None:
        _series.name = name
        function()  # type: ignore[operator]

    return run


@pytest.fixture(autouse=True)
def _series_by_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "tests.foundation.trial.models.Pledge.code_series",
        lambda _self: f"T-{getattr(_series, 'name', '2026')}",
    )
