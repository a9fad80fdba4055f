"""The look of the pages: light or dark as the device says, or as a person has chosen on this device."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

#: The choices, the device's own first; kept in a cookie, since another device of the same person may be another screen.
LOOKS = (("", _("Ikuti perangkat")), ("light", _("Terang")), ("dark", _("Gelap")))
COOKIE = "tampilan"


def look_of(request: HttpRequest) -> str:
    """Return the look that was chosen on this device; '' where it follows the device."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in dict(LOOKS) else ""
