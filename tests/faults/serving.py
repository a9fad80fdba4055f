"""A server as an operator runs it, to be hurt: `lestari serve` with all its processes, and clients that write."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

ROOT = Path(__file__).resolve().parents[2]
_PYTHON = (sys.executable, "-m", "lestari.surface.cli.main")


class Place:
    """A data folder and the database behind it."""

    def __init__(self, data: Path, url: str = "") -> None:
        self.data = data
        kept = {n: v for n, v in os.environ.items() if not n.startswith(("LESTARI_", "DATABASE_", "DJANGO_"))}
        self.environment = {**kept, "LESTARI_DATA": str(data), "DATABASE_URL": url}

    def lestari(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            [*_PYTHON, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def told(self, *arguments: str) -> Any:
        """Run a command and return what it prints as JSON."""
        return json.loads(self.lestari(*arguments, "--json").stdout)

    def token(self) -> str:
        """A token with which a program acts as the officer of Campang."""
        return self.told("user", "token", "campang", "--name", "uji")["token"]


class Server:
    """`lestari serve` under way."""

    def __init__(self, place: Place, token: str) -> None:
        self.place = place
        self._token = token
        self.port = _free_port()
        self.log = place.data.parent / "served"
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [*_PYTHON, "serve", "--port", str(self.port)],
                cwd=ROOT,
                env=place.environment,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )

    def wait(self, seconds: float = 90) -> None:
        """Wait until it answers."""
        deadline = time.monotonic() + seconds
        while self.ask("/masuk") != 200:
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.03)

    def ask(self, path: str) -> int:
        """Return the status of a page, 0 where nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=40) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as answer:
            return int(answer.code)
        except OSError:
            return 0

    def hand_in(self, act: UUID) -> tuple[int, Any]:
        """Hand in an idea card under this id; return status and answer, or (0, None) where nobody answers."""
        body = {
            "act": str(act),
            "region": "18.06.20.2002",
            "field": "economy",
            "title": f"Kopi {act}",
            "what_was_done": "Menjemur dan menyangrai sendiri.",
            "since_year": 2024,
            "result": "Harga naik.",
            "on": "2026-08-01",
        }
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/v1/idea/hand-in",
            json.dumps(body).encode(),
            {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=40) as answer:
                return int(answer.status), json.load(answer)
        except urllib.error.HTTPError as answer:
            return int(answer.code), json.load(answer)
        except (
            OSError,
            ValueError,
            http.client.HTTPException,
        ):  # gone before, or in the middle of its answer
            return 0, None

    def family(self) -> dict[int, str]:
        """Return every process of it by its id, with its command."""
        found, parents = {self.process.pid: "serve"}, _parents()
        while more := {pid for pid, parent in parents.items() if parent in found} - found.keys():
            found |= {pid: _command(pid) for pid in more}
        return found

    def worker(self) -> int:
        """Return the process of the worker."""
        return next(pid for pid, command in self.family().items() if command.endswith("main worker"))

    def kill(self) -> None:
        """kill -9, all of it."""
        for pid in self.family():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait(timeout=20)

    def stop(self) -> None:
        """End it in an orderly way."""
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=30) == 0, self.log.read_text()


@contextmanager
def serving(place: Place, token: str) -> Iterator[Server]:
    """Serve until the block ends."""
    server = Server(place, token)
    try:
        server.wait()
        yield server
        server.stop()
    finally:
        if server.process.poll() is None:
            server.kill()


class Writers:
    """Clients that hand in one card after the other, and remember what was acknowledged and what was not."""

    def __init__(self, server: Server, number: int = 3) -> None:
        self.acknowledged: list[UUID] = []
        self.unsure: list[UUID] = []
        self.first = threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(server,)) for _ in range(number)]
        for thread in self._threads:
            thread.start()

    def _write(self, server: Server) -> None:
        while True:
            act = uuid4()
            status, _answer = server.hand_in(act)
            if status != 200:
                self.unsure.append(act)
                return
            self.acknowledged.append(act)
            self.first.set()

    def join(self) -> None:
        """Wait until each of them has met a server that is gone."""
        for thread in self._threads:
            thread.join(timeout=60)
            assert not thread.is_alive()


def _parents() -> dict[int, int]:
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                found[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    return found


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except OSError:
        return ""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
