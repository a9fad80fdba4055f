import io

import pytest
from PIL import Image

from lestari.surface.demo.pictures import paper_card, scenery


@pytest.mark.parametrize("field", ["infrastructure", "economy", "human_resources"])
def test_scenery_is_small_and_the_same_from_the_same_seed(field):
    picture = scenery(3, field)
    assert picture == scenery(3, field)
    assert picture != scenery(4, field)
    assert len(picture) <= 40_000
    assert Image.open(io.BytesIO(picture)).size == (800, 450)


def test_paper_card_is_the_same_from_the_same_seed():
    lines = [("Pekon", "Pekon Campang"), ("Lokasi", "Dusun 3")]
    assert paper_card(1, "KARTU IDE", lines) == paper_card(1, "KARTU IDE", lines)
    assert Image.open(io.BytesIO(paper_card(1, "KARTU IDE", lines))).size == (800, 1018)
