"""A newer official list of regions on the server's command line: what it would change, and taking it over."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from pathlib import Path

from lestari.foundation.regions.newer import KINDS, Change, apply, compare
from lestari.surface.cli.outcome import DONE, Ends, hand_out, say
from lestari.surface.region_list import listed

_SHOWN = 20


def import_regions(asked: Namespace) -> int:
    """Say what a list changes; with a day, and unless it is only a check, take it over."""
    file = Path(asked.file)
    if not file.is_file():
        raise Ends(f"there is no file {asked.file!r}.")
    changes = compare(listed(file))
    taken = apply(changes, asked.on, name=file.name) if asked.on and not asked.check and changes else None
    if asked.json:
        told = [
            {
                "kind": c.kind,
                "level": c.level,
                "old_code": c.old_code,
                "old_name": c.old_name,
                "code": c.code,
                "name": c.name,
            }
            for c in changes
        ]
        hand_out({"taken_over": taken is not None, "list": str(taken.pk) if taken else None, "changes": told})
        return DONE
    _say(changes)
    if taken:
        say(f"Taken over from {asked.on} on; before that day all is as it was.")
        say(f"Take it back with: lestari import undo {taken.pk}")
    elif changes:
        say("Nothing is written. Take it over with --on DATE, the day of the regulation.")
    return DONE


def _say(changes: list[Change]) -> None:
    counts = Counter(one.kind for one in changes)
    say(", ".join(f"{kind} {counts[kind]}" for kind in KINDS))
    for kind in KINDS:
        of_kind = [one for one in changes if one.kind == kind]
        for one in of_kind[:_SHOWN]:
            arrow = " → " if one.old_code and one.code else ""
            say(f"  {kind}: {one.old_code} {one.old_name}{arrow}{one.code} {one.name}".rstrip())
        if len(of_kind) > _SHOWN:
            say(f"  … {len(of_kind) - _SHOWN} more {kind}; --json prints them all.")
