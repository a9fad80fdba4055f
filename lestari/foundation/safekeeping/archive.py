"""The file of a backup: a ZIP that gets its name when it is whole, and that tells when a single byte of it is not as it was."""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, is_zipfile

from lestari.foundation.kernel.errors import Unfit

#: The number of the format; a backup with a higher one is of a newer version.
FORMAT = 1
MANIFEST = "manifest.json"
_STAMP = 64  # hexadecimal digits of a SHA-256
_BEGINNING = b"PK\x03\x04"
_PIECE = 1 << 20


@dataclass(frozen=True)
class Table:
    """One table in the archive. `sha256` is of its lines, uncompressed."""

    model: str
    columns: tuple[str, ...]
    rows: int
    sha256: str

    @property
    def member(self) -> str:
        """The name of its lines in the archive."""
        return f"tables/{self.model}.jsonl"


@dataclass(frozen=True)
class Manifest:
    """What is in a backup. `made_at` is a moment in ISO 8601, `originals` how many files there are, `original_bytes` how large they are together.

    `faults` are the sentences on originals that were missing or altered on the disk when it was made.
    """

    format: int
    lestari: str
    made_at: str
    engine: str
    ledger_head: str
    unsealed: int
    migrations: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    originals: int
    original_bytes: int
    faults: tuple[str, ...]

    @property
    def rows(self) -> int:
        """How many rows there are in all tables."""
        return sum(table.rows for table in self.tables)

    def as_json(self) -> dict[str, Any]:
        """Return the manifest as it is written and printed."""
        return asdict(self)

    @classmethod
    def read(cls, archive: ZipFile) -> Manifest:
        """Return the manifest of an archive. Raises Unfit for one that is of a newer version, or of something else."""
        try:
            content = json.loads(archive.read(MANIFEST))
            number, version = int(content["format"]), content["lestari"]
        except (KeyError, ValueError, TypeError):
            raise Unfit(f"{archive.filename} is no backup of Lestari.") from None
        if number > FORMAT:
            raise Unfit(newer(version))
        content["migrations"] = tuple((app, name) for app, name in content["migrations"])
        content["tables"] = tuple(
            Table(**{**table, "columns": tuple(table["columns"])}) for table in content["tables"]
        )
        return cls(**{**content, "faults": tuple(content["faults"])})


def newer(version: str) -> str:
    """Return the sentence on a backup that this version cannot read."""
    return f"this backup is of a newer version of Lestari ({version}): install that version first, then restore it there."


@contextmanager
def new_archive(path: Path) -> Iterator[ZipFile]:
    """Write an archive beside its place; it gets its name when it is whole and on the disk. Raises Unfit, and leaves nothing behind."""
    if path.exists():
        raise Unfit(f"{path} exists already; choose another name, nothing is overwritten.")
    draft = path.with_name(f".{path.name}.part")
    try:
        file = os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
    except OSError as error:
        raise Unfit(f"{path} cannot be written ({error.strerror}).") from error
    with file:
        _alone(file, path)
        try:
            with ZipFile(file, "w", ZIP_DEFLATED) as archive:
                archive.comment = b"0" * _STAMP
                yield archive
            _stamp(file)
            draft.replace(path)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise Unfit(f"{path} cannot be written ({error.strerror}); nothing was left there.") from error
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
    _settle(path.parent)


def _alone(file: BinaryIO, path: Path) -> None:
    """Refuse to write what another process is writing now; what a killed one left is written anew."""
    try:
        flock(file, LOCK_EX | LOCK_NB)
    except OSError:
        raise Unfit(f"{path} is being written by another process.") from None
    file.truncate(0)


def _stamp(file: BinaryIO) -> None:
    """Close the file with the digest of all that stands before, and have it on the disk."""
    file.flush()
    size = file.seek(0, io.SEEK_END) - _STAMP
    digest = _digest(file, size)
    file.seek(size)
    file.write(digest.encode())
    file.flush()
    os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Have the new name on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _digest(file: BinaryIO, size: int) -> str:
    digest, left = hashlib.sha256(), size
    file.seek(0)
    while left and (piece := file.read(min(left, _PIECE))):
        digest.update(piece)
        left -= len(piece)
    return digest.hexdigest()


@contextmanager
def opened(path: Path) -> Iterator[tuple[ZipFile, Manifest]]:
    """Open a backup of which every byte is as it was written. Raises Unfit: cut off, altered, of a newer version, none at all."""
    try:
        _refuse_altered(path)
        with ZipFile(path) as archive:
            yield archive, Manifest.read(archive)
    except BadZipFile as error:
        raise Unfit(f"{path} is damaged ({error}); take another backup.") from error
    except OSError as error:
        raise Unfit(f"{path} cannot be read ({error.strerror or error}).") from error


def _refuse_altered(path: Path) -> None:
    with path.open("rb") as file:
        beginning = file.read(len(_BEGINNING))
        size = file.seek(0, io.SEEK_END) - _STAMP
        if beginning != _BEGINNING or size < 0:
            raise Unfit(f"{path} is no backup of Lestari.")
        file.seek(size)
        stamp = file.read()
        if stamp.decode("ascii", "replace") == _digest(file, size):
            return
    if not is_zipfile(path):
        raise Unfit(f"{path} is cut off: its end is missing. Take another backup.")
    raise Unfit(f"{path} was altered since it was made: its checksum is another. Take another backup.")
