"""Attaching originals to records, always as part of another room's act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from lestari.foundation.files.models import Attachment, Original, subject_kind
from lestari.foundation.kernel.access import Actor
from lestari.foundation.ledger.rows import fresh
from lestari.foundation.workflow.act import Act
from lestari.foundation.workflow.models import Record


def attach(
    act: Act, record: Record, originals: Sequence[Original], purpose: str, caption: str = ""
) -> list[Attachment]:
    """Add originals to a record, for the purpose `photo`, `paper` or `video`; what hangs there already is not added twice."""
    return _add(act, record, [original.pk for original in originals], purpose, caption)


def take_along(act: Act, source: Record, target: Record, *purposes: str) -> list[Attachment]:
    """Let what hangs on one record for these purposes hang on another too, with its captions; return what was added."""
    made = []
    for one in act.rows(Attachment, subject=source.pk):
        if one.purpose in purposes:
            made += _add(act, target, [one.original_id], one.purpose, one.caption)
    return made


def _add(act: Act, record: Record, originals: Sequence[UUID], purpose: str, caption: str) -> list[Attachment]:
    hanging = act.rows(Attachment, subject=record.pk) if originals else []
    there = {one.original_id for one in hanging if one.purpose == purpose}
    wanted = [pk for pk in dict.fromkeys(originals) if pk not in there]
    return [act.add(_attachment(record, pk, purpose, caption)) for pk in wanted]


def hang(
    act: Act,
    record: Record,
    originals: Sequence[Original],
    purpose: str,
    captions: Mapping[UUID, str] | None = None,
) -> None:
    """Let exactly these originals hang on a record for a purpose: add what is new, take down what was left out, set the captions."""
    words = captions or {}
    rows = act.rows(Attachment, subject=record.pk)
    hanging = {row.original_id: row for row in rows if row.purpose == purpose}
    for original in originals:
        caption, there = words.get(original.pk, ""), hanging.pop(original.pk, None)
        if there is None:
            attach(act, record, [original], purpose, caption)
        elif there.caption != caption:
            act.set(there, caption=caption)
    for left_out in hanging.values():
        act.remove(left_out)


def attached(subjects: Iterable[UUID], actor: Actor | None = None) -> dict[UUID, list[Attachment]]:
    """Return what hangs on records, in one query. With an actor, papers that they may not see are left out."""
    found: dict[UUID, list[Attachment]] = {}
    rows = (
        Attachment.objects.filter(subject__in=list(subjects))
        .select_related("original", "region")
        .order_by("pk")
    )
    for attachment in rows:
        if actor is None or attachment.purpose != "paper" or may_see_paper(actor, attachment):
            found.setdefault(attachment.subject, []).append(attachment)
    return found


def by_purpose(files: Iterable[Attachment]) -> dict[str, list[Attachment]]:
    """Return files as pages show them: photos, videos, papers."""
    found: dict[str, list[Attachment]] = {"photos": [], "videos": [], "papers": []}
    for one in files:
        found[f"{one.purpose}s"].append(one)
    return found


def may_see_paper(actor: Actor, attachment: Attachment) -> bool:
    """Say whether a paper is for this actor: somebody with a role that reaches its region."""
    return may_see_papers(actor, attachment.scope().path)


def may_see_papers(actor: Actor, path: str) -> bool:
    """Say whether the papers of a region are for this actor."""
    return actor.signed_in and actor.covers(path)


def _attachment(record: Record, original: UUID, purpose: str, caption: str) -> Attachment:
    region = getattr(record, "region", None)
    return fresh(
        Attachment,
        original_id=original,
        subject_kind=subject_kind(record),
        subject=record.id,
        purpose=purpose,
        caption=caption,
        **{"region": region} if region is not None else {"region_id": record.scope().region_id},
    )
