"""Checking a backup, and restoring it into an empty place: whole, or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import orjson
from django.conf import settings
from django.db import connection
from django.db.models import Field, Model

from lestari.foundation.duties.keeping import rebuild
from lestari.foundation.kernel.errors import Unfit
from lestari.foundation.ledger.sealer import head_text
from lestari.foundation.regions.renewing import renew
from lestari.foundation.rooms import verify_ledger
from lestari.foundation.safekeeping import tables
from lestari.foundation.safekeeping.archive import Manifest, Table, newer, opened
from lestari.foundation.safekeeping.backup import Progress

_CHUNK = 2000
_ORIGINAL = re.compile(r"originals/([0-9a-f]{2})/((?:\1)[0-9a-f]{62})\.[a-z0-9]+")
#: What the database gives back as it was written: nothing has to be made of the JSON value.
_AS_WRITTEN = frozenset({"CharField", "TextField", "BooleanField", "BigIntegerField", "IntegerField"})


@dataclass(frozen=True)
class Restored:
    """What was restored. `faults` are what `ledger verify` finds in it: the place it came from had them already."""

    manifest: Manifest
    faults: tuple[str, ...]


def check(path: Path, progress: Progress | None = None) -> Manifest:
    """Read a backup to its end and return what is in it. Raises Unfit when anything is not as it was written."""
    with opened(path) as (archive, manifest):
        done = 0
        for table in manifest.tables:
            for chunk in _rows(archive, table):
                done += len(chunk)
                if progress:
                    progress(done, manifest.rows, table.model)
        _originals(archive, manifest)
    return manifest


def restore(path: Path, progress: Progress | None = None) -> Restored:
    """Restore a backup into an empty database and data folder. Raises Unfit, and then the place is as empty as before."""
    with opened(path) as (archive, manifest):
        if tables.unknown(manifest.migrations):
            raise Unfit(newer(manifest.lestari))
        _refuse_living()
        with _originals_beside() as folder, tables.all_or_nothing():
            _restore_rows(archive, manifest, progress)
            told: list[tuple[str, str]] = []
            tables.migrate(told)
            renew()
            if told:
                rebuild()
            faults = verify_ledger().faults
            if head_text() != manifest.ledger_head:
                raise Unfit("the restored ledger ends elsewhere than the backup says; take another backup.")
            _restore_originals(archive, manifest, folder)
            _move_in(folder)
    return Restored(manifest, tuple(faults))


def _refuse_living() -> None:
    """Refuse a place that holds anything."""
    if not tables.is_empty():
        raise Unfit(
            "this database is not empty, and nothing is ever restored over records: set LESTARI_DATA to an empty folder "
            "or DATABASE_URL to an empty database."
        )
    if any((Path(settings.DATA) / "originals").glob("*")):
        raise Unfit(
            f"{settings.DATA} holds uploaded files already, and nothing is restored over them: set LESTARI_DATA to an empty folder."
        )


def _restore_rows(archive: ZipFile, manifest: Manifest, progress: Progress | None) -> None:
    models = {model._meta.label: model for model in tables.make_tables(manifest.migrations)}
    done, total = 0, manifest.rows
    for table in manifest.tables:
        insert = _insert(models[table.model], table)
        for chunk in _rows(archive, table):
            insert(chunk)
            done += len(chunk)
            if progress:
                progress(done, total, table.model)
    connection.check_constraints()
    tables.go_on_counting(models.values())


def _insert(model: type[Model], table: Table) -> Callable[[list[list[Any]]], None]:
    """Return how rows of a table are written: one `executemany` a chunk, each value as its column keeps it."""
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in table.columns]
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608 - names of columns
    keep = [None if field.get_internal_type() in _AS_WRITTEN else field for field in fields]

    def insert(rows: list[list[Any]]) -> None:
        values = [[_kept(field, value) for field, value in zip(keep, row, strict=True)] for row in rows]
        with connection.cursor() as cursor:
            cursor.executemany(statement, values)

    return insert


def _kept(field: Field[Any, Any] | None, value: Any) -> Any:
    if field is None or value is None:
        return value
    return field.get_db_prep_save(field.to_python(value), connection)


def _rows(archive: ZipFile, table: Table) -> Iterator[list[list[Any]]]:
    """Return the rows of a table in chunks. Raises Unfit when they are not those that were written."""
    digest, count = hashlib.sha256(), 0
    with archive.open(table.member) as raw:
        lines = iter(BufferedReader(raw, 1 << 20))  # type: ignore[type-var]
        while chunk := list(islice(lines, _CHUNK)):
            for line in chunk:
                digest.update(line)
            count += len(chunk)
            yield [orjson.loads(line) for line in chunk]
    if (digest.hexdigest(), count) != (table.sha256, table.rows):
        raise Unfit(f"the rows of {table.model} are not those that were backed up; take another backup.")


def _originals(archive: ZipFile, manifest: Manifest) -> list[str]:
    """Return the names of the originals in the archive. Raises Unfit when they are not as many as were written."""
    names = [name for name in archive.namelist() if _ORIGINAL.fullmatch(name)]
    if len(names) != manifest.originals:
        raise Unfit(
            f"{manifest.originals} originals were backed up, {len(names)} are there; take another backup."
        )
    return names


def _restore_originals(archive: ZipFile, manifest: Manifest, folder: Path) -> None:
    """Put the originals under `folder`, all on the disk before the rows that name them count."""
    for name in _originals(archive, manifest):
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(name) as source, place.open("wb") as target:
            shutil.copyfileobj(source, target)
    os.sync()


@contextmanager
def _originals_beside() -> Iterator[Path]:
    """Give a folder for originals that is moved to its place by `_move_in`; when anything fails, nothing of them is left."""
    folder, place = Path(settings.DATA) / ".restoring", Path(settings.DATA) / "originals"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir()
        yield folder
    except BaseException as error:
        shutil.rmtree(place, ignore_errors=True)  # it was empty before
        if isinstance(error, OSError):
            raise Unfit(
                f"{settings.DATA} cannot be written ({error.strerror}); nothing was restored."
            ) from error
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _move_in(folder: Path) -> None:
    if (folder / "originals").is_dir():
        place = Path(settings.DATA) / "originals"
        place.mkdir(exist_ok=True)
        (folder / "originals").replace(place)
