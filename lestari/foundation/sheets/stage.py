"""Where the rows of a sheet are played: each through the actions of its room, many acts in one book, which a check throws away."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lestari.foundation.components.pages import role_words
from lestari.foundation.kernel.access import Actor
from lestari.foundation.kernel.errors import NotAllowed, Refused
from lestari.foundation.kernel.ids import uuid7
from lestari.foundation.sheets.cells import Told
from lestari.foundation.sheets.kinds import Row, SheetKind
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.act import Book
from lestari.foundation.workflow.action import Action
from lestari.foundation.workflow.inputs import NoEntry
from lestari.foundation.workflow.models import Record
from lestari.foundation.workflow.perform import Whence, collect

_NOTHING = NoEntry()


class RowRefused(Exception):  # noqa: N818 - the system refuses, the user mends
    """A deed of this row was refused."""

    def __init__(self, row: Row, refused: Refused, day: str = "on") -> None:
        super().__init__(str(refused))
        self.row, self.refused = row, refused
        self.faults = [
            (day if name == "on" else name, sentence)
            for name, sentences in refused.errors.items()
            for sentence in sentences
        ]


class Stage:
    """Plays rows into a book. `memo` keeps what a kind looks up once for the whole sheet.

    `actors`: each deed is done by the first of them who may; a browser knows only one.
    """

    def __init__(self, kind: SheetKind, actors: Sequence[Actor], *, batch: UUID | None = None) -> None:
        self.kind = kind
        self.actors = actors
        self.batch = batch
        self.memo: dict[Any, Any] = {}
        self.book = Book()
        self._acts: list[UUID] = []

    def begin(self, *, writing: bool) -> None:
        """Take an empty book: for a check, or for what is to be written."""
        self.book.let_go()
        self.book = Book(locks=writing)

    def play(self, rows: Sequence[Row]) -> None:
        """Play whole groups of rows; afterwards each row has its outcome, and the book holds the acts of those that were not refused."""
        self.kind.fetch(self, rows)
        for group in groups(rows, self.kind.group):
            self._play_group(group)

    def do(
        self,
        row: Row,
        kind: str,
        subject: Record | None,
        entry: Any = _NOTHING,
        told: Told | None = None,
        *,
        day: str = "on",
    ) -> Any:
        """Do one deed of a row and return its record; `day`: the column in which the day of this deed stands.

        Raises `RowRefused`; what the whole group did is then taken back.
        """
        action, act = registry.action(kind), uuid7()
        mark = len(self.book.touched)
        for actor in self.actors:
            try:
                receipt = collect(
                    action,
                    actor,
                    subject,
                    entry,
                    book=self.book,
                    act_id=act,
                    whence=Whence.SHEET,
                    on=told.day if told else None,
                    about=told.about if told else "day",
                    batch=self.batch,
                )
            except NotAllowed as refused:
                if len(self.book.touched) > mark:
                    self.book.forget([act])
                why = refused
                continue
            except Refused as refused:
                self._acts.append(act)
                raise RowRefused(row, refused, day) from None
            self._acts.append(act)
            if not row.acts and (subject is not None or row.record is not None):
                row.outcome = "changed"
            row.acts += 1
            row.record = row.record or receipt.record
            return receipt.record
        raise RowRefused(row, self._told(row, action, why), day)

    def _told(self, row: Row, action: Action, refused: NotAllowed) -> NotAllowed:
        """Return a refusal of a right with what it is about, which a row has no page around it to say: the step and who takes it, or the village."""
        if not refused.who:
            return refused
        if not any(actor.holds(*refused.who) for actor in self.actors):
            words = _("“%(step)s” dicatat oleh %(who)s.")
            facts = {"step": action.words, "who": role_words(refused.who)}
        elif row.region and not any(actor.covers(row.region.path, *refused.who) for actor in self.actors):
            words, facts = _("%(place)s di luar wilayah tugas Anda."), {"place": row.region.placed}
        else:
            return refused
        return NotAllowed(words % facts, who=refused.who)

    def _play_group(self, group: Sequence[Row]) -> None:
        whole = self.kind.whole(self, group)
        read = {row.number: len(row.doubts) for row in group}
        standing = [row for row in group if not row.faults]
        while standing and not (whole and len(standing) < len(group)):
            self._acts = []
            try:
                self.kind.play(self, standing)
                break
            except RowRefused as stopped:
                self._take_back(standing)
                for row in standing:
                    del row.doubts[read[row.number] :]
                stopped.row.faults += stopped.faults
                standing = [row for row in standing if not row.faults]
        if whole:
            _refuse_the_rest(group)
        for row in group:
            row.outcome = "refused" if row.faults else row.outcome or ("added" if row.acts else "left")

    def _take_back(self, rows: Sequence[Row]) -> None:
        self.book.forget(self._acts)
        for row in rows:
            row.unplay()


def _refuse_the_rest(group: Sequence[Row]) -> None:
    """Refuse what hangs together with a row that was refused."""
    faulty = next((row.number for row in group if row.faults), None)
    if faulty is None:
        return
    for row in group:
        if not row.faults:
            words = _(
                "Satu dokumen dengan baris %(number)s, yang ditolak. Perbaiki baris itu, lalu kirim keduanya."
            )
            row.faults.append(("", words % {"number": faulty}))


def groups(rows: Sequence[Row], of: Any) -> Iterator[list[Row]]:
    """Yield rows of one group together, in the order of the sheet."""
    found: dict[Hashable, list[Row]] = {}
    for row in rows:
        found.setdefault(of(row), []).append(row)
    yield from found.values()
