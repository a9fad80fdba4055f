"""The public home and the page of a region."""

from __future__ import annotations

import gzip
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client

from lestari.domain.bursa.models import Bursa
from lestari.domain.commitments.models import Commitment
from lestari.foundation.ledger.followers import run_all
from lestari.foundation.ledger.sealer import seal_all
from lestari.foundation.regions.loading import load_regions
from lestari.foundation.regions.models import Region, RegionSuccession
from tests.domain.builders import Loop, row
from tests.domain.pages import MOST_QUERIES, queries, signed_in, words
from tests.world import CAMPANG, GISTING, KUTA_DALOM, PUGUNG, TANGGAMUS

#: The most that the HTML of a page weighs over the wire, in bytes.
HEAVIEST = 18_000


@pytest.fixture
def promise(loop: Loop) -> Commitment:
    """A promise of Kuta Dalom that 86.400.000 of Dana Desa pay for."""
    made = loop.planned(loop.innovation(), loop.plan_line())
    loop.fund(made, loop.budget(row(100_000_000))[0], 86_400_000)
    return made


@pytest.fixture
def coming(loop: Loop, promise: Commitment) -> Bursa:
    """A bursa nine days from now."""
    return loop.bursa(loop.clock.now().date() + timedelta(days=9))


def test_home_shows_what_works_and_whether_it_reaches_budgets(
    loop: Loop, promise: Commitment, coming: Bursa, client: Client
) -> None:
    response = client.get("/")

    text = words(response)
    assert "Cari yang berhasil di desa lain, tiru di desa sendiri" in text
    assert "Rp86.400.000 sampai 11 Agustus 2026, untuk 1 komitmen" in text
    assert [(one["figure"].key, one["value"]) for one in response.context["figures"]] == [
        ("innovations", 1),
        ("commitments_dana_desa", 86_400_000),
        ("ideas", 1),
    ]
    assert [(stage.word, stage.count, stage.share) for stage in response.context["stages"]] == [
        ("Ide", 1, 100),
        ("Dokumen", 1, 100),
        ("Bursa", 1, 100),
        ("RKPDes", 1, 100),
        ("APBDes", 1, 100),
        ("Hasil", 0, 0),
    ]
    assert [card["title"] for card in response.context["newest"]] == [promise.innovation.title]
    assert [(bursa, said) for bursa, said in response.context["bursas"]] == [(coming, "9 pekon diundang")]


def test_every_link_of_the_flow_opens_what_it_counts(loop: Loop, promise: Commitment, client: Client) -> None:
    loop.idea()  # handed in: not accepted yet
    for stage in (*client.get("/").context["stages"], *client.get(f"/wilayah/{GISTING}").context["stages"]):
        listed = client.get(stage.url)
        assert listed.context["page"].paginator.count == stage.count


def test_beside_the_rupiah_stand_as_many_promises_as_its_list_holds(
    loop: Loop, promise: Commitment, client: Client
) -> None:
    other, dana_desa, more = loop.budget(row(100, "ADD"), row(200), row(300), code=CAMPANG)
    plan, coffee = loop.plan_line(code=CAMPANG), loop.innovation(KUTA_DALOM, title="Kopi bubuk")
    loop.fund(loop.planned(coffee, plan), other, 100)
    twice = loop.planned(coffee, plan, place="Dusun 9")
    loop.fund(twice, dana_desa, 200)
    loop.fund(twice, more, 300, kind="commitment.add_funding")

    text = words(client.get("/"))
    listed = client.get("/capaian/commitments_dana_desa?wilayah=18").context["rows"]

    assert {row.code for row in listed} == {promise.code, twice.code}
    assert "Rp86.400.500 sampai 11 Agustus 2026, untuk 2 komitmen" in text


def test_the_search_box_leads_to_the_catalogue(loop: Loop, client: Client) -> None:
    page = client.get("/").content.decode()

    assert '<form method="get" action="/katalog" class="search" role="search">' in page
    assert 'name="q"' in page


def test_the_months_are_indonesian(loop: Loop, client: Client) -> None:
    loop.bursa(date(2026, 12, 23))

    pages = [words(client.get(page)) for page in ("/", f"/wilayah/{GISTING}")]

    assert ["23 Des 2026" in text for text in pages] == [True, True]


def test_an_empty_house_says_what_will_stand_there(loop: Loop, client: Client) -> None:
    text = words(client.get("/"))

    assert "Di sini berdiri inovasi yang terbit." in text
    assert "Belum ada bursa yang disiapkan." in text


