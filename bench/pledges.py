"""One pledge by HTTP form with eight clients, against a bare view that inserts the same rows under the same lock.

Both are served by granian with the workers of `lestari serve`; on SQLite and, where its programs are there, on PostgreSQL.
"""

from __future__ import annotations

import http.client
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from bench.memory import free_port, wait_for
from bench.row import Row, tell

CLIENTS, EACH, ROUNDS = 8, 25, 3
#: Of ours to the bare view: at least so much of its rate, at most so many times its p99.
RATE, SLOWEST = {"SQLite": 0.5, "PostgreSQL": 0.45}, 3


def measure() -> Iterator[Row]:
    """Return the rate and the slowest hundredth on each database."""
    for name, url in _databases():
        with tempfile.TemporaryDirectory(prefix="lestari-pledges-") as folder:
            surroundings = os.environ | {"LESTARI_DATA": folder, "PYTHONPATH": str(Path.cwd())}
            surroundings.pop("DATABASE_URL", None)
            if url:
                surroundings["DATABASE_URL"] = url
            yield from _compare(name, surroundings)


def _databases() -> Iterator[tuple[str, str]]:
    yield "SQLite", ""
    try:
        from tests import postgresql  # noqa: PLC0415 - starts a server only where one is there

        yield "PostgreSQL", postgresql.start()
    except (SystemExit, OSError) as missing:
        print(f"PostgreSQL is left out: {missing}", file=sys.stderr)


def _compare(name: str, surroundings: dict[str, str]) -> Iterator[Row]:
    told = subprocess.run(
        [sys.executable, "-m", "bench.bare"], env=surroundings, stdout=subprocess.PIPE, text=True, check=True
    ).stdout.split()
    session, paper, pairs = told[-3:]
    card = _cards(paper, [pair.split("/") for pair in pairs.split(",")])
    times: dict[str, list[list[float]]] = {"ours": [], "bare": []}
    rates: dict[str, list[float]] = {"ours": [], "bare": []}
    with (
        _served("lestari.wsgi:application", surroundings) as ours,
        _served("bench.bare:application", surroundings) as bare,
    ):
        for number in range(ROUNDS + 1):
            for which, port, path in (("ours", ours, "/komitmen/baru"), ("bare", bare, "/")):
                spent, each = _storm(port, path, session, card)
                if number:  # the first round warms both up
                    rates[which].append(CLIENTS * EACH / spent)
                    times[which].append(each)
    rate = {which: statistics.median(found) for which, found in rates.items()}
    p99 = {which: statistics.median(_p99(one) for one in found) for which, found in times.items()}
    what = f"one pledge by HTTP form, {CLIENTS} clients, {name}"
    yield Row(
        what,
        f"{rate['ours']:.0f}/s",
        f"{rate['bare']:.0f}/s bare view",
        rate["ours"] / rate["bare"],
        f"≥ {RATE[name]} ×",
    )
    slow = f"{p99['ours'] * 1000:.0f} ms", f"{p99['bare'] * 1000:.0f} ms"
    yield Row("its p99", slow[0], slow[1], p99["ours"] / p99["bare"], f"≤ {SLOWEST} ×")


def _cards(paper: str, pairs: list[list[str]]) -> Callable[[], dict[str, str]]:
    """Return what gives cards as a district's TPID enters them after a bursa: for one innovation village after village, then for the next."""
    numbers = itertools.count()

    def card() -> dict[str, str]:
        number = next(numbers)
        innovation, region = pairs[number % len(pairs)]
        return {
            "act": str(uuid4()), "region": region, "innovation": innovation, "mode": "replicate", "what": "Pipa air",
            "place": f"Dusun {number}", "year": str(time.localtime().tm_year + 1), "volume": "1.200", "unit": "meter",
            "estimated_cost": "86.400.000", "planned_source": "DD", "responsible": "Kaur Perencanaan", "papers": paper,
            "on": time.strftime("%Y-%m-%d"),
        }  # fmt: skip

    return card


@contextmanager
def _served(application: str, surroundings: dict[str, str]) -> Iterator[int]:
    port = free_port()
    options = [
        "--interface",
        "wsgi",
        "--port",
        str(port),
        "--workers",
        "2",
        "--blocking-threads",
        "1",
        "--log-level",
        "warning",
    ]
    process = subprocess.Popen([sys.executable, "-m", "granian", *options, application], env=surroundings)
    try:
        wait_for(f"http://127.0.0.1:{port}/masuk")
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _storm(
    port: int, path: str, session: str, form: Callable[[], dict[str, str]]
) -> tuple[float, list[float]]:
    """Let all clients send their forms at once; return the seconds in all and those of each form."""
    each: list[float] = []
    wrong: list[int] = []

    def send() -> None:
        token = "a" * 32
        headers = {
            "Cookie": f"sessionid={session}; csrftoken={token}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        for _ in range(EACH):
            body = urlencode(form() | {"csrfmiddlewaretoken": token})
            # People's forms come one by one: a line of its own each, so that the server's workers share them.
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            begun = time.perf_counter()
            line.request("POST", path, body, headers)
            answer = line.getresponse()
            answer.read()
            line.close()
            each.append(time.perf_counter() - begun)
            if answer.status != 302:
                wrong.append(answer.status)

    threads = [threading.Thread(target=send) for _ in range(CLIENTS)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong, f"{path} answered {wrong[:5]}"
    return time.perf_counter() - begun, each


def _p99(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.99) - 1]


if __name__ == "__main__":
    tell(measure())
