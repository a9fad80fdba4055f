"""The form with which a verifier sends a document back."""

from __future__ import annotations

from typing import cast

from django.forms import BoundField

from lestari.domain.knowledge.documents import Shown, sections_of
from lestari.domain.knowledge.models import InnovationVersion
from lestari.foundation.components.forms import ActionForm


class RemarksForm(ActionForm):
    """A box for each section, beside what the section says."""

    @property
    def beside(self) -> list[tuple[Shown, BoundField]]:
        """Each section with its box."""
        version = cast("InnovationVersion", self.subject)
        return [(section, self[section.key]) for section in sections_of(version, self.actor)]
