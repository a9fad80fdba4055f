"""Keeping what is uploaded: each content once, in a folder by its SHA-256; small versions beside it, made again when lost."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from lestari.foundation.files.models import Original, Upload
from lestari.foundation.files.names import clean_name
from lestari.foundation.files.pictures import cleaned, smaller
from lestari.foundation.files.sizes import MEGABYTE, PAPER_BYTES, PHOTO_BYTES, SMALL, VIDEO_BYTES
from lestari.foundation.files.videos import START, Form, cleaned_video, form_of, no_video, picture_of
from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import Actor
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.kernel.ids import uuid7
from lestari.foundation.ledger.transactions import write_transaction

_EXTENSIONS = {"image/jpeg": "jpg", "application/pdf": "pdf", "video/mp4": "mp4", "video/webm": "webm"}
_PDF = b"%PDF-"


@dataclass(frozen=True)
class _Checked:
    content: bytes
    kind: str
    mime: str
    width: int = 0
    height: int = 0
    seconds: int = 0
    picture: bytes = b""  # what the small versions are made of


def keep(upload: File[bytes], actor: Actor, purpose: str = "") -> Original:
    """Check an upload by its content and keep it, the same content once. Raises Refused with the reason; nothing is kept then.

    For the purpose `video` nothing else is kept.
    """
    shown = clean_name(upload.name or "", _typed_extension(upload.name or ""))
    checked = _check(upload, shown, purpose)
    digest = hashlib.sha256(checked.content).hexdigest()
    place = path_of(digest, checked.mime)
    if not place.exists():
        _write(place, checked.content)
    name = clean_name(upload.name or "", _EXTENSIONS[checked.mime])
    now = clock.now()
    with write_transaction():
        original, _new = Original.objects.update_or_create(
            sha256=digest,
            defaults={"kept_at": now},
            create_defaults={
                "id": identity(digest),
                "kept_at": now,
                "kind": checked.kind,
                "mime": checked.mime,
                "size": len(checked.content),
                "width": checked.width,
                "height": checked.height,
                "seconds": checked.seconds,
                "name": name,
            },
        )
        Upload.objects.get_or_create(original=original, person=actor.user_id)
        if not place.exists():  # swept away while this one was sent
            _write(place, checked.content)
    if original.has_pictures:
        for edge in SMALL:
            small_path(original, edge, checked.picture)
    return original


def identity(digest: str) -> UUID:
    """Return the id of a content: it follows from the SHA-256, so that the ledger, which names the id, seals the content too."""
    marked = bytearray.fromhex(digest[:32])
    marked[6], marked[8] = marked[6] & 0x0F | 0x80, marked[8] & 0x3F | 0x80  # RFC 9562, version 8
    return UUID(bytes=bytes(marked))


class Originals:
    """Says in a verification which originals are not the content any more by which they were attached."""

    def see(self, content: Mapping[str, Any]) -> None:
        """Nothing to note: the fold compares which original hangs where."""

    def faults(self) -> Iterator[str]:
        """Compare each id with the digest beside it."""
        for pk, digest in Original.objects.values_list("pk", "sha256").iterator(chunk_size=5000):
            if identity(digest) != pk:
                yield f"The original {pk} is not the content any more that was attached."


def path_of(digest: str, mime: str) -> Path:
    """Return where a content is kept."""
    return Path(settings.DATA) / "originals" / digest[:2] / f"{digest}.{_EXTENSIONS[mime]}"


def original_path(original: Original) -> Path:
    """Return where the file of an original is."""
    return path_of(original.sha256, original.mime)


def small_path(original: Original, edge: int, picture: bytes = b"") -> Path:
    """Return where a small version is; where it is missing it is made, of the original unless its `picture` is there already."""
    place = _small_place(original, edge)
    if not place.exists():
        _write(place, smaller(BytesIO(picture or _picture(original)), edge))
    return place


def _picture(original: Original) -> bytes:
    """Return the photo, or a picture out of the video. Raises FileNotFoundError, NotPlayable."""
    source = original_path(original)
    video = original.kind == "video"
    return picture_of(source, original.mime, original.seconds) if video else source.read_bytes()


def _small_place(original: Original, edge: int) -> Path:
    return Path(settings.DATA) / "pictures" / original.sha256[:2] / f"{original.sha256}-{edge}.webp"


def sent_by(actor: Actor, ids: Iterable[UUID]) -> list[Original]:
    """Return those originals that this actor has sent, in the order of the ids."""
    wanted = list(dict.fromkeys(ids))
    found = Original.objects.filter(pk__in=wanted, uploads__person=actor.user_id).in_bulk()
    return [found[pk] for pk in wanted if pk in found]


def sweep(days: int = 7) -> int:
    """Remove what was sent and never attached for so many days; return how many files went."""
    before = clock.now() - timedelta(days=days)
    gone = 0
    with write_transaction():
        unused = Original.objects.filter(attachments=None, kept_at__lt=before)
        for original in unused.select_for_update(of=("self",), skip_locked=True):
            for edge in SMALL:
                _small_place(original, edge).unlink(missing_ok=True)
            path = original_path(original)
            original.delete()
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _typed_extension(name: str) -> str:
    extension = name.rpartition(".")[2].lower()
    return extension if extension.isascii() and extension.isalnum() and len(extension) <= 5 else "tanpa-jenis"  # noqa: PLR2004


def _check(upload: File[bytes], shown: str, purpose: str) -> _Checked:
    upload.seek(0)
    start = upload.read(START)
    paper, form = start.startswith(_PDF), form_of(start)
    limit = PAPER_BYTES if paper else VIDEO_BYTES if form else PHOTO_BYTES
    if upload.size > limit:
        raise Refused(
            _(
                "Berkas “%(name)s” berukuran %(size)s MB; paling besar %(limit)s MB. Kecilkan dahulu, lalu kirim lagi."
            )
            % {"name": shown, "size": -(-upload.size // MEGABYTE), "limit": limit // MEGABYTE}
        )
    if not upload.size:
        raise Refused(_("Berkas “%(name)s” kosong. Pilih lagi berkasnya.") % {"name": shown})
    upload.seek(0)
    if paper:
        return _Checked(upload.read(), "paper", "application/pdf")
    if purpose == "video" and not form:
        raise no_video(shown)
    if form:
        return _check_video(upload, form, shown)
    assert upload.file is not None
    content, width, height = cleaned(upload.file, shown)
    return _Checked(content, "photo", "image/jpeg", width, height, picture=content)


def _check_video(upload: File[bytes], form: Form, shown: str) -> _Checked:
    with TemporaryDirectory() as folder:
        source = Path(folder) / "sent"
        with source.open("wb") as target:
            shutil.copyfileobj(upload, target)
        video = cleaned_video(source, form, shown)
    return _Checked(
        video.content, "video", video.mime, video.width, video.height, video.seconds, video.picture
    )


def _write(place: Path, content: bytes) -> None:
    """Write whole or not at all, and on the disk before anybody is told."""
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{uuid7().hex}")
    with draft.open("wb") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())
    draft.replace(place)
