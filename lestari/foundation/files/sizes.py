"""How large pictures are kept and shown."""

from __future__ import annotations

#: The longest edge of the picture that is kept, in pixels.
LONGEST = 1600
#: The longest edges of the small versions, each with the most bytes that it may take.
SMALL: dict[int, int] = {320: 40_000, 800: 160_000}

PHOTO_BYTES = 12_000_000
PAPER_BYTES = 12_000_000
#: A sheet of a province's whole list.
SHEET_BYTES = 60_000_000


def fitted(width: int, height: int, edge: int) -> tuple[int, int]:
    """Return the dimensions of a picture whose longest edge is at most `edge`; small pictures stay as they are."""
    longest = max(width, height)
    if longest <= edge or not longest:
        return width, height
    return max(1, round(width * edge / longest)), max(1, round(height * edge / longest))
