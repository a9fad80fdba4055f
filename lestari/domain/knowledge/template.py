"""The innovation document: its sections in order, and what each asks. The form, the page and the check before proposing read this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, make_dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lestari.domain.knowledge.fields import FIELDS
from lestari.foundation.files.models import Original
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.workflow.inputs import (
    Ask,
    Choice,
    Day,
    LongText,
    Number,
    Papers,
    Photos,
    Rupiah,
    Text,
    Videos,
    Year,
    ask,
    asks,
)

#: Under which terms others may use the text.
LICENCES = (
    ("CC BY 4.0", _("CC BY 4.0: bebas dipakai dan diubah, sebut sumbernya")),
    ("CC BY-SA 4.0", _("CC BY-SA 4.0: sebut sumbernya, hasil ubahan dengan lisensi yang sama")),
    ("CC0 1.0", _("CC0 1.0: bebas dipakai tanpa syarat")),
)


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What it is."""

    title: str = ask(
        Text(max=160),
        label=_("Judul"),
        hint=_("Apa yang dibuat dan di mana, misalnya “Pipa gravitasi air bersih dari mata air Way Semaka”"),
    )
    field: str = ask(Choice(FIELDS), label=_("Bidang"))
    topic: str = ask(Text(max=80), label=_("Topik"), required=False)
    year_started: int = ask(Year(1990, 2045), label=_("Tahun dimulai"))
    summary: str = ask(LongText(max=600), label=_("Ringkasan"), hint=_("Dua atau tiga kalimat"))


@dataclass(frozen=True, kw_only=True)
class Problem:
    """How it was before."""

    problem: str = ask(LongText(), label=_("Masalah sebelumnya"))


@dataclass(frozen=True, kw_only=True)
class Solution:
    """What was done, and what is new in it."""

    solution: str = ask(LongText(), label=_("Apa yang dilakukan"))
    novelty: str = ask(LongText(max=2000), label=_("Apa yang baru"), required=False)
    steps: str = ask(LongText(), label=_("Langkah-langkah"), hint=_("Satu langkah satu baris"))


@dataclass(frozen=True, kw_only=True)
class Participants:
    """People and institutions who took part."""

    institutions: str = ask(LongText(max=2000), label=_("Lembaga dan orang yang terlibat"))
    men: int | None = ask(Number(maximum=1_000_000), label=_("Laki-laki (orang)"), required=False)
    women: int | None = ask(Number(maximum=1_000_000), label=_("Perempuan (orang)"), required=False)
    poor: int | None = ask(Number(maximum=1_000_000), label=_("Warga miskin (orang)"), required=False)
    disabled: int | None = ask(
        Number(maximum=1_000_000), label=_("Penyandang disabilitas (orang)"), required=False
    )


@dataclass(frozen=True, kw_only=True)
class Resources:
    """Materials, tools and money."""

    materials: str = ask(LongText(max=3000), label=_("Bahan dan alat"))
    cost: int = ask(Rupiah(), label=_("Biaya seluruhnya"))
    cost_sources: str = ask(LongText(max=1000), label=_("Sumber biaya"))


@dataclass(frozen=True, kw_only=True)
class Results:
    """Result and benefit, with figures before and after."""

    result: str = ask(LongText(), label=_("Hasil dan manfaat"))
    before_after: str = ask(LongText(max=2000), label=_("Angka sebelum dan sesudah"))


@dataclass(frozen=True, kw_only=True)
class Lessons:
    """What others should know before they copy it."""

    success: str = ask(LongText(max=3000), label=_("Apa yang membuatnya berhasil"))
    failure: str = ask(LongText(max=3000), label=_("Apa yang sempat gagal"), required=False)
    recommendation: str = ask(LongText(max=3000), label=_("Saran bagi desa yang akan meniru"))
    requirements: str = ask(LongText(max=2000), label=_("Syarat"), required=False)


def check_address(video: str) -> None:
    """Raise Refused for what is no address of a page."""
    if not video.startswith(("https://", "http://")):
        raise Refused(_now("Alamat video dimulai dengan https://. Salin alamatnya lengkap."))


@dataclass(frozen=True, kw_only=True)
class Minutes:
    """The deliberation's minutes, author, contact, licence."""

    minutes_number: str = ask(Text(max=80), label=_("Nomor berita acara musyawarah"))
    minutes_on: date = ask(Day(), label=_("Tanggal berita acara"))
    author: str = ask(Text(max=120), label=_("Penulis"))
    contact: str = ask(Text(max=160), label=_("Narahubung"))
    video: str = ask(
        Text(max=300, rule=check_address),
        label=_("Alamat video pembelajaran"),
        hint=_("Dimulai dengan https://"),
        required=False,
    )
    licence: str | None = ask(
        Choice(LICENCES),
        label=_("Lisensi"),
        hint=_("Bagaimana orang lain boleh memakai naskah ini"),
        required=False,
    )


