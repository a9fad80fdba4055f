"""Undoing a sheet as one: each deed by the action that takes it back, as long as nobody has built on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import Actor
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.ledger.models import Event
from lestari.foundation.ledger.transactions import write_transaction
from lestari.foundation.sheets.kinds import SHEETS, SheetKind
from lestari.foundation.sheets.models import Import
from lestari.foundation.workflow import flush, registry
from lestari.foundation.workflow.act import Book
from lestari.foundation.workflow.action import Action
from lestari.foundation.workflow.inputs import asks
from lestari.foundation.workflow.models import Flowing, Receipt
from lestari.foundation.workflow.perform import Whence, collect

Progress = Callable[[int, int], None]
State = Import.State
_CHUNK = 200


@dataclass(frozen=True)
class Deed:
    """What takes one deed back: the action, and the record."""

    action: Action
    subject: UUID


def refusal(sheet: Import, actors: Sequence[Actor]) -> str:
    """Return why a sheet cannot be undone, '' where it can: somebody has built on it, or one may not. Nothing is written."""
    try:
        for _book in _played(sheet, actors, writing=False):
            pass
    except Refused as refused:
        return str(refused)
    return ""


def undo(sheet: Import, actors: Sequence[Actor], progress: Progress | None = None) -> None:
    """Take back all that a sheet wrote, in short transactions; begun before, it goes on with what is left."""
    if sheet.state != State.UNDOING:
        if why := refusal(sheet, actors):
            sheet.note(state=State.DONE, notes=[*sheet.notes, why])
            return
        sheet.note(state=State.UNDOING, done=0)
    total = Receipt.objects.filter(batch=sheet.pk).count()
    done = 0
    for part in _parts(sheet):
        with write_transaction():
            book = _collected(sheet, actors, part, writing=True)
            flush.write(book)
        book.let_go()
        done += len(part)
        sheet.note(done=done, total=total)
        if progress:
            progress(done, total)
    sheet.note(state=State.UNDONE)


def _played(sheet: Import, actors: Sequence[Actor], *, writing: bool) -> Iterator[Book]:
    own = _subjects(sheet)
    _refuse_built_on(sheet, own)
    for part in _parts(sheet):
        book = _collected(sheet, actors, part, writing=writing)
        others = {t.record.pk for t in book.touched.values() if not t.added} - own
        if others:
            raise Refused(_built_on(len(others)))
        yield book


def _subjects(sheet: Import) -> set[UUID]:
    acts = Receipt.objects.filter(batch=sheet.pk).values("act")
    return set(Event.objects.filter(act__in=acts).values_list("subject", flat=True))


def _refuse_built_on(sheet: Import, own: set[UUID]) -> None:
    """Refuse where a later deed of somebody else concerns one of the records."""
    acts = Receipt.objects.filter(batch=sheet.pk)
    first = (
        Event.objects.filter(act__in=acts.values("act"))
        .order_by("serial")
        .values_list("serial", flat=True)
        .first()
    )
    if first is None:
        return
    later = Event.objects.filter(serial__gt=first).exclude(act__in=acts.values("act"))
    touched = {subject for subject in later.values_list("subject", flat=True).iterator() if subject in own}
    if touched:
        raise Refused(_built_on(len(touched)))


def _built_on(count: int) -> str:
    return _(
        "Lembar ini tidak dapat diurungkan lagi sekaligus: %(count)s catatannya sudah dilanjutkan orang. Batalkan satu per satu."
    ) % {"count": count}


def _parts(sheet: Import) -> Iterator[list[Deed]]:
    """Yield what is to be done, some hundred deeds at a time, those of one region together and in the order of the kind's table.

    So what stands on a document is taken back before the document itself.
    """
    kind = SHEETS[sheet.kind]
    receipts = Receipt.objects.filter(batch=sheet.pk).order_by("-act").values_list("kind", "subject")
    creating = {name for name in kind.undo if registry.action(name).subject is None}
    made = {subject for name, subject in receipts if name in creating}
    _refuse_without_way_back(kind, receipts, made)
    acts = Receipt.objects.filter(batch=sheet.pk).values("act")
    regions = dict(Event.objects.filter(act__in=acts).values_list("subject", "region"))
    order = {name: place for place, name in enumerate(kind.undo)}
    deeds = [
        (str(regions.get(subject)), order[name], Deed(registry.action(kind.undo[name]), subject))
        for name, subject in receipts
        if name in creating or (name in order and subject not in made)
    ]
    deeds.sort(key=lambda one: one[:2])
    part: list[Deed] = []
    for number, (region, _order, deed) in enumerate(deeds):
        if len(part) >= _CHUNK and region != deeds[number - 1][0]:
            yield part
            part = []
        part.append(deed)
    if part:
        yield part


def _refuse_without_way_back(kind: SheetKind, receipts: Iterable[tuple[str, UUID]], made: set[UUID]) -> None:
    for name, subject in receipts:
        if name not in kind.undo and subject not in made:
            words = _("“%(step)s” tidak ada jalan kembalinya. Batalkan satu per satu.")
            raise Refused(words % {"step": registry.action(name).words})


def _collected(sheet: Import, actors: Sequence[Actor], deeds: Sequence[Deed], *, writing: bool) -> Book:
    book = Book(locks=writing)
    with clock.standing_at(clock.now()):
        for action, alike in groupby(deeds, key=lambda deed: deed.action):
            subjects = [deed.subject for deed in alike]
            model: Any = action.subject
            entry = _entry(sheet, action)
            for subject in book.locked(model, subjects):
                if not _is_back(action, subject):
                    _collect(book, action, actors, subject, entry)
    return book


def _collect(book: Book, action: Action, actors: Sequence[Actor], subject: Any, entry: Any) -> None:
    for left, actor in zip(reversed(range(len(actors))), actors, strict=True):
        try:
            collect(action, actor, subject, entry, book=book, whence=Whence.SHEET)
        except Refused:
            if not left:
                raise
        else:
            return


def _is_back(action: Action, subject: Any) -> bool:
    """Say whether a deed is taken back already: no step of this action goes from the record's state, which it leads to."""
    if not isinstance(subject, Flowing):
        return False
    targets = {step.target for step in subject.flow.steps if step.kind == action.kind}
    return subject.state in targets and subject.state not in (action.sources() or ())


def _entry(sheet: Import, action: Action) -> Any:
    words = _("Lembar “%(name)s” diurungkan.") % {"name": sheet.name}
    told: Mapping[str, Any] = {"reason": words, "on": clock.today()}
    return action.entry(**{question.name: told[question.name] for question in asks(action.entry)})
