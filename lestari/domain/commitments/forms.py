"""The form of a promise that is made outside a bursa."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Q, Value, When

from lestari.domain.knowledge.models import Innovation
from lestari.domain.knowledge.queries import by_field
from lestari.foundation.components.forms import ActionForm
from lestari.foundation.components.records import RecordField
from lestari.foundation.kernel.access import regency_path
from lestari.foundation.regions.queries import below


class PledgeForm(ActionForm):
    """Lists what the regencies of one's area have published, and what was chosen elsewhere in the catalogue."""

    def __init__(self, data: Any = None, files: Any = None, **about: Any) -> None:
        super().__init__(data, files, **about)
        field = self.fields["innovation"]
        assert isinstance(field, RecordField)
        near = Q(pk__in=[])
        for path in self.actor.paths():
            near |= below(regency_path(path))
        chosen = data.get("innovation") if data else self.initial.get("innovation")
        if isinstance(chosen, Innovation):
            near |= Q(pk=chosen.pk)
        elif chosen:
            near |= Q(code=str(chosen))
        village = data.get("region") if data else getattr(self.initial.get("region"), "code", None)
        if village:
            copied = getattr(chosen, "code", chosen)
            field.leave_out(Q(region__code=str(village)), copied)  # nobody copies their own
        near_first = Case(When(near, then=Value(0)), default=Value(1))
        field.queryset = field.queryset.order_by(near_first, "title", "code")
        field.show(lambda: by_field(Innovation.objects.filter(near, state="published")))
