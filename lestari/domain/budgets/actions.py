"""Entering a plan or a budget, revising it, voiding it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lestari.domain.budgets.allocating import of_line, void_allocations
from lestari.domain.budgets.models import Allocation, BudgetLine, PlanDocument
from lestari.domain.budgets.rights import RIGHTS
from lestari.domain.budgets.tables import ACCOUNTS, KINDS, SOURCE_CHOICES, activity_code
from lestari.foundation.files.actions import attach
from lestari.foundation.files.models import Original
from lestari.foundation.kernel.dates import day_text
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.regions.models import Region
from lestari.foundation.workflow.act import Act
from lestari.foundation.workflow.action import Action
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


@dataclass(frozen=True, kw_only=True)
class LineRow:
    """One line as it is typed. `line` is the id of the line before the revision, empty for a new one."""

    activity: str = ask(Text(max=12), label=_("Kode kegiatan"))
    label: str = ask(Text(max=200), label=_("Kegiatan"), required=False)
    account: str = ask(Choice(ACCOUNTS), label=_("Rekening"))
    source: str = ask(Choice(SOURCE_CHOICES), label=_("Sumber"))
    amount: int = ask(Rupiah(), label=_("Anggaran"))
    line: str = ask(Text(max=40), label=_("Baris asal"), required=False)


@dataclass(frozen=True, kw_only=True)
class DocumentEntry:
    """A plan or a budget with its lines."""

    kind: str = ask(Choice(KINDS), label=_("Dokumen"))
    region: Region = ask(RegionPick(takes_part=True), label=_("Desa"))
    year: int = ask(Year(2015, 2045), label=_("Tahun anggaran"))
    number: str = ask(Text(max=100), label=_("Nomor peraturan"))
    on: date = ask(Day(), label=_("Tanggal ditetapkan"))
    lines: Sequence[LineRow] = ask(Rows(LineRow), label=_("Baris anggaran"))
    papers: Sequence[Original] = ask(Papers(), label=_("Foto atau pindaian dokumen"), required=False)


@dataclass(frozen=True, kw_only=True)
class RevisionEntry:
    """A revised budget: the lines as they are from its day on."""

    number: str = ask(Text(max=100), label=_("Nomor perubahan"))
    on: date = ask(Day(), label=_("Tanggal ditetapkan"))
    lines: Sequence[LineRow] = ask(Rows(LineRow), label=_("Baris sesudah perubahan"))
    papers: Sequence[Original] = ask(Papers(), label=_("Foto atau pindaian dokumen"), required=False)


@dataclass(frozen=True, kw_only=True)
class VoidEntry:
    """Why a document was entered by mistake."""

    reason: str = ask(LongText(max=1000), label=_("Mengapa salah catat"))


def enter(act: Act, _subject: None, entry: DocumentEntry) -> PlanDocument:
    """Enter a plan or a budget. Raises Refused where one of that kind and year is in force already."""
    Region.objects.select_for_update(no_key=True).get(pk=entry.region.pk)  # who enters it at once comes after
    there = PlanDocument.objects.filter(
        region=entry.region, kind=entry.kind, year=entry.year, state="in_force"
    )
    if found := there.first():
        raise Refused(
            _now("%(title)s sudah tercatat (%(code)s). Catat perubahannya di sana.")
            % {"title": found.title, "code": found.code},
            field="year",
        )
    document = PlanDocument(
        kind=entry.kind, region=entry.region, year=entry.year, number=entry.number, dated=entry.on
    )
    act.add(document, state="in_force")
    _add_lines(act, document, entry.lines, {})
    _attach(act, document, entry.papers)
    return document


def revise(act: Act, document: PlanDocument, entry: RevisionEntry) -> None:
    """Let a revision take over. Allocations that the following line still holds go on; the others end that day."""
    if entry.on < document.dated:
        raise Refused(
            _now("Perubahan tidak bisa lebih awal dari %(day)s.") % {"day": day_text(document.dated)},
            field="on",
        )
    old = {
        str(line.pk): line for line in document.lines.select_related("region").select_for_update(of=("self",))
    }
    revision = PlanDocument(
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
    following = {line.follows_id: line for line in new if line.follows_id}
    for line in old.values():
        _hand_over(act, line, following.get(line.pk), revision)
    _attach(act, revision, entry.papers)


def void(act: Act, document: PlanDocument, entry: VoidEntry) -> None:
    """Void a document entered by mistake: its allocations count on no day; a revision gives back what was before it."""
    rows = Allocation.objects.filter(line__document=document).select_related("region")
    own = [act.book.living(row) for row in rows]
    void_allocations(act, own)
    act.set(document, void_reason=entry.reason)
    act.move(document, "void")
    if document.replaces_id:
        documents = PlanDocument.objects.select_for_update(of=("self",)).select_related("region")
        before = act.book.living(documents.get(pk=document.replaces_id))
        act.move(before, "in_force", on=act.came(before))  # as if the revision had never been
        _give_back(act, document, own)


def _give_back(act: Act, document: PlanDocument, own: Sequence[Allocation]) -> None:
    """Open again what a revision ended; where that had gone on and ended later for another reason, until that day."""
    following = {row.follows_id: row for row in own if row.follows_id}
    ended = Allocation.objects.filter(ended_by=document, voided=False).exclude(line__document=document)
    for row in ended.select_related("region", "line"):
        allocation = act.book.living(row)
        last = allocation
        while last.pk in following:
            last = following[last.pk]
        later = last.ended_by_id != document.pk
        act.set(allocation, until=last.until if later else None, ended_by=last.ended_by if later else None)


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
            activity = activity_code(row.activity)
        except Refused as refused:
            raise Refused(
                _now("Baris %(number)s, kolom Kode kegiatan: %(why)s")
                % {"number": number, "why": str(refused)},
                field="lines",
            ) from None
        lines.append(
            act.add(
                BudgetLine(
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


def _hand_over(act: Act, line: BudgetLine, following: BudgetLine | None, revision: PlanDocument) -> None:
    """End what is tied to a line; tie as much of it to the following line as that one holds, oldest first."""
    same = following is not None and (following.account, following.source) == (line.account, line.source)
    room = following.amount if following is not None and same else 0
    for allocation in [row for row in of_line(act, line) if row.until is None]:
        day = max(act.on, allocation.since)
        act.set(allocation, until=day, ended_by=revision)
        if following is not None and allocation.amount <= room:
            room -= allocation.amount
            act.add(
                Allocation(
                    line=following,
                    region=line.region,
                    amount=allocation.amount,
                    since=day,
                    follows=allocation,
                )
            )


def _attach(act: Act, document: PlanDocument, papers: Sequence[Original]) -> None:
    if act.behalf and not papers:
        raise Refused(_now("Anda mencatat atas nama desa. Lampirkan foto kertasnya."), field="papers")
    attach(act, document, papers, "paper")


def ended_by(act: Act) -> dict[UUID, Allocation]:
    """Return the allocations that this act ended or voided, by id: what a higher room answers to."""
    touched = [t.record for t in act.book.touched.values() if t.act is act and not t.added]
    return {
        row.pk: row
        for row in touched
        if isinstance(row, Allocation) and (row.until is not None or row.voided)
    }


def given_back(act: Act) -> dict[UUID, Allocation]:
    """Return the allocations that this act opened again, by id."""
    touched = [t.record for t in act.book.touched.values() if t.act is act and not t.added]
    return {
        row.pk: row for row in touched if isinstance(row, Allocation) and row.until is None and not row.voided
    }


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
)
REVISE = _action(
    "revise",
    _("Catat perubahan"),
    done=_("mencatat perubahan anggaran"),
    entry=RevisionEntry,
    subject=PlanDocument,
    function=revise,
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
