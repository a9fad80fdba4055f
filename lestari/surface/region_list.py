"""Reading an official list of regions, as Excel or CSV: for the command line and the page."""

from __future__ import annotations

from pathlib import Path

from lestari.foundation.kernel.errors import Refused
from lestari.foundation.regions.codes import dotted, looks_like_code
from lestari.foundation.sheets.cells import text_of
from lestari.foundation.sheets.columns import Column
from lestari.foundation.sheets.finding import Found, find_table
from lestari.foundation.sheets.reading import open_file

_COLUMNS = (
    Column("code", "Kode", names=("kode wilayah", "code"), needed=True),
    Column("name", "Nama", names=("nama wilayah", "name", "wilayah"), needed=True),
)


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
