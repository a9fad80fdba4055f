"""Backing up, checking a backup, restoring one."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from lestari.foundation.kernel.errors import Unfit
from lestari.foundation.kernel.rupiah import number_text
from lestari.foundation.safekeeping import restore as restoring
from lestari.foundation.safekeeping.archive import Manifest
from lestari.foundation.safekeeping.backup import back_up as make_backup
from lestari.foundation.safekeeping.folder import in_folder, newest_in
from lestari.surface.cli.outcome import DONE, FOUND, Ends, complain, hand_out, say
from lestari.surface.cli.progress import Bar

_MEGABYTE = 1_000_000


def back_up(asked: Namespace) -> int:
    """Make a backup, or check one; 1 where an original is missing or altered."""
    if asked.check:
        return _check(asked)
    path = in_folder(asked.path) if asked.path.is_dir() else asked.path
    bar = Bar("Backup")
    manifest = make_backup(path, bar.show)
    bar.end()
    return _tell(asked, path, manifest, f"Backed up to {path} ({_size(path)}).")


def _check(asked: Namespace) -> int:
    if asked.path is None:
        raise Ends("say which backup is to be checked: lestari backup --check PATH")
    path = _there(asked.path)
    bar = Bar("Check")
    manifest = restoring.check(path, bar.show)
    bar.end()
    return _tell(asked, path, manifest, f"The backup {path} ({_size(path)}) is whole.")


def restore(asked: Namespace) -> int:
    """Restore a backup into an empty place; 1 where what was backed up had faults."""
    path = _there(asked.path)
    bar = Bar("Restore")
    restored = restoring.restore(path, bar.show)
    bar.end()
    for fault in restored.faults:
        complain(fault)
    code = _tell(asked, path, restored.manifest, f"Restored from {path}; the ledger was verified.")
    return FOUND if restored.faults else code


def _there(path: Path) -> Path:
    """Return the backup that is meant: this file, or the newest of a folder. Raises Unfit where there is none."""
    found = newest_in(path) if path.is_dir() else path
    if found is None or not found.exists():
        raise Unfit(f"there is no backup at {path}.")
    return found


def _tell(asked: Namespace, path: Path, manifest: Manifest, words: str) -> int:
    for fault in manifest.faults:
        complain(fault)
    if asked.json:
        told = manifest.as_json()
        del told["migrations"], told["tables"]
        hand_out({"path": str(path), "bytes": path.stat().st_size, "rows": manifest.rows} | told)
    else:
        say(words)
        say(
            f"  made {manifest.made_at} by Lestari {manifest.lestari} on {manifest.engine}: {number_text(manifest.rows)} rows, "
            f"{number_text(manifest.originals)} originals ({manifest.original_bytes / _MEGABYTE:.1f} MB), {manifest.unsealed} events not sealed"
        )
        say(f"  Head: {manifest.ledger_head}")
    return FOUND if manifest.faults else DONE


def _size(path: Path) -> str:
    return f"{path.stat().st_size / _MEGABYTE:.1f} MB"
