"""What the pages of figures ask: which region, until which day; the same form, with and without a script."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lestari.foundation.components.fields import DayField, DayWidget
from lestari.foundation.components.pages import actor_in
from lestari.foundation.components.region_field import RegionField
from lestari.foundation.kernel import clock
from lestari.foundation.kernel.dates import parse_day
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.regions.models import LEVELS, Region
from lestari.foundation.regions.queries import ancestors, by_code, path_on, usual_region

_LONGEST = 80


class Asked:
    """The region and the day that an address asks about; what cannot be read is said, and the usual stands in."""

    def __init__(self, request: HttpRequest) -> None:
        self.faults: list[str] = []
        self.actor = actor_in(request)
        self.region_field = RegionField(levels=LEVELS, actor=self.actor, label=_("Wilayah"))
        self.day_field = DayField(label=_("Sampai tanggal"))
        self.until = self._day(request)
        self.region = self._region(request)

    def _day(self, request: HttpRequest) -> date:
        text = DayWidget().value_from_datadict(request.GET, None, "sampai")
        if not text:
            return clock.today()
        try:
            day = parse_day(str(text)[:_LONGEST])
        except Refused as refused:
            self.faults.append(str(refused))
            return clock.today()
        if day > clock.today():
            self.faults.append(_("Tanggal itu belum tiba; angka di bawah sampai hari ini."))
            return clock.today()
        return day

    def _region(self, request: HttpRequest) -> Region:
        widget = self.region_field.widget
        codes = widget.value_from_datadict(request.GET, None, "wilayah")
        widget.words = widget.words[:_LONGEST]
        if codes and (not widget.words or self.region_field.fits(widget.words, codes[0][:_LONGEST])):
            return self._by_code(codes[0][:_LONGEST])
        if widget.words:
            try:
                return self._on_the_day(self.region_field.clean([]))
            except ValidationError as wrong:
                self.faults += wrong.messages
        return self._usual()

    def _by_code(self, code: str) -> Region:
        """Return the region that had the code on the day, or has it today and lay elsewhere then."""
        day = None if self.until == clock.today() else self.until
        try:
            return by_code(code, day)
        except Refused as refused:
            try:
                return self._on_the_day(by_code(code))
            except Refused:
                self.faults.append(str(refused))
                return self._usual()

    def _on_the_day(self, region: Region) -> Region:
        """Return a region of today as it was on the day; where it was not there yet, that is said."""
        if path_on(region, self.until) is not None:
            return region
        try:
            by_code(region.code, self.until)
        except Refused as refused:
            self.faults.append(str(refused))
        return region

    def _usual(self) -> Region:
        """Return one's own area, or the province."""
        own = [grant.region_id for grant in self.actor.current() if grant.path]
        rows = Region.objects.select_related("parent__parent__parent__parent")
        return (rows.filter(pk=own[0]).first() if own else None) or usual_region()

    def form(self) -> forms.Form:
        """Return the form that asks anew, filled with what is shown."""
        form = forms.Form(
            initial={"wilayah": [self.region], "sampai": self.until.isoformat()}, label_suffix=""
        )
        form.fields |= {"wilayah": self.region_field, "sampai": self.day_field}
        return form

    def context(self) -> dict[str, Any]:
        """Return what the pages show of the question."""
        above = ancestors(self.region, self.until) if self.region.path else []
        for lower, higher in pairwise(
            [self.region, *reversed(above)]
        ):  # as they lay that day, and asked for once
            lower.parent = higher
        return {
            "region": self.region,
            "until": self.until,
            "faults": self.faults,
            "form": self.form(),
            "regions": [*above, self.region] if self.region.path else [],
            "asked": f"wilayah={self.region.code}&sampai={self.until.isoformat()}",
        }
