"""What is refused of a promise by its day, its year and its changes, told with whatever else is wrong with the form."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _now

from lestari.domain.commitments.entries import CarryEntry
from lestari.domain.commitments.models import ADAPT, Commitment
from lestari.foundation.kernel import clock
from lestari.foundation.kernel.dates import day_text
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.workflow.act import Act
from lestari.foundation.workflow.action import Check
from lestari.foundation.workflow.perform import Whence

#: So many years ahead of the card reach as far as the village's plan: an RPJMDes lasts eight years (UU 3/2024).
_AHEAD = 8


def _check_later(_act: Act, commitment: Commitment, entry: CarryEntry) -> None:
    if entry.year <= commitment.year:
        raise Refused(
            _now("Tahun berikutnya harus sesudah %(year)s.") % {"year": commitment.year}, field="year"
        )


def _check_published(act: Act, _subject: Any, entry: Any) -> None:
    """Nothing is promised after an innovation that was not out on that day."""
    day = entry.innovation.published_on
    if day is not None and act.on < day:
        raise Refused(
            _now("Inovasi ini baru terbit %(day)s. Tulis tanggal itu atau sesudahnya.")
            % {"day": day_text(day)},
            field="on",
        )


def _check_year(act: Act, _subject: Any, entry: Any) -> None:
    """Nothing is promised for a year gone by on the day of the deed, nor for one beyond the village's plan."""
    first, last = act.on.year, act.on.year + _AHEAD
    if not first <= entry.year <= last:
        raise Refused(
            _now("Tahun anggaran harus %(first)s sampai %(last)s, menurut tanggalnya.")
            % {"first": first, "last": last},
            field="year",
        )


def _check_changes(act: Act, _subject: Any, entry: Any) -> None:
    """An adoption says what it changes; of a year gone by an office's list may not tell it, and nobody can be asked any more."""
    told_of_old = act.whence == Whence.SHEET and entry.year < clock.today().year
    if entry.mode == ADAPT and not entry.changes and not told_of_old:
        raise Refused(
            _now("Tulis apa yang diubah, karena caranya adopsi. Bila sama dengan aslinya, pilih replikasi."),
            field="changes",
        )


def before_its_year(commitment: Commitment, day: date) -> str:
    """Say that the fiscal year that pays for the work has not begun on a day, '' where it has."""
    begins = date(commitment.year, 1, 1)
    if day >= begins:
        return ""
    return _now("Langkah ini dapat dilakukan mulai %(day)s, hari pertama tahun anggarannya.") % {
        "day": day_text(begins)
    }


LATER = Check(("year",), _check_later)
IN_YEARS = Check(("year", "on"), _check_year)
#: What is checked by every action that makes a promise.
PLEDGING = (
    Check(("innovation", "on"), _check_published),
    IN_YEARS,
    Check(("mode", "changes", "year"), _check_changes),
)
