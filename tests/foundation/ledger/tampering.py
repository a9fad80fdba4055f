"""What somebody with the database's password does: take the guards down and change what must not change."""

from __future__ import annotations

from django.db import connection

from lestari.foundation.ledger.sealer import seal_all
from lestari.foundation.ledger.verify import Finding, verify
from tests.foundation.trial.actions import RECORDS


def tamper(statement: str, *values: object) -> None:
    """Run a statement past the guards."""
    with connection.cursor() as cursor:
        for trigger in ("ledger_event_kept", "ledger_event_fixed"):
            table = "" if connection.vendor == "sqlite" else " ON ledger_event"
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}{table}")
        cursor.execute(statement, list(values))


def sealed_findings(head: str = "") -> Finding:
    seal_all()
    return verify(RECORDS, head=head)


def faults(head: str = "") -> list[str]:
    """Return what verifying names, after sealing what waits."""
    return sealed_findings(head).faults
