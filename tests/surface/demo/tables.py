"""What a play of the demo leaves in the tables, so that two plays can be laid side by side."""

import json
import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import Model, QuerySet

from lestari.foundation.ledger.models import Event
from lestari.foundation.ledger.sealer import seal_all
from lestari.foundation.regions.models import Region
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.models import Grounds, Receipt, Series, Stay
from lestari.surface.demo.models import is_demo

#: What a table keeps of the way in which the act came, and what is drawn by chance.
_ID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")
LEFT_OUT = {"fingerprint", "password", "digest", "sent"}


class Tables:
    """All rows as they differ from load to load in nothing: instead of an id stands the table and the row's place in it."""

    def __init__(self, order: Any) -> None:
        self._order = order
        models: list[type[Model]] = [*registry.RECORDS.values(), Stay, Receipt, Grounds, Event]
        self.names: dict[str, str] = {}
        for model in models:
            for number, row in enumerate(self._all(model)):
                self.names[str(getattr(row, "id", row.pk))] = f"{model._meta.label} {number}"
        for pk, code in Region.objects.values_list("pk", "code"):
            self.names[str(pk)] = code
        self.rows = {model._meta.label: self._rows(model) for model in models}
        duties = apps.get_model("duties", "Duty")._base_manager.order_by("since", "role")
        self.rows["duties"] = sorted([self._row(row, {"id"}) for row in duties], key=str)
        self.rows["series"] = [self._row(row, set()) for row in Series.objects.order_by("name")]

    def _rows(self, model: type[Model]) -> list[dict[str, Any]]:
        return [self._row(row, set()) for row in self._all(model)]

    def _all(self, model: type[Model]) -> QuerySet[Model]:
        return model._base_manager.order_by("serial" if model is Event else self._order)

    def _row(self, row: Model, without: set[str]) -> dict[str, Any]:
        columns = {f.attname for f in row._meta.concrete_fields} - LEFT_OUT - without - {"serial"}
        return {name: self._plain(name, getattr(row, name)) for name in sorted(columns)}

    def _plain(self, name: str, value: Any) -> Any:
        if isinstance(value, UUID):
            return self.names.get(str(value), "?")
        if name == "canonical":
            value = json.loads(value)
        if isinstance(value, dict):
            return {key: self._plain(key, one) for key, one in value.items()}
        if isinstance(value, list):
            return [self._plain("", one) for one in value]
        if isinstance(value, str):  # an id that no row has is that of one taken away again
            return self.names.get(value, "?" if _ID.fullmatch(value) else value)
        return value


def tables(play: Callable[[], None], order: Any = "pk") -> dict[str, list[dict[str, Any]]]:
    """Play, and return the rows, all sealed, in the order of their ids or another; the play is taken back."""
    mark = transaction.savepoint()
    is_demo.cache_clear()
    play()
    seal_all()
    found = Tables(order).rows
    transaction.savepoint_rollback(mark)
    is_demo.cache_clear()
    return found
