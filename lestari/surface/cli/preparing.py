"""Bringing a data folder up to date: tables, duties, regions, static files. Quick when they are."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection

from lestari.foundation.ledger.models import Event
from lestari.foundation.regions.loading import load_regions
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.renewing import renew
from lestari.foundation.safekeeping import tables
from lestari.foundation.safekeeping.upgrade import upgrade, waits
from lestari.surface.cli.outcome import say
from lestari.surface.cli.progress import Bar


def prepare() -> None:
    """Bring tables, duties, regions and static files up to date; quick when they are."""
    _tables()
    if not Region.objects.exists():
        bar = Bar("Regions of Indonesia")
        load_regions(progress=bar.show)
        bar.end()
    renew()
    collect_static()


def _tables() -> None:
    """Make the tables, or upgrade those that hold records: then they are backed up and verified. Raises Unfit, nothing changed."""
    if Event._meta.db_table in connection.introspection.table_names() and Event.objects.exists():
        if waits() or tables.unknown(tables.applied()):
            upgrade(Bar("Backup before the upgrade").show, say)
    elif tables.missing():
        call_command("migrate", interactive=False, verbosity=0)


def collect_static() -> None:
    """Copy, hash and compress the static files, when one of them has changed."""
    mark = _static_mark()
    kept = Path(settings.STATIC_ROOT) / ".mark"
    if kept.exists() and kept.read_text() == mark:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    kept.write_text(mark)


def _static_mark() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            about = Path(storage.path(path)).stat()
            digest.update(f"{path} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()
