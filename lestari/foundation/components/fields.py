"""Form fields for the closed table of entry kinds: one for each, with messages in Indonesian.

Every field takes what a browser form sends and what a JSON body sends, so that one check serves both doors.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lestari.foundation.files.models import Attachment, Original
from lestari.foundation.files.store import keep, sent_by
from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import Actor, is_village
from lestari.foundation.kernel.dates import MONTHS, parse_day
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.kernel.rupiah import number_text, parse_rupiah
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.queries import by_code, search
from lestari.foundation.workflow.inputs import PROOF_WANTED, TAKES_NO_PART
from lestari.foundation.workflow.models import Record

REQUIRED = gettext_lazy("Isi dahulu bagian ini.")
#: A whole number as it is typed: 1200, 1.200 or 1 200; a minus is understood, to be refused by the limit.
_WHOLE = re.compile(r"-?([0-9]{1,3}([. ][0-9]{3})+|[0-9]+)")


def _listed(data: Any, name: str) -> list[Any]:
    """Return all values under a name, out of a form's MultiValueDict or a JSON body."""
    if isinstance(data, MultiValueDict):
        return [value for value in data.getlist(name) if value not in ("", None)]
    value = data.get(name)
    if isinstance(value, list | tuple):
        return list(value)
    return [] if value in ("", None) else [value]


class RupiahField(forms.Field):
    """Whole rupiah, written with or without dots, spaces and Rp."""

    widget = forms.TextInput

    def __init__(self, *, minimum: int = 0, **kwargs: Any) -> None:
        self.minimum = minimum
        super().__init__(**kwargs)
        self.widget.template_name = "components/widgets/rupiah.html"
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off", "data-rupiah": ""})

    def to_python(self, value: Any) -> int | None:
        """Return the amount. Raises ValidationError for cents, words and negative sums."""
        if value in self.empty_values:
            return None
        try:
            amount = parse_rupiah(str(value))
        except Refused as refused:
            raise ValidationError(str(refused)) from None
        if amount < self.minimum:
            raise ValidationError(
                _("%(label)s harus lebih dari nol. Tulis angka rupiah.") % {"label": self.label}
                if self.minimum == 1
                else _("Paling sedikit %(minimum)s rupiah.") % {"minimum": self.minimum}
            )
        return amount


class NumberField(forms.Field):
    """A whole number within limits; dots or spaces may separate the thousands."""

    widget = forms.TextInput

    def __init__(self, *, minimum: int, maximum: int, **kwargs: Any) -> None:
        self.minimum, self.maximum = minimum, maximum
        super().__init__(**kwargs)
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        """Return the number. Raises ValidationError for words, parts of a whole, and what lies beyond the limits."""
        if value in self.empty_values:
            return None
        text = str(value).strip()[:40]
        if not _WHOLE.fullmatch(text):
            raise ValidationError(
                _("“%(text)s” bukan bilangan bulat. Tulis angka tanpa koma, misalnya 1.200.") % {"text": text}
            )
        number = int(re.sub(r"[. ]", "", text))
        if number < self.minimum:
            raise ValidationError(
                _("%(number)s terlalu kecil. Tulis paling sedikit %(limit)s.")
                % {"number": number_text(number), "limit": number_text(self.minimum)}
            )
        if number > self.maximum:
            raise ValidationError(
                _("%(number)s terlalu besar. Tulis paling banyak %(limit)s.")
                % {"number": number_text(number), "limit": number_text(self.maximum)}
            )
        return number


#: 1.200,5 and 1200,5; 1.5 too, since a dot before one or two digits separates no thousands.
_QUANTITY = re.compile(r"(?P<whole>\d{1,3}(?:\.\d{3})+|\d+)(?:,(?P<part>\d+))?|(?P<dotted>\d+\.\d{1,2})")


