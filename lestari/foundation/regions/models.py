"""Regions: an identity that lasts, and the codes, names and parents that it had from a day until a day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import Scope
from lestari.foundation.kernel.ids import uuid7

LEVELS = ("country", "province", "regency", "district", "village")


class Region(models.Model):
    """A region as it is today. `path` is its code with a dot behind ("18.06.01.2001."; the country's is empty).

    All that lies below a region is a range over `path`. `word` is the local word: pekon, tiyuh, kampung, desa, kelurahan, kecamatan …
    `since` empty: from before the first list; `until` is set where the region ended.
    """

    WORDS: ClassVar[dict[str, str | Promise]] = {
        "negara": _("Negara"),
        "provinsi": _("Provinsi"),
        "kabupaten": _("Kabupaten"),
        "kota": _("Kota"),
        "kecamatan": _("Kecamatan"),
        "desa": _("Desa"),
        "pekon": _("Pekon"),
        "tiyuh": _("Tiyuh"),
        "kampung": _("Kampung"),
        "kelurahan": _("Kelurahan"),
    }

    #: The word of the villages that take no part in the programme: offices of a kota or kabupaten, without a budget of their own.
    OUTSIDE: ClassVar[str] = "kelurahan"

    id = models.UUIDField(primary_key=True, editable=False)
    level = models.CharField(max_length=8)
    code = models.CharField(max_length=13, db_index=True)
    name = models.CharField(max_length=100)
    key = models.CharField(max_length=100, db_index=True)
    word = models.CharField(max_length=10)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=14, db_index=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    class Meta:
        constraints = [  # the code of a region that ended may be given again
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(until=None), name="code_once_at_a_time"
            )
        ]

    @property
    def title(self) -> str:
        """The region as people say it: Pekon Campang, Kecamatan Gisting, Kabupaten Tanggamus."""
        return self.name if self.level == "country" else self.titled(self.word, self.name)

    @staticmethod
    def titled(word: str, name: str) -> str:
        """Return a name behind its local word; one that begins with it, as Pekon Unggak, stands alone. It is a name in every language."""
        said = word.capitalize()
        return name if name.casefold().startswith(f"{said} ".casefold()) else f"{said} {name}"

    @classmethod
    def counted(cls, words: Iterable[str]) -> str:
        """Return what villages with these words are called where they are counted: pekon, tiyuh, kampung if all are, else desa."""
        different = set(words)
        return str(cls.WORDS[different.pop() if len(different) == 1 else "desa"]).lower()

    @property
    def takes_part(self) -> bool:
        """Say whether the programme reaches the region: of villages the desa, under whatever local word."""
        return self.word != self.OUTSIDE

    @property
    def url(self) -> str:
        """The address of the region's page."""
        return f"/wilayah/{self.code}"

    @property
    def where(self) -> str:
        """The two names above: "Gisting, Tanggamus". Asks for `parent__parent` to be loaded."""
        parent = self.parent
        above = [parent, parent.parent] if parent and parent.level != "province" else [parent]
        return ", ".join(region.name for region in above if region and region.path)

    @property
    def placed(self) -> str:
        """The name and where it lies: "Campang — Gisting, Tanggamus"; above the village with its word."""
        name = self.name if self.level == "village" else self.title
        return f"{name} — {self.where}" if self.where else name

    def scope(self) -> Scope:
        """Return the region as rights see it."""
        return Scope(self.pk, self.path)


class RegionPeriod(models.Model):
    """Code, name and parent of a region from `since` until the day before `until`."""

    region = models.ForeignKey(Region, models.CASCADE, related_name="periods")
    code = models.CharField(max_length=13, db_index=True)
    name = models.CharField(max_length=100)
    parent = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    path = models.CharField(max_length=14, db_index=True)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "since"], name="period_once")]


class RegionSuccession(models.Model):
    """A region that came out of another on a day: split off it, or put in its place with or without others."""

    class Kind(models.TextChoices):
        """How the successor came about."""

        SPLIT = "split", _("Pemekaran")
        MERGED = "merged", _("Penggabungan")
        REPLACED = "replaced", _("Penggantian")

    predecessor = models.ForeignKey(Region, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Region, models.PROTECT, related_name="origins")
    on = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.SPLIT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
        ]


class RegionReference(models.Model):
    """The shipped lists that the regions were last brought up to, by their digest; `only`: these regencies of them, empty for all."""

    digest = models.CharField(max_length=64)
    only = models.JSONField(default=list)


class RegionList(models.Model):
    """A newer official list that was taken over: from which day, by whom, what it changed; it can be taken back as one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=200)
    on = models.DateField()
    taken_at = models.DateTimeField(default=clock.now)
    taken_by = models.UUIDField(null=True)
    changes = models.JSONField()
    undone_at = models.DateTimeField(null=True)
