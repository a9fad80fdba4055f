"""/berkas: files as what they are, to those who may see them."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from lestari.foundation.files.actions import may_see_paper
from lestari.foundation.files.models import Attachment, Original
from lestari.foundation.files.sizes import LONGEST, SMALL
from lestari.foundation.files.store import original_path, sent_by, small_path
from lestari.foundation.kernel.access import Actor
from lestari.foundation.workflow.described import describe

_YEAR = 31_536_000
_WHOLE = ("asli", str(LONGEST))


@require_safe
def file(request: HttpRequest, attachment: UUID, size: str) -> HttpResponseBase:
    """Serve an attachment in one size: 320, 800, or whole (1600, asli)."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = get_object_or_404(Attachment.objects.select_related("original", "region"), pk=attachment)
    if not _may_see(actor, found):
        raise Http404
    response = _served(found.original, size)
    if (
        found.purpose == "photo"
    ):  # a paper has names and signatures: it is left to the rule for pages of whoever is signed in
        response["Cache-Control"] = f"private, max-age={_YEAR}, immutable"
    return response


@require_safe
def file_preview(request: HttpRequest, original: UUID) -> HttpResponseBase:
    """Serve what was sent and is not attached yet, to whoever sent it: pictures small, papers whole."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = sent_by(actor, [original]) if actor.user_id else []
    if not found:
        raise Http404
    return _served(found[0], "320" if found[0].is_picture else "asli")


def _may_see(actor: Actor, attachment: Attachment) -> bool:
    if attachment.purpose == "paper":
        return may_see_paper(actor, attachment)
    return attachment.subject in describe([(attachment.subject_kind, attachment.subject)], actor)


def _served(original: Original, size: str) -> FileResponse:
    place, mime = _place(original, size)
    if not place.exists():
        raise Http404
    response = FileResponse(
        place.open("rb"), content_type=mime, filename=original.name, as_attachment=not original.is_picture
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _place(original: Original, size: str) -> tuple[Path, str]:
    if size in _WHOLE:
        return original_path(original), original.mime
    if not original.is_picture or size not in {str(edge) for edge in SMALL}:
        raise Http404
    return small_path(original, int(size)), "image/webp"
