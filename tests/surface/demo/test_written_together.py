"""The demo collects many acts and writes them together: what stands in the tables is what each act alone would have written."""

import json
import re
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import Model

from lestari.foundation.ledger.models import Event
from lestari.foundation.regions.models import Region
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.act import stored_rows
from lestari.foundation.workflow.models import Grounds, Receipt, Record, Series, Stay
from lestari.foundation.workflow.perform import Whence, perform
from lestari.surface.demo.load import play
from lestari.surface.demo.models import is_demo
from lestari.surface.demo.stage import Stage
from tests.clock import Clock

#: What a table keeps of the way in which the act came, and what is drawn by chance.
_ID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")
LEFT_OUT = {"fingerprint", "password", "digest", "sent"}


class Alone(Stage):
    """A stage on which each act is done by itself, as a form does it."""

    def _act(self, kind: str, actor: Any, subject: Record | None, entry: Any) -> Any:
        return perform(registry.action(kind), actor, subject, entry, whence=Whence.DEMO).record

    def rows(self, model: type[Record], **keys: Any) -> list[Any]:
        return list(stored_rows(model).filter(**keys).order_by("pk"))


class Tables:
    """All rows as they differ from load to load in nothing: instead of an id stands the table and the row's place in it."""

    def __init__(self) -> None:
        models: list[type[Model]] = [*registry.RECORDS.values(), Stay, Receipt, Grounds, Event]
        self.names: dict[str, str] = {}
        for model in models:
            order = "serial" if model is Event else "pk"
            for number, row in enumerate(model._base_manager.order_by(order)):
                self.names[str(getattr(row, "id", row.pk))] = f"{model._meta.label} {number}"
        for pk, code in Region.objects.values_list("pk", "code"):
            self.names[str(pk)] = code
        self.rows = {model._meta.label: self._rows(model) for model in models}
        duties = apps.get_model("duties", "Duty")._base_manager.order_by("since", "role")
        self.rows["duties"] = sorted([self._row(row, {"id"}) for row in duties], key=str)
        self.rows["series"] = [self._row(row, set()) for row in Series.objects.order_by("name")]

    def _rows(self, model: type[Model]) -> list[dict[str, Any]]:
        order = "serial" if model is Event else "pk"
        return [self._row(row, set()) for row in model._base_manager.order_by(order)]

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


def tables(stage: type[Stage]) -> dict[str, list[dict[str, Any]]]:
    """Play the tiny demo on a stage, and return the rows; the play is taken back."""
    mark = transaction.savepoint()
    is_demo.cache_clear()
    play("tiny", stage)
    found = Tables().rows
    transaction.savepoint_rollback(mark)
    is_demo.cache_clear()
    return found


def test_what_is_written_together_is_what_each_act_alone_writes(regions: Any, clock: Clock) -> None:
    together, alone = tables(Stage), tables(Alone)
    assert {name: len(rows) for name, rows in together.items()} == {
        name: len(rows) for name, rows in alone.items()
    }
    for name, rows in together.items():
        for one, other in zip(rows, alone[name], strict=True):
            assert one == other, name
