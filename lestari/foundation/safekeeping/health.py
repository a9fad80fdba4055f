"""What is wrong with a set-up, and how to mend it: one small check each, in words for whoever looks after the server."""

from __future__ import annotations

import os
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from lestari.foundation.files.models import Original
from lestari.foundation.files.store import original_path
from lestari.foundation.kernel import clock
from lestari.foundation.ledger.followers import FOLLOWERS
from lestari.foundation.ledger.models import Cursor, Event
from lestari.foundation.ledger.sealer import head, unsealed
from lestari.foundation.ledger.transactions import ask_database
from lestari.foundation.regions.renewing import outdated
from lestari.foundation.safekeeping import tables
from lestari.foundation.safekeeping.daily import standing
from lestari.foundation.safekeeping.presence import is_present
from lestari.foundation.search.shelf import Unavailable, current, serving

#: Free bytes under which it cannot go on, and under which somebody should look.
LEAST_FREE, LITTLE_FREE = 200_000_000, 2_000_000_000
#: How long the sealer and the followers are watched when something waits for them, in seconds.
WATCH = 3.0
#: A clock may be off by so much; after so long without a single event it is asked whether it is right.
CLOCK_OFF, LONG_SILENCE = timedelta(minutes=5), timedelta(days=180)


@dataclass(frozen=True)
class Finding:
    """What a check found. `broken`: Lestari cannot work like this; else somebody should look. `mend` says what to do."""

    broken: bool
    what: str
    mend: str


Check = Callable[[], Iterator[Finding]]


def examine() -> list[Finding]:
    """Return everything that is wrong; nothing is changed. What needs the database is left out where it cannot be used."""
    found = [finding for check in _PLACE for finding in check()]
    reach = list(_database())
    found += reach
    if not any(finding.broken for finding in reach):
        found += [finding for check in _RECORDS for finding in check()]
    return found


def _data_folder() -> Iterator[Finding]:
    """Passwords' digests and telephone numbers lie in there: nobody else reads it."""
    for path in (settings.DATA, settings.DATA / "secret-key", _sqlite()):
        if path is not None and path.exists() and path.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
            if path != settings.DATA and not settings.DATA.stat().st_mode & stat.S_IXOTH:
                continue  # nobody else gets into the folder
            yield Finding(
                False, f"{path} can be read by every user of this machine.", f"chmod -R o-rwx {settings.DATA}"
            )
            return


def _disk() -> Iterator[Finding]:
    for folder in {settings.DATA, *(path for path in (settings.BACKUPS,) if path.is_dir())}:
        free = shutil.disk_usage(folder).free
        if free < LITTLE_FREE:
            yield Finding(
                free < LEAST_FREE,
                f"{folder}: only {free // 1_000_000} MB are free on its disk.",
                "Make room, or move the folder to a larger disk (LESTARI_DATA, LESTARI_BACKUPS).",
            )


