"""Loading the invented demo, and knowing whether a database holds one."""

from __future__ import annotations

from argparse import Namespace

from lestari.foundation.ledger.models import Event
from lestari.foundation.people.models import User
from lestari.foundation.workflow.perform import Whence
from lestari.surface.cli.outcome import DONE, RefusedHere, say
from lestari.surface.cli.preparing import prepare
from lestari.surface.cli.progress import Bar
from lestari.surface.demo.load import load
from lestari.surface.demo.logins import logins


def load_demo(asked: Namespace) -> int:
    """Load the demo into a data folder without records."""
    prepare()
    if not load_once(asked.scale):
        raise RefusedHere(
            "this data folder has records already; set LESTARI_DATA to an empty folder to load the demo there."
        )
    print_logins()
    return DONE


def load_once(scale: str) -> bool:
    """Load the demo and return True; where there are records already return False and change nothing."""
    if Event.objects.exists():
        return False
    bar = Bar(f"Demo {scale}")
    load(scale, progress=bar.show)
    bar.end()
    return True


def demo_accounts_exist() -> bool:
    """Say whether there is an open account that the demo made."""
    accounts = User.objects.filter(is_active=True).values("pk")
    made = Event.objects.filter(subject__in=accounts, subject_kind=User._meta.label, whence=Whence.DEMO)
    return made.exists()


def print_logins() -> None:
    """Print with which names and passwords one can look around, the administrator's second factor explained."""
    say("Everything in this demo is invented. Sign in as:")
    for login in logins():
        say(f"  {login.username:<18} {login.password:<16} {login.role}")
