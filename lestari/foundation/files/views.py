"""/berkas: files as what they are, to those who may see them."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

from lestari.foundation.files.actions import may_see_paper
from lestari.foundation.files.models import Attachment, Original
from lestari.foundation.files.sizes import LONGEST, SMALL
from lestari.foundation.files.store import original_path, sent_by, small_path
from lestari.foundation.files.videos import NotPlayable
from lestari.foundation.kernel.access import Actor
from lestari.foundation.kernel.errors import Refused
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
    response = _served(request, found.original, size)
    if (
        found.purpose != "paper"
    ):  # a paper has names and signatures: it is left to the rule for pages of whoever is signed in
        response["Cache-Control"] = f"private, max-age={_YEAR}, immutable"
    return response


@require_safe
def file_preview(request: HttpRequest, original: UUID) -> HttpResponseBase:
    """Serve what was sent and is not attached yet, to whoever sent it: pictures and those of videos small, papers whole."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = sent_by(actor, [original]) if actor.user_id else []
    if not found:
        raise Http404
    return _served(request, found[0], "320" if found[0].has_pictures else "asli")


def _may_see(actor: Actor, attachment: Attachment) -> bool:
    if attachment.purpose == "paper":
        return may_see_paper(actor, attachment)
    return attachment.subject in describe([(attachment.subject_kind, attachment.subject)], actor)


def _served(request: HttpRequest, original: Original, size: str) -> HttpResponseBase:
    place, mime = _place(original, size)
    if not place.exists():
        raise Http404
    if mime == original.mime and original.kind == "video":
        response = _in_pieces(request, place, mime)
    else:
        response = FileResponse(
            place.open("rb"),
            content_type=mime,
            filename=original.name,
            as_attachment=not original.has_pictures,
        )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _in_pieces(request: HttpRequest, place: Path, mime: str) -> HttpResponseBase:
    """Serve a file whole, or the piece that a player asks for; what is a piece is not compressed on its way."""
    headers = [("Content-Type", mime), ("Accept-Ranges", "bytes")]
    response: HttpResponseBase = WhiteNoiseMiddleware.serve(StaticFile(str(place), headers), request)
    response["Content-Encoding"] = "identity"
    return response


def _place(original: Original, size: str) -> tuple[Path, str]:
    if size in _WHOLE:
        return original_path(original), original.mime
    if not original.has_pictures or size not in {str(edge) for edge in SMALL}:
        raise Http404
    try:
        return small_path(original, int(size)), "image/webp"
    except (NotPlayable, Refused, FileNotFoundError):
        raise Http404 from None
