"""What is said when something cannot be shown: in Indonesian, with a way on."""

from __future__ import annotations

import errno
import sys

from django.core.exceptions import TooManyFieldsSent
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

#: What a disk says that takes nothing more.
_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS})


def stands_still(error: BaseException | None) -> bool:
    """Say whether this stops everything for a while: the database's server is gone, the disk is full."""
    if isinstance(error, OSError):
        return error.errno in _DISK
    return isinstance(error, OperationalError)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say why a page does not open for this person."""
    return render(request, "403.html", {"because": str(exception or "")}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is nothing here, and offer the search. A sentence that a page raised on purpose is passed on."""
    return render(request, "404.html", {"because": _spoken(exception)}, status=404)


def _spoken(exception: Exception | None) -> str:
    """Return the sentence of a page of ours; Django's own are in English and for programmers."""
    words = exception.args[0] if isinstance(exception, Http404) and exception.args else ""
    return words if isinstance(words, str) and not words.endswith("matches the given query.") else ""


def refusal(request: HttpRequest, status: int) -> HttpResponse:
    """Say that an address cannot be read, on a page or, under /api/, as the API says it."""
    words = _("Alamat ini memuat huruf yang tidak dapat dibaca atau terlalu panjang.")
    if request.path_info.startswith("/api/"):
        return JsonResponse({"errors": {"": [words]}}, status=status)
    return render(request, f"{status}.html", {"because": words}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that a request cannot be read: too many parts, or for a host that is none of ours."""
    if isinstance(exception, TooManyFieldsSent):
        return refusal(request, 400)
    return HttpResponse(render_to_string("400.html"), status=400)


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Say that the fault is ours, or that nothing can be saved now; nothing is asked of the database, which may be the fault."""
    if not stands_still(sys.exc_info()[1]):
        return HttpResponse(render_to_string("500.html"), status=500)
    return HttpResponse(render_to_string("503.html", {"words": cannot_save()}), status=503)


def cannot_save() -> str:
    """Say that records cannot be read or written just now, and that it will go again."""
    return _(
        "Lestari sedang tidak dapat menyimpan. Isian ini belum tersimpan: kirim lagi beberapa menit lagi."
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Say that the form was open too long; what was typed is still in the browser."""
    return render(request, "csrf.html", status=403)
