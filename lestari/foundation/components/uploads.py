"""The field for photos, papers and videos: what was accepted stays while the rest of the form is mended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lestari.foundation.components.fields import listed
from lestari.foundation.files.models import Attachment, Original
from lestari.foundation.files.sizes import MEGABYTE, PAPER_BYTES, PHOTO_BYTES, VIDEO_BYTES, VIDEO_SECONDS
from lestari.foundation.files.store import keep, sent_by
from lestari.foundation.kernel.access import Actor
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.workflow.inputs import PROOF_WANTED
from lestari.foundation.workflow.models import Record


@dataclass(frozen=True)
class _Taken:
    """Which kinds of originals serve a purpose, what a browser offers for it, and what is said of another kind."""

    kinds: tuple[str, ...]
    accept: str
    largest: int
    other: str | Promise = ""


_TAKEN = {
    "photo": _Taken(("photo",), "image/jpeg,image/png,image/webp", PHOTO_BYTES, _("Berkas “%(name)s” bukan foto.")),
    "paper": _Taken(("photo", "paper"), "image/*,application/pdf", PAPER_BYTES, _("Berkas “%(name)s” bukan foto atau PDF.")),
    "video": _Taken(("video",), "video/mp4,video/webm,video/quicktime", VIDEO_BYTES),
}  # fmt: skip


class UploadWidget(forms.Widget):
    """Camera or file; what was accepted stays when the form comes back, each removable."""

    template_name = "components/widgets/upload.html"
    needs_multipart_form = True

    def __init__(self, *, purpose: str, most: int) -> None:
        super().__init__()
        self.purpose, self.most = purpose, most
        self.actor: Actor | None = None
        self.subject: Record | None = None
        self.kept: list[str] | None = None  # what the field has accepted, once it was cleaned

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, list[Any]]:
        """Return the ids kept from before (less those removed) and the new uploads."""
        removed = {str(value) for value in listed(data, f"{name}_remove")}
        kept = [str(value) for value in listed(data, name) if str(value) not in removed]
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
        taken = _TAKEN[self.purpose]
        return context | {
            "kept": _with_previews(ids, self.actor, self.subject),
            "purpose": self.purpose,
            "most": self.most,
            "accept": taken.accept,
            "largest": taken.largest // MEGABYTE,
            "minutes": VIDEO_SECONDS // 60,
        }


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
        self, *, purpose: str, most: int, actor: Actor, subject: Record | None = None, **kwargs: Any
    ) -> None:
        self.taken, self.most, self.actor, self.subject = _TAKEN[purpose], most, actor, subject
        super().__init__(widget=UploadWidget(purpose=purpose, most=most), **kwargs)
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
        originals = [
            one for one in usable(value["kept"], self.actor, self.subject) if one.kind in self.taken.kinds
        ]
        if len(originals) != len(set(value["kept"])):
            refused.append(_now("Berkas yang dirujuk tidak ada lagi. Unggah lagi."))
        if len(originals) > self.most:
            refused.append(_now("Paling banyak %(most)s berkas.") % {"most": self.most})
        if refused:
            raise ValidationError(refused)
        if self.required and not originals:
            raise ValidationError(self.error_messages["required"])
        return tuple(originals)

    def _keep(self, upload: UploadedFile[Any], refused: list[str]) -> Original | None:
        try:
            original = keep(upload, self.actor, self.widget.purpose)
        except Refused as error:
            refused.append(str(error))
            return None
        if original.kind not in self.taken.kinds:
            refused.append(str(self.taken.other) % {"name": original.name})
            return None
        return original
