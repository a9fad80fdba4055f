"""The sizes of the demo."""

from __future__ import annotations

SCALES = ("lampung", "tanggamus", "tiny")

#: The kinds of sheets, as the rooms name them.
SHEET_KINDS = ("budgets", "commitments", "ideas", "innovations", "people")
