"""One row of the table: what was measured, ours, the baseline of the same run, their ratio, the target."""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Row:
    """Words as the table has them; `ratio` None: there is no baseline."""

    what: str
    ours: str
    baseline: str = "—"
    ratio: float | None = None
    target: str = "shown"

    def __str__(self) -> str:
        ratio = "—" if self.ratio is None else f"{self.ratio:.2f} ×"
        return f"| {self.what} | {self.ours} | {self.baseline} | {ratio} | {self.target} |"


HEAD = "| what | ours | baseline | ratio | target |\n| --- | --- | --- | --- | --- |"


def tell(rows: Iterable[Row]) -> None:
    """Print rows for the table that `python -m bench` puts together: one JSON text a line."""
    for row in rows:
        print(json.dumps(asdict(row)), flush=True)


def median_seconds(work: Callable[[], object], rounds: int = 5) -> float:
    """Return the median time of some rounds."""
    return statistics.median(seconds(work) for _ in range(rounds))


def seconds(work: Callable[[], object]) -> float:
    """Return how long it took on the clock of the wall."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def load() -> str:
    """Return how busy the machine was: its load over one minute, and its cores."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
