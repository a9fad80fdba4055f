"""What waits for whom, on which record, since when, until when. Only open duties have a row."""

from __future__ import annotations

from django.db import models

from lestari.foundation.kernel.ids import uuid7
from lestari.foundation.regions.models import Region


class Duty(models.Model):
    """One open duty: the role in the region that has to do `action` on the record, which is in `state`. `due` None: no deadline."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    role = models.CharField(max_length=30)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=60)
    subject = models.UUIDField()
    state = models.CharField(max_length=30, default="")
    action = models.CharField(max_length=60)
    since = models.DateField()
    due = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["role", "due"], name="duty_role_due"),
            models.Index(fields=["subject"], name="duty_subject"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["subject", "role", "action"], name="duty_once"),
        ]
