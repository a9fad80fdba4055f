"""People and their roles come in by sheets."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from lestari.foundation.kernel import clock
from lestari.foundation.people.models import Assignment, User
from lestari.foundation.sheets.running import actors_of
from lestari.foundation.sheets.undoing import undo
from tests.sheets import checked, doubts, refused, rows_out, written, xlsx
from tests.world import CAMPANG, GISTING, People

HEAD = ("Nama lengkap", "No HP", "Jabatan", "Kecamatan")


def test_people_come_in_with_their_roles_once_and_are_taken_back(people: People) -> None:
    content = xlsx(
        HEAD,
        ("Sri Wahyuni", "0812-3456-7890", "TPID", "Gisting"),
        ("Sri Wahyuni", "0812-3456-7890", "Pendamping", GISTING.replace(".", "")),
        ("Budi", "bukan nomor", "TPID", "Gisting"),
        ("Joko", "'+6281234567891", "TIK", "Gisting"),
        ("Wati", 6281234567892.0, "Petugas desa", "Pekon Campang"),
    )
    sheet = written("people", content, people.user("administrator", "18.06"))
    assert sheet.counts == {"added": 3, "refused": 2, "skipped": 0} or refused(sheet)
    assert [(row, column) for row, column, _words in refused(sheet)] == [
        (4, "Nomor telepon"),
        (5, "Wilayah tugas"),
    ]
    sri = User.objects.get(username="sri.wahyuni")
    assert set(Assignment.objects.filter(user=sri).values_list("role", "region__code")) == {
        ("tpid", GISTING),
        ("facilitator", GISTING),
    }
    assert User.objects.get(username="wati").phone == "6281234567892"
    assert written("people", content, people.user("administrator", "18.06")).counts["left"] == 3
    undo(sheet, actors_of(sheet))
    assert sheet.state == "undone", sheet.notes
    assert set(
        User.objects.filter(username__in=["sri.wahyuni", "wati"]).values_list("is_active", flat=True)
    ) == {False}


def test_the_people_go_out_as_they_are_found_and_come_in_again_without_a_change(
    people: People, enter: Callable[[User], Client]
) -> None:
    administrator = people.user("administrator", "18.06")
    content = xlsx(
        HEAD,
        ("Sri Wahyuni", "0812-3456-7890", "TPID", "Gisting"),
        ("Sri Wahyuni", "0812-3456-7890", "Pendamping", GISTING.replace(".", "")),
        ("Wati", "", "Petugas desa", CAMPANG),
    )
    assert refused(written("people", content, administrator)) == []
    people.user("tpid", "18.10.01")
    client, today = enter(administrator), clock.today()
    head = ["Nama", "Nama pengguna", "Nomor telepon", "Peran", "Wilayah tugas", "Mulai tanggal"]
    assert rows_out(client, "/orang.xlsx?q=sri") == [
        head,
        ["Sri Wahyuni", "sri.wahyuni", "0812-3456-7890", "TPID", GISTING, today],
        ["Sri Wahyuni", "sri.wahyuni", "0812-3456-7890", "Pendamping", GISTING, today],
    ]
    for ending in ("csv", "xlsx"):
        everybody = b"".join(client.get(f"/orang.{ending}"))  # type: ignore[call-overload]
        sheet = checked("people", everybody, administrator, name=f"orang.{ending}")
        assert (sheet.counts, refused(sheet), doubts(sheet)) == ({"left": 4, "skipped": 0}, [], [])
