"""What happens when people write at the same moment, and when the machine dies under them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from uuid import UUID

import pytest

from lestari.foundation.kernel.errors import Changed
from lestari.foundation.kernel.ids import uuid7
from lestari.foundation.ledger.models import Event
from lestari.foundation.ledger.sealer import seal_all
from lestari.foundation.ledger.verify import verify
from lestari.foundation.workflow.models import Receipt, Stay
from lestari.foundation.workflow.perform import perform
from tests.databases import OwnDatabase
from tests.foundation.trial.actions import CHANGE, MAKER_HERE, RECORDS, Amount, make, pledge
from tests.foundation.trial.models import Pledge

ROOT = Path(__file__).resolve().parents[3]


def test_twenty_writers_are_all_served(own_database: OwnDatabase) -> None:
    def write() -> list[str]:
        return [make(number).code for number in range(10)]

    codes = [code for written in own_database.at_once([write] * 20) for code in written]

    assert sorted(codes) == [f"T-2026-{number:04d}" for number in range(1, 201)]
    assert (
        Pledge.objects.count()
        == Receipt.objects.count()
        == Stay.objects.count()
        == Event.objects.count()
        == 200
    )
    seal_all()
    assert verify(RECORDS).faults == []


def test_the_same_act_sent_ten_times_at_once_is_done_once(own_database: OwnDatabase) -> None:
    act = uuid7()

    receipts = own_database.at_once([lambda: make(7, act_id=act)] * 10)

    assert {(receipt.act, receipt.subject) for receipt in receipts} == {(act, Pledge.objects.get().pk)}
    assert (Event.objects.count(), Receipt.objects.count()) == (1, 1)


def test_the_same_change_sent_ten_times_at_once_is_done_once_though_each_says_what_it_saw(
    own_database: OwnDatabase,
) -> None:
    made, act = pledge(), uuid7()

    def change() -> UUID:
        found = Pledge.objects.get(pk=made.pk)
        return perform(CHANGE, MAKER_HERE, found, Amount(amount=7), act_id=act, seen=1).act

    assert set(own_database.at_once([change] * 10)) == {act}
    assert (Pledge.objects.get().version, Event.objects.count()) == (2, 2)


def test_of_ten_who_saw_the_same_version_one_changes_it(own_database: OwnDatabase) -> None:
    made = pledge()

    def change(amount: int) -> str:
        try:
            perform(CHANGE, MAKER_HERE, Pledge.objects.get(pk=made.pk), Amount(amount=amount), seen=1)
        except Changed:
            return "changed meanwhile"
        return "done"

    answers = own_database.at_once([lambda amount=amount: change(amount) for amount in range(10)])

    assert sorted(answers) == ["changed meanwhile"] * 9 + ["done"]
    assert Pledge.objects.get().version == 2
    assert Event.objects.count() == 2


def test_whoever_does_not_say_what_they_saw_waits_for_the_one_before(own_database: OwnDatabase) -> None:
    made = pledge()

    def change(amount: int) -> None:
        perform(CHANGE, MAKER_HERE, Pledge.objects.get(pk=made.pk), Amount(amount=amount))

    own_database.at_once([lambda amount=amount: change(amount) for amount in range(1, 11)])

    assert Pledge.objects.get().version == 11
    seal_all()
    assert verify(RECORDS).faults == []


@pytest.mark.parametrize("survived", [3, 20, 45])
def test_after_a_kill_every_acknowledged_act_is_there_once(own_database: OwnDatabase, survived: int) -> None:
    acknowledged = _write_until_killed(own_database, survived)
    assert len(acknowledged) >= survived
    written = Receipt.objects.count()

    assert set(Receipt.objects.filter(act__in=acknowledged).values_list("act", flat=True)) == set(
        acknowledged
    )
    assert written - len(acknowledged) in {0, 1}, "at most the act under way was written and not acknowledged"
    assert Event.objects.count() == Pledge.objects.count() == Stay.objects.count() == written, (
        "nothing is half-written"
    )
    seal_all()
    assert verify(RECORDS).faults == []

    for number, act in enumerate(acknowledged):  # the client, unsure, sends everything again
        make(number, act_id=act)
    assert Receipt.objects.count() == Event.objects.count() == written


def _write_until_killed(database: OwnDatabase, survived: int) -> list[UUID]:
    """Let another process write, one act after the other, and kill it in the middle; return what it acknowledged."""
    command = [sys.executable, "-m", "tests.foundation.workflow.writer"]
    environment = {
        **os.environ,
        "DATABASE_URL": database.url,
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "tests.settings"),
    }
    acknowledged: list[UUID] = []
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        for line in writer.stdout:
            acknowledged.append(UUID(line.strip()))
            if len(acknowledged) == survived:
                time.sleep(0.003)
                writer.send_signal(signal.SIGKILL)
    return acknowledged
