"""The demo collects many acts and writes them together: what stands in the tables is what each act alone would have written."""

from typing import Any

from lestari.foundation.workflow import registry
from lestari.foundation.workflow.act import stored_rows
from lestari.foundation.workflow.models import Record
from lestari.foundation.workflow.perform import Whence, perform
from lestari.surface.demo.load import play
from lestari.surface.demo.scales import SCALES
from lestari.surface.demo.stage import Stage
from tests.clock import Clock
from tests.surface.demo.tables import tables


class Alone(Stage):
    """A stage on which each act is done by itself, as a form does it."""

    def _act(self, kind: str, actor: Any, subject: Record | None, entry: Any) -> Any:
        return perform(registry.action(kind), actor, subject, entry, whence=Whence.DEMO).record

    def rows(self, model: type[Record], **keys: Any) -> list[Any]:
        return list(stored_rows(model).filter(**keys).order_by("pk"))


def test_what_is_written_together_is_what_each_act_alone_writes(regions: Any, clock: Clock) -> None:
    together, alone = (
        tables(lambda stage=stage: play(SCALES["tiny"], "tiny", stage)) for stage in (Stage, Alone)
    )
    assert {name: len(rows) for name, rows in together.items()} == {
        name: len(rows) for name, rows in alone.items()
    }
    for name, rows in together.items():
        for one, other in zip(rows, alone[name], strict=True):
            assert one == other, name
