"""How large files are kept and shown."""

from __future__ import annotations

from decimal import Decimal

from lestari.foundation.kernel.rupiah import number_text

#: The longest edge of the picture that is kept, in pixels.
LONGEST = 1600
#: The longest edges of the small versions, each with the most bytes that it may take.
SMALL: dict[int, int] = {320: 40_000, 800: 160_000}

PHOTO_BYTES = 12_000_000
PAPER_BYTES = 12_000_000
VIDEO_BYTES = 50_000_000
VIDEO_SECONDS = 10 * 60
#: The most pixels of a video's picture: those of 4K, so wide and high.
VIDEO_EDGES = (4096, 2160)
VIDEO_PIXELS = VIDEO_EDGES[0] * VIDEO_EDGES[1]
#: A sheet of a province's whole list.
SHEET_BYTES = 60_000_000


MEGABYTE = 1_000_000


def length_text(seconds: int) -> str:
    """0:08, 10:00."""
    return f"{seconds // 60}:{seconds % 60:02}"


def size_text(size: int) -> str:
    """1,2 MB, unbroken."""
    tenths = max(1, round(size * 10 / MEGABYTE))
    return f"{number_text(Decimal(tenths) / 10)}\u00a0MB"


def fitted(width: int, height: int, edge: int) -> tuple[int, int]:
    """Return the dimensions of a picture whose longest edge is at most `edge`; small pictures stay as they are."""
    longest = max(width, height)
    if longest <= edge or not longest:
        return width, height
    return max(1, round(width * edge / longest)), max(1, round(height * edge / longest))
