from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from django.http import QueryDict

from lestari.foundation.components.forms import form_for, in_order
from lestari.foundation.kernel.access import holds
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.people.roles import TPID
from lestari.foundation.workflow.action import Action
from lestari.foundation.workflow.inputs import Choice, Day, LongText, Photos, Rupiah, Text, Year, ask

MODES = (("replicate", "Replikasi"), ("adapt", "Adopsi"))


@dataclass(frozen=True, kw_only=True)
class Card:
    place: str = ask(Text(max=20), label="Lokasi")
    cost: int = ask(Rupiah(minimum=1), label="Biaya")
    why: str = ask(LongText(), label="Catatan", required=False)


@dataclass(frozen=True, kw_only=True)
class Pledge(Card):
    mode: str = ask(Choice(MODES), label="Cara")
    year: int = ask(Year(2016, 2045), label="Tahun")
    on: date | None = ask(Day(), label="Tanggal", required=False)


PLEDGE = Action(
    "trial.card", "Buat", done="membuat", entry=Pledge, subject=None, right=holds(TPID), function=lambda *_: None
)  # fmt: skip


def form_of(people, sent: str):
    return form_for(PLEDGE, None, people("tpid"), data=QueryDict(sent))


def test_what_the_entrys_own_class_asks_comes_first_and_the_day_last():
    assert [asked.name for asked in in_order(Pledge)] == [
        "mode",
        "year",
        "place",
        "cost",
        "why",
        "on",
    ]


def test_what_is_asked_about_files_stands_behind_them():
    @dataclass(frozen=True, kw_only=True)
    class Pictures:
        photos: tuple = ask(Photos(), label="Foto")
        captions: str = ask(Text(), label="Keterangan foto")

    assert [asked.name for asked in in_order(Pictures)] == ["photos", "captions"]


def test_a_valid_form_gives_the_typed_entry(people):
    form = form_of(people, "mode=adapt&year=2027&place=Dusun 3&cost=86.400.000")
    assert form.is_valid()
    assert form.entry() == Pledge(mode="adapt", year=2027, place="Dusun 3", cost=86_400_000)


def test_every_form_carries_an_id_of_its_own_for_the_deed(people):
    acts = {form_for(PLEDGE, None, people("tpid"))["act"].value() for _time in range(2)}
    assert len(acts) == 2


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ("mode=lain&year=2027&place=D&cost=1", "mode", "Pilih salah satu dari daftar."),
        ("mode=adapt&year=1999&place=D&cost=1", "year", "Tahun harus 2016 sampai 2045."),
        ("mode=adapt&year=lusa&place=D&cost=1", "year", "Tahun harus 2016 sampai 2045."),
        ("mode=adapt&year=2027&cost=1", "place", "Isi dahulu bagian ini."),
    ],
)
def test_what_is_wrong_is_said_in_indonesian_at_its_field(people, wrong, field, sentence):
    assert form_of(people, wrong).errors == {field: [sentence]}


def test_a_refusal_lands_at_its_field_or_above_the_form(people):
    form = form_of(people, "mode=adapt&year=2027&place=D&cost=1")
    assert form.is_valid()
    form.take(Refused(errors={"cost": ["Lebih dari sisa baris."], "region": ["Desa ini tidak diundang."]}))
    assert form.errors == {"cost": ["Lebih dari sisa baris."], "__all__": ["Desa ini tidak diundang."]}
