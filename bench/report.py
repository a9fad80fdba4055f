"""`report achievements` of the province against one SQL statement that sums the same rows."""

from __future__ import annotations

from datetime import date

from django.db import connection

import bench.setting_up  # noqa: F401
from bench.row import Row, median_seconds, tell
from lestari.domain.insight.figures import report
from lestari.foundation.regions.models import Region

THE_END = date(2019, 12, 31)
#: What the four lists of the report sum and count, written by hand.
_SQL = """
    WITH place AS (SELECT region_id FROM regions_regionperiod
                   WHERE path >= '18.' AND path < '18/' AND since <= %(day)s AND (until IS NULL OR until > %(day)s)),
         stay AS (SELECT record, kind, state FROM workflow_stay
                  WHERE since <= %(day)s AND (until IS NULL OR until > %(day)s))
    SELECT (SELECT SUM(a.amount) FROM budgets_allocation a JOIN budgets_budgetline l ON l.id = a.line_id
              JOIN commitments_funding f ON f.allocation_id = a.id JOIN commitments_commitment c ON c.id = f.commitment_id
              WHERE NOT a.voided AND a.since <= %(day)s AND (a.until IS NULL OR a.until > %(day)s) AND l.source = 'DD'
              AND (l.account LIKE '5%%' OR l.account LIKE '6.2%%') AND c.state <> 'void' AND a.region_id IN (SELECT region_id FROM place)),
           (SELECT COUNT(*) FROM knowledge_innovation i JOIN stay ON stay.record = i.id AND stay.state = 'published'
              WHERE i.state <> 'void' AND i.region_id IN (SELECT region_id FROM place)),
           (SELECT COUNT(*) FROM knowledge_ideacard i JOIN stay ON stay.record = i.id AND stay.state IN ('identified', 'captured')
              WHERE i.state <> 'void' AND i.region_id IN (SELECT region_id FROM place)),
           (SELECT SUM(c.estimated_cost) FROM commitments_commitment c JOIN stay ON stay.record = c.id AND stay.kind = 'commitment'
              WHERE c.state <> 'void' AND c.region_id IN (SELECT region_id FROM place))
"""


def _by_hand() -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"day": THE_END.isoformat()})
        return cursor.fetchone()


def measure() -> list[Row]:
    """Return the report's time against the statement's; both come to the same."""
    province = Region.objects.get(code="18")
    found = report(province, THE_END)
    by_hand = _by_hand()
    figures = found.figures
    assert by_hand[:3] == (figures["commitments_dana_desa"], figures["innovations"], figures["ideas"]), (
        by_hand
    )
    ours = median_seconds(lambda: report(Region.objects.get(code="18"), THE_END))
    baseline = median_seconds(_by_hand)
    what = f"`report achievements` of the province (Rp{by_hand[0]:,})".replace(",", ".")
    return [Row(what, f"{ours * 1000:.0f} ms", f"{baseline * 1000:.0f} ms one SQL", ours / baseline, "≤ 2 ×")]


if __name__ == "__main__":
    tell(measure())
