"""The text of an event that is sealed, and the chain over it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson

#: The columns that stand in the sealed text too.
COLUMNS = (
    "id", "act", "recorded_at", "effective_on", "about", "actor", "behalf",
    "kind", "subject_kind", "subject", "region", "whence",
)  # fmt: skip
#: What the first event of a chain is chained to.
GENESIS = "0" * 64


_PLAIN = (str, int, type(None))


def plain(value: Any) -> Any:
    """Return a value as JSON keeps it: dates, moments, ids and decimals as text."""
    if isinstance(value, _PLAIN):
        return value
    if type(value) is UUID:
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date | UUID):
        return str(value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value


def canonical_text(facts: Mapping[str, Any], changes: Mapping[str, list[Any]]) -> str:
    """Return the one text of an event: its columns (COLUMNS) and its changes, each value plain, keys sorted, no spaces."""
    # Ids and days orjson writes as `plain` does; moments it writes shorter where they have no fractions.
    moments = {
        name: [plain(old), plain(new)]
        for name, (old, new) in changes.items()
        if type(old) is datetime or type(new) is datetime
    }
    told = {**facts, "recorded_at": plain(facts["recorded_at"]), "changes": {**changes, **moments}}
    return orjson.dumps(told, default=plain, option=orjson.OPT_SORT_KEYS).decode()


def chained(previous: str, position: int, canonical: str) -> str:
    """Return the digest of an event: SHA-256 over the digest before it, its position and its text."""
    return hashlib.sha256(f"{previous}\n{position}\n{canonical}".encode()).hexdigest()
