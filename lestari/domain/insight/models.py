"""The feed: what happened in a region, public parts only, written by a follower of the ledger."""

from __future__ import annotations

from django.db import models

from lestari.foundation.regions.models import Region


class FeedItem(models.Model):
    """A public event, by its place in the ledger. Words come from the record when it is shown, where it is still public.

    It holds on to the region's identity: a region that gets another code keeps its feed.
    """

    position = models.BigIntegerField(primary_key=True)
    region = models.ForeignKey(Region, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject = models.UUIDField()
    on = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["region", "-on"], name="feed_region"),
            models.Index(fields=["-on", "-position"], name="feed_day"),
        ]
