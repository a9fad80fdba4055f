"""Who takes part: desa under whatever local word. A kelurahan has no budget that a promise could reach."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from lestari.foundation.kernel.errors import Refused
from lestari.foundation.people.actions import ASSIGN
from lestari.foundation.people.entries import RoleEntry
from lestari.foundation.people.sign_in import BACKEND
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.queries import search, villages_below
from lestari.foundation.workflow.perform import perform
from tests.domain.builders import HANDED_IN, Loop, row

PRINGSEWU_UTARA = "18.10.01.1002"
FAJARESUK = "18.10.01.1001"
WORDS = "Kelurahan Pringsewu Utara tidak ikut program ini: kelurahan tidak punya APBDes. Pilih desa."
DEEDS: dict[str, Callable[[Loop], Any]] = {
    "idea": lambda loop: loop.idea(PRINGSEWU_UTARA),
    "apbdes": lambda loop: loop.document("apbdes", row(100), code=PRINGSEWU_UTARA),
    "rkpdes": lambda loop: loop.document("rkpdes", row(100), code=PRINGSEWU_UTARA),
    "promise": lambda loop: loop.pledge(loop.innovation(), PRINGSEWU_UTARA),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_a_kelurahan_takes_no_part(loop: Loop, deed: Callable[[Loop], Any]) -> None:
    assert not loop.regions[PRINGSEWU_UTARA].takes_part
    with pytest.raises(Refused) as refused:
        deed(loop)
    assert refused.value.errors == {"region": [WORDS]}


def test_a_form_says_so_and_keeps_what_was_typed(loop: Loop) -> None:
    client = Client()
    client.force_login(loop.people.user("tpid", "18.10.01"), BACKEND)
    typed = {
        "region": PRINGSEWU_UTARA,
        "field": "economy",
        "title": "Kopi petik merah",
        "what_was_done": "Menyangrai sendiri",
        "since_year": "2020",
        "result": "Harga naik",
        "on": HANDED_IN.isoformat(),
    }
    answer = client.post("/ide/baru", typed)
    page = answer.content.decode()
    assert (answer.status_code, WORDS in page, "Kopi petik merah" in page) == (422, True, True)


def test_pickers_do_not_offer_what_takes_no_part(loop: Loop) -> None:
    def offered(**more: str) -> set[str]:
        query = {"q": "fajar", "levels": "village", **more}
        return {region["code"] for region in Client().get("/wilayah/cari", query).json()["regions"]}

    assert FAJARESUK in offered()
    assert (
        offered(ikut="1")
        == offered() - {region.code for region in Region.objects.filter(word="kelurahan")}
        != set()
    )
    assert search("18.10.01.1002", takes_part=True) == []
    client = Client()
    client.force_login(loop.people.user("tpid", "18.10.01"), BACKEND)
    for address in ("/ide/baru", "/anggaran/baru", "/komitmen/baru"):
        assert "data-takes-part" in client.get(address).content.decode()


def test_a_bursa_invites_those_that_take_part(loop: Loop) -> None:
    assert {village.word for village in villages_below(loop.regions["18.10.01"])} == {"pekon"}


def test_nobody_is_an_officer_of_a_kelurahan(loop: Loop) -> None:
    person = loop.people.user("tik", "18.10")
    entry = RoleEntry(role="village_officer", place=loop.regions[PRINGSEWU_UTARA], on=HANDED_IN)
    with pytest.raises(Refused, match="Peran Petugas desa tidak dipegang di Kelurahan Pringsewu Utara"):
        perform(ASSIGN, loop.people("administrator", "18.10"), person, entry)


def test_a_kelurahan_has_a_page_without_a_budget(loop: Loop) -> None:
    page = Client().get(f"/wilayah/{PRINGSEWU_UTARA}")
    assert (page.status_code, "/anggaran/" in page.content.decode()) == (200, False)
    assert Client().get(f"/anggaran/{PRINGSEWU_UTARA}/2026").status_code == 404
