"""The administrator's home says how old the last backup is, and warns in time."""

from __future__ import annotations

from datetime import timedelta

from lestari.foundation.kernel import clock as kernel_clock
from lestari.foundation.safekeeping.models import Backup
from tests.clock import Clock
from tests.domain.builders import Loop
from tests.domain.pages import MOST_QUERIES, queries, signed_in, words


def backup(ago: timedelta, fault: str = "") -> None:
    moment = kernel_clock.now() - ago
    Backup.objects.create(
        name="lestari.zip", day=moment.date(), begun_at=moment, ended_at=moment, fault=fault
    )


def note(loop: Loop) -> str:
    page = words(signed_in(loop, "administrator").get("/tugas"))
    return page.partition("Cadangan data ")[2].partition(" Daftar wilayah yang lebih baru")[0]


MEND = "Jalankan “lestari doctor” di server: ia menyebut sebab dan obatnya."


def test_a_fresh_backup_is_told_with_its_age(loop: Loop) -> None:
    backup(timedelta(hours=5))
    assert note(loop) == "Terakhir Selasa, 11 Agustus 2026 pukul 04.40 WIB, 5 jam yang lalu."


def test_none_an_old_one_and_a_failed_one_are_a_warning(loop: Loop) -> None:
    assert note(loop) == f"Belum ada cadangan. {MEND}"
    backup(timedelta(days=3))
    assert note(loop) == f"Terakhir Sabtu, 8 Agustus 2026 pukul 09.40 WIB, 3 hari yang lalu. {MEND}"
    backup(timedelta(hours=5), fault="No space left on device")
    assert note(loop) == (
        "Terakhir Sabtu, 8 Agustus 2026 pukul 09.40 WIB, 3 hari yang lalu. "
        f"Percobaan Selasa, 11 Agustus 2026 pukul 04.40 WIB gagal. {MEND}"
    )


def test_others_do_not_see_it_and_the_page_stays_quick(loop: Loop, clock: Clock) -> None:
    assert note(loop) != ""
    assert "Cadangan data" not in words(signed_in(loop, "tpid").get("/tugas"))
    assert queries(signed_in(loop, "administrator"), "/tugas") <= MOST_QUERIES
