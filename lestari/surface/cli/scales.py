"""The sizes of the demo."""

from __future__ import annotations

SCALES = ("lampung", "tanggamus", "tiny")
