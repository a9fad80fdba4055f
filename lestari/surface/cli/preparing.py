"""Bringing a data folder up to date: tables, regions, static files. Quick when they are."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from lestari.foundation.duties.keeping import rebuild
from lestari.foundation.regions.loading import load_regions
from lestari.foundation.regions.models import Region
from lestari.surface.cli.progress import Bar


def prepare() -> None:
    """Bring tables, duties, regions and static files up to date; quick when they are."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
        rebuild()
    if not Region.objects.exists():
        bar = Bar("Regions of Indonesia")
        load_regions(progress=bar.show)
        bar.end()
    collect_static()


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