@dataclass(frozen=True, kw_only=True)
class Pictures:
    """Photos with their captions, videos, and what else belongs to the document: drawings, a budget, a village regulation."""

    photos: Sequence[Original] = ask(Photos(max=8), label=_("Foto"), required=False)
    captions: str = ask(
        LongText(max=1600),
        label=_("Keterangan foto"),
        hint=_("Satu baris untuk satu foto, menurut urutannya"),
        required=False,
    )
    videos: Sequence[Original] = ask(
        Videos(),
        label=_("Video pembelajaran"),
        hint=_("Video yang lebih besar diunggah di tempat lain; alamatnya ditulis pada bagian berita acara"),
        required=False,
    )
    attachments: Sequence[Original] = ask(
        Papers(max=3), label=_("Lampiran"), hint=_("Terbuka bagi tim di wilayah ini saja"), required=False
    )


def answered(content: dict[str, Any], name: str) -> bool:
    """Say whether a question has an answer; zero is one."""
    return content.get(name) not in (None, "", [])


def has_video(content: dict[str, Any]) -> bool:
    """Say whether a document has a learning video, here or at an address."""
    return answered(content, "video") or answered(content, "videos")


@dataclass(frozen=True)
class Answer:
    """What a document says to one question; `kind` names how it is shown: Text, LongText, Rupiah, Day, Number, Link."""

    label: str | Promise
    kind: str
    value: Any

    @property
    def is_long(self) -> bool:
        """Say whether it needs a heading of its own; what is short stands in a list of facts."""
        return self.kind == "LongText"


@dataclass(frozen=True)
class Section:
    """A section: its key, its heading, its entry, and whether a document may be proposed without it."""

    key: str
    word: str | Promise
    entry: type[Any]
    required: bool = True

    @property
    def questions(self) -> tuple[Ask, ...]:
        """What the section asks."""
        return asks(self.entry)

    def filled(self, content: dict[str, Any]) -> bool:
        """Say whether every required question of the section is answered; where none is required, whether any is."""
        needed = [q for q in self.questions if q.required]
        if not needed:
            return any(answered(content, q.name) for q in self.questions)
        return all(answered(content, q.name) for q in needed)

    def answers(self, content: dict[str, Any], *, in_public: bool = False) -> list[Answer]:
        """Return what a version says in this section, in words; files and their captions are shown by the page."""
        left_out = (*_SHOWN_AS_FILES, *NOT_IN_PUBLIC) if in_public else _SHOWN_AS_FILES
        asked = [q for q in self.questions if q.name not in left_out and answered(content, q.name)]
        return [_in_words(question, content[question.name]) for question in asked]


def _in_words(question: Ask, value: Any) -> Answer:
    if isinstance(question.kind, Choice):
        return Answer(question.label, "Text", dict(question.kind.choices).get(value, value))
    if isinstance(question.kind, Day):
        return Answer(question.label, "Day", date.fromisoformat(value))
    return Answer(question.label, "Link" if question.name == "video" else type(question.kind).__name__, value)


#: The questions that are answered with files, and as what the files hang on the version.
UPLOADS = {"photos": "photo", "videos": "video", "attachments": "paper"}
_SHOWN_AS_FILES = (*UPLOADS, "captions")
#: Whom to call, by name and number: for people with an account.
NOT_IN_PUBLIC = ("contact",)

SECTIONS = (
    Section("identity", _("Judul dan ringkasan"), Identity),
    Section("problem", _("Masalah"), Problem),
    Section("solution", _("Solusi dan langkah"), Solution),
    Section("participants", _("Yang terlibat"), Participants),
    Section("resources", _("Bahan dan biaya"), Resources),
    Section("results", _("Hasil dan manfaat"), Results),
    Section("lessons", _("Pelajaran dan saran"), Lessons),
    Section("minutes", _("Berita acara dan narahubung"), Minutes),
    Section("pictures", _("Foto, video, dan lampiran"), Pictures, required=False),
)
SECTION_OF = {section.key: section for section in SECTIONS}


def missing(content: dict[str, Any]) -> list[Section]:
    """Return the required sections that lack an answer: without them a document is not proposed."""
    return [section for section in SECTIONS if section.required and not section.filled(content)]


#: The entry of sending back: a remark for each section, each optional.
Remarks = make_dataclass(
    "Remarks",
    [
        (
            s.key,
            str,
            ask(
                LongText(max=1500), label=format_lazy(_("Catatan: {section}"), section=s.word), required=False
            ),
        )
        for s in SECTIONS
    ],
    frozen=True,
    kw_only=True,
)
