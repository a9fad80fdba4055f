"""Making a backup while others write: everything as of one moment, row by row."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from io import BufferedReader
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

import orjson
from django.db import connection
from django.db.models import Manager, Model, QuerySet

from lestari.foundation.files.store import path_of
from lestari.foundation.kernel import clock
from lestari.foundation.kernel.errors import Unfit
from lestari.foundation.ledger.canonical import plain
from lestari.foundation.ledger.sealer import head_text, unsealed
from lestari.foundation.ledger.transactions import snapshot
from lestari.foundation.safekeeping import tables
from lestari.foundation.safekeeping.archive import FORMAT, MANIFEST, Manifest, Table, new_archive

#: How much is done, of how much, and what now.
Progress = Callable[[int, int, str], None]
_CHUNK = 2000
_line = partial(
    orjson.dumps, default=plain, option=orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_APPEND_NEWLINE
)


def back_up(path: Path, progress: Progress | None = None) -> Manifest:
    """Back up the database and its originals into a new file; nobody who writes meanwhile waits. Raises Unfit, and leaves no file."""
    with snapshot(), new_archive(path) as archive:
        manifest = _Writing(archive, progress).write()
        archive.writestr(MANIFEST, json.dumps(manifest.as_json(), ensure_ascii=False, indent=1))
    return manifest


class _Writing:
    """One backup under way."""

    def __init__(self, archive: ZipFile, progress: Progress | None) -> None:
        self.archive = archive
        self.progress = progress
        self.names = tables.applied()
        if not self.names:
            raise Unfit("there is nothing to back up: this database has no tables of Lestari yet.")
        if tables.unknown(self.names):
            raise Unfit("this database is of a newer version of Lestari; back it up with that version.")
        self.models = tables.models_after(self.names)
        self.total = sum(model._base_manager.count() for model in self.models) + self._originals().count()
        self.done = 0

    def write(self) -> Manifest:
        """Write all tables, then the originals that they name, and return what the archive holds."""
        written = tuple(self._write_table(model) for model in self.models)
        size, count, faults = self._write_originals()
        return Manifest(
            format=FORMAT,
            lestari=version("lestari"),
            made_at=clock.now().isoformat(timespec="seconds"),
            engine=connection.vendor,
            ledger_head=head_text(),
            unsealed=unsealed(),
            migrations=tuple(self.names),
            tables=written,
            originals=count,
            original_bytes=size,
            faults=tuple(faults),
        )

    def _write_table(self, model: type[Model]) -> Table:
        columns = tuple(field.attname for field in model._meta.concrete_fields)
        digest, rows = hashlib.sha256(), 0
        found = model._base_manager.order_by("pk").values_list(*columns).iterator(chunk_size=_CHUNK)
        with self.archive.open(f"tables/{model._meta.label}.jsonl", "w", force_zip64=True) as lines:
            while chunk := list(islice(found, _CHUNK)):
                text = b"".join(map(_line, chunk))
                digest.update(text)
                lines.write(text)
                rows += len(chunk)
                self._tell(len(chunk), model._meta.label)
        return Table(model._meta.label, columns, rows, digest.hexdigest())

    def _originals(self) -> QuerySet[Any, Any]:
        return self._model("files.Original").order_by("pk").values_list("pk", "sha256", "mime", "name")

    def _model(self, label: str) -> Manager[Any]:
        return next(model for model in self.models if model._meta.label == label)._base_manager

    def _write_originals(self) -> tuple[int, int, list[str]]:
        size, count, faults = 0, 0, []
        for pk, digest, mime, name in self._originals().iterator(chunk_size=_CHUNK):
            place = path_of(digest, mime)
            self._tell(1, name)
            try:
                source = place.open("rb")
            except OSError as error:  # what is not attached may have been swept away meanwhile
                if self._model("files.Attachment").filter(original=pk).exists():
                    faults.append(f"The original {place.name} ({name}) cannot be read ({error.strerror}).")
                continue
            with source:
                if self._store(place, source) != digest:
                    faults.append(f"The original {place.name} ({name}) was altered on the disk.")
            size, count = size + place.stat().st_size, count + 1
        return size, count, faults

    def _store(self, place: Path, source: BufferedReader) -> str:
        """Put one original into the archive as it is, since pictures and PDFs are compressed already; return its SHA-256."""
        member = ZipInfo.from_file(place, f"originals/{place.parent.name}/{place.name}")
        with self.archive.open(member, "w") as target:
            shutil.copyfileobj(source, target)
        source.seek(0)
        return hashlib.file_digest(source, "sha256").hexdigest()

    def _tell(self, more: int, words: str) -> None:
        self.done += more
        if self.progress:
            self.progress(self.done, self.total, words)
