"""Checking, writing and undoing a sheet: read whole outside any transaction, written in short ones, taken up again where it stopped."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from django.db import OperationalError
from django.db.models import Q
from django.utils.translation import gettext as _

from lestari.foundation.files.sizes import SHEET_BYTES
from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import SYSTEM, Actor
from lestari.foundation.kernel.collector import collector_at_rest
from lestari.foundation.kernel.errors import Changed, Refused
from lestari.foundation.kernel.ids import uuid7
from lestari.foundation.ledger.transactions import is_deadlock, one_at_a_time, write_transaction
from lestari.foundation.people.models import User
from lestari.foundation.people.queries import actor_of
from lestari.foundation.sheets.finding import Found
from lestari.foundation.sheets.kinds import SHEETS, Row, SheetKind
from lestari.foundation.sheets.models import Finding, Import, file_path, remembered
from lestari.foundation.sheets.preview import first_rows
from lestari.foundation.sheets.stage import Stage
from lestari.foundation.sheets.sums import added_up
from lestari.foundation.sheets.table import Table, open_table, read_rows
from lestari.foundation.workflow import flush

Progress = Callable[[int, int], None]
State = Import.State
#: So many rows are written in one transaction: a tenth of a second or two.
CHUNK = 500
#: Sheets write one after the other, whichever process they are in.
_TURN = UUID(int=0x6C656D626172)
#: Whoever wrote nothing for so long has died, and another takes the sheet up.
_DEAD = timedelta(seconds=60)
_TRIES = 3


def receive(
    kind: SheetKind,
    name: str,
    pieces: Iterable[bytes],
    person: User | None,
    told: dict[str, Any] | None = None,
    *,
    by_hand: bool = False,
) -> Import:
    """Keep a file that somebody sent and let it wait for its check. Raises Refused for one too large."""
    kept = keep(name, pieces)
    with write_transaction():
        return Import.objects.create(
            kind=kind.key,
            name=kept.name,
            sha256=kept.sha256,
            ending=kept.ending,
            person=person,
            told=told or {},
            by_hand=by_hand,
        )


class Kept(NamedTuple):
    """A file that is kept: its content's digest, the ending under which it lies, and the name that it came with."""

    sha256: str
    ending: str
    name: str