class VolumeField(forms.Field):
    """A quantity with a decimal comma; dots separate thousands."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Decimal | None:
        """Return the quantity. Raises ValidationError for anything but a number of at least zero."""
        if value in self.empty_values:
            return None
        try:
            quantity = self._read(value) if isinstance(value, str) else Decimal(str(value))
        except InvalidOperation:
            quantity = Decimal("NaN")
        if not quantity.is_finite() or not 0 <= quantity < Decimal(10) ** 10:
            raise ValidationError(
                _("“%(text)s” bukan angka. Tulis misalnya 1.200 atau 1.200,5.") % {"text": value}
            )
        if quantity != quantity.quantize(Decimal("0.01")):
            raise ValidationError(_("Paling banyak dua angka di belakang koma."))
        return quantity

    def _read(self, text: str) -> Decimal:
        found = _QUANTITY.fullmatch(text.replace(" ", ""))
        if found is None:
            return Decimal("NaN")
        whole = (found["whole"] or "").replace(".", "")
        return Decimal(found["dotted"] or f"{whole}.{found['part'] or 0}")


class DayWidget(forms.Widget):
    """Day, month by name, year; a JSON body or a link may give the whole date under the plain name."""

    template_name = "components/widgets/day.html"
    use_fieldset = True
    future = False

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002
        """Return an ISO text, what was typed where it is no date, or ''."""
        if data.get(name):
            return data.get(name)
        parts = [str(data.get(f"{name}_{part}") or "").strip() for part in ("year", "month", "day")]
        if not any(parts):
            return ""
        return "-".join(part.zfill(2) for part in parts)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:  # noqa: ARG002
        """Say whether none of the parts was sent."""
        return name not in data and f"{name}_year" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give the template the three parts as they were typed."""
        context = super().get_context(name, value, attrs)
        year, month, day = [*(str(value).split("-") if value else []), "", "", ""][:3]
        context["parts"] = {"year": year, "month": month.lstrip("0"), "day": day.lstrip("0")}
        context["today"] = "" if self.future else clock.today().isoformat()
        context["months"] = [(str(number), word) for number, word in enumerate(MONTHS, start=1)]
        return context

    def id_for_label(self, id_: str) -> str:
        """Point the label at the first part."""
        return f"{id_}_day" if id_ else ""


class DayField(forms.Field):
    """A day; not after today unless `future`."""

    widget: DayWidget = DayWidget  # type: ignore[assignment]

    def __init__(self, *, future: bool = False, **kwargs: Any) -> None:
        self.future = future
        super().__init__(**kwargs)
        self.widget.future = future

    def to_python(self, value: Any) -> date | None:
        """Return the day. Raises ValidationError for no date and for one that has not come."""
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            day = value
        else:
            try:
                day = parse_day(str(value))
            except Refused:
                raise ValidationError(_("Tanggal ini tidak ada. Tulis hari, bulan dan tahun.")) from None
        if not self.future and day > clock.today():
            raise ValidationError(_("Tanggal ini belum tiba. Tulis tanggal kejadiannya."))
        return day


class RegionWidget(forms.TextInput):
    """One search field; the words searched for come back with radios where they fit several regions."""

    template_name = "components/widgets/region.html"
    input_type = "text"

    def __init__(self, *, levels: tuple[str, ...], many: bool = False) -> None:
        super().__init__({"autocomplete": "off"})
        self.levels, self.many = levels, many
        self.actor: Actor | None = None
        self.inside = self.takes_part = False
        self.words, self.found, self.chosen = "", [], []  # type: ignore[var-annotated]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:  # noqa: ARG002
        """Return the codes or ids chosen, and remember the words that were searched for."""
        self.words = str(data.get(f"{name}_words") or "").strip()
        return [str(value) for value in _listed(data, name)]

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
        context |= {"words": self.words, "found": self.found, "chosen": chosen, "many": self.many}
        context["levels"] = ",".join(self.levels)
        return context

    def _only_one(self) -> Region | None:
        """Return the one region that whoever fills the form can choose: the village of its officer."""
        paths = self.actor.paths() if self.inside and self.actor and not self.many else []
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
        many: bool = False,
        actor: Actor | None = None,
        inside: bool = False,
        takes_part: bool = False,
        **kwargs: Any,
    ) -> None:
        self.levels, self.many, self.actor, self.inside = levels, many, actor, inside
        self.takes_part = takes_part
        super().__init__(widget=RegionWidget(levels=levels, many=many), **kwargs)
        self.widget.actor, self.widget.inside, self.widget.takes_part = actor, inside, takes_part

    def clean(self, value: Any) -> Any:
        """Return the region, or a tuple. Raises ValidationError with what was found."""
        values = value if isinstance(value, list | tuple) else [value] if value else []
        found = [self._one(item) for item in values]
        words = self.widget.words
        if words and not self.many and found and not self.fits(words, found[0]):
            found = []  # typed beside another choice: without a script nothing else takes that choice away
        if words and (self.many or not found):
            found.append(self._by_words(words))
        if not found and self.required:
            raise ValidationError(_("Pilih wilayah dahulu."))
        unique = tuple(dict.fromkeys(found))
        if self.many:
            return unique
        return unique[0] if unique else None

    def _one(self, value: Any) -> Region:
        if isinstance(value, Region):
            region = value
        else:
            try:
                region = Region.objects.get(pk=UUID(str(value)))
            except (ValueError, Region.DoesNotExist):
                try:
                    region = by_code(str(value))
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


