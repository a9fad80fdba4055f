"""A promise moves: never to a day before the step that it stands on."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from lestari.domain.budgets.models import Allocation
from lestari.domain.commitments.models import Commitment, Funding
from lestari.foundation.kernel.dates import day_text
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.workflow.act import Act
from lestari.foundation.workflow.models import Stay


def move(act: Act, commitment: Commitment, target: str) -> None:
    """Move a promise on the act's day. Raises Refused for a day before its last step."""
    since = reached_on(act, commitment)
    if act.on < since:
        raise Refused(
            _("Langkah sebelumnya terjadi %(day)s. Tulis tanggal itu atau sesudahnya.")
            % {"day": day_text(since)},
            field="on",
        )
    act.move(commitment, target)


def move_back(act: Act, commitment: Commitment, target: str) -> None:
    """Move a promise because of something dated for itself: on that day, or on the day of the last step if that is later."""
    act.move(commitment, target, on=max(act.on, reached_on(act, commitment)))


def reached_on(act: Act, commitment: Commitment) -> date:
    """Return since when the promise is in its present state, acts of the same book that are not written yet included."""
    for touched in reversed(act.book.by_record.get(commitment.pk, [])):
        if touched.entered:
            return touched.entered[-1].since
    since = Stay.objects.filter(record=commitment.pk, until=None).values_list("since", flat=True).first()
    return since or act.on


def fund(act: Act, commitment: Commitment, allocation: Allocation) -> None:
    """Note that an allocation is for this promise."""
    act.add(Funding(commitment=commitment, allocation=allocation, region=commitment.region))
