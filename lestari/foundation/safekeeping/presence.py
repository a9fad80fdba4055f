"""Whether a worker is alive on this machine: it holds a lock that the kernel takes back whatever ends it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
from pathlib import Path

from django.conf import settings


def _place() -> Path:
    return Path(settings.DATA) / "worker.alive"


@contextmanager
def present() -> Iterator[None]:
    """Be seen as alive until the end."""
    handle = os.open(_place(), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        flock(handle, LOCK_SH)
        yield
    finally:
        os.close(handle)


def is_present() -> bool:
    """Say whether a worker of this data folder is alive."""
    try:
        handle = os.open(_place(), os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        flock(handle, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
