"""The look of the pages: light or dark as the device says, or as a person has chosen on this device."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

DEVICE = "device"
#: The choices, the device's own first; kept in a cookie, since another device of the same person may be another screen.
LOOKS = ((DEVICE, _("Ikuti perangkat")), ("light", _("Terang")), ("dark", _("Gelap")))
COOKIE = "tampilan"


class LookForm(forms.Form):
    """Which look the pages have on this device."""

    tampilan = forms.ChoiceField(choices=LOOKS, label=_("Di perangkat ini"), widget=forms.RadioSelect)


def look_of(request: HttpRequest) -> str:
    """Return the look that was chosen on this device, or that it follows the device."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in dict(LOOKS) else DEVICE
