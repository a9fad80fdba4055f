"""What the gallery shows: each component in its states, with invented names and figures."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace as Thing
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from lestari.foundation.components.fields import (
    REQUIRED,
    DayField,
    RupiahField,
    VolumeField,
)
from lestari.foundation.components.pages import Turn
from lestari.foundation.components.region_field import RegionField
from lestari.foundation.components.uploads import UploadField
from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import ANONYMOUS
from lestari.foundation.kernel.dates import day_text

KNOTS = ("Ide", "Dokumen", "Bursa", "RKPDes", "APBDes", "Hasil")
_COUNTS = (
    ("Ide", "kartu ide", 13208, 100, False),
    ("Dokumen", "terverifikasi", 11463, 87, True),
    ("Bursa", "komitmen", 9872, 100, False),
    ("RKPDes", "44% dari komitmen", 4310, 44, False),
    ("APBDes", "30% dari komitmen", 2962, 30, False),
    ("Hasil", "22% terverifikasi", 2127, 22, False),
)


class ExampleForm(forms.Form):
    """One field of each kind."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = REQUIRED

    title = forms.CharField(label=_("Judul"), help_text=_("Sebut benda dan tempatnya."))
    mode = forms.ChoiceField(
        label=_("Cara meniru"),
        choices=[
            ("replicate", _("Replikasi: sama dengan aslinya")),
            ("adapt", _("Adopsi: dengan perubahan")),
        ],
        widget=forms.RadioSelect,
    )
    cost = RupiahField(
        label=_("Perkiraan biaya"), help_text=_("Rupiah tanpa sen, misalnya 86.400.000."), minimum=1
    )
    volume = VolumeField(label=_("Volume"), help_text=_("Misalnya 1.200 atau 1.200,5."))
    source = forms.ChoiceField(
        label=_("Rencana sumber"), choices=[("DD", _("Dana Desa")), ("PAD", _("Pendapatan asli desa"))]
    )
    dated = DayField(label=_("Tanggal RKPDes"))
    village = RegionField(label=_("Desa"), levels=("village",))
    photos = UploadField(
        label=_("Foto"), purpose="photo", most=6, actor=ANONYMOUS, subject=None, required=False
    )
    reason = forms.CharField(label=_("Catatan"), widget=forms.Textarea({"rows": 3}), required=False)
    agreed = forms.BooleanField(label=_("Kepala desa menandatangani kartu ini"))


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component in its states."""
    return render(request, "components/gallery.html", examples())


def knots(*states: str, lines: dict[int, list[str]] | None = None) -> list[Thing]:
    """Return a thread with these states."""
    pairs = enumerate(zip(KNOTS, states, strict=True))
    return [Thing(word=word, state=state, lines=(lines or {}).get(n, [])) for n, (word, state) in pairs]


def examples() -> dict[str, Any]:
    """Return the context of the gallery's page."""
    today = clock.today()
    lacking = {"title": "Pipa gravitasi air bersih", "cost": "0", "volume": "1.200", "dated": "2026-2-30"}
    return {
        "form": ExampleForm(lacking, label_suffix=""),
        "threads": _threads(),
        "stages": [
            Thing(word=word, note=note, count=count, share=share, gap=gap, url="#alur")
            for word, note, count, share, gap in _COUNTS
        ],
        "bars": [
            Thing(words=word, count=count, share=count / 98.72, url="")
            for word, _n, count, *_r in _COUNTS[2:]
        ],
        "buttons": _buttons(),
        "due": today + timedelta(days=50),
        "needs": [(True, "Perkiraan biaya: Rp86.400.000"), (False, "Nomor dan tanggal RKPDes 2027")],
        "tasks": _tasks(),
        "facts": [
            ("Volume", "1.200 m pipa, 4 bak"),
            ("Perkiraan biaya", "Rp86.400.000"),
            ("Tahun", "2027"),
            ("Catatan", ""),
        ],
        "turns": [
            Turn("", "Sri Wahyuni", "memeriksa kartu komitmen", clock.now(), day_text(today)),
            Turn(
                "",
                "Budi",
                "menandatangani kartu komitmen",
                clock.now(),
                day_text(today - timedelta(days=3)),
                behalf="Pekon Campang",
                states="Dijanjikan → Masuk RKPDes",
                later=True,
            ),
        ],
        "tags": [
            ("turn", "Giliran Anda"),
            ("late", "terlambat 3 hari"),
            ("soon", "4 hari lagi"),
            ("wait", "Menunggu TPID"),
            ("ok", "Terverifikasi"),
        ],
        "fields": [
            ("infrastructure", "Infrastruktur"),
            ("economy", "Kewirausahaan"),
            ("human_resources", "SDM"),
        ],
        "card": Thing(
            url="#kartu",
            title="Pipa gravitasi air bersih dari mata air Way Semaka",
            photo=None,
            where="Desa Sukabanjar, Kotaagung Timur, Tanggamus, 2017",
            field="infrastructure",
            field_word="Infrastruktur",
            facts="38 desa meniru",
        ),
        "page": Paginator(range(11463), 20).page(2),
    }


def _threads() -> list[list[Thing]]:
    lines = {2: ["15 Jul 2026", "Komitmen ditandatangani"], 3: ["Giliran Anda", "Paling lambat 30 Sep 2026"]}
    return [
        knots("done", "done", "done", "now", "next", "next", lines=lines),
        knots("done", "done", "done", "cut", "next", "next", lines={3: ["Tidak dilanjutkan", "2 Sep 2025"]}),
        knots("done", "done", "done", "done", "done", "sealed", lines={5: ["Terverifikasi 9 Nov 2019"]}),
    ]


def _buttons() -> Thing:
    plain = Thing(warning="")
    return Thing(
        primary=Thing(label="Catat di RKPDes", url="#tombol", action=plain),
        others=[
            Thing(label="Ubah kartu", url="#tombol", action=plain),
            Thing(label="Hentikan komitmen", url="#tombol", action=Thing(warning="…")),
        ],
        locked=[
            Thing(
                label="Catat di APBDes",
                because="Komitmen harus ada di RKPDes dahulu.",
                who=("Petugas desa", "TPID"),
            )
        ],
    )


def _tasks() -> list[Thing]:
    common = {"url": "#tugas", "action_url": "#tugas"}
    return [
        Thing(
            first=True,
            tone="late",
            distance="terlambat 3 hari",
            where="Pekon Campang",
            title="Hasil pipa air bersih Pekon Campang menunggu verifikasi",
            states=["done", "done", "done", "done", "done", "now"],
            note="Berikutnya: verifikasi hasil",
            action_label="Verifikasi hasil",
            **common,
        ),
        Thing(
            first=False,
            tone="soon",
            distance="4 hari lagi",
            where="Pekon Gisting Permai",
            title="Ide “Bank sampah dusun” siap didokumentasikan",
            states=["done", "now", "next", "next", "next", "next"],
            note="Berikutnya: dokumen",
            action_label="Mulai dokumen",
            **common,
        ),
    ]
