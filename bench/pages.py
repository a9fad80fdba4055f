"""Every page at Lampung's size: its time, queries and bytes, as each role."""

from __future__ import annotations

import statistics
import sys

from django.conf import settings

import bench.setting_up  # noqa: F401
from bench.row import Row, tell
from lestari.surface.cli.preparing import prepare
from tests.surface.demo.walk import Visit, walk

settings.ALLOWED_HOSTS = ["localhost"]


def measure() -> list[Row]:
    """Walk all pages and return the slow end of them, and the heaviest."""
    prepare()
    visits = []
    for visit in walk():
        visits.append(visit)
        if visit.seconds > 1 or visit.queries > 12 or visit.size > 60_000:
            print(visit, file=sys.stderr, flush=True)
    times = sorted(visit.seconds for visit in visits)
    p95 = statistics.quantiles(times, n=20)[-1]
    slowest, busiest = max(visits, key=lambda v: v.seconds), max(visits, key=lambda v: v.queries)
    public = max((v for v in visits if not v.name), key=lambda v: v.size)
    inside = max((v for v in visits if v.name), key=lambda v: v.size)
    return [
        Row(f"{len(visits)} pages at Lampung's size", f"p95 {p95 * 1000:.0f} ms, slowest {_said(slowest)}", target="≤ 1 s"),
        Row("their queries", f"most {busiest.queries} ({busiest.url})", target="≤ 12"),
        Row("their HTML", f"{inside.size / 1000:.0f} kB ({inside.url}), public {public.size / 1000:.0f} kB ({public.url})", target="≤ 60, public ≤ 45 kB"),
    ]  # fmt: skip


def _said(visit: Visit) -> str:
    return f"{visit.seconds * 1000:.0f} ms ({visit.url})"


if __name__ == "__main__":
    tell(measure())
