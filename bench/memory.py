"""What `lestari serve` takes when nobody asks anything, after the demo was loaded."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from bench.row import Row, tell

TARGET = 250
#: Seconds of a processor that all of them use in ten seconds when nothing is to be done: the sealer looks four times a second.
_STILL = 0.8


def measure() -> list[Row]:
    """Serve the data folder, open the home a few times, wait until it is still, and sum what its processes hold."""
    port = free_port()
    served = subprocess.Popen(
        [sys.executable, "-m", "lestari.surface.cli.main", "serve", "--port", str(port)],
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/")
        for _ in range(10):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60).read()
        _until_still(served.pid)
        processes = list(_family(served.pid))
        shares, whole = sum(map(_share, processes)), sum(map(_whole, processes))
    finally:
        served.terminate()
        served.wait(30)
    return [
        Row(
            f"memory of `lestari serve`, idle after the demo, {len(processes)} processes",
            f"{shares:.0f} MB (what they share counted once; {whole:.0f} MB with it counted in each)",
            target=f"≤ {TARGET} MB",
        )
    ]


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, patience: float = 180) -> None:
    """Wait until something answers there."""
    end = time.monotonic() + patience
    while True:
        try:
            urllib.request.urlopen(address, timeout=60).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.3)
        else:
            return


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from _family(int(child))


def _until_still(pid: int, patience: float = 1200) -> None:
    """Wait until the processes do nothing any more: the worker has sealed, and made the search index."""
    end, before = time.monotonic() + patience, dict[int, float]()
    while time.monotonic() < end:
        time.sleep(10)
        now = {one: _processor(one) for one in _family(pid)}
        if now.keys() == before.keys() and sum(now.values()) - sum(before.values()) < _STILL:
            return
        before = now


def _processor(pid: int) -> float:
    """Return the seconds of a processor that a process has used."""
    used = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(used[11]) + int(used[12])) / os.sysconf("SC_CLK_TCK")


def _share(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _whole(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    tell(measure())
