"""The whole suite: `python -m tests`. Everything on SQLite; what touches a database below the surface on PostgreSQL too.

`python -m tests --coverage` counts instead what the tests on SQLite run of the code, which takes them a tenth longer.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".test"
COUNTED = KEPT / "coverage.json"
#: Percent of lines and branches, counted in the tests' own processes.
ENOUGH = 95
#: What the counter says of itself: tests are not counted, so pytest's own reading of them is left as it is.
QUIET = ("ignore:Unable to activate pytest branch coverage", "ignore:Module already imported so cannot be")


def main() -> int:
    """Run both and print how many tests and how long; return 0 when all passed."""
    _clear()
    begun, passed, failed = time.monotonic(), 0, False
    for name, arguments in (
        ("SQLite, with the browser", ["tests"]),
        ("PostgreSQL", ["-p", "tests.postgresql", "tests/foundation", "tests/domain"]),
    ):
        print(f"\n== {name} ==", flush=True)
        code, count = _run(["-m", "pytest", *arguments])
        passed += count
        failed = failed or code != 0
    minutes, seconds = divmod(round(time.monotonic() - begun), 60)
    print(f"\n{passed} tests passed in {minutes} min {seconds} s.", flush=True)
    return 1 if failed else 0


def count_coverage() -> int:
    """Run what runs on SQLite and print what of the code it ran; return 0 when all passed and that is enough."""
    _clear()
    quiet = [part for words in QUIET for part in ("-W", words)]
    counter = ["-W", QUIET[0], "-m", "slipcover", "--json", "--out", str(COUNTED), "--dont-wrap-pytest"]
    code, _passed = _run([*counter, "-m", "pytest", *quiet, "tests"])
    coverage, enough = _coverage()
    print(f"\nCoverage (branches counted): {coverage}.", flush=True)
    return 1 if code or not enough else 0


def _clear() -> None:
    shutil.rmtree(KEPT, ignore_errors=True)
    KEPT.mkdir()


def _run(arguments: list[str]) -> tuple[int, int]:
    # A worker that has nothing left takes from the other: some tests last a minute, most a tenth of a second.
    workers = ["-q", "-n", str(os.cpu_count() or 2), "--dist", "worksteal"]
    command = [sys.executable, *arguments, *workers]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    environment.pop("DATABASE_URL", None)
    passed = 0
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
    ) as run:
        assert run.stdout is not None
        for line in run.stdout:
            print(line, end="", flush=True)
            if found := re.search(r"(\d+) passed", line):
                passed = int(found[1])
    return run.returncode, passed


def _coverage() -> tuple[str, bool]:
    """Print what is not covered; return how much is, and whether that is enough."""
    merging = [sys.executable, "-m", "slipcover", "--merge", str(COUNTED), "--out", str(COUNTED)]
    if not COUNTED.exists() or subprocess.run(merging, cwd=ROOT, check=False).returncode:
        return "not counted", False
    percent = json.loads(COUNTED.read_text())["summary"]["percent_covered"]
    return f"{percent:.1f} %", percent >= ENOUGH


if __name__ == "__main__":
    sys.exit(count_coverage() if "--coverage" in sys.argv else main())
