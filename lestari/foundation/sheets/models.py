"""Sheets that were sent, what was found in them, and the headings that an office taught us."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lestari.foundation.kernel import clock
from lestari.foundation.kernel.ids import uuid7
from lestari.foundation.people.models import User
from lestari.foundation.regions.models import Region


class Import(models.Model):
    """A sheet on its way: sent, checked, written, perhaps undone.

    `told` holds what the file does not say (region, year, other columns) and which column is which; `layout` where its table was found, with a
    sample of each column and the first rows as they were understood; `counts` the rows by outcome; `done` and `total` how far the present work
    is, in rows; `sums` what it writes in rupiah (see `sums.py`). A sheet that is being written is taken up again at `done` by whoever finds it.
    """

    class State(models.TextChoices):
        """How far a sheet is."""

        WAITING = "waiting", _("Menunggu diperiksa")
        CHECKING = "checking", _("Sedang diperiksa")
        CHECKED = "checked", _("Sudah diperiksa")
        ORDERED = "ordered", _("Menunggu dimasukkan")
        WRITING = "writing", _("Sedang dimasukkan")
        DONE = "done", _("Sudah dimasukkan")
        RECALLED = "recalled", _("Menunggu diurungkan")
        UNDOING = "undoing", _("Sedang diurungkan")
        UNDONE = "undone", _("Sudah diurungkan")
        FAILED = "failed", _("Tidak dapat dibaca")

    #: The states in which it is the worker's turn.
    AT_WORK: ClassVar[tuple[str, ...]] = ("waiting", "checking", "ordered", "writing", "recalled", "undoing")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    ending = models.CharField(max_length=4)
    person = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    by_hand = models.BooleanField(default=False)
    told: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    layout: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    counts: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField(default=dict)
    sums: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    notes: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["state", "sent_at"], name="import_state"),
            models.Index(fields=["person", "-sent_at"], name="import_person"),
        ]

    @property
    def path(self) -> Path:
        """Where the file is kept."""
        return file_path(self.sha256, self.ending)

    @property
    def code(self) -> str:
        """A short name for the command line."""
        return str(self.id)

    def note(self, **values: Any) -> None:
        """Write down how far it is."""
        values["changed_at"] = clock.now()
        Import.objects.filter(pk=self.pk).update(**values)
        for name, value in values.items():
            setattr(self, name, value)


def file_path(sha256: str, ending: str) -> Path:
    """Return where a sheet with this content is kept."""
    return Path(settings.DATA) / "sheets" / sha256[:2] / f"{sha256}.{ending}"


class Finding(models.Model):
    """What is wrong with a row (`refused`), or to be looked at (`doubt`): the column and a sentence."""

    sheet = models.ForeignKey(Import, models.CASCADE, related_name="findings")
    row = models.PositiveIntegerField()
    refused = models.BooleanField()
    column = models.CharField(max_length=80)
    words = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["sheet", "refused", "row"], name="finding_sheet")]


def doubts_of(sheet: Import) -> models.QuerySet[Any, Any]:
    """Return what is to be looked at in a sheet: each column and sentence once, with the first `row` that it is said of and how many they are."""
    said = sheet.findings.filter(refused=False).order_by().values("column", "words")
    return said.annotate(row=models.Min("row"), rows=models.Count("pk")).order_by("row", "column")


class Heading(models.Model):
    """Which column a heading is in the sheets of an office, as somebody there said."""

    office = models.ForeignKey(Region, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    heading = models.CharField(max_length=120)
    column = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "kind", "heading"], name="heading_once"),
        ]


def remembered(office: UUID | None, kind: str) -> dict[str, str]:
    """Return the columns by the headings that an office taught us."""
    rows = Heading.objects.filter(office=office, kind=kind) if office else Heading.objects.none()
    return dict(rows.values_list("heading", "column"))
