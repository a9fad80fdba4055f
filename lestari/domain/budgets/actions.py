"""Entering a plan or a budget, revising it, voiding it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lestari.domain.budgets.allocating import go_on, hold, most_tied, of_lines, void_allocations
from lestari.domain.budgets.models import Allocation, BudgetLine, PlanDocument
from lestari.domain.budgets.rights import RIGHTS
from lestari.domain.budgets.tables import (
    ACCOUNTS,
    KINDS,
    SOURCE_CHOICES,
    activity_code,
    activity_list,
    needs_activity,
)
from lestari.foundation.files.actions import attach
from lestari.foundation.files.models import Original
from lestari.foundation.kernel.dates import day_text
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.ledger.rows import fresh
from lestari.foundation.regions.models import Region
from lestari.foundation.workflow.act import Act, Book
from lestari.foundation.workflow.action import Action, Check
from lestari.foundation.workflow.inputs import (
    Choice,
    Day,
    LongText,
    Papers,
    RegionPick,
    Rows,
    Rupiah,
    Text,
    Year,
    ask,
)

_CODES = _(
    "Ketik kode kegiatan atau katanya, misalnya 2.2.02 atau posyandu. Baris pendapatan dan pembiayaan boleh tanpa kode."
)


def activity_of(row: LineRow) -> str:
    """Return the code of a line; only spending needs one. Raises Refused."""
    if not row.activity.strip() and needs_activity(row.account):
        raise Refused(_now("Baris belanja memerlukan kode kegiatan. Tulis misalnya 2.2.02."))
    return activity_code(row.activity) if row.activity.strip() else ""


@dataclass(frozen=True, kw_only=True)
class LineRow:
    """One line as it is typed. `line` is the id of the line before the revision, empty for a new one."""

    activity: str = ask(Text(max=12, rule=activity_code), label=_("Kode kegiatan"), required=False)
    label: str = ask(Text(max=200), label=_("Kegiatan"), required=False)
    account: str = ask(Choice(ACCOUNTS), label=_("Rekening"))
    source: str = ask(Choice(SOURCE_CHOICES), label=_("Sumber"))
    amount: int = ask(Rupiah(), label=_("Anggaran"))
    line: str = ask(Text(max=40), label=_("Baris asal"), required=False)

    carried: ClassVar[tuple[str, ...]] = ("line",)
    suggested: ClassVar[Mapping[str, Callable[[], Iterable[tuple[str, str]]]]] = {"activity": activity_list}
    checks: ClassVar[Mapping[tuple[str, ...], Callable[[LineRow], str]]] = {
        ("activity", "account"): activity_of
    }


@dataclass(frozen=True, kw_only=True)
class DocumentEntry:
    """A plan or a budget with its lines."""

    kind: str = ask(Choice(KINDS), label=_("Dokumen"))
    region: Region = ask(RegionPick(takes_part=True), label=_("Desa"))
    year: int = ask(Year(2015, 2045), label=_("Tahun anggaran"))
    number: str = ask(Text(max=100), label=_("Nomor peraturan"))
    on: date = ask(Day(), label=_("Tanggal ditetapkan"))
    lines: Sequence[LineRow] = ask(Rows(LineRow), label=_("Baris anggaran"), hint=_CODES)
    papers: Sequence[Original] = ask(Papers(), label=_("Foto atau pindaian dokumen"))


@dataclass(frozen=True, kw_only=True)
class RevisionEntry:
    """A revised budget: the lines as they are from its day on."""

    number: str = ask(Text(max=100), label=_("Nomor perubahan"))
    on: date = ask(Day(), label=_("Tanggal ditetapkan"))
    lines: Sequence[LineRow] = ask(Rows(LineRow), label=_("Baris sesudah perubahan"), hint=_CODES)
    papers: Sequence[Original] = ask(Papers(), label=_("Foto atau pindaian dokumen"))


@dataclass(frozen=True, kw_only=True)
class VoidEntry:
    """Why a document was entered by mistake."""

    reason: str = ask(LongText(max=1000), label=_("Mengapa salah catat"))


def check_none_in_force(act: Act, _subject: None, entry: DocumentEntry) -> None:
    """Raise Refused where one of that kind and year is in force already."""
    act.book.hold_up(Region, [entry.region.pk])  # who enters it at once comes after
    if found := document_in_force(act.book, entry.kind, entry.region.pk, entry.year):
        raise Refused(
            _now("%(title)s sudah tercatat (%(code)s). Catat perubahannya di sana.")
            % {"title": found.title, "code": found.code},
            field="year",
        )


def enter(act: Act, _subject: None, entry: DocumentEntry) -> PlanDocument:
    """Enter a plan or a budget."""
    document = fresh(
        PlanDocument,
        kind=entry.kind,
        region=entry.region,
        year=entry.year,
        number=entry.number,
        dated=entry.on,
    )
    act.add(document, state="in_force")
    _add_lines(act, document, entry.lines, {})
    _attach(act, document, entry.papers)
    return document


def document_in_force(book: Book, kind: str, region: UUID, year: int) -> PlanDocument | None:
    """Return the plan or budget of a village and a year that is in force, as the book has it."""
    wanted = (kind, year, "in_force")
    there = book.rows(PlanDocument, region_id=region)
    return next((one for one in there if (one.kind, one.year, one.state) == wanted), None)


def check_not_earlier(_act: Act, document: PlanDocument, entry: RevisionEntry) -> None:
    """Raise Refused for a revision before the document that it revises."""
    if entry.on < document.dated:
        raise Refused(
            _now("Perubahan tidak bisa lebih awal dari %(day)s.") % {"day": day_text(document.dated)},
            field="on",
        )


def revise(act: Act, document: PlanDocument, entry: RevisionEntry) -> PlanDocument:
    """Let a revision take over, and return it. What is tied from its day on goes on where the following line holds it; the rest ends that day."""
    old = {str(line.pk): line for line in hold(act, document)}
    revision = fresh(
        PlanDocument,
        kind=document.kind,
        region=document.region,
        year=document.year,
        revision=document.revision + 1,
        number=entry.number,
        dated=entry.on,
        replaces=document,
    )
    act.move(document, "replaced")
    act.add(revision, state="in_force")
    new = _add_lines(act, revision, entry.lines, old)
    _hand_over(act, revision, old.values(), {line.follows_id: line for line in new if line.pays_on()})
    _attach(act, revision, entry.papers)
    return revision


def void(act: Act, document: PlanDocument, entry: VoidEntry) -> None:
    """Void a document entered by mistake: its allocations count on no day; a revision gives back what was before it."""
    replaced = act.locked(PlanDocument, document.replaces_id) if document.replaces_id else None
    hold(act, *filter(None, (document, replaced)))
    rows = Allocation.objects.filter(line__document=document).select_related("region")
    own = [act.book.living(row) for row in rows]
    void_allocations(act, own)
    act.set(document, void_reason=entry.reason)
    act.move(document, "void")
    if replaced is not None:
        act.move(replaced, "in_force", on=act.came(replaced))  # as if the revision had never been
        _give_back(act, document, own)


def _give_back(act: Act, document: PlanDocument, own: Sequence[Allocation]) -> None:
    """Open again what a revision ended, until the end it had before; where it went on and ended for another reason, until then."""
    following = {row.follows_id: row for row in own if row.follows_id}
    ended = Allocation.objects.filter(ended_by=document, voided=False).exclude(line__document=document)
    for row in ended.select_related("region", "line"):
        allocation = act.book.living(row)
        last = allocation
        while last.pk in following:
            last = following[last.pk]
        until = allocation.cut_from if last.ended_by_id == document.pk else last.until
        act.set(allocation, until=until, ended_by=None, cut_from=None)


def _add_lines(
    act: Act, document: PlanDocument, rows: Sequence[LineRow], old: dict[str, BudgetLine]
) -> list[BudgetLine]:
    if not rows:
        raise Refused(_now("Tulis paling sedikit satu baris anggaran."), field="lines")
    lines, followed = [], set()
    for number, row in enumerate(rows, start=1):
        follows = old.get(row.line) if row.line else None
        if row.line and (follows is None or row.line in followed):
            raise Refused(
                _now("Baris %(number)s: baris asalnya bukan dari dokumen ini.") % {"number": number},
                field="lines",
            )
        followed.add(row.line)
        try:
            activity = activity_of(row)
        except Refused as refused:
            raise Refused(
                _now("Baris %(number)s, kolom Kode kegiatan: %(why)s")
                % {"number": number, "why": str(refused)},
                field="lines",
            ) from None
        lines.append(
            act.add(
                fresh(
                    BudgetLine,
                    document=document,
                    region=document.region,
                    activity=activity,
                    label=row.label,
                    account=row.account,
                    source=row.source,
                    amount=row.amount,
                    follows=follows,
                )
            )
        )
    return lines


def _hand_over(
    act: Act, revision: PlanDocument, old: Iterable[BudgetLine], following: dict[UUID | None, BudgetLine]
) -> None:
    """End what is tied to the old lines on the revision's day or after it, and tie it to the following ones as they hold it.

    A following line holds what fits into it on each of its days: first what has no end, then what has ended meanwhile, the oldest first.
    """
    tied: dict[UUID, list[Allocation]] = defaultdict(list)
    rows = [row for row in of_lines(act, old) if row.reaches(act.on)]
    for allocation in sorted(rows, key=lambda row: (row.until is not None, row.since, row.pk)):
        since, until = max(act.on, allocation.since), allocation.until
        act.set(allocation, until=since, ended_by=revision, cut_from=until)
        line = following.get(allocation.line_id)
        if line is not None and allocation.amount + most_tied(tied[line.pk], since, until) <= line.amount:
            tied[line.pk].append(go_on(act, allocation, line, allocation.amount))


def _attach(act: Act, document: PlanDocument, papers: Sequence[Original]) -> None:
    attach(act, document, papers, "paper")


def ended_by(act: Act) -> dict[UUID, Allocation]:
    """Return the allocations that this act ended, by id: what a higher room answers to."""
    return {row.pk: row for row in _changed(act) if row.until is not None and not row.voided}


def voided_by(act: Act) -> dict[UUID, Allocation]:
    """Return the allocations that this act voided, by id."""
    return {row.pk: row for row in _changed(act) if row.voided}


def given_back(act: Act) -> dict[UUID, Allocation]:
    """Return the allocations that this act opened again, by id."""
    return {row.pk: row for row in _changed(act) if row.until is None and not row.voided}


def _changed(act: Act) -> list[Allocation]:
    touched = [t.record for t in act.book.touched.values() if t.act is act and not t.added]
    return [row for row in touched if isinstance(row, Allocation)]


def _action(verb: str, words: Any, **more: Any) -> Action:
    kind = f"budgets.{verb}"
    return Action(kind, words, right=RIGHTS[kind], **more)


ENTER = _action(
    "enter",
    _("Catat RKPDes atau APBDes"),
    done=_("mencatat dokumen anggaran"),
    entry=DocumentEntry,
    subject=None,
    function=enter,
    checks=(Check(("kind", "region", "year"), check_none_in_force),),
)
REVISE = _action(
    "revise",
    _("Catat perubahan"),
    done=_("mencatat perubahan anggaran"),
    entry=RevisionEntry,
    subject=PlanDocument,
    function=revise,
    checks=(Check(("on",), check_not_earlier),),
)
VOID = _action(
    "void",
    _("Batalkan dokumen"),
    done=_("membatalkan dokumen yang salah catat"),
    entry=VoidEntry,
    subject=PlanDocument,
    function=void,
    states=("in_force",),
)
ACTIONS = (ENTER, REVISE, VOID)
