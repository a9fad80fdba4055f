"""The whole suite: `python -m tests`. Everything on SQLite, foundation and domain on PostgreSQL too; one coverage over both."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".test"
RUNS = (
    ("SQLite, with the browser", ["tests"]),
    ("PostgreSQL", ["-p", "tests.postgresql", "tests/foundation", "tests/domain"]),
)


def main() -> int:
    """Run both, print how many tests, how long, what coverage; return 0 when all passed."""
    subprocess.run([ROOT / ".ci/needs", "chromium", "postgresql", "gettext"], check=True)
    shutil.rmtree(KEPT, ignore_errors=True)
    KEPT.mkdir()
    begun, passed, failed = time.monotonic(), 0, False
    for name, arguments in RUNS:
        print(f"\n== {name} ==", flush=True)
        code, count = _run(arguments)
        passed += count
        failed = failed or code != 0
    coverage, enough = _coverage()
    minutes, seconds = divmod(round(time.monotonic() - begun), 60)
    print(
        f"\n{passed} tests passed in {minutes} min {seconds} s; coverage (branches counted) {coverage}.",
        flush=True,
    )
    return 1 if failed or not enough else 0


def _run(arguments: list[str]) -> tuple[int, int]:
    command = [
        sys.executable,
        "-m",
        "coverage",
        "run",
        "-m",
        "pytest",
        "-q",
        "-n",
        str(os.cpu_count() or 2),
        *arguments,
    ]
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
    """Return how much is covered, in percent, and whether that is as much as `fail_under` asks for."""
    coverage = [sys.executable, "-m", "coverage"]
    subprocess.run([*coverage, "combine", "--quiet"], cwd=ROOT, check=False)
    report = subprocess.run([*coverage, "report"], cwd=ROOT, check=False)
    total = subprocess.run(
        [*coverage, "report", "--format=total"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    return f"{total.stdout.strip()} %", report.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
