"""Loading the invented demo, and telling how to look around in it."""

from __future__ import annotations

import subprocess
import sys
import time
from argparse import Namespace
from binascii import unhexlify

from django.db import connection
from django_otp.oath import TOTP

from lestari.foundation.ledger.models import Event
from lestari.surface.cli.outcome import DONE, Ends, RefusedHere, say
from lestari.surface.cli.preparing import prepare
from lestari.surface.cli.progress import Bar
from lestari.surface.demo.logins import TOTP_KEY, logins
from lestari.surface.demo.models import DemoMark

_DIGITS = 1_000_000


def load_demo(asked: Namespace) -> int:
    """Load the demo into a data folder without records; or print the present code of its administrator."""
    if asked.code:
        say(present_code())
        return DONE
    prepare()
    if not load_once(asked.scale):
        raise RefusedHere(
            "this data folder has records already; set LESTARI_DATA to an empty folder to load the demo there."
        )
    print_logins()
    return DONE


def load_apart(scale: str) -> None:
    """Load the demo where there are no records yet, in a process of its own: the memory that it needs is free again for serving."""
    if not _is_empty():
        return
    connection.close()  # who loads has the database to itself
    command = [sys.executable, "-m", "lestari.surface.cli.main", "demo", "--scale", scale]
    if code := subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode:  # noqa: S603 - our own program
        raise Ends(
            f"loading the demo did not end well (code {code}); delete the data folder and begin again."
        )


def _is_empty() -> bool:
    if DemoMark.objects.filter(finished=False).exists():
        raise RefusedHere(
            "loading the demo was broken off in this data folder; delete the folder and begin again."
        )
    return not Event.objects.exists()


def load_once(scale: str) -> bool:
    """Load the demo and return True; where there are records already return False and change nothing."""
    if not _is_empty():
        return False
    from lestari.surface.demo.load import load  # noqa: PLC0415 - not for those who only ask whether there is one

    bar = Bar(f"Demo ({scale})")
    load(scale, progress=bar.show)
    bar.end()
    return True


def demo_accounts_exist() -> bool:
    """Say whether this database holds the demo's accounts, finished or not; one without tables holds nothing."""
    return DemoMark._meta.db_table in connection.introspection.table_names() and DemoMark.objects.exists()


def present_code() -> str:
    """Return the six digits that the demo administrator's authenticator would show now."""
    code = TOTP(unhexlify(TOTP_KEY))
    code.time = time.time()
    return f"{code.token() % _DIGITS:06d}"


def print_logins() -> None:
    """Print with which names and passwords one can look around, the administrator's second step explained."""
    say("\nThis is the demo: people, stories and amounts are invented. Sign in at /masuk as")
    for login in logins():
        say(f"  {login.username:<17} {login.password:<16} {login.role}")
    say(f"The administrator's six digits are {present_code()} now; later ones: lestari demo --code\n")
