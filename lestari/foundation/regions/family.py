"""A region with what lies right below it, out of what it came, and what came out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, Subquery

from lestari.foundation.regions.models import Region, RegionSuccession


@dataclass(frozen=True)
class Family:
    """A region in force with all above it; its `children` by code; its `origins` and `heirs`, each with the day of the change."""

    region: Region
    children: Sequence[Region]
    origins: Sequence[tuple[Region, date]]
    heirs: Sequence[tuple[Region, date]]


def family_of(code: str) -> Family | None:
    """Return the family of the region in force with this code, in one query; None where there is none."""
    origins = RegionSuccession.objects.filter(successor__code=code, successor__until=None)
    heirs = RegionSuccession.objects.filter(predecessor__code=code, predecessor__until=None)
    here = Region.objects.filter(code=code, until=None)
    # Each condition on a column of the table itself: a join here would read all regions there are.
    near = Q(pk__in=here.values("pk")) | Q(parent__in=here.values("pk"), until=None)
    near |= Q(pk__in=origins.values("predecessor")) | Q(pk__in=heirs.values("successor"))
    rows = list(
        Region.objects.filter(near)
        .annotate(
            left_on=Subquery(origins.filter(predecessor=OuterRef("pk")).values("on")[:1]),
            came_on=Subquery(heirs.filter(successor=OuterRef("pk")).values("on")[:1]),
        )
        .select_related("parent__parent__parent__parent")
        .order_by("path")
    )
    found = next((one for one in rows if one.code == code and one.until is None), None)
    if found is None:
        return None
    return Family(
        region=found,
        children=[one for one in rows if one.parent_id == found.pk and one.until is None],
        origins=[(one, one.left_on) for one in rows if one.left_on],
        heirs=[(one, one.came_on) for one in rows if one.came_on],
    )