def _site() -> Iterator[Finding]:
    """Key, names and HTTPS have to fit together."""
    beyond = [host for host in settings.ALLOWED_HOSTS if host not in settings.THIS_MACHINE]
    if settings.HTTPS and not settings.TRUSTED_PROXIES:
        yield Finding(
            True,
            "LESTARI_HTTPS is set, but not which proxy stands in front.",
            "Set LESTARI_TRUSTED_PROXIES to its address (127.0.0.1 where it runs on this machine).",
        )
    if settings.HTTPS and not beyond:
        yield Finding(
            True,
            "LESTARI_HTTPS is set, but only this machine's own names are allowed.",
            "Set LESTARI_ALLOWED_HOSTS to the name of the site.",
        )
    if beyond and not settings.HTTPS:
        yield Finding(
            False,
            f"The site {beyond[0]} is served without HTTPS: passwords go over the network in clear.",
            "Put a proxy that speaks HTTPS in front and set LESTARI_HTTPS=true (see deploy/), unless the network is closed.",
        )
    if beyond and not settings.OWN_SECRET_KEY:
        yield Finding(
            True,
            "LESTARI_SECRET_KEY is not set: beyond this machine the site does not start.",
            "Set it to 32 random characters or more: openssl rand -base64 48",
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield Finding(
            False,
            "LESTARI_ALLOWED_HOSTS takes every name (*).",
            "Write the names of the site, by comma, so that links in it never lead elsewhere.",
        )


def _database() -> Iterator[Finding]:
    """Reachable, whole, of this version."""
    try:
        ask_database()
        yield from _whole()
        yield from _version()
    except DatabaseError as error:
        yield Finding(
            True,
            f"The database cannot be used: {str(error).partition(chr(10))[0].rstrip('.')}.",
            "Is its server running, is DATABASE_URL right? A broken file is replaced by a backup: lestari restore, into an empty folder.",
        )


def _whole() -> Iterator[Finding]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        said = [row[0] for row in cursor.execute("PRAGMA integrity_check(3)").fetchall()]
    if said != ["ok"]:
        yield Finding(
            True,
            f"The database file is damaged: {'; '.join(said)}.",
            "Stop Lestari, keep the file, and restore the last backup into an empty folder: lestari restore.",
        )


def _version() -> Iterator[Finding]:
    if not tables.applied():
        yield Finding(True, "The database has no tables yet.", "lestari serve makes them.")
    elif tables.unknown(tables.applied()):
        yield Finding(
            True,
            "The database is of a newer version of Lestari than the one installed.",
            "Install that version.",
        )
    elif missing := tables.missing():
        yield Finding(
            True,
            f"The database is of an earlier version: {len(missing)} migrations are missing.",
            "Stop Lestari, then: lestari upgrade",
        )
    elif outdated():
        yield Finding(
            False,
            "The regions are those of earlier lists than the ones of this version.",
            "lestari upgrade, or the next start of lestari serve, brings them up to date after a backup.",
        )


def _worker() -> Iterator[Finding]:
    """Something may wait for a moment; what waits and does not move, waits for ever."""
    alive, before = is_present(), _progress()
    if not alive:
        yield Finding(
            False,
            "No worker is running: nothing is sealed, and no daily backup made.",
            "Start Lestari: lestari serve, or systemctl start lestari",
        )
    waiting = {name for name, left in before.items() if left}
    deadline = time.monotonic() + WATCH
    while alive and waiting and time.monotonic() < deadline:
        time.sleep(0.1)
        waiting = {name for name, left in _progress().items() if 0 < before[name] <= left}
    for name in sorted(waiting):
        yield Finding(
            alive,
            f"{before[name]} events wait for {name}.",
            "Look into the log of the worker (journalctl -u lestari), then start it again."
            if alive
            else "They are dealt with once a worker runs: lestari worker --once",
        )


def _progress() -> dict[str, int]:
    """Return how many events wait for the seal and for each follower."""
    read = dict(Cursor.objects.values_list("follower", "position"))
    position, _digest = head()
    return {"the seal": unsealed()} | {
        f"the follower {name}": position - read.get(name, 0) for name in FOLLOWERS
    }


def _originals() -> Iterator[Finding]:
    attached = Original.objects.exclude(attachments=None).distinct()
    lost = [one for one in attached.iterator(chunk_size=2000) if not original_path(one).is_file()]
    if lost:
        yield Finding(
            True,
            f"{len(lost)} originals are missing on the disk, the first is {original_path(lost[0])}.",
            "Take them out of a backup: it is a ZIP that holds them under the same names.",
        )


def _backups() -> Iterator[Finding]:
    found = standing()
    mend = f"Try it by hand: lestari backup. They are kept in {settings.BACKUPS}."
    if found.failed is not None:
        yield Finding(False, f"The last backup failed: {found.failed.fault or 'it was broken off'}.", mend)
    if found.last is None or found.age is None:
        if Event.objects.exists():
            yield Finding(False, "There is no backup yet.", mend)
    elif not found.failed and found.warns:
        yield Finding(False, f"The last backup is {found.age.days} days old.", mend)
    elif not (Path(settings.BACKUPS) / found.last.name).is_file():
        yield Finding(False, f"The last backup, {found.last.name}, is not in {settings.BACKUPS}.", mend)


def _clock() -> Iterator[Finding]:
    """The ledger is in order by its positions, whatever the clock says; but days in reports are the clock's."""
    last = Event.objects.order_by("-serial").values_list("recorded_at", flat=True).first()
    now = clock.now()
    if last is None:
        return
    shown = clock.local(now).strftime("%d %B %Y %H:%M")
    if last > now + CLOCK_OFF:
        yield Finding(
            False,
            f"This machine's clock says {shown}, and the last event was recorded later than that.",
            "Set the clock (timedatectl set-ntp true). If it was ahead for a while, the days of what was done then are to be looked at.",
        )
    elif now - last > LONG_SILENCE:
        yield Finding(
            False,
            f"This machine's clock says {shown}, and nothing was recorded for {(now - last).days} days.",
            "If that is not so, set the clock: timedatectl set-ntp true",
        )


def _search() -> Iterator[Finding]:
    """An index that was never made is made by the worker; one that is there should be of use."""
    try:
        if serving():
            current()
    except (Unavailable, OSError) as fault:
        yield Finding(
            False,
            f"The search index cannot be used: {fault}.",
            "lestari rebuild search; until then nothing is found by its words.",
        )


def _sqlite() -> Path | None:
    name = str(connection.settings_dict["NAME"])
    return Path(name) if connection.vendor == "sqlite" and os.path.isabs(name) else None  # noqa: PTH117


_PLACE: tuple[Check, ...] = (_data_folder, _disk, _site)
_RECORDS: tuple[Check, ...] = (_worker, _search, _originals, _backups, _clock)
