"""The province as it is drawn: what its thirteen regencies come to together."""

from collections import Counter
from datetime import date

import pytest

from lestari.domain.insight.figures import report
from lestari.foundation.regions.loading import load_regions
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.queries import below
from lestari.surface.demo.load import load
from lestari.surface.demo.models import is_demo
from lestari.surface.demo.plot import Plot
from lestari.surface.demo.scales import SCALES, plots

THE_END = date(2019, 12, 31)


@pytest.fixture
def province(db: None) -> list[Plot]:
    load_regions(only=("18",))
    inside = Region.objects.filter(below("18.", "path"), until=None).exclude(word=Region.OUTSIDE)
    return plots(SCALES["lampung"], list(inside.order_by("path")))


def test_thirteen_regencies_write_11463_documents_by_the_end_of_the_programme(province):
    assert sorted(plot.regency for plot in province) == [f"18.{number:02d}" for number in range(1, 14)]
    told = sum((Counter(plot.documents) for plot in province), Counter())
    assert told["published"] + told["withdrawn"] + told["revised"] == 11_463
    assert all(plot.documents["published"] > 400 for plot in province)


def test_three_of_ten_promises_of_the_programme_reached_a_budget(province):
    ends = sum((Counter(year.ends) for plot in province for year in plot.history), Counter())
    made = ends.total() - ends["void"]
    funded = ends["verified"] + ends["carried_verified"] + ends["dropped_funded"]
    assert round(100 * funded / made) == 30
    assert made > 11_000


def test_each_regency_has_every_state_of_a_promise_and_a_bursa_to_come(province):
    for plot in province:
        assert {end for end, count in plot.last.items() if count} >= {"realised", "fallen_back", "carried"}
        assert plot.next_hosts
        assert len({host for year in plot.history for host in year.hosts}) > 4


def test_allocations_of_2019_come_to_the_rupiah_that_the_scale_says(regions):
    is_demo.cache_clear()
    load("tiny")
    is_demo.cache_clear()
    found = report(Region.objects.get(code="18.06"), THE_END).figures
    assert found["commitments_dana_desa"] == SCALES["tiny"].dana_desa == 187_650_099
    assert found["innovations"] == 8
