"""What the database itself refuses: deleting an event, and changing one in any way but the sealer's."""

from __future__ import annotations

SEALED_COLUMNS = (
    "serial", "id", "act", "recorded_at", "effective_on", "about", "actor", "behalf",
    "kind", "subject_kind", "subject", "region", "whence", "canonical",
)  # fmt: skip

_CHANGED = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in SEALED_COLUMNS)
_ONCE = f"OLD.position IS NOT NULL OR {_CHANGED}"

SQLITE = (
    (
        "CREATE TRIGGER ledger_event_kept BEFORE DELETE ON ledger_event"
        " BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
    ),
    (
        f"CREATE TRIGGER ledger_event_fixed BEFORE UPDATE ON ledger_event WHEN {_ONCE.replace('IS DISTINCT FROM', 'IS NOT')}"
        " BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
    ),
)
#: On SQLite `INSERT OR REPLACE` and `UPDATE OR REPLACE` delete what is in their way without asking the trigger for deleting.
SQLITE_REPLACING = (
    (
        "CREATE TRIGGER ledger_event_new BEFORE INSERT ON ledger_event"
        " WHEN EXISTS (SELECT 1 FROM ledger_event WHERE id = NEW.id OR serial = NEW.serial OR position = NEW.position)"
        " BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
    ),
    (
        "CREATE TRIGGER ledger_event_place BEFORE UPDATE ON ledger_event"
        " WHEN EXISTS (SELECT 1 FROM ledger_event WHERE position = NEW.position AND serial <> OLD.serial)"
        " BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
    ),
)
POSTGRESQL = (
    (
        "CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$"
    ),
    (
        "CREATE TRIGGER ledger_event_kept BEFORE DELETE ON ledger_event"
        " FOR EACH ROW EXECUTE FUNCTION ledger_refuse()"
    ),
    (
        "CREATE TRIGGER ledger_event_emptied BEFORE TRUNCATE ON ledger_event"
        " FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()"
    ),
    (
        "CREATE TRIGGER ledger_event_fixed BEFORE UPDATE ON ledger_event"
        f" FOR EACH ROW WHEN ({_ONCE}) EXECUTE FUNCTION ledger_refuse()"
    ),
)


def statements(vendor: str) -> tuple[str, ...]:
    """Return the statements that put the guards up, for `sqlite` or `postgresql`."""
    return SQLITE if vendor == "sqlite" else POSTGRESQL
