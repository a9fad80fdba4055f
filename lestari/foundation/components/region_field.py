"""The field that asks for a region, and the search in it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lestari.foundation.components.fields import listed
from lestari.foundation.kernel.access import Actor, is_village
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.queries import by_code, search
from lestari.foundation.workflow.inputs import TAKES_NO_PART


class RegionWidget(forms.TextInput):
    """One search field; the words searched for come back with radios where they fit several regions."""

    template_name = "components/widgets/region.html"
    input_type = "text"

    def __init__(self, *, levels: tuple[str, ...]) -> None:
        super().__init__({"autocomplete": "off"})
        self.levels = levels
        self.actor: Actor | None = None
        self.inside = self.takes_part = False
        self.words, self.found, self.chosen = "", [], []  # type: ignore[var-annotated]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:  # noqa: ARG002
        """Return the codes or ids chosen, and remember the words that were searched for."""
        self.words = str(data.get(f"{name}_words") or "").strip()
        return [str(value) for value in listed(data, name)]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:  # noqa: ARG002
        """Say whether neither a choice nor words were sent."""
        return name not in data and f"{name}_words" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give the template what was chosen, searched and found."""
        values = value if isinstance(value, list | tuple) else [value] if value else []
        context = super().get_context(name, None, attrs)
        chosen = [found for found in (region_of(item) for item in values) if found]
        own = self._only_one()
        chosen = chosen or ([own] if own else [])
        context |= {
            "inside": self.inside,
            "takes_part": self.takes_part,
            "fixed": bool(own) and chosen == [own],
        }
        context |= {"words": self.words, "found": self.found, "chosen": chosen}
        context["levels"] = ",".join(self.levels)
        return context

    def _only_one(self) -> Region | None:
        """Return the one region that whoever fills the form can choose: the village of its officer."""
        paths = self.actor.paths() if self.inside and self.actor else []
        if len(paths) != 1 or not is_village(paths[0]) or "village" not in self.levels:
            return None
        return Region.objects.select_related("parent__parent").filter(path=paths[0]).first()


def region_of(value: Any) -> Region | None:
    """Return the region of a code, an id or a region; None where there is none."""
    if isinstance(value, Region):
        return value
    try:
        return Region.objects.filter(pk=UUID(str(value))).first()
    except ValueError:
        pass
    try:
        return by_code(str(value))
    except Refused:
        return None


class RegionField(forms.Field):
    """A region of given levels: by code, by id, or by words that fit exactly one; `inside`: searched in the actor's area only; `takes_part`: only what the programme reaches."""

    widget: RegionWidget

    def __init__(
        self,
        *,
        levels: tuple[str, ...],
        actor: Actor | None = None,
        inside: bool = False,
        takes_part: bool = False,
        **kwargs: Any,
    ) -> None:
        self.levels, self.actor, self.inside = levels, actor, inside
        self.takes_part = takes_part
        super().__init__(widget=RegionWidget(levels=levels), **kwargs)
        self.widget.actor, self.widget.inside, self.widget.takes_part = actor, inside, takes_part

    def clean(self, value: Any) -> Any:
        """Return the region. Raises ValidationError with what was found."""
        values = value if isinstance(value, list | tuple) else [value] if value else []
        found = [self._one(item) for item in values]
        words = self.widget.words
        if words and found and not self.fits(words, found[0]):
            found = []  # typed beside another choice: without a script nothing else takes that choice away
        if words and not found:
            found.append(self._by_words(words))
        if not found and self.required:
            raise ValidationError(_("Pilih wilayah dahulu."))
        return found[0] if found else None

    def _one(self, value: Any) -> Region:
        if isinstance(value, Region):
            region = value
        else:
            try:
                region = Region.objects.get(pk=UUID(str(value)))
            except (ValueError, Region.DoesNotExist):
                try:
                    region = by_code(str(value), above=False)
                except Refused as refused:
                    raise ValidationError(str(refused)) from None
        if region.level not in self.levels:
            raise ValidationError(
                _("%(region)s bukan wilayah yang diminta di sini.") % {"region": region.title}
            )
        if self.takes_part and not region.takes_part:
            raise ValidationError(TAKES_NO_PART % {"region": region.title})
        return region

    def fits(self, words: str, chosen: Any) -> bool:
        """Say whether a region is one of those that the words find: then they only led to it."""
        return region_of(chosen) in self._searched(words)

    def _searched(self, words: str) -> list[Region]:
        near = self.actor.paths() if self.actor else []
        return search(
            words, near=near, limit=20, levels=self.levels, inside=self.inside, takes_part=self.takes_part
        )

    def _by_words(self, words: str) -> Region:
        found = self._searched(words)
        if len(found) == 1:
            return found[0]
        self.widget.found = found
        if found:
            raise ValidationError(_("Ada beberapa wilayah bernama itu. Pilih salah satu di bawah."))
        where = _(
            "Tidak ada wilayah “%(words)s” di wilayah tugas Anda. Periksa ejaannya, atau tulis kodenya."
        )
        anywhere = _("Tidak ada wilayah “%(words)s”. Periksa ejaannya, atau tulis kodenya.")
        raise ValidationError((where if self.inside else anywhere) % {"words": words})
