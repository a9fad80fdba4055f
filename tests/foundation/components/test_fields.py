from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from lestari.foundation.components.fields import (
    DayField,
    NumberField,
    RupiahField,
    VolumeField,
)
from lestari.foundation.components.forms import field_for
from lestari.foundation.components.region_field import RegionField
from lestari.foundation.components.rows import RowsField
from lestari.foundation.components.uploads import UploadField
from lestari.foundation.files.store import keep
from lestari.foundation.kernel.access import ANONYMOUS
from lestari.foundation.workflow.inputs import Number, Rupiah, Text, ask, asks
from tests.foundation.files.conftest import PDF, picture, upload, video
from tests.world import CAMPANG, GISTING


def filled(field: forms.Field, sent: str | dict, files: dict | None = None) -> forms.Form:
    """A form of one field named `it`, sent by a browser (a query string) or as a JSON body (a dict)."""
    made = type("One", (forms.Form,), {"it": field})
    data = QueryDict(sent) if isinstance(sent, str) else sent
    return made(data, MultiValueDict(files or {}))


def answer(field: forms.Field, sent: str | dict, files: dict | None = None):
    form = filled(field, sent, files)
    return form.cleaned_data["it"] if form.is_valid() else form.errors["it"].as_data()[0].messages[0]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("86.400.000", 86_400_000),
        ("Rp 86.400.000,-", 86_400_000),
        ("86 400 000", 86_400_000),
        (86_400_000, 86_400_000),
        ("1.250,75", "1.250,75 bukan rupiah penuh. Tulis tanpa sen."),
        ("0", "Biaya harus lebih dari nol. Tulis angka rupiah."),
        ("banyak", "“banyak” bukan angka rupiah. Tulis misalnya 12.500.000."),
    ],
)
def test_rupiah_from_a_form_or_a_json_body(typed, expected):
    assert answer(RupiahField(minimum=1, label="Biaya"), {"it": typed}) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("120", 120),
        ("1.000", 1000),
        ("1 200", 1200),
        (120, 120),
        ("12,5", "“12,5” bukan bilangan bulat. Tulis angka tanpa koma, misalnya 1.200."),
        ("12.5", "“12.5” bukan bilangan bulat. Tulis angka tanpa koma, misalnya 1.200."),
        ("banyak", "“banyak” bukan bilangan bulat. Tulis angka tanpa koma, misalnya 1.200."),
        ("-3", "-3 terlalu kecil. Tulis paling sedikit 0."),
        ("2.000.000", "2.000.000 terlalu besar. Tulis paling banyak 1.000.000."),
    ],
)
def test_whole_number_with_or_without_dots(typed, expected):
    asked = field_for(_question("people", Number(maximum=1_000_000)), None, ANONYMOUS)
    assert isinstance(asked, NumberField)
    assert answer(asked, {"it": typed}) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1.200", Decimal(1200)),
        ("1.200,5", Decimal("1200.5")),
        (1200.5, Decimal("1200.5")),
        ("1.5", Decimal("1.5")),
        ("12.50", Decimal("12.5")),
        ("12.5.1", "“12.5.1” bukan angka. Tulis misalnya 1.200 atau 1.200,5."),
        ("1_0", "“1_0” bukan angka. Tulis misalnya 1.200 atau 1.200,5."),
        ("1,255", "Paling banyak dua angka di belakang koma."),
        ("-3", "“-3” bukan angka. Tulis misalnya 1.200 atau 1.200,5."),
        ("NaN", "“NaN” bukan angka. Tulis misalnya 1.200 atau 1.200,5."),
    ],
)
def test_volume_with_a_decimal_comma(typed, expected):
    assert answer(VolumeField(), {"it": typed}) == expected


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("it_day=9&it_month=8&it_year=2026", date(2026, 8, 9)),
        ("it=2026-08-09", date(2026, 8, 9)),
        ({"it": "2026-08-09"}, date(2026, 8, 9)),
        ("it_day=30&it_month=2&it_year=2026", "Tanggal ini tidak ada. Tulis hari, bulan dan tahun."),
        ("it_day=9&it_month=&it_year=2026", "Tanggal ini tidak ada. Tulis hari, bulan dan tahun."),
        ("it_day=12&it_month=8&it_year=2026", "Tanggal ini belum tiba. Tulis tanggal kejadiannya."),
    ],
)
def test_day_in_three_parts_or_whole(sent, expected):
    assert answer(DayField(), sent) == expected


def test_day_to_come_where_it_may_lie_ahead():
    assert answer(DayField(future=True), "it=2026-12-31") == date(2026, 12, 31)


def test_day_that_is_none_keeps_what_was_typed():
    html = str(filled(DayField(), "it_day=30&it_month=2&it_year=2026")["it"])
    assert [part in html for part in ('value="30"', '<option value="2" selected>', 'value="2026"')] == [
        True
    ] * 3


def test_region_by_code_words_or_with_radios(regions):
    field = lambda: RegionField(levels=("village",))  # noqa: E731
    assert answer(field(), f"it={CAMPANG}") == regions[CAMPANG]
    assert answer(field(), "it_words=campang gisting") == regions[CAMPANG]
    assert answer(field(), f"it={GISTING}") == "Kecamatan Gisting bukan wilayah yang diminta di sini."
    assert answer(field(), "it_words=entah") == (
        "Tidak ada wilayah “entah”. Periksa ejaannya, atau tulis kodenya."
    )
    several = filled(field(), "it_words=gisting")
    assert not several.is_valid()
    drawn = str(several["it"])
    assert drawn.count('type="radio" name="it"') > 1
    assert 'value="gisting"' in drawn


