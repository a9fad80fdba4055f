"""perform(): the one way in. Form, API body, command and demo all come through here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import IntegrityError, OperationalError, connection, models
from django.utils.translation import gettext as _

from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import Actor, Scope, Verdict, is_village, judge, judge_somewhere
from lestari.foundation.kernel.errors import AlreadyUsed, Changed, NotAllowed, NotFound, Refused, WrongStep
from lestari.foundation.kernel.ids import uuid7
from lestari.foundation.kernel.words import either
from lestari.foundation.ledger.canonical import plain
from lestari.foundation.ledger.models import Event
from lestari.foundation.ledger.rows import fresh
from lestari.foundation.ledger.sealer import Chain
from lestari.foundation.ledger.transactions import is_deadlock, write_transaction
from lestari.foundation.workflow import flush, registry
from lestari.foundation.workflow.act import Act, Book, locked_rows
from lestari.foundation.workflow.action import Action
from lestari.foundation.workflow.faults import faults
from lestari.foundation.workflow.models import Flowing, Grounds, Receipt, Record


class Whence(StrEnum):
    """By which door an act came in."""

    WEB = "web"
    API = "api"
    COMMAND = "command"
    SHEET = "sheet"
    DEMO = "demo"


def check(action: Action, actor: Actor, subject: Record | None = None) -> Verdict:
    """Say whether the action may be taken now; if not, why and who can."""
    verdict, sources = may(action, actor, subject), action.sources()
    if sources is not None and isinstance(subject, Flowing) and subject.state not in sources:
        because = _("Sekarang “%(now)s”. Langkah ini dari keadaan %(from)s.") % {
            "now": subject.state_word,
            "from": either(f"“{subject.flow.word_of(key)}”" for key in sources),
        }
        return Verdict(False, because, verdict.who or tuple(role.key for role in action.right.roles))
    if verdict.allowed and (why := action.why_not_on(subject, clock.today())):
        return Verdict(False, why)
    return verdict


def may(action: Action, actor: Actor, subject: Record | None = None) -> Verdict:
    """Say whether the actor has the right to an action, whatever state its subject is in."""
    return _verdict(action, actor, subject.scope() if subject is not None else None)


def perform(
    action: Action,
    actor: Actor,
    subject: Record | None,
    entry: Any,
    *,
    act_id: UUID | None = None,
    seen: int | None = None,
    sent: str = "",
    whence: Whence = Whence.WEB,
) -> Receipt:
    """Do one action whole, or refuse it whole.

    `act_id` is the client's id for the deed: sent again it answers with the first receipt, which is asked for when the deed cannot be
    done once more. `seen` is the version of the record that the form showed, `sent` the mark of the words in which it came (`answered`).
    Raises `Refused` and its kinds.
    """
    mark = fingerprint(action, actor, subject, entry)
    chosen = act_id or uuid7()

    def once() -> Receipt:
        with write_transaction():
            book = Book()
            locked = _lock(book, action, subject, seen)
            receipt = collect(
                action, actor, locked, entry, book=book, act_id=chosen, mark=mark, whence=whence
            )
            receipt.sent = sent
            flush.write(book)
            book.let_go()
            return receipt

    def at_last() -> Receipt:
        try:
            return once()
        except OperationalError as error:
            if connection.in_atomic_block or not is_deadlock(error):
                raise
            return once()

    try:
        return at_last()
    except (Refused, IntegrityError):
        # A receipt is there once: whoever comes second is refused by it, or by what the first has done.
        if act_id and (earlier := _earlier(act_id, mark)):
            return earlier
        raise


def answered(act: str, actor: Actor, sent: str) -> Receipt | None:
    """Return the receipt of a deed that came before in the very same words; an `act` that is no id names none.

    The door asks when it cannot read them anew: the deed itself may have changed what they can choose from.
    """
    try:
        act_id = UUID(act)
    except ValueError:
        return None
    if not sent:
        return None
    return Receipt.objects.filter(pk=act_id, actor=actor.user_id, sent=sent).first()


def rehearse(
    action: Action, actor: Actor, subject: Record | None, entry: Any, *, seen: int | None = None
) -> Book:
    """Run an action without writing it: the book holds what it would do. Raises what the action raises."""
    with write_transaction():
        book = Book()
        collect(action, actor, _lock(book, action, subject, seen), entry, book=book)
    return book


def collect(
    action: Action,
    actor: Actor,
    subject: Record | None,
    entry: Any,
    *,
    book: Book,
    act_id: UUID | None = None,
    mark: str = "",
    whence: Whence = Whence.DEMO,
    on: date | None = None,
    about: str = "day",
    batch: UUID | None = None,
) -> Receipt:
    """Judge and run an action into a book without writing: many acts collected are one flush, an act not flushed is a check.

    `on`: the day of a deed whose entry asks for none; `about`: "month" or "year" where only that much is known of the day; `batch`: what
    the acts of one sheet have in common. What comes in by a sheet tells of papers that lie in the office: none is asked for, and the record
    says that it is missing.
    """
    if subject is not None:
        subject = book.living(subject)
    scope = _place(subject, entry)
    _judge(action, actor, subject, scope)
    act = Act(
        action.kind,
        actor,
        whence=whence,
        on=getattr(entry, "on", None) or on or clock.today(),
        about=about,
        behalf=_behalf(action, actor, _village(entry) or scope),
        act_id=act_id,
        book=book,
    )
    if wrong := faults(act, action, subject, entry, proven=whence is not Whence.SHEET):
        raise Refused(errors=wrong)
    made = action.function(act, subject, entry)
    for answer in registry.AFTER.get(action.kind, ()):
        with act.doing(answer.kind):
            answer.function(act, subject if subject is not None else made, entry)
    record: Record = subject if made is None else made  # type: ignore[assignment]
    if subject is not None:
        act.touch(subject)
    receipt = fresh(
        Receipt,
        act=act.id,
        kind=action.kind,
        fingerprint=mark,
        actor=actor.user_id,
        subject=record.pk,
        state=getattr(record, "state", ""),
        at=act.at,
        batch=batch,
    )
    receipt.record = record
    if reason := getattr(entry, "reason", ""):
        book.grounds.append(Grounds(act=act.id, subject=record.pk, text=reason))
    book.receipts.append(receipt)
    return receipt


def foretell(
    action: Action, actor: Actor, subject: Record | None, entry: Any, unread: Collection[str]
) -> Mapping[str, Sequence[str]]:
    """Return what is wrong with an entry besides the answers that could not be read (`unread`), by field.

    They are empty in it. Nothing is locked: what is refused in the end, `perform` says.
    """
    scope = _place(subject, entry)
    verdict = _verdict(action, actor, scope)
    if not verdict.allowed:
        return {"" if subject else "region": [verdict.because]}
    behalf = _behalf(action, actor, _village(entry) or scope)
    on = getattr(entry, "on", None)
    act = Act(action.kind, actor, whence=Whence.WEB, on=on, behalf=behalf, book=Book(locks=False))
    try:
        return faults(act, action, subject, entry, unread=unread)
    except NotAllowed as refused:
        return refused.errors


def flush_book(book: Book, chain: Chain | None = None) -> None:
    """Write many collected acts in one transaction, closed into the chain at once where that is held."""
    with write_transaction():
        flush.write(book, chain)
        book.let_go()


def fingerprint(action: Action, actor: Actor, subject: Record | None, entry: Any) -> str:
    """Return the mark by which the same act is known again: kind, actor, subject and everything entered."""
    return sent_mark(action, subject, [plain(actor.user_id), _bare(entry)])


def sent_mark(action: Action, subject: Record | None, words: Any) -> str:
    """Return the mark of a deed as a door received it: kind, subject and the words themselves."""
    content = [action.kind, plain(subject.pk) if subject else None, words]
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def _bare(value: Any) -> Any:
    if isinstance(value, models.Model):
        return plain(value.pk)
    if isinstance(value, tuple | list):
        return [_bare(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {f.name: _bare(getattr(value, f.name)) for f in fields(value)}
    return plain(value)


def _earlier(act_id: UUID, mark: str) -> Receipt | None:
    receipt = Receipt.objects.filter(pk=act_id).first()
    if receipt is not None and receipt.fingerprint != mark:
        raise AlreadyUsed(
            _("Nomor kiriman ini sudah dipakai untuk isian lain. Muat ulang halaman, lalu kirim lagi.")
        )
    return receipt


def _lock(book: Book, action: Action, subject: Record | None, seen: int | None) -> Record | None:
    """Lock the record and read it anew. Raises `Changed` where it is not the version that was seen, `NotFound` where it is gone."""
    if subject is None:
        return None
    model = type(subject)
    try:
        locked: Record = locked_rows(model).get(pk=subject.pk)
    except model.DoesNotExist:
        raise NotFound(_("Catatan ini tidak ada lagi.")) from None
    if seen is not None and locked.version != seen and not _only_apart(action, locked, seen):
        raise Changed(_("Catatan ini sudah berubah sesudah Anda membukanya. Isian Anda tetap; periksa lagi."))
    return book.lock(locked)


def _only_apart(action: Action, record: Record, seen: int) -> bool:
    """Say whether all that happened to a record since a version was seen changed other parts of it: each version has its event."""
    since = record.version - seen
    if not action.apart or since < 0:
        return False
    kinds = Event.objects.filter(subject=record.pk).order_by("-serial").values_list("kind", flat=True)
    return action.apart.issuperset(kinds[:since])


def _judge(action: Action, actor: Actor, subject: Record | None, scope: Scope | None) -> None:
    sources = action.sources()
    verdict = _verdict(action, actor, scope)
    if not verdict.allowed:
        raise NotAllowed(verdict.because, who=verdict.who)
    if sources is not None and isinstance(subject, Flowing) and subject.state not in sources:
        raise WrongStep(check(action, actor, subject).because)


def _verdict(action: Action, actor: Actor, scope: Scope | None) -> Verdict:
    """Say whether the actor has the right there, or where no place is known yet anywhere."""
    return judge(action.right, actor, scope) if scope else judge_somewhere(action.right, actor)


def _place(subject: Record | None, entry: Any) -> Scope | None:
    if subject is not None:
        return subject.scope()
    region = getattr(entry, "region", None)
    return region.scope() if region is not None else None


def _village(entry: Any) -> Scope | None:
    """Return whose deed it is where the entry says so: a card at a bursa names its village."""
    village = getattr(entry, "village", None)
    return village.scope() if village is not None else None


def _behalf(action: Action, actor: Actor, scope: Scope | None) -> UUID | None:
    """Return the village on whose behalf somebody from outside it does what is the village's own to do; None for all else."""
    if not action.of_the_village or scope is None or not is_village(scope.path) or actor.at(scope.path):
        return None
    return scope.region_id
