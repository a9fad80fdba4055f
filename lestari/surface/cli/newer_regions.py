"""A newer official list of regions on the server's command line: what it would change, and taking it over."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from pathlib import Path

from lestari.foundation.kernel.errors import Refused
from lestari.foundation.regions.codes import dotted, looks_like_code
from lestari.foundation.regions.newer import KINDS, Change, apply, compare
from lestari.foundation.sheets.cells import text_of
from lestari.foundation.sheets.columns import Column
from lestari.foundation.sheets.finding import Found, find_table
from lestari.foundation.sheets.reading import open_file
from lestari.surface.cli.outcome import DONE, Ends, hand_out, say

_COLUMNS = (
    Column("code", "Kode", names=("kode wilayah", "code"), needed=True),
    Column("name", "Nama", names=("nama wilayah", "name", "wilayah"), needed=True),
)
_SHOWN = 20


def import_regions(asked: Namespace) -> int:
    """Say what a list changes; with a day, and unless it is only a check, take it over."""
    file = Path(asked.file)
    if not file.is_file():
        raise Ends(f"there is no file {asked.file!r}.")
    changes = compare(listed(file))
    taken_over = bool(asked.on and not asked.check and changes)
    if taken_over:
        apply(changes, asked.on)
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
        hand_out({"taken_over": taken_over, "changes": told})
        return DONE
    _say(changes)
    if taken_over:
        say(f"Taken over from {asked.on} on; before that day all is as it was.")
        say(
            "Now run `lestari rebuild search` on each machine that serves: its index has the places of before."
        )
    elif changes:
        say("Nothing is written. Take it over with --on DATE, the day of the regulation.")
    return DONE


def listed(file: Path) -> dict[str, str]:
    """Return the names by code of a list. Raises Refused: no such table, a row without a code or a name, a code twice."""
    tabs = open_file(file).tabs
    layout = find_table(tabs, _COLUMNS)
    found: dict[str, str] = {}
    for number, cells in Found(tabs[layout.tab], layout, _COLUMNS).rows():
        code, name = text_of(cells.get("code")), text_of(cells.get("name"))
        if not looks_like_code(code) or not name or dotted(code) in found:
            raise Refused(
                f"Baris {number}: kode “{code}” atau nama “{name}” tidak dapat dibaca, atau kodenya dua kali."
            )
        found[dotted(code)] = name
    return found


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
