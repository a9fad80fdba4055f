"""Regions as a command names them."""

from __future__ import annotations

from datetime import date

from lestari.foundation.kernel.errors import Refused
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.queries import by_code
from lestari.surface.cli.outcome import RefusedHere


def region_named(code: str, on: date | None = None) -> Region:
    """Return the region of a code, today or as it was on a day. Raises RefusedHere."""
    try:
        return by_code(code, on)
    except Refused as refused:
        when = f" on {on}" if on else ""
        raise RefusedHere(
            f"there is no region with the code {code}{when}: take one such as 18, 18.06 or 18.06.01."
        ) from refused
