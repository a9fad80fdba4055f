"""The append-only record of what was done, and where each follower stands in it."""

from __future__ import annotations

import json
from typing import Any

from django.db import models


class Event(models.Model):
    """One changed record of one act. The database refuses DELETE, and every UPDATE but the sealer's.

    `canonical` is the text that is sealed; the columns beside it repeat it for queries and are compared with it by `verify`.
    `position` and `digest` are empty until the sealer has closed the batch.
    """

    serial = models.BigAutoField(primary_key=True)
    id = models.UUIDField(unique=True)
    act = models.UUIDField(db_index=True)
    recorded_at = models.DateTimeField()
    effective_on = models.DateField()
    about = models.CharField(max_length=5, default="day")
    actor = models.UUIDField(null=True)
    behalf = models.UUIDField(null=True)
    kind = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject = models.UUIDField()
    region = models.UUIDField(null=True)
    whence = models.CharField(max_length=10)
    canonical = models.TextField()
    position = models.BigIntegerField(null=True, unique=True)
    digest = models.CharField(max_length=64, default="")

    class Meta:
        indexes = [
            models.Index(fields=["subject", "serial"], name="event_subject"),
            models.Index(fields=["serial"], condition=models.Q(position=None), name="event_unsealed"),
        ]

    @property
    def changes(self) -> dict[str, list[Any]]:
        """The changed fields, each with its old and its new value."""
        changes: dict[str, list[Any]] = json.loads(self.canonical)["changes"]
        return changes


class Cursor(models.Model):
    """How far a follower has read: the position of the last event that it has dealt with."""

    follower = models.CharField(max_length=40, primary_key=True)
    position = models.BigIntegerField(default=0)
