"""The form of a plan or a budget: many lines, and more on demand."""

from __future__ import annotations

from lestari.foundation.components.forms import ActionForm
from lestari.foundation.components.rows import Growing


class LinesForm(Growing, ActionForm):
    """Entering or revising a document."""
