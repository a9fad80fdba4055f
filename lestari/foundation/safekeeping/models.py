"""The journal of the daily backups."""

from __future__ import annotations

from django.db import models


class Backup(models.Model):
    """One daily backup under way or over. `size` in bytes; `fault` says why it failed, `day` of which day it is.

    Their order is that of the keys, not of the clock: a clock that was wrong for a while lets no good backup go.
    """

    name = models.CharField(max_length=80)
    day = models.DateField()
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    size = models.PositiveBigIntegerField(default=0)
    fault = models.TextField(default="")
