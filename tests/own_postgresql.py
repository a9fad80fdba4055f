"""A PostgreSQL of the suite's own, which can be stopped and started again.

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
from typing import Any

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


class OwnServer:
    """A server in a temporary folder, which can be stopped and started again; `url` as DATABASE_URL takes it."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="lestari-postgresql-"))
        self.url = f"postgresql://postgres@/postgres?host={self.home}"
        self._as_user: dict[str, Any] = {}
        if os.geteuid() == 0:
            self._as_user = {"user": "postgres", "group": "postgres", "extra_groups": []}
            shutil.chown(self.home, "postgres", "postgres")
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
        subprocess.run(
            [programs() / "initdb", "-D", self.home / "data", *options],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self.home,
            **self._as_user,
        )
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers. Raises SystemExit where it does not."""
        options = [part for setting in _QUICK for part in ("-c", setting)]
        with (self.home / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [programs() / "postgres", "-D", self.home / "data", "-k", self.home, *options],
                stdout=log,
                stderr=log,
                cwd=self.home,
                start_new_session=True,
                **self._as_user,
            )
        _wait(self.home, self._process)

    def stop(self) -> None:
        """End it at once, whoever is connected."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(timeout=30)

    def remove(self) -> None:
        """End it and forget everything."""
        if self._process.poll() is None:
            self.stop()
        shutil.rmtree(self.home, ignore_errors=True)


def start() -> str:
    """Start a server that ends with this process, and return its address as DATABASE_URL takes it."""
    server, owner = OwnServer(), os.getpid()

    def remove() -> None:
        if os.getpid() == owner:
            server.remove()

    atexit.register(remove)
    return server.url


def _wait(home: Path, server: subprocess.Popen[bytes]) -> None:
    ready = [programs() / "pg_isready", "-q", "-h", home]
    for _turn in range(300):
        if server.poll() is not None:
            break
        if subprocess.run(ready, check=False).returncode == 0:
            return
        time.sleep(0.1)
    sys.exit(f"PostgreSQL did not start:\n{(home / 'log').read_text()}")
