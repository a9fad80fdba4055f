"""The whole suite: `python -m tests`. Everything on SQLite, with its coverage; what touches a database below the surface on PostgreSQL too."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".test"
COUNTED = KEPT / "coverage.json"
#: Percent of lines and branches, counted in the tests' own processes.
ENOUGH = 95
#: What the counter says of itself: tests are not counted, so pytest's own reading of them is left as it is.
QUIET = ("ignore:Unable to activate pytest branch coverage", "ignore:Module already imported so cannot be")


def main() -> int:
    """Run both, print how many tests, how long, what coverage; return 0 when all passed."""
    shutil.rmtree(KEPT, ignore_errors=True)
    KEPT.mkdir()
    begun, cores = time.monotonic(), os.cpu_count() or 2
    quiet = [part for words in QUIET for part in ("-W", words)]
    counter = ["-W", QUIET[0], "-m", "slipcover", "--json", "--out", str(COUNTED), "--dont-wrap-pytest"]
    below = ["-p", "tests.postgresql", "-o", "cache_dir=.test/postgresql", "tests/foundation", "tests/domain"]
    # A third of the time the tests wait, for a browser or a server that starts: meanwhile the other database has its turn.
    with TemporaryFile("w+", dir=KEPT) as told, _pytest([], below, max(cores // 2, 1), told) as other:
        print("\n== SQLite, with the browser ==", flush=True)
        with _pytest(counter, [*quiet, "tests"], cores, subprocess.PIPE) as first:
            assert first.stdout is not None
            passed = sum(map(_shown, first.stdout))
        print("\n== PostgreSQL ==", flush=True)
        other.wait()
        told.seek(0)
        passed += sum(map(_shown, told))
    coverage, enough = _coverage()
    minutes, seconds = divmod(round(time.monotonic() - begun), 60)
    print(
        f"\n{passed} tests passed in {minutes} min {seconds} s; coverage (branches counted) {coverage}.",
        flush=True,
    )
    return 1 if first.returncode or other.returncode or not enough else 0


def _pytest(
    options: list[str], arguments: list[str], workers: int, output: IO[str] | int
) -> subprocess.Popen[str]:
    # A worker that has nothing left takes from the other: some tests last a minute, most a tenth of a second.
    command = [
        sys.executable,
        *options,
        "-m",
        "pytest",
        *arguments,
        "-q",
        "-n",
        str(workers),
        "--dist",
        "worksteal",
    ]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    environment.pop("DATABASE_URL", None)
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=output, stdin=subprocess.DEVNULL, text=True
    )


def _shown(line: str) -> int:
    """Print a line of pytest's; return how many passed, where it says so."""
    print(line, end="", flush=True)
    found = re.search(r"(\d+) passed", line)
    return int(found[1]) if found else 0


def _coverage() -> tuple[str, bool]:
    """Print what is not covered; return how much is, and whether that is enough."""
    merging = [sys.executable, "-m", "slipcover", "--merge", str(COUNTED), "--out", str(COUNTED)]
    if not COUNTED.exists() or subprocess.run(merging, cwd=ROOT, check=False).returncode:
        return "not counted", False
    percent = json.loads(COUNTED.read_text())["summary"]["percent_covered"]
    return f"{percent:.1f} %", percent >= ENOUGH


if __name__ == "__main__":
    sys.exit(main())
