"""The feed: what happened in a region, public parts only, written by a follower of the ledger."""

from __future__ import annotations

from django.db import models


class FeedItem(models.Model):
    """A public event, by its place in the ledger. Words come from the record when it is shown, where it is still public."""

    position = models.BigIntegerField(primary_key=True)
    path = models.CharField(max_length=14)
    kind = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject = models.UUIDField()
    on = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["path", "-on"], name="feed_path"),
            models.Index(fields=["-on", "-position"], name="feed_day"),
        ]
