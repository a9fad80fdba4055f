"""Originals, each kept once by its content, and what they are attached to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from lestari.foundation.files.sizes import fitted, length_text, size_text
from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import Scope
from lestari.foundation.kernel.ids import uuid7
from lestari.foundation.regions.models import Region
from lestari.foundation.workflow.models import Record

#: What an original is, and as what it hangs on a record.
KINDS = ("photo", "paper", "video")


class Original(models.Model):
    """A file by its content. `kind` photo: a picture without any metadata; paper: a PDF; video: MP4 or WebM without any metadata.

    `size` in bytes, `width` and `height` in pixels; `seconds` is how long a video lasts.

    `kept_at` is when it was sent last: what is not attached then for a while is swept away.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sha256 = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=5, choices=[(kind, kind) for kind in KINDS])
    mime = models.CharField(max_length=40)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    seconds = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=120)
    kept_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(kind__in=KINDS), name="original_kind")]

    @property
    def has_pictures(self) -> bool:
        """Say whether there are small versions to show."""
        return self.kind != "paper"

    @property
    def words(self) -> str:
        """What somebody should know before they let it come: Video 0:08, 1,2 MB."""
        return _("Video %(length)s, %(size)s") % {
            "length": length_text(self.seconds),
            "size": size_text(self.size),
        }

    @property
    def preview_url(self) -> str:
        """The address at which its uploader sees it before it is attached."""
        return reverse("file_preview", args=[self.pk])


class Upload(models.Model):
    """Who sent an original: until it is attached only they see it."""

    original = models.ForeignKey(Original, models.CASCADE, related_name="uploads")
    person = models.UUIDField(null=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["original", "person"], name="upload_once")]


class Attachment(Record):
    """An original on a record. `subject_kind` is the record's model label. Photos and videos show what is; papers prove it."""

    ledger_fields: ClassVar[tuple[str, ...]] = ("original", "subject", "purpose")

    original = models.ForeignKey(Original, models.PROTECT, related_name="attachments")
    subject_kind = models.CharField(max_length=60)
    subject = models.UUIDField()
    purpose = models.CharField(max_length=5, choices=[(kind, kind) for kind in KINDS])
    caption = models.CharField(max_length=200, blank=True, default="")
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["subject"], name="attachment_subject")]
        constraints = [
            models.CheckConstraint(condition=Q(purpose__in=KINDS), name="attachment_purpose"),
            models.UniqueConstraint(fields=["subject", "original", "purpose"], name="attachment_once"),
        ]

    def scope(self) -> Scope:
        """Return the region of the record that it stands on."""
        return Scope(self.region_id, self.region.path if self.region else "")

    def url(self, size: str) -> str:
        """Return the address of one size: 320, 800, 1600 or asli."""
        return reverse("file", args=[self.pk, size])

    @property
    def small(self) -> Picture:
        """The picture for lists."""
        return Picture(self, 320)

    @property
    def medium(self) -> Picture:
        """The picture for pages."""
        return Picture(self, 800)

    @property
    def full_url(self) -> str:
        """The address of the whole file."""
        return self.url("asli")


class Picture:
    """One size of a picture, with the dimensions that a page needs to keep its place."""

    def __init__(self, attachment: Attachment, edge: int) -> None:
        self.url = attachment.url(str(edge))
        self.width, self.height = fitted(attachment.original.width, attachment.original.height, edge)


def subject_kind(record: models.Model) -> str:
    """Return the name under which a record's kind stands in tables."""
    return record._meta.label
