"""The manifest of files. Each file judges on itself who sees it."""

from __future__ import annotations

from lestari.foundation.files.models import Attachment
from lestari.foundation.kernel.access import anyone, signed_in
from lestari.foundation.rooms import Room

ROOM = Room(
    name="files",
    records=(Attachment,),
    pages={"file": anyone(), "file_preview": signed_in()},
)
