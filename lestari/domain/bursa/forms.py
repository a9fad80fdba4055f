"""The form of a card: several tables in the hall fill cards of one bursa at the same time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lestari.domain.bursa.actions import MENU
from lestari.foundation.components.forms import ActionForm
from lestari.foundation.components.records import SHOWN
from lestari.foundation.kernel.rupiah import number_text


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
        village = self.only.code if self.only else self.data.get("village") or self.initial.get("village")
        if village:
            innovation: Any = self.fields["innovation"]
            copied = self.data.get("innovation") or self.initial.get("innovation")
            innovation.leave_out(Q(region__code=str(village)), copied)  # nobody copies their own

    @property
    def seen_version(self) -> int | None:
        """None: whether the bursa still takes cards is judged when the card arrives."""
        return None


_FIRST = _(
    "Kini %(on)s dari %(all)s inovasi yang terbit di kabupaten ini. Menu mulai dengan %(most)s terbaru setiap bidang; cari yang lain di bawah."
)


class ChangeForm(ActionForm):
    """The form of a bursa that is prepared: of hundreds of innovations it lists those on the menu, the newest, and those searched for."""

    menu_words = forms.CharField(
        label=_("Cari inovasi lain untuk menu"),
        help_text=_(
            "Tulis kata dari judulnya atau kodenya, lalu kirim: yang cocok bergabung ke daftar untuk dicentang."
        ),
        required=False,
        max_length=100,
    )

    def __init__(self, data: Any = None, files: Any = None, **about: Any) -> None:
        super().__init__(data, files, **about)
        self.fields["menu_words"] = self.fields.pop("menu_words")  # beneath the menu
        field: Any = self.fields["menu"]
        bursa: Any = self.subject
        chosen = data.getlist("menu") if isinstance(data, QueryDict) else (data or {}).get("menu", ())
        rows = field.queryset
        there = Q(code__in=chosen) | Q(pk__in=bursa.menu.values("innovation"))
        words = str((data or {}).get("menu_words") or "").strip()
        self._more = list(field.found(words).exclude(there)[:SHOWN]) if words else []
        newest = rows.order_by("-published_on", "code").values("pk")[:SHOWN]
        counts = {"on": bursa.menu.count(), "all": rows.count(), "most": MENU}
        field.help_text = _FIRST % {name: number_text(number) for name, number in counts.items()}
        listed = there | Q(pk__in=newest) | Q(pk__in=[row.pk for row in self._more])
        field.listed = lambda: rows.filter(listed)

    def clean_menu_words(self) -> str:
        """Ask to tick what the words have found: the deed waits until then."""
        words: str = self.cleaned_data["menu_words"]
        if words:
            raise forms.ValidationError(
                _(
                    "Yang cocok ada di daftar menu. Centang yang dimaksud, kosongkan pencarian ini, lalu kirim."
                )
                if self._more
                else _("Tidak ada inovasi lain yang cocok. Ganti katanya, atau kosongkan pencarian ini.")
            )
        return words
