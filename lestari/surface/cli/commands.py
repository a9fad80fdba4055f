"""Which function runs which command."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from importlib import import_module

#: By the words of a command its file and function. Only the file of the one that is run is read: a start takes half the time.
COMMANDS = {
    "serve": "serve.serve",
    "worker": "worker.work",
    "demo": "demo.load_demo",
    "report achievements": "books.report_achievements",
    "ledger verify": "books.verify_ledger",
    "rebuild duties": "books.rebuild_duties",
    "import": "sheets.import_sheet",
    "import regions": "newer_regions.import_regions",
    "import undo": "sheets.undo_sheet",
    "import list": "sheets.list_sheets",
    "sheet": "sheets.make_sheet",
    "rebuild search": "searching.rebuild_search",
    "search": "searching.search",
    "user list": "people.list_users",
    "user add": "people.add_user",
    "user link": "people.link_user",
    "user token": "people.token_user",
    "backup": "safekeeping.back_up",
    "restore": "safekeeping.restore",
    "upgrade": "safekeeping.upgrade",
    "doctor": "safekeeping.doctor",
}


def command(words: str) -> Callable[[Namespace], int]:
    """Return the function that runs a command."""
    file, _dot, name = COMMANDS[words].partition(".")
    found: Callable[[Namespace], int] = getattr(import_module(f"lestari.surface.cli.{file}"), name)
    return found
