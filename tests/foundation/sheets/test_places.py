"""A village is found by what a row tells; where its name is nearly another's, that one is offered."""

from __future__ import annotations

import pytest

from lestari.foundation.kernel.errors import Refused
from lestari.foundation.regions.models import Region
from lestari.foundation.sheets.places import Places, told_place

UNKNOWN = "Tidak ada desa bernama “Landbau”."


def refusal(*near: str, **values: str) -> str:
    told = told_place({"village": "Landbau", **values})
    places = Places(near)
    places.fetch([told])
    with pytest.raises(Refused) as refused:
        places.find(told)
    return str(refused.value)


@pytest.mark.parametrize(
    ("near", "district", "more"),
    [
        (
            "18.06.",
            "Gisting",
            " Barangkali maksudnya Landbaw — Gisting, Tanggamus; kalau bukan, tulis kodenya.",
        ),
        ("18.06.", "Pugung", " Periksa ejaannya, atau tulis kodenya."),
        ("18.10.", "", " Periksa ejaannya, atau tulis kodenya."),
    ],
    ids=["its district", "another district", "another regency"],
)
def test_a_name_that_is_nearly_one_of_the_own_area_is_offered(regions, near, district, more):
    assert refusal(near, district=district) == UNKNOWN + more


def test_a_name_of_another_district_is_looked_for_in_the_own_regency_first(regions):
    told = told_place({"village": "Sidodadi", "district": "Gisting"})
    places = Places(("18.10.",))
    places.fetch([told])
    with pytest.raises(Refused) as refused:
        places.find(told)
    assert str(refused.value) == (
        "Desa “Sidodadi” ada di Pardasuka, Pringsewu; Pagelaran, Pringsewu; Semaka, Tanggamus, bukan di kecamatan itu. Periksa kecamatannya."
    )


def test_who_holds_the_whole_country_is_offered_none_and_no_village_is_read_for_it(
    regions, django_assert_num_queries
):
    assert Region.objects.get(level="country").path == ""
    with django_assert_num_queries(1):  # by the name that is told
        assert refusal("") == f"{UNKNOWN} Periksa ejaannya, atau tulis kodenya."
