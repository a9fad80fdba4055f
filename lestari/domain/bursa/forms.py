"""The form of a card: several tables in the hall fill cards of one bursa at the same time."""

from __future__ import annotations

from lestari.foundation.components.forms import ActionForm


class CardForm(ActionForm):
    """A card does not depend on the cards of other villages: that the bursa has changed meanwhile refuses nothing."""

    @property
    def seen_version(self) -> int | None:
        """None: whether the bursa still takes cards is judged when the card arrives."""
        return None
