"""The bursas go out as a file, and of each its recap, its cards and its menu; cards and menu come in again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from lestari.domain.bursa.models import Bursa
from lestari.domain.commitments.models import Commitment
from lestari.domain.knowledge.models import Innovation
from tests.domain.builders import PLEDGED_ON, Loop
from tests.domain.pages import signed_in, words
from tests.sheets import checked, doubts, queries_out, refused, rows_out
from tests.world import CAMPANG, GISTING, KUTA_DALOM

LANDBAW = "18.06.20.2004"
LATE_ON = PLEDGED_ON + timedelta(days=1)
NAME = "Bursa Inovasi Desa Kecamatan Gisting"


@pytest.fixture
def closed(loop: Loop) -> Bursa:
    """A closed bursa with two cards of two villages, and a late one; its menu has two fields."""
    loop.innovation(LANDBAW)
    loop.innovation(LANDBAW, title="Kopi robusta", field="economy")
    first = Innovation.objects.get(field="infrastructure")
    with loop.at(PLEDGED_ON):
        bursa = loop.bursa()
        loop.do("bursa.open", loop.tpid(), bursa)
        for code, cost in ((KUTA_DALOM, 86_400_000), (CAMPANG, 50_000_000)):
            card = loop.card(
                village=loop.regions[code], innovation=first, place="@Dusun 1", estimated_cost=cost
            )
            loop.do("bursa.hand_in_card", loop.tpid(), bursa, **card)
        loop.do("bursa.close", loop.tpid(), bursa)
    with loop.at(LATE_ON):
        late = loop.card(
            village=loop.regions[KUTA_DALOM], innovation=first, place="Dusun 2", estimated_cost=7_000
        )
        loop.do("bursa.addendum", loop.tpid(), bursa, reason="Hujan", on=LATE_ON, **late)
    return bursa


def test_the_bursas_go_out_the_latest_first_without_the_cancelled(
    loop: Loop, closed: Bursa, client: Client
) -> None:
    coming = loop.bursa(held_on=date(2026, 9, 1))
    cancelled = loop.bursa(held_on=date(2026, 10, 1))
    loop.do("bursa.cancel", loop.tpid(), cancelled, reason="Hujan")
    rows = rows_out(client, "/bursa.xlsx")
    place = ["Kecamatan Gisting", GISTING, "Balai Kecamatan"]
    assert rows == [
        ["Kode", "Nama", "Wilayah", "Kode wilayah", "Tempat", "Tanggal", "Jam", "Keadaan", "Desa diundang", "Kartu", "Perkiraan biaya", "Kartu susulan"],
        [coming.code, NAME, *place, date(2026, 9, 1), "", "Disiapkan", 9, 0, 0, 0],
        [closed.code, NAME, *place, PLEDGED_ON, "", "Ditutup", 9, 2, 136_400_000, 1],
    ]  # fmt: skip
    assert rows_out(client, "/bursa.csv")[2] == [
        closed.code, NAME, *place, "2025-03-11", "", "Ditutup", "9", "2", "136400000", "1",
    ]  # fmt: skip
    assert "Unduh Excel Unduh CSV" in words(client.get("/bursa"))


def test_the_recap_goes_out_with_every_invited_village(loop: Loop, closed: Bursa, client: Client) -> None:
    head, *rows = rows_out(client, f"/bursa/{closed.code}/rekap.xlsx")
    assert head == ["Kecamatan", "Desa", "Kode desa", "Infrastruktur", "Kewirausahaan", "SDM", "Kartu", "Perkiraan biaya", "Kartu susulan"]  # fmt: skip
    assert len(rows) == 9
    assert [row for row in rows if row[6]] == [
        ["Gisting", "Campang", CAMPANG, 1, 0, 0, 1, 50_000_000, 0],
        ["Gisting", "Kuta Dalom", KUTA_DALOM, 1, 0, 0, 1, 86_400_000, 1],
    ]


def test_the_cards_go_out_as_promises_and_come_in_again(loop: Loop, closed: Bursa, client: Client) -> None:
    loop.pledge(Innovation.objects.get(field="infrastructure"), place="Dusun 9")  # outside the bursa
    address = f"/bursa/{closed.code}/kartu"
    head, *rows = rows_out(client, f"{address}.xlsx")
    told = [dict(zip(head, row, strict=True)) for row in rows]
    assert [
        (one["Kode desa"], one["Lokasi"], one["Perkiraan biaya"], one["Tanggal kartu"]) for one in told
    ] == [
        (CAMPANG, "@Dusun 1", 50_000_000, PLEDGED_ON),
        (KUTA_DALOM, "@Dusun 1", 86_400_000, PLEDGED_ON),
        (KUTA_DALOM, "Dusun 2", 7_000, LATE_ON),
    ]
    assert rows_out(client, f"{address}.csv")[1][head.index("Lokasi")] == "'@Dusun 1"
    for ending in ("csv", "xlsx"):
        content = b"".join(client.get(f"{address}.{ending}"))  # type: ignore[call-overload]
        sheet = checked("commitments", content, loop.people.user("tpid"), name=f"kartu.{ending}")
        assert (sheet.counts, refused(sheet), doubts(sheet)) == ({"left": 3, "skipped": 0}, [], [])
    page = client.get(f"/bursa/{closed.code}")
    assert "Unduh Excel: rekap Unduh CSV: rekap" in words(page)
    assert "Unduh Excel: kartu Unduh CSV: kartu" in words(page)


def test_the_menu_goes_out_by_field_and_names_nobody_to_the_public(
    loop: Loop, closed: Bursa, client: Client
) -> None:
    address = f"/bursa/{closed.code}/menu"
    head, *rows = rows_out(client, f"{address}.xlsx")
    title, contact = head.index("Judul"), head.index("Narahubung")
    assert [(row[title], row[contact]) for row in rows] == [
        ("Pipa gravitasi air bersih dari mata air Way Semaka", ""),
        ("Kopi robusta", ""),
    ]
    assert [row[title] for row in rows_out(client, f"{address}.csv?bidang=economy")[1:]] == ["Kopi robusta"]
    own = signed_in(loop, "tpid")
    assert [row[contact] for row in rows_out(own, f"{address}.xlsx")[1:]] == ["Sekretaris pekon"] * 2
    content = b"".join(own.get(f"{address}.xlsx"))  # type: ignore[call-overload]
    sheet = checked("innovations", content, loop.people.user("tpid"), loop.people.user("tik"))
    assert (sheet.counts, refused(sheet)) == ({"left": 2, "skipped": 0}, [])
    assert f'href="{address}.xlsx?bidang=economy"' in client.get(f"{address}?bidang=economy").content.decode()


def test_many_bursas_and_cards_take_no_more_queries_than_few(loop: Loop, closed: Bursa) -> None:
    client = signed_in(loop, "tpid")
    addresses = ["/bursa.csv", *(f"/bursa/{closed.code}/{name}.csv" for name in ("rekap", "kartu", "menu"))]
    few = [queries_out(client, address) for address in addresses]
    first = Innovation.objects.get(field="infrastructure")
    for number in range(5):
        loop.bursa(held_on=date(2026, 9, number + 1))
        card = loop.card(village=loop.regions[CAMPANG], innovation=first, place=f"Dusun {number + 10}")
        loop.do("bursa.addendum", loop.tpid(), closed, reason="Hujan", on=LATE_ON, **card)
    assert Commitment.objects.count() == 8
    assert [queries_out(client, address) for address in addresses] == few
