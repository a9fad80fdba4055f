"""Which function runs which command."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable

from lestari.surface.cli.books import rebuild_duties, report_achievements, verify_ledger
from lestari.surface.cli.demo import load_demo
from lestari.surface.cli.newer_regions import import_regions
from lestari.surface.cli.people import add_user, link_user, list_users, token_user
from lestari.surface.cli.safekeeping import back_up, doctor, restore, upgrade
from lestari.surface.cli.searching import rebuild_search, search
from lestari.surface.cli.serve import serve
from lestari.surface.cli.sheets import import_sheet, list_sheets, make_sheet, undo_sheet
from lestari.surface.cli.worker import work

COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "serve": serve,
    "worker": work,
    "demo": load_demo,
    "report achievements": report_achievements,
    "ledger verify": verify_ledger,
    "rebuild duties": rebuild_duties,
    "import": import_sheet,
    "import regions": import_regions,
    "import undo": undo_sheet,
    "import list": list_sheets,
    "sheet": make_sheet,
    "rebuild search": rebuild_search,
    "search": search,
    "user list": list_users,
    "user add": add_user,
    "user link": link_user,
    "user token": token_user,
    "backup": back_up,
    "restore": restore,
    "upgrade": upgrade,
    "doctor": doctor,
}
