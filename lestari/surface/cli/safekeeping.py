"""Backing up, checking a backup, restoring one; upgrading; what is wrong with a set-up."""

from __future__ import annotations

import os
import signal
import sys
from argparse import Namespace
from pathlib import Path

from lestari.foundation.kernel.errors import Unfit
from lestari.foundation.kernel.rupiah import number_text
from lestari.foundation.safekeeping import restore as restoring
from lestari.foundation.safekeeping.archive import Manifest
from lestari.foundation.safekeeping.backup import back_up as make_backup
from lestari.foundation.safekeeping.daily import make
from lestari.foundation.safekeeping.folder import in_folder, newest_in
from lestari.foundation.safekeeping.health import examine
from lestari.foundation.safekeeping.upgrade import upgrade as bring_up
from lestari.surface.cli.outcome import DONE, FOUND, WRONG, Ends, complain, hand_out, say
from lestari.surface.cli.progress import Bar

_MEGABYTE = 1_000_000
#: The daily backup lets everybody else go first.
_GENTLE = 10


def back_up(asked: Namespace) -> int:
    """Make a backup, or check one; 1 where an original is missing or altered."""
    if asked.check:
        return _check(asked)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(WRONG))  # ends in order: nothing half-written is left
    bar = Bar("Backup")
    if asked.path is None:
        if asked.if_due:
            os.nice(_GENTLE)
        made = make(bar.show, if_due=asked.if_due)
        if made is None:
            return DONE
        path, manifest = made
    else:
        path = in_folder(asked.path) if asked.path.is_dir() else asked.path
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


def upgrade(asked: Namespace) -> int:
    """Bring the database to this version, or leave it as it was."""
    bar = Bar("Backup")
    done = bring_up(bar.show, complain)
    if asked.json:
        hand_out(
            {
                "migrations": [".".join(name) for name in done.migrations],
                "backup": str(done.backup or ""),
                "regions": done.regions.regions,
                "regions_left": done.regions.left,
                "duties": done.duties,
                "ledger_head": done.ledger_head,
            }
        )
    else:
        say(
            f"{len(done.migrations)} migrations; {number_text(done.regions.regions)} regions renewed; "
            f"{done.duties} open duties; the ledger holds."
        )
        if done.regions.left:
            say(
                f"  Left as a newer list of regions has them, against the shipped lists: {', '.join(done.regions.left)}."
            )
        say(f"  Head: {done.ledger_head}")
    return DONE


def doctor(asked: Namespace) -> int:
    """Say what is wrong; 2 where it cannot work like this, 1 where somebody should look."""
    found = examine()
    if asked.json:
        hand_out([{"broken": one.broken, "what": one.what, "mend": one.mend} for one in found])
    for one in () if asked.json else found:
        say(f"{'✗' if one.broken else '!'} {one.what}")
        say(f"  → {one.mend}")
    if not found and not asked.json:
        say("All is well.")
    return max((WRONG if one.broken else FOUND for one in found), default=DONE)


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
