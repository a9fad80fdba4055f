"""How a command ends: 0 done, 1 something was found or refused, 2 wrong usage or set-up. One clear sentence, never a traceback."""

from __future__ import annotations

import json
import sys
from typing import Any

DONE, FOUND, WRONG = 0, 1, 2


class Ends(Exception):  # noqa: N818 - the end of a command is no error of the program
    """The command ends here with this sentence."""

    code = WRONG


class RefusedHere(Ends):
    """What was asked is understood and not done."""

    code = FOUND


def say(text: str = "") -> None:
    """Print a line for people."""
    print(text, flush=True)


def complain(text: str) -> None:
    """Print a line for people where errors go."""
    print(text, file=sys.stderr, flush=True)


def hand_out(content: Any) -> None:
    """Print JSON for a program."""
    json.dump(content, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
