"""Every change of a promise, one plain function a verb."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lestari.domain.budgets.allocating import (
    allocate,
    change_amount,
    end_allocations,
    usable_line,
    void_allocations,
)
from lestari.domain.budgets.models import Allocation, BudgetLine
from lestari.domain.budgets.tables import RKPDES
from lestari.domain.commitments.checks import IN_YEARS, LATER, PLEDGING, before_its_year
from lestari.domain.commitments.entries import (
    AdjustEntry,
    BudgetEntry,
    CarryEntry,
    DoneEntry,
    PlanEntry,
    PledgeEntry,
    Promise,
    StartEntry,
    VerifyEntry,
    WhyEntry,
)
from lestari.domain.commitments.models import Commitment, EarlierYear, Funding
from lestari.domain.commitments.moving import fund, move_back, without_budget
from lestari.domain.commitments.rights import RIGHTS
from lestari.domain.commitments.workflow import MONEY_MOVES
from lestari.domain.knowledge.models import Innovation
from lestari.foundation.files.actions import attach
from lestari.foundation.files.models import Original
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.ledger.rows import fresh
from lestari.foundation.regions.models import Region
from lestari.foundation.workflow.act import Act, Book
from lestari.foundation.workflow.action import Action

#: Why nobody promises to copy this for the village that did it.
OWN_INNOVATION = _("Inovasi ini dari desa itu sendiri. Pilih inovasi desa lain.")


def pledge(act: Act, entry: Promise, *, region: Region, innovation: Innovation) -> Commitment:
    """Take a village's promise.

    Raises Refused: not on the menu, its own innovation, the same card again. Day, year and changes are the action's to check (`PLEDGING`).
    """
    innovation = act.locked(Innovation, innovation.pk, no_key=True)  # it may have been withdrawn meanwhile
    if innovation.state != "published":
        raise Refused(_now("Inovasi ini tidak ada di menu. Pilih yang terbit."), field="innovation")
    if innovation.region_id == region.pk:
        raise Refused(OWN_INNOVATION, field="innovation")
    with act.doing("commitment.pledge"):
        commitment = fresh(
            Commitment,
            region=region,
            innovation=innovation,
            field=innovation.field,
            mode=entry.mode,
            changes=entry.changes,
            what=entry.what,
            place=entry.place,
            year=entry.year,
            volume=entry.volume,
            unit=entry.unit,
            estimated_cost=entry.estimated_cost,
            planned_source=entry.planned_source,
            responsible=entry.responsible,
        )
        _refuse_twin(act, commitment, entry.year, field="innovation")
        act.add(commitment, state="pledged")
        attach(act, commitment, entry.papers, "paper")
    return commitment


def _refuse_twin(act: Act, one: Commitment, year: int, *, field: str) -> None:
    """Refuse a promise that this village has made already and that still stands: the same innovation, place and year."""
    other = standing_card(act.book, one.region_id, one.innovation_id, year, one.place, besides=one.pk)
    if other is not None:
        raise Refused(_now("Kartu yang sama sudah ada: %(code)s.") % {"code": other.code}, field=field)


def standing_card(
    book: Book, region: UUID, innovation: UUID, year: int, place: str, *, besides: UUID | None = None
) -> Commitment | None:
    """Return the promise of a village that stands for an innovation, a year and a place, as the book has it; another than `besides`."""
    found = same_cards(book, region, innovation, year, place)
    return next((one for one in found if one.pk != besides and one.state != "dropped"), None)


def same_cards(book: Book, region: UUID, innovation: UUID, year: int, place: str) -> list[Commitment]:
    """Return all promises of a village for an innovation, a year and a place that were not made by mistake, the dropped ones too."""
    said = (year, place.casefold())
    rows = book.rows(Commitment, region_id=region, innovation_id=innovation)
    return [one for one in rows if one.state != "void" and (one.year, one.place.casefold()) == said]


def pledge_outside(act: Act, _subject: None, entry: PledgeEntry) -> Commitment:
    """Take a promise made outside a bursa."""
    return pledge(act, entry, region=entry.region, innovation=entry.innovation)


def plan(act: Act, commitment: Commitment, entry: PlanEntry) -> None:
    """Note the line of the RKPDes in which the promise stands."""
    _check_line(commitment, entry.line)
    act.set(commitment, plan_line=usable_line(act, entry.line, RKPDES), reason="")
    act.move(commitment, "planned")
    _papers(act, commitment, entry.papers)


def budget(act: Act, commitment: Commitment, entry: BudgetEntry) -> None:
    """Let the APBDes pay for this commitment: `planned` → `budgeted`. Raises `OverLine` when the line cannot hold it."""
    add_funding(act, commitment, entry)
    act.set(commitment, reason="")
    act.move(commitment, "budgeted")


def add_funding(act: Act, commitment: Commitment, entry: BudgetEntry) -> None:
    """Let a further amount, of the same line or of another, pay for this commitment. Raises `OverLine`."""
    _check_line(commitment, entry.line)
    fund(act, commitment, allocate(act, entry.line, entry.amount))
    _papers(act, commitment, entry.papers)


def adjust_funding(act: Act, commitment: Commitment, entry: AdjustEntry) -> None:
    """Let more or less of the same line pay for this commitment, from that day. Raises `OverLine`."""
    if entry.amount == entry.allocation.amount:
        raise Refused(_now("Jumlahnya sama dengan yang sudah tercatat."), field="amount")
    fund(act, commitment, change_amount(act, entry.allocation, entry.amount))
    _papers(act, commitment, entry.papers)


def start(act: Act, commitment: Commitment, entry: StartEntry) -> None:
    """Work has begun."""
    attach(act, commitment, entry.photos, "photo")
    act.move(commitment, "in_progress")


def report_done(act: Act, commitment: Commitment, entry: DoneEntry) -> None:
    """Work is done, with amount, day, photos, minutes."""
    act.set(
        commitment,
        realised_amount=entry.realised_amount,
        result=entry.result,
        reported_by=act.actor.user_id,
        reason="",
    )
    attach(act, commitment, entry.photos, "photo")
    _papers(act, commitment, entry.papers)
    act.move(commitment, "realised")


def verify(act: Act, commitment: Commitment, entry: VerifyEntry) -> None:
    """Confirm a result seen by somebody from outside the village who did not report it."""
    attach(act, commitment, entry.papers, "paper")
    act.move(commitment, "verified")


def send_back(act: Act, commitment: Commitment, entry: WhyEntry) -> None:
    """Send the result back."""
    act.set(commitment, reason=entry.reason)
    act.move(commitment, "in_progress")


def unverify(act: Act, commitment: Commitment, entry: WhyEntry) -> None:
    """Take a verification back."""
    act.set(commitment, reason=entry.reason)
    act.move(commitment, "realised")


def unplan(act: Act, commitment: Commitment, entry: WhyEntry) -> None:
    """Taken out of the RKPDes."""
    act.set(commitment, plan_line=None, reason=entry.reason)
    act.move(commitment, "pledged")


def release(act: Act, commitment: Commitment, entry: WhyEntry) -> None:
    """Let the budget pay for it no more: its allocations end that day. Where its RKPDes is void or revised without it, that waits anew."""
    end_allocations(act, allocations_of(act, commitment), act.on)
    act.set(commitment, reason=entry.reason)
    act.move(commitment, without_budget(act, commitment))


def carry_over(act: Act, commitment: Commitment, entry: CarryEntry) -> None:
    """Into a later year: the promise begins there as pledged, its allocations end."""
    end_allocations(act, allocations_of(act, commitment), act.on)
    _begin_anew(act, commitment, entry)


def drop(act: Act, commitment: Commitment, entry: WhyEntry) -> None:
    """Drop it with a reason: its allocations end that day, and count until then."""
    end_allocations(act, allocations_of(act, commitment), act.on)
    act.set(commitment, reason=entry.reason)
    act.move(commitment, "dropped")


def take_up(act: Act, commitment: Commitment, entry: CarryEntry) -> None:
    """Taken up again, for a year of its own."""
    _begin_anew(act, commitment, entry)


def void(act: Act, commitment: Commitment, entry: WhyEntry) -> None:
    """Entered by mistake: counts on no day."""
    void_allocations(act, allocations_of(act, commitment))
    act.set(commitment, reason=entry.reason)
    move_back(act, commitment, "void")


def allocations_of(act: Act, commitment: Commitment) -> list[Allocation]:
    """Return all that was ever tied to a promise, locked."""
    fundings = act.rows(Funding, commitment_id=commitment.pk)
    return act.book.locked(Allocation, [funding.allocation_id for funding in fundings])


def _check_line(commitment: Commitment, line: BudgetLine) -> None:
    if line.region_id != commitment.region_id or line.document.year != commitment.year:
        raise Refused(
            _now("Baris ini bukan dari desa dan tahun komitmen. Pilih baris tahun %(year)s.")
            % {"year": commitment.year},
            field="line",
        )


def _begin_anew(act: Act, commitment: Commitment, entry: CarryEntry) -> None:
    """Let a promise begin as pledged for another year; for which it was until today stays known."""
    _refuse_twin(act, commitment, entry.year, field="year")
    if entry.year != commitment.year:
        act.add(
            EarlierYear(commitment=commitment, region=commitment.region, year=commitment.year, until=act.on)
        )
    act.set(commitment, year=entry.year, plan_line=None, reason=entry.reason)
    act.move(commitment, "pledged")


def _papers(act: Act, commitment: Commitment, papers: Sequence[Original]) -> None:
    attach(act, commitment, papers, "paper")


def _action(verb: str, words: Any, done: Any, entry: type[Any], function: Any, **more: Any) -> Action:
    kind = f"commitment.{verb}"
    more.setdefault("subject", Commitment)
    return Action(kind, words, done=done, entry=entry, right=RIGHTS[kind], function=function, **more)


_DROPPED = _(
    "Dananya tidak dihitung lagi sejak tanggal itu, dan kembali bebas di barisnya. Desa dapat melanjutkannya lagi nanti, untuk tahun lain."
)
_VOIDED = _(
    "Komitmen ini lalu tidak dihitung pada hari mana pun, juga yang sudah lewat. Ini tidak dapat diurungkan; riwayatnya tetap ada."
)

ACTIONS = (
    _action(
        "pledge",
        _("Buat komitmen"),
        _("menyerahkan kartu komitmen"),
        PledgeEntry,
        pledge_outside,
        subject=None,
        public=True,
        checks=PLEDGING,
    ),
    _action("plan", _("Catat di RKPDes"), _("mencatat komitmen di RKPDes"), PlanEntry, plan, public=True),
    _action(
        "budget", _("Catat di APBDes"), _("mencatat komitmen di APBDes"), BudgetEntry, budget, public=True
    ),
    _action(
        "start",
        _("Mulai dikerjakan"),
        _("mulai mengerjakan"),
        StartEntry,
        start,
        unready=before_its_year,
        public=True,
    ),
    _action(
        "report_done",
        _("Laporkan selesai"),
        _("melaporkan selesai"),
        DoneEntry,
        report_done,
        unready=before_its_year,
        public=True,
    ),
    _action("verify", _("Verifikasi hasil"), _("memverifikasi hasil"), VerifyEntry, verify, public=True),
    _action(
        "send_back",
        _("Kembalikan dengan catatan"),
        _("mengembalikan hasil dengan catatan"),
        WhyEntry,
        send_back,
    ),
    _action(
        "add_funding",
        _("Tambah dana"),
        _("menambah dana dari APBDes"),
        BudgetEntry,
        add_funding,
        states=MONEY_MOVES,
    ),
    _action(
        "adjust_funding",
        _("Ubah jumlah dana"),
        _("mengubah jumlah dana dari APBDes"),
        AdjustEntry,
        adjust_funding,
        states=MONEY_MOVES,
    ),
    _action("release", _("Keluarkan dari APBDes"), _("mengeluarkan komitmen dari APBDes"), WhyEntry, release),
    _action("unplan", _("Keluarkan dari RKPDes"), _("mengeluarkan komitmen dari RKPDes"), WhyEntry, unplan),
    _action(
        "carry_over",
        _("Pindahkan ke tahun berikutnya"),
        _("memindahkan komitmen ke tahun berikutnya"),
        CarryEntry,
        carry_over,
        checks=(LATER, IN_YEARS),
    ),
    _action("drop", _("Hentikan komitmen"), _("menghentikan komitmen"), WhyEntry, drop, warning=_DROPPED),
    _action(
        "take_up",
        _("Lanjutkan lagi"),
        _("melanjutkan lagi komitmen"),
        CarryEntry,
        take_up,
        checks=(IN_YEARS,),
    ),
    _action("unverify", _("Tarik verifikasi"), _("menarik verifikasi"), WhyEntry, unverify),
    _action(
        "void",
        _("Batalkan salah catat"),
        _("membatalkan komitmen yang salah catat"),
        WhyEntry,
        void,
        warning=_VOIDED,
    ),
)
