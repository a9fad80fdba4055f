"""Writes pledges without end, each act's id printed once it is acknowledged; to be killed."""

from __future__ import annotations

import itertools
import sys

import django


def main() -> None:
    django.setup()
    from tests.foundation.trial.actions import make

    for number in itertools.count():
        sys.stdout.write(f"{make(number).act}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
