"""Python's search for cyclic garbage, at rest while much is made at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Keep the collector from looking, again and again, through all that is being made here; it looks through it once, afterwards.

    For a piece of work whose things fit into memory: cycles that come to an end meanwhile take their place until it is over.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
