"""Where the index lies: one folder for each time it was made, and beside them the name of the one that serves.

    search/current            the name of the folder that serves
    search/<name>/            an index, with `position` (the last event that it knows of), `make` (of which analysis) and `tree` (of which
                              lists of regions its places are)
    search/.making            held by whoever makes it anew

All of it is derived: whoever deletes the folder loses nothing but the time to make it anew.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.conf import settings

from lestari.foundation.search.analysis import Analysis, place_names
from lestari.foundation.search.index import Index


class Unavailable(Exception):  # noqa: N818 - a state of the index, said on the page
    """There is no index that can be asked or written now: none yet, a broken one, or one of another make."""


class Taken(Exception):  # noqa: N818 - a state of the index
    """Somebody else writes, or makes the index anew, at this moment."""


@cache
def analysis() -> Analysis:
    """Return the analysis of this system's index."""
    return Analysis(place_names())


def shelf() -> Path:
    """Return the folder of all that belongs to the search."""
    return Path(settings.SEARCH)


def serving() -> str:
    """Return the name of the folder that serves, or nothing."""
    try:
        return (shelf() / "current").read_text().strip()
    except OSError:
        return ""


_open: dict[str, Index] = {}


def current() -> Index:
    """Return the index that serves, opened once. Raises Unavailable."""
    name = serving()
    if name and name in _open:
        return _open[name]
    _open.clear()
    folder = shelf() / name
    if not name or not (folder / "meta.json").exists():
        raise Unavailable("there is no index")
    with guarded():
        if (folder / "make").read_text() != analysis().make:
            raise Unavailable("the index is of another make")
        _open[name] = Index(folder, analysis())
    return _open[name]


@contextmanager
def guarded() -> Iterator[None]:
    """Turn whatever a broken index does into Unavailable, and a locked one into Taken: it is opened anew next time."""
    try:
        yield
    except BaseException as fault:
        # tantivy raises these, and for some damage a panic that is no Exception
        if not isinstance(fault, ValueError | OSError) and type(fault).__name__ != "PanicException":
            raise
        _open.clear()
        if "Lock" in str(fault):
            raise Taken(str(fault)) from fault
        raise Unavailable(str(fault).partition("\n")[0]) from fault


def position(name: str) -> tuple[int, str]:
    """Return the position and the digest of the last event that an index knows of."""
    try:
        number, _colon, digest = (shelf() / name / "position").read_text().partition(":")
        return int(number), digest
    except (OSError, ValueError):
        raise Unavailable("the index does not say how far it is") from None


def tree_of(name: str) -> str:
    """Return the state of the regions' tree that an index was made of, or nothing."""
    try:
        return (shelf() / name / "tree").read_text()
    except OSError:
        return ""


def put(path: Path, text: str) -> None:
    """Write a small file whole or not at all."""
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    draft.write_text(text)
    draft.replace(path)


def serve(name: str) -> None:
    """Let this folder serve from now on."""
    put(shelf() / "current", name)
    clear()


def clear() -> None:
    """Clear away what does not serve: earlier indexes, and what was left half-made."""
    for folder in shelf().iterdir():
        if folder.is_dir() and folder.name != serving():
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def making() -> Iterator[None]:
    """Hold the right to make the index anew; it ends with the process that holds it. Raises Taken."""
    shelf().mkdir(parents=True, exist_ok=True)
    with (shelf() / ".making").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Taken("somebody makes the index anew at this moment") from None
        yield
