"""The language of the pages: Indonesian, or English where a person has chosen it on this device."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

#: Kept on the device for a year, as the look is: what the browser prefers says little, since many phones here speak English.
COOKIE = "bahasa"
#: Files and programs speak Indonesian always: a list comes in again, and the office reads it.
_ENDINGS, _PROGRAMS = (".csv", ".xlsx", ".pdf"), "/api/"
LANGUAGES = dict(settings.LANGUAGES)


class Language:
    """The middleware that lets a request be answered in its language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language that was chosen."""
        language = _language_of(request)
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        return response


def _language_of(request: HttpRequest) -> str:
    if request.path.endswith(_ENDINGS) or request.path.startswith(_PROGRAMS):
        return settings.LANGUAGE_CODE
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in LANGUAGES else settings.LANGUAGE_CODE


def speak(request: HttpRequest, language: str) -> HttpResponse:
    """Choose the language of this device, and go back to the page from which one came."""
    if language not in LANGUAGES:
        raise Http404
    response = redirect(came_from(request))
    response.set_cookie(
        COOKIE, language, max_age=timedelta(days=365), secure=request.is_secure(), httponly=True
    )
    return response


def came_from(request: HttpRequest) -> str:
    """Return the page of ours on which a link or a button was pressed; the home where it was elsewhere."""
    try:
        page = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return "/"
    address = urlunsplit(("", "", page.path or "/", page.query, ""))
    ours = page.netloc == request.get_host() and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if ours else "/"
