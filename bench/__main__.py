"""Measure everything, each module in a process of its own on one data folder: `python -m bench [MODULE …]`.

LESTARI_DATA names the folder; without it one is made and thrown away. `demo` loads the province into it, which the others read.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile

from bench.row import HEAD, Row, load

#: The modules, in order: each is run as `python -m bench.NAME` and tells its rows (`row.tell`).
MODULES = ("demo", "report", "verify", "pages", "memory", "pledges", "search", "quality", "sheets", "export")


def main() -> int:
    """Run the modules named, or all, and print the table."""
    with tempfile.TemporaryDirectory(prefix="lestari-bench-") as folder:
        os.environ.setdefault("LESTARI_DATA", folder)
        before = load()
        told = [row for name in sys.argv[1:] or MODULES for row in _rows(name)]
    print(HEAD, *told, sep="\n")
    print(f"\nMedians of several rounds in one run; {before} before, {load()} after.")
    return 0


def _rows(name: str) -> list[Row]:
    print(f"{name} …", file=sys.stderr, flush=True)
    ran = subprocess.run(
        [sys.executable, "-m", f"bench.{name}"], stdout=subprocess.PIPE, text=True, check=False
    )
    if ran.returncode:
        return [Row(name, f"did not end well ({ran.returncode})")]
    return [Row(**json.loads(line)) for line in ran.stdout.splitlines() if line.startswith("{")]


if __name__ == "__main__":
    sys.exit(main())
