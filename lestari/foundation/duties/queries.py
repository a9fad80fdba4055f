"""Reads of the duties: one's own, and what waits for others in one's area."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from lestari.foundation.duties.models import Duty
from lestari.foundation.kernel.access import Actor
from lestari.foundation.regions.queries import below


def _order(duties: QuerySet[Duty]) -> QuerySet[Duty]:
    return duties.select_related("region").order_by(F("due").asc(nulls_last=True), "since", "id")


def mine(actor: Actor) -> QuerySet[Duty]:
    """Return the duties of the actor's roles in their regions, oldest deadline first."""
    wanted = Q(pk__in=[])
    for grant in actor.current():
        wanted |= Q(role=grant.role) & below(grant.path)
    return _order(Duty.objects.filter(wanted))


def of_others(actor: Actor) -> QuerySet[Duty]:
    """Return what waits in the actor's area for somebody else, longest waiting first, each record once.

    What the actor could do as well is not there, though it may be another's duty too.
    """
    area = Q(pk__in=[])
    for grant in actor.current():
        area |= below(grant.path)
    before = Duty.objects.filter(subject=OuterRef("subject"), pk__lt=OuterRef("pk"))
    others = Duty.objects.filter(area).exclude(subject__in=mine(actor).order_by().values("subject"))
    others = others.exclude(Exists(before))
    return others.select_related("region").order_by("since", "id")


def on(subject: object) -> QuerySet[Duty]:
    """Return the open duties on one record."""
    return Duty.objects.filter(subject=getattr(subject, "pk", subject)).order_by("due")
