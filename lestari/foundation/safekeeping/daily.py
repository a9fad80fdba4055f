"""The daily backup: when one is due, which ones are kept, and how old the last one is."""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError

from lestari.foundation.kernel import clock
from lestari.foundation.kernel.errors import Unfit
from lestari.foundation.ledger.models import Event
from lestari.foundation.ledger.transactions import one_at_a_time, write_transaction
from lestari.foundation.safekeeping.archive import Manifest
from lestari.foundation.safekeeping.backup import Progress, back_up
from lestari.foundation.safekeeping.folder import in_folder, sweep
from lestari.foundation.safekeeping.models import Backup

#: How many of the newest are kept, and from how many weeks and months before these one each.
NEWEST, WEEKS, MONTHS = 7, 4, 3
#: After this age the administrator is warned.
TOO_OLD = timedelta(days=2)
#: How long after an attempt the next one is made, and after which one that did not end counts as broken off.
AGAIN, BROKEN_OFF = timedelta(hours=1), timedelta(hours=6)
#: Elects the node that makes the day's backup.
_LOCK = UUID("0b9c2a53-5d0e-4f0e-9b2b-8a1d6c1f7e44")

_log = logging.getLogger("lestari.safekeeping")


@dataclass(frozen=True)
class Standing:
    """How the daily backups stand: the last whole one, and the attempt after it that did not end well."""

    last: Backup | None
    failed: Backup | None
    age: timedelta | None

    @property
    def warns(self) -> bool:
        """Say whether somebody has to look: none, too old, failed, or made at a moment that has not come yet."""
        return self.failed is not None or self.age is None or not -AGAIN < self.age <= TOO_OLD


def standing() -> Standing:
    """Return how the daily backups stand now; one query."""
    now = clock.now()
    newest = Backup.objects.order_by("-pk")[: NEWEST * 2]
    failed: Backup | None = None
    for backup in newest:
        if _whole(backup):
            return Standing(backup, failed, now - (backup.ended_at or now))
        if failed is None and not _under_way(backup, now):
            failed = backup
    return Standing(None, failed, None)


def due() -> bool:
    """Say whether the day's backup is still to be made: there is something to back up, none of today, no attempt just now."""
    now, today = clock.now(), clock.today()
    last = Backup.objects.order_by("-pk").first()
    if last is not None and abs(now - last.begun_at) < AGAIN and not _whole(last):
        return False
    made = Backup.objects.filter(day=today, fault="").exclude(ended_at=None).exists()
    return not made and Event.objects.exists()


def make(progress: Progress | None = None, *, if_due: bool = False) -> tuple[Path, Manifest] | None:
    """Make a backup in the folder of the daily ones, note it, and let the oldest give way; `if_due`: only if none was made today.

    Return None where none was due: of several nodes the first makes it. Raises Unfit, and notes why.
    """
    folder = Path(settings.BACKUPS)
    path = in_folder(folder)
    with write_transaction():
        one_at_a_time(_LOCK)
        if if_due and not due():
            return None
        noted = Backup.objects.create(name=path.name, day=clock.today(), begun_at=clock.now())
    try:
        _make_folder(folder)
        manifest = back_up(path, progress)
    except Exception as error:
        _note(noted, fault=str(error).partition("\n")[0] or type(error).__name__)
        raise
    _note(noted, size=path.stat().st_size)
    _rotate(folder)
    sweep(folder, BROKEN_OFF)
    return path, manifest


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Unfit(f"LESTARI_BACKUPS: {folder} cannot be made ({error.strerror}).") from error


def _note(backup: Backup, *, size: int = 0, fault: str = "") -> None:
    """Note how it ended; a database that cannot be written to (the disk is full) has it noted as broken off later."""
    try:
        with write_transaction():
            Backup.objects.filter(pk=backup.pk).update(ended_at=clock.now(), size=size, fault=fault)
    except DatabaseError as error:
        _log.warning("The end of the backup could not be noted: %s", error)


def _rotate(folder: Path) -> None:
    """Let those give way that are not kept: the file first, then the line in the journal. What others put there stays."""
    whole = list(Backup.objects.filter(fault="").exclude(ended_at=None).order_by("-pk"))
    kept = {backup.pk for backup in _kept(whole)}
    over = [backup for backup in whole if backup.pk not in kept]
    for backup in over:
        (folder / backup.name).unlink(missing_ok=True)
    with write_transaction():
        Backup.objects.filter(pk__in=[backup.pk for backup in over]).delete()
        Backup.objects.exclude(fault="").filter(pk__lt=min(kept, default=0)).delete()


def _kept(newest_first: list[Backup]) -> Iterator[Backup]:
    yield from newest_first[:NEWEST]
    older = newest_first[NEWEST:]
    yield from _one_each(older, WEEKS, lambda day: day.isocalendar()[:2])
    yield from _one_each(older, MONTHS, lambda day: (day.year, day.month))


def _one_each(
    newest_first: Iterable[Backup], most: int, period: Callable[[date], Hashable]
) -> Iterator[Backup]:
    """Return the newest of each of so many periods."""
    seen: set[Hashable] = set()
    for backup in newest_first:
        if period(backup.day) not in seen and len(seen) < most:
            seen.add(period(backup.day))
            yield backup


def _whole(backup: Backup) -> bool:
    return backup.ended_at is not None and not backup.fault


def _under_way(backup: Backup, now: datetime) -> bool:
    return backup.ended_at is None and abs(now - backup.begun_at) < BROKEN_OFF
