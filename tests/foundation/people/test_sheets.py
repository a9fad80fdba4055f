"""People and their roles come in by sheets."""

from __future__ import annotations

from lestari.foundation.people.models import Assignment, User
from lestari.foundation.sheets.running import actors_of
from lestari.foundation.sheets.undoing import undo
from tests.sheets import refused, written, xlsx
from tests.world import GISTING, People

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