class UploadWidget(forms.Widget):
    """Camera or file; what was accepted stays when the form comes back, each removable."""

    template_name = "components/widgets/upload.html"
    needs_multipart_form = True

    def __init__(self, *, papers: bool, most: int) -> None:
        super().__init__()
        self.papers, self.most = papers, most
        self.actor: Actor | None = None
        self.subject: Record | None = None
        self.kept: list[str] | None = None  # what the field has accepted, once it was cleaned

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, list[Any]]:
        """Return the ids kept from before (less those removed) and the new uploads."""
        removed = {str(value) for value in _listed(data, f"{name}_remove")}
        kept = [str(value) for value in _listed(data, name) if str(value) not in removed]
        return {"kept": kept, "new": files.getlist(name) if isinstance(files, MultiValueDict) else []}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Say whether nothing was sent."""
        return name not in data and name not in files

    def use_required_attribute(self, initial: Any) -> bool:  # noqa: ARG002
        """Leave it to the server, which knows what is kept already."""
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give the template the originals that are there, with their pictures."""
        context = super().get_context(name, None, attrs)
        ids = value.get("kept", []) if isinstance(value, dict) else [str(o.pk) for o in value or ()]
        ids = ids if self.kept is None else self.kept
        context |= {
            "kept": _with_previews(ids, self.actor, self.subject),
            "papers": self.papers,
            "most": self.most,
        }
        context["accept"] = "image/*,application/pdf" if self.papers else "image/jpeg,image/png,image/webp"
        return context


def usable(values: list[str], actor: Actor | None, subject: Record | None) -> list[Original]:
    """Return the originals of these ids that the actor has sent, or that hang on the subject already."""
    return [original for original, _url in _with_previews(values, actor, subject)]


def _with_previews(
    values: list[str], actor: Actor | None, subject: Record | None
) -> list[tuple[Original, str]]:
    """Return what is usable, each with the address of its small picture: on the subject everybody who sees it sees its files."""
    ids = []
    for value in values:
        try:
            ids.append(UUID(value))
        except ValueError:
            continue
    if not ids or actor is None:
        return []
    found = {original.pk: (original, original.preview_url) for original in sent_by(actor, ids)}
    if subject is not None:
        there = Attachment.objects.filter(subject=subject.pk, original__in=ids).select_related("original")
        found |= {one.original_id: (one.original, one.small.url) for one in there}
    return [found[pk] for pk in dict.fromkeys(ids) if pk in found]


class UploadField(forms.Field):
    """Originals: ids of files sent before and new uploads, each checked by its content and kept at once."""

    widget: UploadWidget
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": PROOF_WANTED,
    }

    def __init__(
        self, *, papers: bool, most: int, actor: Actor, subject: Record | None = None, **kwargs: Any
    ) -> None:
        self.papers, self.most, self.actor, self.subject = papers, most, actor, subject
        super().__init__(widget=UploadWidget(papers=papers, most=most), **kwargs)
        self.widget.actor, self.widget.subject = actor, subject

    def clean(self, value: Any) -> tuple[Original, ...]:
        """Return the originals. Raises ValidationError naming each refused file; the accepted ones stay in the widget."""
        value = value if isinstance(value, dict) else {"kept": [str(v) for v in value or ()], "new": []}
        refused: list[str] = []
        for upload in value["new"]:
            original = self._keep(upload, refused)
            if original is not None:
                value["kept"].append(str(original.pk))
        value["new"] = []
        self.widget.kept = value["kept"]
        originals = usable(value["kept"], self.actor, self.subject)
        if len(originals) != len(set(value["kept"])):
            refused.append(_("Berkas yang dirujuk tidak ada lagi. Unggah lagi."))
        if len(originals) > self.most:
            refused.append(_("Paling banyak %(most)s berkas.") % {"most": self.most})
        if refused:
            raise ValidationError(refused)
        if self.required and not originals:
            raise ValidationError(self.error_messages["required"])
        return tuple(originals)

    def _keep(self, upload: UploadedFile[Any], refused: list[str]) -> Original | None:
        try:
            original = keep(upload, self.actor)
        except Refused as error:
            refused.append(str(error))
            return None
        if not self.papers and original.kind != "photo":
            refused.append(_("Berkas “%(name)s” bukan foto.") % {"name": original.name})
            return None
        return original