def test_a_region_typed_beside_another_choice_is_meant(regions):
    field = lambda: RegionField(levels=("village", "district"))  # noqa: E731
    assert answer(field(), f"it={CAMPANG}&it_words=kecamatan gisting") == regions[GISTING]
    assert answer(field(), f"it={CAMPANG}&it_words=campang") == regions[CAMPANG]
    unknown = filled(field(), f"it={CAMPANG}&it_words=entah")
    assert not unknown.is_valid()
    assert 'value="entah"' in str(unknown["it"])


class TestUploads:
    """Files that were accepted stay when the form comes back; each can be taken away; nobody names another's."""

    @pytest.fixture(autouse=True)
    def folder(self, settings, tmp_path):
        settings.DATA = tmp_path

    def field(self, actor, *, purpose: str = "photo", most: int = 2) -> UploadField:
        return UploadField(purpose=purpose, most=most, actor=actor, required=False)

    def test_an_accepted_photo_stays_beside_a_refused_file(self, people):
        actor = people("village_officer")
        form = filled(self.field(actor), "", {"it": [upload(picture()), upload(PDF, "surat.pdf")]})
        assert form.errors["it"] == ["Berkas “surat.pdf” bukan foto."]
        assert str(form["it"]).count('type="hidden" name="it"') == 1

    def test_only_a_video_serves_as_a_video(self, people):
        actor = people("village_officer")
        field = lambda: self.field(actor, purpose="video")  # noqa: E731
        one, photo = keep(upload(video(), "pipa.mp4"), actor), keep(upload(picture(), "pipa.mp4"), actor)
        form = filled(field(), f"it={one.pk}", {"it": [upload(picture(), "pipa.mp4")]})
        assert form.errors["it"] == [
            "Berkas “pipa.mp4” bukan video yang dapat diputar. Kirim video MP4 atau WebM yang utuh."
        ]
        assert "pipa.mp4 (Video 0:01, 0,1\xa0MB)" in str(form["it"])
        assert answer(field(), f"it={photo.pk}") == "Berkas yang dirujuk tidak ada lagi. Unggah lagi."
        scan = self.field(actor, purpose="paper")
        assert answer(scan, "", {"it": [upload(video(), "pipa.mp4")]}) == (
            "Berkas “pipa.mp4” bukan foto atau PDF."
        )

    def test_a_kept_photo_is_sent_by_its_id_and_can_be_removed(self, people):
        actor = people("village_officer")
        one = keep(upload(picture()), actor)
        assert answer(self.field(actor), f"it={one.pk}") == (one,)
        assert answer(self.field(actor), {"it": [str(one.pk)]}) == (one,)
        assert answer(self.field(actor), f"it={one.pk}&it_remove={one.pk}") == ()

    def test_another_persons_file_is_not_there(self, people):
        one = keep(upload(picture()), people("tpid"))
        gone = "Berkas yang dirujuk tidak ada lagi. Unggah lagi."
        assert answer(self.field(people("village_officer")), f"it={one.pk}") == gone
        assert answer(self.field(people("village_officer")), "it=bukan-id") == gone

    def test_more_than_the_limit_is_refused(self, people):
        actor = people("village_officer")
        files = [upload(picture(400 + 4 * n), f"{n}.jpg") for n in range(3)]
        assert answer(self.field(actor), "", {"it": files}) == "Paling banyak 2 berkas."


def test_rows_name_the_row_and_the_column_of_a_fault():
    columns = {
        "label": field_for(_question("label", Text()), None, ANONYMOUS),
        "amount": field_for(_question("amount", Rupiah()), None, ANONYMOUS),
    }
    field = RowsField(entry=dict, columns=columns)
    sent = "it-0-label=Pipa&it-0-amount=1.000&it-1-label=Bak&it-1-amount=1.250,75"
    assert answer(field, sent) == "Baris 2, kolom Anggaran: 1.250,75 bukan rupiah penuh. Tulis tanpa sen."


def test_rows_left_empty_are_passed_over():
    columns = {"amount": field_for(_question("amount", Rupiah()), None, ANONYMOUS)}
    field = lambda: RowsField(entry=dict, columns=columns)  # noqa: E731
    assert answer(field(), "it-0-amount=&it-4-amount=5.000") == ({"amount": 5000},)
    assert answer(field(), {"it": [{"amount": 5000}]}) == ({"amount": 5000},)
    assert answer(field(), "it-²-amount=1&it-99999-amount=2&it-1-amount=5.000") == ({"amount": 5000},)
    assert answer(field(), "it-0-amount=") == "Tulis paling sedikit satu baris."


def test_a_row_counts_when_anything_that_is_seen_in_it_is_filled():
    columns = {name: field_for(_question(name, Text()), None, ANONYMOUS) for name in ("label", "what")}

    class Line(dict):
        carried = ("what",)

    field = RowsField(entry=Line, columns=columns)
    sent = "it-0-label=&it-0-what=1&it-1-label=Pipa&it-1-what=2&it-2-label=Bak&it-2-what=3&it-2-gone=1"
    assert answer(field, sent) == ({"label": "Pipa", "what": "2"},)


def _question(name: str, kind):
    from dataclasses import make_dataclass

    entry = make_dataclass(
        "Row", [(name, object, ask(kind, label="Anggaran" if name == "amount" else "Kegiatan"))]
    )
    return asks(entry)[0]
