"""The kinds of village innovations that the demo tells of."""

from __future__ import annotations

from lestari.surface.demo.kinds.animals import ANIMALS_KINDS
from lestari.surface.demo.kinds.crops import CROPS_KINDS
from lestari.surface.demo.kinds.health import HEALTH_KINDS
from lestari.surface.demo.kinds.irrigation import IRRIGATION_KINDS
from lestari.surface.demo.kinds.kind import Kind
from lestari.surface.demo.kinds.learning import LEARNING_KINDS
from lestari.surface.demo.kinds.nutrition import NUTRITION_KINDS
from lestari.surface.demo.kinds.roads import ROADS_KINDS
from lestari.surface.demo.kinds.sanitation import SANITATION_KINDS
from lestari.surface.demo.kinds.trade import TRADE_KINDS
from lestari.surface.demo.kinds.water import WATER_KINDS

KINDS: tuple[Kind, ...] = (
    *WATER_KINDS,
    *IRRIGATION_KINDS,
    *SANITATION_KINDS,
    *ROADS_KINDS,
    *CROPS_KINDS,
    *ANIMALS_KINDS,
    *TRADE_KINDS,
    *HEALTH_KINDS,
    *NUTRITION_KINDS,
    *LEARNING_KINDS,
)
KIND_BY_KEY: dict[str, Kind] = {kind.key: kind for kind in KINDS}
