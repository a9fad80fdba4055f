"""Two people at the same record: the second sees what the first did, and what was typed stays."""

from __future__ import annotations

import pytest

from tests.domain.builders import Loop
from tests.domain.pages import signed_in, words
from tests.world import GISTING, KUTA_DALOM

pytestmark = pytest.mark.django_db
TYPED = "Lahan dipakai untuk sekolah"


def test_the_second_sees_what_the_first_did_and_keeps_what_was_typed(loop: Loop) -> None:
    promise = loop.pledge(loop.innovation())
    address = f"/komitmen/{promise.code}/drop"
    first, second = signed_in(loop, "village_officer", KUTA_DALOM), signed_in(loop, "tpid", GISTING)
    shown = second.get(address).context["form"]
    entry = {
        "reason": TYPED,
        "on": "2026-08-10",
        "seen": str(shown["seen"].value()),
        "act": str(shown["act"].value()),
    }

    assert first.post(address, {"reason": "Tidak jadi", "on": "2026-08-10"}).status_code == 302
    answer = second.post(address, entry)

    assert answer.status_code == 409
    sentence = "Catatan ini sudah berubah sesudah Anda membukanya. Isian Anda tetap; periksa lagi."
    latest = "Yang terakhir: Village Officer Kuta Dalom menghentikan komitmen, Selasa, 11 Agustus 2026 pukul 09.40 WIB."
    assert answer.context["form"].non_field_errors() == [sentence, latest]
    assert words(answer).count(TYPED) == 1
