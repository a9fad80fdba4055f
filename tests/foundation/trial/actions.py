from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from lestari.foundation.kernel.access import Actor, Grant, Role, Scope, holds, not_own_work
from lestari.foundation.workflow.act import Act
from lestari.foundation.workflow.action import Action
from lestari.foundation.workflow.inputs import Day, NoEntry, Rupiah, Text, ask
from lestari.foundation.workflow.models import Receipt
from lestari.foundation.workflow.perform import perform
from tests.foundation.trial.models import Part, Pledge

MAKER, JUDGE = Role("maker", "Pembuat", speaks=True), Role("judge", "Penilai")
CAMPANG, GISTING, ELSEWHERE = UUID(int=2001), UUID(int=6), UUID(int=9999)


@dataclass(frozen=True)
class Place:
    """As much of a region as an entry needs."""

    pk: UUID
    path: str

    def scope(self) -> Scope:
        return Scope(self.pk, self.path)


PEKON_CAMPANG = Place(CAMPANG, "18.06.01.2001.")


def someone(number: int, role: str, path: str) -> Actor:
    return Actor(
        UUID(int=number), f"Orang {number}", (Grant(role, UUID(int=number), path, date(2017, 1, 1)),)
    )


MAKER_HERE = someone(1, "maker", "18.06.01.2001.")
OTHER_MAKER_HERE = someone(2, "maker", "18.06.01.")
MAKER_ELSEWHERE = someone(3, "maker", "18.06.02.")
JUDGE_HERE = someone(4, "judge", "18.06.")


@dataclass(frozen=True, kw_only=True)
class Making:
    region: Place = ask(Text(), label="Tempat")
    amount: int = ask(Rupiah(), label="Jumlah")
    note: str = ask(Text(), label="Catatan", required=False)
    on: date | None = ask(Day(), label="Tanggal", required=False)


@dataclass(frozen=True, kw_only=True)
class Dated:
    on: date | None = ask(Day(), label="Tanggal", required=False)


@dataclass(frozen=True, kw_only=True)
class Amount:
    amount: int = ask(Rupiah(), label="Jumlah")


def _make(act: Act, _subject: None, entry: Making) -> Pledge:
    pledge = Pledge(amount=entry.amount, place=entry.region.pk, path=entry.region.path, note=entry.note)
    return act.add(pledge, state="made")


def _keep(act: Act, pledge: Pledge, _entry: Dated) -> None:
    act.add(Part(pledge=pledge, share=Decimal("12.50")))
    act.move(pledge, "kept")


def _change(act: Act, pledge: Pledge, entry: Amount) -> None:
    act.set(pledge, amount=entry.amount, note="diubah")


MAKE = Action(
    "trial.make", "Buat", done="membuat janji", entry=Making, subject=None, right=holds(MAKER), function=_make
)
KEEP = Action(
    "trial.keep",
    "Tepati",
    done="menepati",
    entry=Dated,
    subject=Pledge,
    right=holds(JUDGE) & not_own_work(),
    function=_keep,
)
BREAK = Action(
    "trial.break", "Langgar", done="melanggar", entry=Dated, subject=Pledge, right=holds(MAKER),
    function=lambda act, pledge, _entry: act.move(pledge, "broken"),
)  # fmt: skip
MEND = Action(
    "trial.mend", "Pulihkan", done="memulihkan", entry=Dated, subject=Pledge, right=holds(MAKER),
    function=lambda act, pledge, _entry: act.move(pledge, "made"),
)  # fmt: skip
VOID = Action(
    "trial.void", "Batalkan", done="membatalkan", entry=NoEntry, subject=Pledge, right=holds(MAKER),
    function=lambda act, pledge, _entry: act.move(pledge, "void"),
)  # fmt: skip
CHANGE = Action(
    "trial.change", "Ubah", done="mengubah jumlah", entry=Amount, subject=Pledge, right=holds(MAKER), states=("made",),
    function=_change,
)  # fmt: skip
ACTIONS = (MAKE, KEEP, BREAK, MEND, VOID, CHANGE)
RECORDS = {model._meta.label: model for model in (Pledge, Part)}


def make(amount: int = 1_000_000, *, act_id: UUID | None = None, on: date | None = None) -> Receipt:
    """Make a pledge in Pekon Campang."""
    return perform(MAKE, MAKER_HERE, None, Making(region=PEKON_CAMPANG, amount=amount, on=on), act_id=act_id)


def pledge(amount: int = 1_000_000, *, on: date | None = None) -> Pledge:
    """Make a pledge and return its row."""
    return Pledge.objects.get(pk=make(amount, on=on).subject)
