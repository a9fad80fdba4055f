"""The one text of an event: what every node writes alike, or the chain breaks."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from lestari.foundation.ledger.canonical import COLUMNS, canonical_text

_ID = UUID("01900000-0000-7000-8000-000000000001")


def test_the_text_of_an_event_is_written_in_one_way():
    facts = dict.fromkeys(COLUMNS) | {
        "id": _ID, "recorded_at": datetime(2019, 12, 31, 6, tzinfo=ZoneInfo("Asia/Jakarta")),
        "effective_on": date(2019, 12, 30), "about": "day", "kind": "commitment.pledge",
    }  # fmt: skip
    changes = {
        "volume": [None, Decimal("1200.50")],
        "invited_at": [datetime(2019, 1, 1, tzinfo=UTC), None],
        "on": [date(2018, 2, 3), date(2018, 2, 4)],
        "title": ["", "“Pekon” é"],
        "plan_line": [_ID, None],
        "count": [0, 12],
        "taken": [True, None],
    }
    assert canonical_text(facts, changes) == (
        '{"about":"day","act":null,"actor":null,"behalf":null,"changes":{"count":[0,12],'
        '"invited_at":["2019-01-01T00:00:00.000000+00:00",null],"on":["2018-02-03","2018-02-04"],'
        '"plan_line":["01900000-0000-7000-8000-000000000001",null],"taken":[true,null],"title":["","“Pekon” é"],'
        '"volume":[null,"1200.5"]},"effective_on":"2019-12-30","id":"01900000-0000-7000-8000-000000000001",'
        '"kind":"commitment.pledge","recorded_at":"2019-12-30T23:00:00.000000+00:00","region":null,"subject":null,'
        '"subject_kind":null,"whence":null}'
    )
