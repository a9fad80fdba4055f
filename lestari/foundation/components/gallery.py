"""/galeri: each component in each of its states."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component."""
    return render(request, "components/gallery.html")
