"""The form of a card: several tables in the hall fill cards of one bursa at the same time."""

from __future__ import annotations

from typing import Any

from django import forms

from lestari.foundation.components.forms import ActionForm


class CardForm(ActionForm):
    """A card does not depend on the cards of other villages: that the bursa has changed meanwhile refuses nothing.

    Who hands in for one village only (`only`) is not asked for which; who does for none of the invited ones is a `stranger`.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["village"]
        villages = list(field.queryset[:2])
        self.stranger = not villages
        self.only = villages[0] if len(villages) == 1 else None
        if self.only is not None:
            field.widget = forms.HiddenInput()
            self.initial["village"] = self.only.code

    @property
    def seen_version(self) -> int | None:
        """None: whether the bursa still takes cards is judged when the card arrives."""
        return None
