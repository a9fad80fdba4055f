from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from lestari.foundation.ledger.guards import SEALED_COLUMNS
from lestari.foundation.ledger.models import Event
from lestari.foundation.ledger.sealer import seal
from tests.foundation.trial.actions import make

pytestmark = pytest.mark.django_db

#: For each column another value than any event has.
OTHER_VALUE = {
    "serial": "serial + 1000",
    "id": "act",
    "act": "id",
    "recorded_at": "'2001-01-01 00:00:00+00'",
    "effective_on": "'2001-01-01'",
    "about": "'year'",
    "actor": "NULL",
    "behalf": "id",
    "kind": "'trial.other'",
    "subject_kind": "'trial.Other'",
    "subject": "id",
    "region": "NULL",
    "whence": "'api'",
    "canonical": "'{}'",
}


def refused(statement: str) -> str:
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(caught.value).partition("\n")[0]


def test_delete_is_refused_by_the_database() -> None:
    make()

    assert refused("DELETE FROM ledger_event") == "the ledger is append-only"
    assert Event.objects.count() == 1


@pytest.mark.parametrize("column", SEALED_COLUMNS)
def test_update_of_any_column_is_refused(column: str) -> None:
    make()
    before = Event.objects.values().get()

    assert refused(f"UPDATE ledger_event SET {column} = {OTHER_VALUE[column]}") == "the ledger is append-only"
    assert Event.objects.values().get() == before


def test_every_column_of_the_table_is_guarded() -> None:
    columns = {field.column for field in Event._meta.concrete_fields}

    assert columns - set(SEALED_COLUMNS) == {"position", "digest"}


def test_update_is_refused_together_with_a_seal() -> None:
    make()

    assert refused("UPDATE ledger_event SET position = 1, canonical = '{}'") == "the ledger is append-only"


def test_the_seal_is_filled_in_once() -> None:
    make()
    seal()
    sealed = Event.objects.values("position", "digest").get()

    assert sealed["position"] == 1
    assert refused("UPDATE ledger_event SET position = 7") == "the ledger is append-only"
    assert refused("UPDATE ledger_event SET position = NULL, digest = ''") == "the ledger is append-only"
    assert refused(f"UPDATE ledger_event SET digest = '{'0' * 64}'") == "the ledger is append-only"
    assert Event.objects.values("position", "digest").get() == sealed


@pytest.mark.sqlite_only
def test_nothing_is_replaced_on_the_way() -> None:
    make()
    seal()
    make(8)
    before = list(Event.objects.order_by("serial").values())
    columns = ", ".join(field.column for field in Event._meta.concrete_fields)

    for statement in (
        f"INSERT OR REPLACE INTO ledger_event ({columns}) SELECT {columns} FROM ledger_event WHERE position = 1",
        "UPDATE OR REPLACE ledger_event SET position = 1 WHERE position IS NULL",
    ):
        assert refused(statement) == "the ledger is append-only"
    assert list(Event.objects.order_by("serial").values()) == before


@pytest.mark.postgresql_only
def test_truncate_is_refused() -> None:
    make()

    assert refused("TRUNCATE ledger_event") == "the ledger is append-only"