def keep(name: str, pieces: Iterable[bytes]) -> Kept:
    """Keep a file, the same content once. Raises Refused for one too large."""
    digest, size = hashlib.sha256(), 0
    ending = name.rpartition(".")[2].lower()[:4] if "." in name else "bin"
    ending = ending if ending.isalnum() and ending.isascii() else "bin"
    draft = file_path(uuid7().hex, "part")
    draft.parent.mkdir(parents=True, exist_ok=True)
    try:
        with draft.open("wb") as target:
            for piece in pieces:
                size += len(piece)
                if size > SHEET_BYTES:
                    raise Refused(
                        _("Berkas ini lebih dari %(most)s MB. Bagi menjadi beberapa berkas.")
                        % {"most": SHEET_BYTES // 1_000_000}
                    )
                digest.update(piece)
                target.write(piece)
            target.flush()
            os.fsync(target.fileno())
        place = file_path(digest.hexdigest(), ending)
        place.parent.mkdir(parents=True, exist_ok=True)
        draft.replace(place)
    finally:
        _drop(draft)
    shown = "".join(letter for letter in Path(name).name if letter.isprintable())[:200]
    return Kept(digest.hexdigest(), ending, shown)


def _drop(draft: Path) -> None:
    draft.unlink(missing_ok=True)
    if not any(draft.parent.iterdir()):
        draft.parent.rmdir()


def actors_of(sheet: Import) -> list[Actor]:
    """Return who does the deeds of a sheet, with the roles of today: who sent it, or on the command line those who were named."""
    names = sheet.told.get("as", ())
    if names:
        users = User.objects.in_bulk(names, field_name="username")
        return [actor_of(users[name]) for name in names if name in users]
    return [actor_of(sheet.person) if sheet.person else SYSTEM]


def office_of(actors: Sequence[Actor]) -> UUID | None:
    """Return the office whose headings are remembered: the region of the first role."""
    return next((grant.region_id for actor in actors for grant in actor.current() if grant.path), None)


def table_of(sheet: Import) -> Table:
    """Return the table of a sheet, its rows not read yet. Raises Refused."""
    kind = SHEETS[sheet.kind]
    return open_table(sheet, kind, remembered(office_of(actors_of(sheet)), kind.key))


def check(sheet: Import, progress: Progress | None = None) -> None:
    """Read a sheet whole and play it without writing: what it would add, change, leave and refuse, and why."""
    sheet.note(state=State.CHECKING, done=0, counts={}, sums={}, notes=[])
    actors = actors_of(sheet)
    try:
        table = table_of(sheet)
        layout = table.layout.as_json() | {
            "tabs": table.tabs,
            "missing": [column.name for column in table.missing],
            "samples": Found(table.tab, table.layout, table.kind.columns).samples(),
        }
        if table.missing:
            sheet.note(state=State.CHECKED, layout=layout, notes=table.notes, total=0)
            return
        read_rows(table, sheet.told.get("with", {}), actors)
    except Refused as refused:
        with write_transaction():
            Finding.objects.filter(sheet=sheet).delete()
        sheet.note(state=State.FAILED, notes=[str(refused)])
        return
    sheet.note(layout=layout, notes=table.notes, total=len(table.rows))
    stage, counts, findings = Stage(table.kind, actors), Counter[str](), []
    counts["skipped"] = len(table.skipped)
    sums: dict[str, Any] = {}
    first: list[dict[str, Any]] = []
    told = 0
    with clock.standing_at(clock.now()):
        for rows in chunks(table.rows):
            with collector_at_rest():
                stage.begin(writing=False)
                stage.play(rows)
            counts.update(row.outcome for row in rows)
            findings += _findings(sheet, table.kind, rows)
            sums = added_up(sums, table.kind, rows)
            first = first_rows(first, table.kind, rows)
            _let_go(rows)
            told += len(rows)
            sheet.note(done=told)
            if progress:
                progress(told, len(table.rows))
    _keep_findings(sheet, findings)
    sheet.note(state=State.CHECKED, counts=dict(counts), sums=sums, layout=layout | {"first": first})


def write(sheet: Import, progress: Progress | None = None) -> None:
    """Write a checked sheet, a short transaction for each few hundred rows; begun before, it goes on where that stopped."""
    actors = actors_of(sheet)
    fresh = sheet.state != State.WRITING
    try:
        table = table_of(sheet)
        read_rows(table, sheet.told.get("with", {}), actors)
    except Refused as refused:
        sheet.note(state=State.FAILED, notes=[str(refused)])
        return
    if fresh:
        with write_transaction():
            Finding.objects.filter(sheet=sheet).delete()
            counts = {"skipped": len(table.skipped)}
            sheet.note(state=State.WRITING, done=0, total=len(table.rows), counts=counts, sums={})
    stage = Stage(table.kind, actors, batch=sheet.pk)
    at = 0
    for rows in chunks(table.rows):
        at += len(rows)
        if at > sheet.done:
            _again(lambda rows=rows, at=at: _write_chunk(sheet, stage, rows, at))  # type: ignore[misc]
            _let_go(rows)
            if progress:
                progress(at, len(table.rows))
    sheet.note(state=State.DONE)


def _write_chunk(sheet: Import, stage: Stage, rows: Sequence[Row], at: int) -> None:
    read = [(row, len(row.faults), len(row.doubts)) for row in rows]
    try:
        _play_and_write(sheet, stage, rows, at)
    except (Changed, OperationalError):
        sheet.refresh_from_db()
        for row, faults, doubts in read:  # as they were read, to be played once more
            row.unplay()
            del row.faults[faults:], row.doubts[doubts:]
        raise


def _play_and_write(sheet: Import, stage: Stage, rows: Sequence[Row], at: int) -> None:
    with collector_at_rest(), write_transaction(), clock.standing_at(clock.now()):
        one_at_a_time(_TURN)
        stage.begin(writing=True)
        stage.play(rows)
        flush.write(stage.book)
        Finding.objects.bulk_create(_findings(sheet, stage.kind, rows))
        counts = Counter(sheet.counts)
        counts.update(row.outcome for row in rows)
        sheet.note(done=at, counts=dict(counts), sums=added_up(sheet.sums, stage.kind, rows))


def _let_go(rows: Iterable[Row]) -> None:
    """Keep no record of rows that are done with: of a hundred thousand they are most of what a sheet takes of the memory."""
    for row in rows:
        row.record = None


def _again(function: Callable[[], None]) -> None:
    """Do it once more where somebody else came in between."""
    for left in reversed(range(_TRIES)):
        try:
            function()
        except Changed:
            if not left:
                raise
        except OperationalError as error:
            if not left or not is_deadlock(error):
                raise
        else:
            return


def chunks(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield rows some hundred at a time, those of one village together."""
    chunk: list[Row] = []
    for row in rows:
        if len(chunk) >= CHUNK and (row.region is None or row.region != chunk[-1].region):
            yield chunk
            chunk = []
        chunk.append(row)
    if chunk:
        yield chunk


def _findings(sheet: Import, kind: SheetKind, rows: Iterable[Row]) -> list[Finding]:
    labels = {column.name: str(column.label) for column in kind.columns}
    return [
        Finding(sheet=sheet, row=row.number, refused=refused, column=labels.get(name, ""), words=words)
        for row in rows
        for refused, told in ((True, row.faults), (False, row.doubts))
        for name, words in told
        if refused or row.outcome != "refused"
    ]


def _keep_findings(sheet: Import, findings: Sequence[Finding]) -> None:
    with write_transaction():
        Finding.objects.filter(sheet=sheet).delete()
    for start in range(0, len(findings), CHUNK):
        with write_transaction():
            Finding.objects.bulk_create(findings[start : start + CHUNK])


def next_one() -> Import | None:
    """Take the sheet that has waited longest, or one whose worker has died; None where nothing is to be done."""
    dead = Q(state__in=(State.CHECKING, State.WRITING, State.UNDOING), changed_at__lt=clock.now() - _DEAD)
    waiting = Q(state__in=(State.WAITING, State.ORDERED, State.RECALLED))
    for sheet in Import.objects.filter(waiting | dead, by_hand=False).order_by("sent_at")[:10]:
        mine = Import.objects.filter(pk=sheet.pk, state=sheet.state, changed_at=sheet.changed_at)
        with write_transaction():
            if mine.update(changed_at=clock.now()):
                return sheet
    return None
