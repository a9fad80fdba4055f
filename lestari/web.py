"""The web server: reads the pages once, before the server forks its workers, which have them then in common."""

from __future__ import annotations

import sys

from django.db import connection
from granian.cli import entrypoint

import lestari.wsgi  # noqa: F401

if __name__ == "__main__":
    assert connection.connection is None, "no worker may take over a connection from its parent"
    sys.exit(entrypoint())  # type: ignore[no-untyped-call]
