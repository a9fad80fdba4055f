"""The plugin that runs tests on a PostgreSQL of the suite's own: `pytest -p tests.postgresql tests/domain`."""

from __future__ import annotations

import os

from tests.own_postgresql import start

# Loaded as a plugin, before the settings: the workers of xdist inherit the address and find it set.
if not os.environ.get("DATABASE_URL"):
    os.environ["DATABASE_URL"] = start()