def test_a_region_shows_what_lives_there(
    loop: Loop, promise: Commitment, coming: Bursa, client: Client
) -> None:
    seal_all()
    run_all()

    response = client.get(f"/wilayah/{GISTING}")

    text, found = words(response), response.context
    assert [above.code for above in found["regions"]] == ["18", "18.06"]
    assert found["rupiah"] == 86_400_000
    assert [bursa for bursa, _said in found["bursas"]] == [coming]
    assert [(one, turn) for one, turn, _days in found["stalled"]] == [(promise, ["Petugas desa", "TPID"])]
    held = {child.code: (one.figures["innovations"], one.promises) for child, one in found["children"]}
    assert len(held) == 9
    assert (held[CAMPANG], held[KUTA_DALOM]) == ((1, 0), (0, 1))
    assert "Mencatat komitmen di APBDes, Pekon Kuta Dalom:" in text


def test_a_bursa_is_found_from_the_village_that_is_invited_and_from_every_region_around_it(
    loop: Loop, coming: Bursa, client: Client
) -> None:
    around = ("18", TANGGAMUS, GISTING, KUTA_DALOM)

    found = {
        code: [bursa for bursa, _said in client.get(f"/wilayah/{code}").context["bursas"]] for code in around
    }

    assert list(found.values()) == [[coming]] * len(around)
    assert client.get(f"/wilayah/{PUGUNG}").context["bursas"] == []


@pytest.mark.parametrize(
    "typed", ["gisting & pugung", "a&levels=village#x", "50% padi", "campang/gisting?", "ä+b"]
)
def test_what_is_searched_for_goes_on_as_it_was_typed(regions: dict, typed: str) -> None:
    answer = Client().get("/wilayah", {"q": typed})
    assert answer["Location"] == f"/wilayah/pilih?{urlencode({'q': typed})}"
    assert Client().get(answer["Location"]).context["words"] == typed


def test_a_village_leads_to_its_budget(loop: Loop, client: Client) -> None:
    page = client.get(f"/wilayah/{KUTA_DALOM}")

    assert words(page).startswith(
        "Wilayah 18.06.20.2003 sampai 11 Agustus 2026 Cari wilayah lain Pekon Kuta Dalom"
    )
    assert f'href="/anggaran/{KUTA_DALOM}/2026"' in page.content.decode()


def test_an_unknown_region_is_not_there(loop: Loop, client: Client) -> None:
    response = client.get("/wilayah/99.99")

    assert response.status_code == 404
    assert "Tidak ada wilayah dengan kode 99.99." in words(response)


@pytest.mark.parametrize("page", ["/", "/wilayah/18", "/wilayah/18.06", f"/wilayah/{GISTING}"])
def test_the_pages_are_light_and_ask_no_more_when_they_grow(
    loop: Loop, promise: Commitment, coming: Bursa, page: str
) -> None:
    seal_all()
    run_all()
    browsers = [Client(), signed_in(loop, "tpid")]
    before = [queries(browser, page) for browser in browsers]

    for number in range(3):
        loop.pledge(loop.innovation(KUTA_DALOM, title=f"Kopi {number}"), CAMPANG)
    seal_all()
    run_all()

    assert [queries(browser, page) for browser in browsers] == before
    assert max(before) <= MOST_QUERIES
    assert len(gzip.compress(Client().get(page).content)) <= HEAVIEST


def test_a_region_says_out_of_which_it_came_and_what_came_out_of_it(
    regions: dict[str, Region], client: Client
) -> None:
    load_regions(only=("18.08",))
    assert "Berasal dari Kecamatan Blambangan Umpu , 1 Januari 2021" in words(client.get("/wilayah/18.08.15"))
    assert "Mekar menjadi Kecamatan Umpu Semenguk , 1 Januari 2021" in words(client.get("/wilayah/18.08.01"))
    assert 'href="/wilayah/18.08.15">' in client.get("/wilayah/18.08.01").content.decode()
    neither = words(client.get(f"/wilayah/{GISTING}"))
    assert ("Berasal dari" in neither, "Mekar menjadi" in neither) == (False, False)


def test_a_region_that_ended_is_named_as_an_origin_without_a_link(
    regions: dict[str, Region], client: Client
) -> None:
    old = Region.objects.get(code="18.06.20.2003")
    RegionSuccession.objects.create(predecessor=old, successor=regions[CAMPANG], on=date(2024, 3, 1))
    Region.objects.filter(pk=old.pk).update(until=date(2024, 3, 1))
    page = client.get(f"/wilayah/{CAMPANG}")
    assert "Berasal dari Pekon Kuta Dalom, 1 Maret 2024" in words(page)
    assert old.url not in page.content.decode()
    assert "Kuta Dalom" not in words(client.get(f"/wilayah/{GISTING}"))


def test_a_page_that_does_not_open_is_one_line_in_the_log(
    loop: Loop, caplog: pytest.LogCaptureFixture
) -> None:
    assert signed_in(loop).get("/orang").status_code == 403
    (line,) = caplog.records
    assert (line.getMessage(), line.exc_info) == ("Forbidden: /orang", None)
