"""The way in: reads the arguments, sets Django up, runs the command, ends with a code and a sentence."""

from __future__ import annotations

import os
import re
import sys
from argparse import Namespace
from collections.abc import Sequence

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, OperationalError, ProgrammingError

from lestari.folder import data_folder
from lestari.foundation.kernel.collector import collector_at_rest
from lestari.foundation.kernel.errors import Refused, Unfit
from lestari.foundation.ledger.transactions import ask_database
from lestari.surface.cli.arguments import parser
from lestari.surface.cli.commands import command
from lestari.surface.cli.outcome import FOUND, WRONG, Ends, complain, hand_out

_BROKEN = ("file is not a database", "database disk image is malformed")
#: The commands that begin a data folder.
_BEGINNING = frozenset({"serve", "demo", "restore"})
_TABLELESS = re.compile(r'no such table|relation ".*" does not exist')


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    asked = parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lestari.settings")
    try:
        _refuse_no_folder(asked)
        with collector_at_rest():  # nothing of what is read now ends
            django.setup()
        if asked.run != "doctor" and not getattr(
            asked, "check", False
        ):  # these two say something without a database
            ask_database()
        return command(asked.run)(asked)
    except (ImproperlyConfigured, Ends, Refused, Unfit, DatabaseError) as error:
        sentence = _sentence(error)
        if not sentence:  # a fault of the program keeps its traceback
            raise
        if asked.run == "doctor" and asked.json:
            hand_out([{"broken": True, "what": sentence, "mend": "Set it as the README's table says."}])
        complain(f"lestari: {sentence}")
        return _code(error)
    except BrokenPipeError:  # the reader at the other end of the pipe has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return WRONG
    except KeyboardInterrupt:
        return WRONG


def _refuse_no_folder(asked: Namespace) -> None:
    """Let only those commands make a data folder that begin one. Raises Ends."""
    begins = asked.run in _BEGINNING or (asked.run == "backup" and asked.check)
    if not begins and not os.path.exists(folder := data_folder()):  # noqa: PTH110 - False where it may not be looked into
        raise Ends(
            f"there is no data folder {folder}; `lestari serve` makes it, or set LESTARI_DATA to the one that is there."
        )


def _code(error: Exception) -> int:
    if isinstance(error, Ends):
        return error.code
    return FOUND if isinstance(error, Refused | Unfit) else WRONG


def _sentence(error: Exception) -> str:
    line = str(error).partition("\n")[0]
    if isinstance(error, OperationalError | ProgrammingError) and _TABLELESS.search(line):
        return "this database has no tables of Lestari yet; `lestari serve` makes them, `lestari demo` loads the demo."
    if isinstance(error, OperationalError) or line in _BROKEN:
        return f"the database cannot be used: {line.rstrip('.')}."
    return "" if isinstance(error, DatabaseError) else str(error)


if __name__ == "__main__":
    sys.exit(main())
