"""What is said when something cannot be shown: in Indonesian, with a way on."""

from __future__ import annotations

from django.core.exceptions import TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


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
    """Say that the fault is ours; nothing is asked of the database, which may be the fault."""
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Say that the form was open too long; what was typed is still in the browser."""
    return render(request, "csrf.html", status=403)
