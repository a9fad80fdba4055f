"""Sheets on the server's command line: check, write, undo, list, and the empty sheet of a kind."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from lestari.foundation.kernel import clock
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.people.models import User
from lestari.foundation.regions.models import RegionList
from lestari.foundation.regions.newer import take_back
from lestari.foundation.sheets.kinds import SHEETS
from lestari.foundation.sheets.models import Finding, Import, doubts_of
from lestari.foundation.sheets.running import actors_of, check, receive, write
from lestari.foundation.sheets.sums import Sums
from lestari.foundation.sheets.undoing import undo
from lestari.foundation.sheets.writing import empty_sheet, refused_rows
from lestari.surface.cli.outcome import DONE, FOUND, Ends, RefusedHere, hand_out, say
from lestari.surface.cli.progress import Bar

State = Import.State
_PIECE = 1 << 20
_SHOWN = 20


def import_sheet(asked: Namespace) -> int:
    """Check a file, and unless it is only a check write what it tells."""
    file = Path(asked.file)
    if not file.is_file():
        raise Ends(f"there is no file {asked.file!r}.")
    kind = SHEETS[asked.kind]
    sheet = receive(kind, file.name, _pieces(file), None, _told(asked), by_hand=True)
    bar = Bar("Checking")
    check(sheet, bar.show)
    bar.end()
    if sheet.state == State.FAILED or sheet.layout.get("missing"):
        return _tell(sheet, asked)
    if not asked.check and set(sheet.counts) & {"added", "changed"}:
        bar = Bar("Writing")
        write(sheet, bar.show)
        bar.end()
    if asked.refused and sheet.counts.get("refused"):
        Path(asked.refused).write_bytes(refused_rows(sheet))
    return _tell(sheet, asked)


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as source:
        while piece := source.read(_PIECE):
            yield piece


def _told(asked: Namespace) -> dict[str, Any]:
    """Return what the options say of all rows, and who does the deeds."""
    constants = dict(asked.with_ or ())
    if asked.region:
        constants["code"] = asked.region
    if asked.year:
        constants["year"] = str(asked.year)
    for name in asked.as_ or ():
        if not User.objects.filter(username=name, is_active=True).exists():
            raise RefusedHere(f"there is no open account {name!r}; `lestari user list` shows them.")
    return {"with": constants, "as": asked.as_ or []}


def _tell(sheet: Import, asked: Namespace) -> int:
    """Print what came of a sheet: 1 where something was refused or could not be read."""
    kind = SHEETS[sheet.kind]
    labels = {column.name: str(column.label) for column in kind.columns}
    missing = [labels[name] for name in sheet.layout.get("missing", ())]
    refused = list(sheet.findings.filter(refused=True).order_by("row", "pk"))
    if asked.json:
        doubts = sheet.findings.filter(refused=False).order_by("row", "pk")
        hand_out(
            {
                "id": str(sheet.pk),
                "state": sheet.state,
                "counts": sheet.counts,
                "sums": sheet.sums,
                "columns": {
                    labels[name]: sheet.layout["headings"][place]
                    for name, place in sheet.layout.get("places", {}).items()
                },
                "missing": missing,
                "notes": sheet.notes,
                "refused": [_as_json(one) for one in refused],
                "doubts": [_as_json(one) for one in doubts],
            }
        )
    else:
        _say(sheet, missing, refused)
    return FOUND if sheet.state == State.FAILED or missing or refused else DONE


def _as_json(one: Finding) -> dict[str, Any]:
    return {"row": one.row, "column": one.column, "words": one.words}


def _say(sheet: Import, missing: list[str], refused: list[Finding]) -> None:
    for note in sheet.notes:
        say(note)
    if missing:
        say(
            f"Tidak ada kolom {', '.join(missing)}. Sebutkan sekali untuk semua baris: --region, --year, --with KOLOM=ISI."
        )
    if sheet.counts:
        say(f"{sheet.get_state_display()}: {counted(sheet)}.")
    _say_sums(sheet)
    doubts = [told(one["row"], one["column"], one["words"], one["rows"]) for one in doubts_of(sheet)]
    for findings in ([told(one.row, one.column, one.words) for one in refused], doubts):
        for sentence in findings[:_SHOWN]:
            say(f"  {sentence}")
        if len(findings) > _SHOWN:
            say(f"  … {len(findings) - _SHOWN} lagi; --json mencetak semuanya.")
    if sheet.state == State.DONE:
        say(f"Urungkan dengan: lestari import undo {sheet.pk}")


def _say_sums(sheet: Import) -> None:
    """Print which records are written, and what they come to."""
    sums = Sums.of(sheet.sums)
    for line in (*sums.lines, *sums.wholes):
        say(f"  {line.title}, {line.place}: {line}.")


def told(row: int, column: str, words: str, rows: int = 1) -> str:
    """Return a finding as a sentence: row (the first of `rows`), column, what is wrong."""
    where = f"Baris {row}" + (f" dan {rows - 1} lagi" if rows > 1 else "")
    return f"{where}, kolom {column}: {words}" if column else f"{where}: {words}"


def counted(sheet: Import) -> str:
    """Return how many rows of a sheet had which outcome."""
    counts = sheet.counts
    return (
        f"ditambah {counts.get('added', 0)}, diubah {counts.get('changed', 0)}, "
        f"tetap {counts.get('left', 0)}, ditolak {counts.get('refused', 0)}"
    )


def undo_sheet(asked: Namespace) -> int:
    """Take back all that a sheet wrote, or that a list of regions changed."""
    if taken := RegionList.objects.filter(pk=_id(asked.id)).first():
        take_back(taken.pk)
        say(f"Taken back; all is as it was before {taken.name or 'the list'}.")
        return DONE
    sheet = _sheet(asked.id)
    if sheet.state not in {State.DONE, State.UNDOING}:
        raise RefusedHere(f"this sheet is not written: {sheet.get_state_display()}.")
    bar = Bar("Undoing")
    undo(sheet, actors_of(sheet), bar.show)
    bar.end()
    if sheet.state != State.UNDONE:
        raise Refused(sheet.notes[-1])
    say(str(sheet.get_state_display()))
    return DONE


def _id(text: str) -> UUID:
    """Return the id that was typed, or one that nothing has."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _sheet(text: str) -> Import:
    found = Import.objects.filter(pk=_id(text)).first()
    if found is None:
        raise RefusedHere(f"there is no sheet {text!r}; `lestari import list` shows them.")
    return found


def list_sheets(asked: Namespace) -> int:
    """List the sheets that were sent, the newest first."""
    sheets = Import.objects.order_by("-sent_at", "-pk")[:50]
    if asked.json:
        hand_out(
            [
                {
                    "id": str(one.pk),
                    "kind": one.kind,
                    "name": one.name,
                    "state": one.state,
                    "counts": one.counts,
                }
                for one in sheets
            ]
        )
        return DONE
    for one in sheets:
        say(
            f"{one.pk}  {clock.local(one.sent_at):%Y-%m-%d %H:%M}  {one.kind:<12} {one.name[:30]:<30} {one.get_state_display()}"
        )
    return DONE


def make_sheet(asked: Namespace) -> int:
    """Write the empty sheet of a kind."""
    place = Path(asked.output or f"{asked.kind}.xlsx")
    place.write_bytes(empty_sheet(SHEETS[asked.kind]))
    say(str(place))
    return DONE
