"""What is said when something cannot be shown: in Indonesian, with a way on."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say why a page does not open for this person."""
    return render(request, "403.html", {"because": str(exception or "")}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is nothing here, and offer the search. A sentence that a page raised on purpose is passed on."""
    spoken = isinstance(exception, Http404) and exception.args and isinstance(exception.args[0], str)
    because = str(exception) if spoken and str(exception).endswith(".") else ""
    return render(request, "404.html", {"because": because}, status=404)


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Say that the fault is ours; nothing is asked of the database, which may be the fault."""
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Say that the form was open too long; what was typed is still in the browser."""
    return render(request, "csrf.html", status=403)
