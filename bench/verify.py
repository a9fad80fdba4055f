"""`ledger verify`, chain and fold, against reading the same rows and chaining them in one Python loop."""

from __future__ import annotations

import bench.setting_up  # noqa: F401
from bench.row import Row, median_seconds, tell
from lestari.foundation.ledger.canonical import GENESIS, chained
from lestari.foundation.ledger.models import Event
from lestari.foundation.rooms import verify_ledger


def _chain() -> str:
    digest = GENESIS
    rows = Event.objects.exclude(position=None).order_by("position").values_list("position", "canonical")
    for position, canonical in rows.iterator(chunk_size=5000):
        digest = chained(digest, position, canonical)
    return digest


def measure() -> list[Row]:
    """Return the verification's time against the loop's; both end at the same digest."""
    found = verify_ledger()
    assert not found.faults, found.faults[:3]
    assert found.digest == _chain()
    ours, baseline = median_seconds(verify_ledger, 3), median_seconds(_chain, 3)
    what = f"`ledger verify`, chain and fold of {found.position:,} events"
    return [Row(what, f"{ours:.1f} s", f"{baseline:.1f} s one loop", ours / baseline, "≤ 6 ×")]


if __name__ == "__main__":
    tell(measure())
