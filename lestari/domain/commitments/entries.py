"""What the actions on a promise ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lestari.domain.budgets.models import Allocation, BudgetLine
from lestari.domain.budgets.queries import budget_lines, plan_lines
from lestari.domain.budgets.tables import SOURCE_CHOICES
from lestari.domain.commitments.models import MODES
from lestari.domain.knowledge.fields import FIELD_WORDS
from lestari.domain.knowledge.models import Innovation
from lestari.domain.knowledge.queries import by_field
from lestari.foundation.files.models import Original
from lestari.foundation.regions.models import Region
from lestari.foundation.workflow.inputs import (
    Choice,
    Day,
    LongText,
    Papers,
    Photos,
    Pick,
    RegionPick,
    Rupiah,
    Text,
    Volume,
    Year,
    ask,
)

UNITS = tuple((unit, unit) for unit in ("unit", "meter", "meter persegi", "paket", "orang", "kelompok", "rumah", "ekor", "hektare", "titik"))  # fmt: skip


def _menu(_subject: Any, _actor: Any) -> QuerySet[Innovation]:
    return by_field(Innovation.objects.filter(state="published"))


def _field_of(innovation: Innovation) -> Any:
    return FIELD_WORDS[innovation.field]


def _plan_lines(commitment: Any, _actor: Any) -> QuerySet[BudgetLine]:
    return plan_lines(commitment.region, commitment.year)


def _budget_lines(commitment: Any, _actor: Any) -> QuerySet[BudgetLine]:
    return budget_lines(commitment.region, commitment.year)


def _open_allocations(commitment: Any, _actor: Any) -> QuerySet[Allocation]:
    rows = Allocation.objects.filter(funding__commitment=commitment, until=None, voided=False)
    return rows.select_related("region", "line").order_by("pk")


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What a village promises, whichever way the card comes in."""

    mode: str = ask(Choice(MODES), label=_("Cara meniru"))
    changes: str = ask(
        LongText(max=1000),
        label=_("Yang diubah"),
        hint=_("Bila adopsi: apa yang dibuat lain"),
        required=False,
    )
    what: str = ask(
        Text(max=120),
        label=_("Nama kegiatan"),
        hint=_("Seperti nanti di RKPDes, misalnya Pipa air bersih; bila kosong, judul inovasinya"),
        required=False,
    )
    place: str = ask(Text(max=120), label=_("Lokasi"), hint=_("Misalnya Dusun 3"))
    year: int = ask(Year(2000, 2100), label=_("Tahun anggaran"))
    volume: Decimal = ask(Volume(), label=_("Volume"), hint=_("Misalnya 1.200"))
    unit: str = ask(Choice(UNITS), label=_("Satuan"))
    estimated_cost: int = ask(
        Rupiah(minimum=1), label=_("Perkiraan biaya"), hint=_("Rupiah tanpa sen, misalnya 86.400.000")
    )
    planned_source: str = ask(Choice(SOURCE_CHOICES), label=_("Rencana sumber"))
    responsible: str = ask(
        Text(max=120), label=_("Penanggung jawab"), hint=_("Jabatan, misalnya Kaur Perencanaan")
    )
    papers: Sequence[Original] = ask(Papers(), label=_("Foto kartu yang ditandatangani"))


@dataclass(frozen=True, kw_only=True)
class PledgeEntry(Promise):
    """A promise made outside a bursa."""

    region: Region = ask(RegionPick(takes_part=True), label=_("Desa"))
    innovation: Innovation = ask(
        Pick(_menu, by=_field_of, search=("title", "code")), label=_("Inovasi yang ditiru")
    )
    on: date = ask(Day(), label=_("Tanggal kartu"))


@dataclass(frozen=True, kw_only=True)
class PlanEntry:
    """The promise stands in the RKPDes."""

    line: BudgetLine = ask(Pick(_plan_lines), label=_("Baris RKPDes"))
    on: date = ask(Day(), label=_("Tanggal masuk RKPDes"))
    papers: Sequence[Original] = ask(Papers(), label=_("Foto halaman RKPDes"), required=False)


@dataclass(frozen=True, kw_only=True)
class BudgetEntry:
    """The APBDes pays for it."""

    line: BudgetLine = ask(Pick(_budget_lines), label=_("Baris APBDes"))
    amount: int = ask(Rupiah(minimum=1), label=_("Jumlah dari baris ini"))
    on: date = ask(Day(), label=_("Tanggal berlaku"))
    papers: Sequence[Original] = ask(Papers(), label=_("Foto halaman APBDes"), required=False)


@dataclass(frozen=True, kw_only=True)
class AdjustEntry:
    """Another amount of a line that pays already."""

    allocation: Allocation = ask(Pick(_open_allocations), label=_("Dana yang diubah"))
    amount: int = ask(Rupiah(minimum=1), label=_("Jumlah yang baru"))
    on: date = ask(Day(), label=_("Tanggal berlaku"))
    papers: Sequence[Original] = ask(Papers(), label=_("Foto halaman APBDes"), required=False)


@dataclass(frozen=True, kw_only=True)
class StartEntry:
    """Work begins."""

    on: date = ask(Day(), label=_("Tanggal mulai dikerjakan"))
    photos: Sequence[Original] = ask(Photos(), label=_("Foto"))


@dataclass(frozen=True, kw_only=True)
class DoneEntry:
    """Work is done."""

    realised_amount: int = ask(Rupiah(minimum=1), label=_("Biaya yang terpakai"))
    result: str = ask(LongText(max=2000), label=_("Hasilnya"))
    on: date = ask(Day(), label=_("Tanggal selesai"))
    photos: Sequence[Original] = ask(Photos(), label=_("Foto hasil"))
    papers: Sequence[Original] = ask(Papers(), label=_("Berita acara serah terima"))


@dataclass(frozen=True, kw_only=True)
class VerifyEntry:
    """Somebody from outside the village has seen the result."""

    on: date = ask(Day(), label=_("Tanggal diperiksa"))
    papers: Sequence[Original] = ask(Papers(), label=_("Berita acara verifikasi"))


@dataclass(frozen=True, kw_only=True)
class WhyEntry:
    """A way back: why, and on which day."""

    reason: str = ask(LongText(max=1000), label=_("Alasan"))
    on: date = ask(Day(), label=_("Tanggal"))


@dataclass(frozen=True, kw_only=True)
class CarryEntry(WhyEntry):
    """Into another year."""

    year: int = ask(Year(2000, 2100), label=_("Tahun anggaran berikutnya"))
