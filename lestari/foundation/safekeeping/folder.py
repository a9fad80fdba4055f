"""The names of backups in a folder: each says when it was made, so that their order is the order of time."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

from lestari.foundation.kernel import clock

_PATTERN = "lestari-*.zip"


def in_folder(folder: Path, why: str = "") -> Path:
    """Return the place of a new backup in a folder, by the present moment; `why` it is made stands behind."""
    moment = clock.local(clock.now())
    return folder / f"lestari-{moment:%Y-%m-%d-%H%M%S}{why}.zip"


def sweep(folder: Path, older: timedelta) -> None:
    """Remove what backups that were killed left half-written, once it is older than any backup takes."""
    for draft in folder.glob(f".{_PATTERN}.part"):
        if time.time() - draft.stat().st_mtime > older.total_seconds():
            draft.unlink(missing_ok=True)


def keep_newest(folder: Path, why: str, most: int) -> None:
    """Let those of the backups made for this reason give way that are older than the newest so many."""
    for old in sorted(folder.glob(f"lestari-*{why}.zip"), reverse=True)[most:]:
        old.unlink(missing_ok=True)


def newest_in(folder: Path) -> Path | None:
    """Return the newest backup of a folder, by its name."""
    return max(folder.glob(_PATTERN), default=None)
