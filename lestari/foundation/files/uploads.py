"""How a form's files come in: to a temporary file, and no further than the limit, however much is sent."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from lestari.foundation.files.sizes import PAPER_BYTES, PHOTO_BYTES, SHEET_BYTES, VIDEO_BYTES

_MOST = max(PHOTO_BYTES, PAPER_BYTES, SHEET_BYTES, VIDEO_BYTES)


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Stops writing at the limit, and goes on counting, so that the form can say how large the file was."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a piece as long as the file is within the limit."""
        if start <= _MOST:
            self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        """Return the file with the size that was sent."""
        return super().file_complete(file_size)
