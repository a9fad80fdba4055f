"""The three fields of the programme."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

FIELDS = (
    ("infrastructure", _("Infrastruktur")),
    ("economy", _("Kewirausahaan")),
    ("human_resources", _("SDM")),
)
FIELD_WORDS = dict(FIELDS)
