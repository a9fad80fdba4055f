"""A PostgreSQL of the suite's own, and the plugin that runs tests on it: `pytest -p tests.postgresql tests/domain`.

It listens on a socket in a temporary folder, forgets everything at the end, and never waits for the disk. initdb refuses root, so as root
it runs as the user postgres.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

#: Autovacuum would take the uncommitted rows of a test for none and plan queries for an empty table.
_QUICK = (
    "autovacuum=off",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
    "listen_addresses=",
)


def programs() -> Path:
    """Return the folder of PostgreSQL's programs, the newest version first. Raises SystemExit where there is none."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not versions:
        sys.exit("PostgreSQL is missing. Install it first, for instance: sudo apt-get install postgresql")
    return versions[-1].parent


def start() -> str:
    """Start a server that ends with this process, and return its address as DATABASE_URL takes it."""
    home = Path(tempfile.mkdtemp(prefix="lestari-postgresql-"))
    as_user: dict[str, object] = {}
    if os.geteuid() == 0:
        as_user = {"user": "postgres", "group": "postgres", "extra_groups": []}
        shutil.chown(home, "postgres", "postgres")
    folder = home / "data"
    initdb = [
        programs() / "initdb",
        "-D",
        folder,
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "-N",
    ]
    subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd=home, **as_user)
    options = [part for setting in _QUICK for part in ("-c", setting)]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(
            [programs() / "postgres", "-D", folder, "-k", home, *options],
            stdout=log,
            stderr=log,
            cwd=home,
            start_new_session=True,
            **as_user,
        )
    owner = os.getpid()

    def stop() -> None:
        if os.getpid() != owner:
            return
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)
        shutil.rmtree(home, ignore_errors=True)

    atexit.register(stop)
    _wait(home, server)
    return f"postgresql://postgres@/postgres?host={home}"


def _wait(home: Path, server: subprocess.Popen[bytes]) -> None:
    ready = [programs() / "pg_isready", "-q", "-h", home]
    for _turn in range(300):
        if server.poll() is not None:
            break
        if subprocess.run(ready, check=False).returncode == 0:
            return
        time.sleep(0.1)
    sys.exit(f"PostgreSQL did not start:\n{(home / 'log').read_text()}")


# Loaded as a plugin, before the settings: the workers of xdist inherit the address and find it set.
if not os.environ.get("DATABASE_URL"):
    os.environ["DATABASE_URL"] = start()
