"""Upgrading a database that holds records: backed up, migrated, its regions renewed, and verified; or as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from lestari.foundation.duties.keeping import rebuild
from lestari.foundation.kernel.errors import Unfit
from lestari.foundation.regions.renewing import Renewed, outdated, renew
from lestari.foundation.rooms import verify_ledger
from lestari.foundation.safekeeping import tables
from lestari.foundation.safekeeping.backup import Progress, back_up
from lestari.foundation.safekeeping.folder import in_folder, keep_newest
from lestari.foundation.safekeeping.presence import is_present
from lestari.foundation.safekeeping.tables import Name

_SHOWN = 5
#: What stands in the name of a backup made before an upgrade, and how many of these are kept.
_WHY, _KEPT = "-before-upgrade", 3


@dataclass(frozen=True)
class Upgraded:
    """What an upgrade did: the migrations gone through, the backup made before, the regions renewed, how many duties there are now."""

    migrations: tuple[Name, ...]
    backup: Path | None
    regions: Renewed
    duties: int
    ledger_head: str


def waits() -> bool:
    """Say whether there is anything to upgrade: tables, or regions of earlier lists."""
    return bool(tables.missing()) or outdated()


def upgrade(progress: Progress | None = None, tell: Callable[[str], None] = print) -> Upgraded:
    """Back up, migrate, renew the regions and the duties, verify. Raises Unfit with the reason, and then the database is what it was.

    Where nothing waits there is nothing to back up, and the rest is done all the same.
    """
    if tables.unknown(tables.applied()):
        raise Unfit(
            "this database is of a newer version of Lestari than the one installed; install that version."
        )
    backup: Path | None = None
    if waits():
        if is_present():
            raise Unfit(
                f"{settings.DATA} is being served: stop it first (systemctl stop lestari), then upgrade."
            )
        folder = Path(settings.BACKUPS)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        backup = in_folder(folder, _WHY)
        back_up(backup, progress)
        tell(f"Backed up to {backup}.")
    told: list[Name] = []
    try:
        with tables.all_or_nothing():
            regions, duties, head = _go_through(told)
    except Exception as error:
        raise Unfit(_put_back(error, told, backup)) from error
    if backup is not None:
        keep_newest(backup.parent, _WHY, _KEPT)
    return Upgraded(tuple(told), backup, regions, duties, head)


def _go_through(told: list[Name]) -> tuple[Renewed, int, str]:
    """Migrate, renew the regions and the duties, verify; return what that were, how many, and the head of the ledger."""
    tables.migrate(told)
    regions = renew()
    duties = rebuild()
    found = verify_ledger()
    if found.faults:
        raise Unfit(_faults(found.faults))
    return regions, duties, found.head


def _faults(faults: list[str]) -> str:
    more = f" … and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
    return f"the ledger does not hold afterwards: {' '.join(faults[:_SHOWN])}{more}"


def _put_back(error: Exception, told: list[Name], backup: Path | None) -> str:
    """Say what stopped the upgrade, at which migration, and that nothing of it is left."""
    reason = str(error).strip().partition("\n")[0].rstrip(".") or type(error).__name__
    at = f" at {'.'.join(told[-1])}" if told and not isinstance(error, Unfit) else ""
    kept = f" A backup of it is {backup}." if backup else ""
    return f"the upgrade stopped{at}: {reason}. The database is as it was before; go on with the earlier version.{kept}"
