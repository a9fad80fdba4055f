"""The worker's part: one sheet after the other, whatever is its turn."""

from __future__ import annotations

import logging

from django.db import DatabaseError
from django.utils.translation import gettext as _

from lestari.foundation.kernel.errors import Refused
from lestari.foundation.sheets.models import Import
from lestari.foundation.sheets.running import actors_of, check, next_one, write
from lestari.foundation.sheets.undoing import undo

State = Import.State
_log = logging.getLogger("lestari.sheets")


def work_on_one() -> bool:
    """Do what one sheet waits for; return False where none waits. A fault of the program ends that sheet, not the worker."""
    sheet = next_one()
    if sheet is None:
        return False
    try:
        go_on(sheet)
    except Refused as refused:
        sheet.note(state=State.FAILED, notes=[*sheet.notes, str(refused)])
    except DatabaseError:
        raise  # taken up again when the database answers
    except Exception:  # noqa: BLE001 - whatever it was, the sheet comes to an end that its sender sees
        _log.exception("The sheet %s came to a fault of the program", sheet.pk)
        sheet.note(
            state=State.FAILED,
            notes=[
                *sheet.notes,
                _("Ada kesalahan program. Administrator dapat membacanya di catatan peladen."),
            ],
        )
    return True


def go_on(sheet: Import) -> None:
    """Do what a sheet waits for."""
    if sheet.state in {State.WAITING, State.CHECKING}:
        check(sheet)
    elif sheet.state in {State.ORDERED, State.WRITING}:
        write(sheet)
    else:
        undo(sheet, actors_of(sheet))
