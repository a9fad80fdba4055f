"""perform(): the one way in. Form, API body, command and demo all come through here."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import Actor, Scope, Verdict, judge, judge_somewhere
from lestari.foundation.kernel.errors import AlreadyUsed, Changed, NotAllowed, NotFound, Refused, WrongStep
from lestari.foundation.kernel.ids import uuid7
from lestari.foundation.ledger.canonical import plain
from lestari.foundation.ledger.transactions import write_transaction
from lestari.foundation.workflow import flush, registry
from lestari.foundation.workflow.act import Act, Book
from lestari.foundation.workflow.action import Action
from lestari.foundation.workflow.models import Flowing, Receipt, Record


class Whence(StrEnum):
    """By which door an act came in."""

    WEB = "web"
    API = "api"
    COMMAND = "command"
    DEMO = "demo"


def check(action: Action, actor: Actor, subject: Record | None = None) -> Verdict:
    """Say whether the action may be taken now; if not, why and who can."""
    if subject is None:
        return judge_somewhere(action.right, actor)
    verdict = judge(action.right, actor, subject.scope())
    sources = action.sources()
    if sources is not None and isinstance(subject, Flowing) and subject.state not in sources:
        words = ", ".join(f"“{subject.flow.word_of(key)}”" for key in sources)
        because = _("Sekarang “%(now)s”; langkah ini dari keadaan %(from)s.") % {
            "now": subject.state_word,
            "from": words,
        }
        return Verdict(False, because, verdict.who)
    return verdict


def perform(
    action: Action,
    actor: Actor,
    subject: Record | None,
    entry: Any,
    *,
    act_id: UUID | None = None,
    seen: int | None = None,
    whence: Whence = Whence.WEB,
) -> Receipt:
    """Do one action whole, or refuse it whole.

    `act_id` is the client's id for the deed: sent again it answers with the first receipt. `seen` is the version of the record that the
    form showed. Raises `Refused` and its kinds.
    """
    mark = fingerprint(action, actor, subject, entry)
    chosen = act_id or uuid7()
    try:
        with write_transaction():
            if act_id and (earlier := _earlier(act_id, mark)):
                return earlier
            book = Book()
            locked = _lock(subject) if subject is not None else None
            if locked is not None and seen is not None and locked.version != seen:
                raise Changed(
                    _(
                        "Orang lain mengubah catatan ini sesudah Anda membukanya. Isian Anda tetap; periksa lagi."
                    )
                )
            receipt = collect(
                action, actor, locked, entry, book=book, act_id=chosen, mark=mark, whence=whence
            )
            flush.write(book)
            return receipt
    except IntegrityError:
        if act_id and (earlier := _earlier(act_id, mark)):  # twice at the same moment
            return earlier
        raise


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
) -> Receipt:
    """Judge and run an action into a book without writing: many acts collected are one flush, an act not flushed is a check."""
    if subject is not None:
        subject = book.living(subject)
    _judge(action, actor, subject, entry)
    day: date = getattr(entry, "on", None) or clock.today()
    if day > clock.today():
        raise Refused(_("Tanggal ini belum tiba. Tulis tanggal kejadiannya."), field="on")
    act = Act(
        action.kind,
        actor,
        whence=whence,
        on=day,
        behalf=_behalf(action, actor, _place(subject, entry)),
        act_id=act_id,
        book=book,
    )
    made = action.function(act, subject, entry)
    for answer in registry.AFTER.get(action.kind, ()):
        with act.doing(answer.kind):
            answer.function(act, subject if subject is not None else made, entry)
    record = subject if subject is not None else made
    if subject is not None:
        act.touch(subject)
    receipt = Receipt(
        act=act.id, kind=action.kind, fingerprint=mark, actor=actor.user_id, subject=record.pk, at=act.at
    )
    receipt.record = record
    book.receipts.append(receipt)
    return receipt


def flush_book(book: Book) -> None:
    """Write many collected acts in one transaction."""
    with write_transaction():
        flush.write(book)


def fingerprint(action: Action, actor: Actor, subject: Record | None, entry: Any) -> str:
    """Return the mark by which the same act is known again: kind, actor, subject and everything entered."""
    content = [action.kind, plain(actor.user_id), plain(subject.pk) if subject else None, _bare(entry)]
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


def _lock(subject: Record) -> Record:
    model = type(subject)
    rows: QuerySet[Any] = model._base_manager.select_for_update(of=("self",))
    if any(f.name == "region" for f in model._meta.concrete_fields):
        rows = rows.select_related("region")
    try:
        locked: Record = rows.get(pk=subject.pk)
    except model.DoesNotExist:
        raise NotFound(_("Catatan ini tidak ada lagi.")) from None
    return locked


def _judge(action: Action, actor: Actor, subject: Record | None, entry: Any) -> None:
    sources = action.sources()
    scope = _place(subject, entry)
    verdict = judge(action.right, actor, scope) if scope else judge_somewhere(action.right, actor)
    if not verdict.allowed:
        raise NotAllowed(verdict.because)
    if sources is not None and isinstance(subject, Flowing) and subject.state not in sources:
        raise WrongStep(check(action, actor, subject).because)


def _place(subject: Record | None, entry: Any) -> Scope | None:
    if subject is not None:
        return subject.scope()
    region = getattr(entry, "region", None)
    return region.scope() if region is not None else None


def _behalf(action: Action, actor: Actor, scope: Scope | None) -> UUID | None:
    """Return the village on whose behalf somebody from outside does what is its own to do; None for the steps of one's own office."""
    if scope is None or scope.path.count(".") < 4 or any(g.path == scope.path for g in actor.current()):  # noqa: PLR2004
        return None
    return scope.region_id if any(role.speaks for role in action.right.roles) else None
