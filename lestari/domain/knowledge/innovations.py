"""What happens to an innovation and to the versions of its document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lestari.domain.knowledge.models import IdeaCard, Innovation, InnovationVersion
from lestari.domain.knowledge.remarks import unanswered, with_answer, with_round
from lestari.domain.knowledge.rights import RIGHTS
from lestari.domain.knowledge.template import (
    SECTION_OF,
    SECTIONS,
    UPLOADS,
    Identity,
    Pictures,
    Remarks,
    Section,
    missing,
)
from lestari.foundation.files.actions import hang, take_along
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.ledger.canonical import plain
from lestari.foundation.ledger.rows import fresh
from lestari.foundation.workflow.act import Act
from lestari.foundation.workflow.action import Action, Check
from lestari.foundation.workflow.inputs import Day, NoEntry, Reason, ask, asks

#: The states in which a version is written on.
EDITABLE = ("draft", "sent_back")
#: Those in which it is not published yet; one of an innovation at a time.
AT_WORK = ("draft", "proposed", "sent_back", "verified")
_LONGEST_CAPTION = 200


@dataclass(frozen=True, kw_only=True)
class OnDay:
    """A step that happened on a day."""

    on: date = ask(Day(), label=_("Tanggal"))


def capture(act: Act, card: IdeaCard, _entry: NoEntry) -> InnovationVersion:
    """Begin to document an identified idea: the innovation, and version 1 of its document with what the card tells and shows."""
    innovation = act.add(
        fresh(
            Innovation,
            region=card.region,
            field=card.field,
            idea=card,
            title=card.title,
            year_started=card.since_year,
        ),
        state="captured",
    )
    content = {
        "title": card.title,
        "field": card.field,
        "year_started": card.since_year,
        "solution": card.what_was_done,
        "result": card.result,
        "contact": card.contact,
    }
    version = act.add(_version(act, innovation, 1, content), state="draft")
    if shown := take_along(act, card, version, "photo"):
        version.content |= {"photos": [str(one.original_id) for one in shown]}
    act.move(card, "captured")
    return version


def save(act: Act, version: InnovationVersion, entry: Any, section: Section) -> None:
    """Save one section of a draft; who wrote is remembered, and does not verify it later."""
    values = {question.name: getattr(entry, question.name) for question in section.questions}
    for name, purpose in UPLOADS.items():
        if name in values:
            captions = captions_of(entry) if name == "photos" else {}
            hang(act, version, values[name], purpose, captions)
            values[name] = [str(original.pk) for original in values[name]]
    content = {**version.content, **{name: plain(value) for name, value in values.items()}}
    remarks = with_answer(version.remarks, section.key, act.on)
    act.set(version, content=content, remarks=remarks, writers=_with(version.writers, act))


def check_year(act: Act, _version: InnovationVersion, entry: Identity) -> None:
    """Raise Refused for a year that has not come."""
    if entry.year_started > act.on.year:
        raise Refused(
            _now("Tahun %(year)s belum tiba. Tulis tahun inovasi ini dimulai.")
            % {"year": entry.year_started},
            field="year_started",
        )


def check_captions(_act: Act, _version: InnovationVersion, entry: Pictures) -> None:
    """Raise Refused for too many captions, and for too long ones."""
    captions_of(entry)


def captions_of(entry: Pictures) -> dict[UUID, str]:
    """Return the caption of each photo: one line for each, in order. Raises Refused for too many or too long ones."""
    lines = [line.strip() for line in entry.captions.splitlines()]
    if len(lines) > len(entry.photos):
        raise Refused(
            _now("Ada %(lines)s baris keterangan untuk %(photos)s foto. Tulis satu baris untuk satu foto.")
            % {"lines": len(lines), "photos": len(entry.photos)},
            field="captions",
        )
    if any(len(line) > _LONGEST_CAPTION for line in lines):
        raise Refused(
            _now("Keterangan satu foto paling panjang %(most)s huruf.") % {"most": _LONGEST_CAPTION},
            field="captions",
        )
    return {photo.pk: line for photo, line in zip(entry.photos, lines, strict=False)}


def propose(act: Act, version: InnovationVersion, _entry: NoEntry) -> None:
    """Bring a whole document before the verifiers. Raises Refused naming what is left to do."""
    if lacks := incomplete(version):
        raise Refused(lacks)
    act.set(version, writers=_with(version.writers, act))
    act.move(version, "proposed")


def incomplete(version: InnovationVersion) -> str:
    """Return why a document cannot be proposed yet: sections that lack something, remarks without an answer; '' where nothing is left."""
    lacking = missing(version.content)
    waiting = waiting_in(version)
    sentences = []
    if lacking:
        words = ", ".join(str(section.word) for section in lacking)
        sentences.append(_now("Belum lengkap: %(sections)s. Isi dahulu, lalu ajukan.") % {"sections": words})
    if waiting:
        words = ", ".join(str(section.word) for section in SECTIONS if section.key in waiting)
        sentences.append(
            _now(
                "Catatan pemeriksa belum dijawab: %(sections)s. Perbaiki dan simpan bagian itu, lalu ajukan."
            )
            % {"sections": words}
        )
    return " ".join(sentences)


def waiting_in(version: InnovationVersion) -> set[str]:
    """Return the keys of the sections that a verifier sent back and that were not saved since."""
    return unanswered(version.remarks) if version.state == "sent_back" else set()


def send_back(act: Act, version: InnovationVersion, entry: Any) -> None:
    """Give it back to the writers with remarks for each section. Raises Refused without a remark."""
    texts = {s.key: getattr(entry, s.key) for s in SECTIONS if getattr(entry, s.key)}
    if not texts:
        raise Refused(
            _now("Tulis catatan pada paling sedikit satu bagian, supaya penulis tahu apa yang diperbaiki.")
        )
    act.set(version, remarks=with_round(version.remarks, texts, act.on))
    act.move(version, "sent_back")


def verify(act: Act, version: InnovationVersion, _entry: OnDay) -> None:
    """Vouch that it is complete, true, replicable, no duplicate."""
    act.move(version, "verified")


def publish(act: Act, version: InnovationVersion, _entry: OnDay) -> None:
    """Let the version join the menu; the one before it is superseded. An innovation that was withdrawn is back with it."""
    innovation = act.locked(Innovation, version.innovation_id)
    for earlier in act.rows(InnovationVersion, innovation_id=innovation.pk):
        if earlier.state == "published":
            act.move(earlier, "superseded")
    act.move(version, "published")
    content = version.content
    act.set(
        innovation,
        title=content["title"],
        field=content["field"],
        summary=content["summary"],
        cost=content["cost"],
        year_started=content["year_started"],
    )
    if innovation.state != "published":
        act.set(innovation, published_on=innovation.published_on or act.on)
        act.move(innovation, "published")


def withdraw(act: Act, innovation: Innovation, entry: Reason) -> None:
    """Take it out of the menu, with the reason."""
    act.set(innovation, reason=entry.reason)
    act.move(innovation, "withdrawn")


def republish(act: Act, innovation: Innovation, entry: Reason) -> None:
    """Put it back into the menu."""
    act.set(innovation, reason=entry.reason)
    act.move(innovation, "published")


def revise(act: Act, innovation: Innovation, _entry: NoEntry) -> InnovationVersion:
    """Begin a new version from the one in force, its files included, and return it. Raises Refused while another is at work."""
    versions = sorted(
        act.rows(InnovationVersion, innovation_id=innovation.pk), key=lambda version: version.number
    )
    if any(version.state in AT_WORK for version in versions):
        raise Refused(_now("Versi baru sedang dikerjakan. Selesaikan atau hapus dahulu versi itu."))
    in_force = next(version for version in versions if version.state == "published")
    draft = act.add(_version(act, innovation, versions[-1].number + 1, in_force.content), state="draft")
    take_along(act, in_force, draft, *UPLOADS.values())
    return draft


def discard(act: Act, version: InnovationVersion, _entry: Reason) -> None:
    """Drop a draft; a first draft takes its innovation along, and its idea may be documented anew."""
    act.move(version, "discarded")
    innovation = act.locked(Innovation, version.innovation_id)
    if innovation.state == "captured":
        act.move(innovation, "void")
        if innovation.idea_id:
            act.move(act.locked(IdeaCard, innovation.idea_id), "identified")


def _version(act: Act, innovation: Innovation, number: int, content: dict[str, Any]) -> InnovationVersion:
    writers = _with([], act)
    return fresh(
        InnovationVersion,
        innovation=innovation,
        region=innovation.region,
        number=number,
        content=content,
        writers=writers,
    )


def _with(writers: list[str], act: Act) -> list[str]:
    me = str(act.actor.user_id) if act.actor.user_id else ""
    return writers if not me or me in writers else [*writers, me]


def _saver(section: Section) -> Callable[[Act, InnovationVersion, Any], None]:
    def save_section(act: Act, version: InnovationVersion, entry: Any) -> None:
        save(act, version, entry, section)

    return save_section


#: What is refused of a section's answers.
_CHECKS = {
    "identity": (Check(("year_started",), check_year),),
    "pictures": (Check(("photos", "captions"), check_captions),),
}


#: One action for each section: its questions are its entry.
SAVES = tuple(
    Action(
        f"innovation.save_{section.key}",
        format_lazy(_("Simpan bagian {section}"), section=section.word),
        done=format_lazy(_("menyunting bagian {section}"), section=section.word),
        entry=section.entry,
        subject=InnovationVersion,
        right=RIGHTS["innovation.save"],
        function=_saver(section),
        states=EDITABLE,
        checks=_CHECKS.get(section.key, ()),
        apart=frozenset(f"innovation.save_{key}" for key in SECTION_OF if key != section.key),
    )
    for section in SECTION_OF.values()
)
assert len(asks(Remarks)) == len(SECTIONS)

_PUBLISHED = _("Sesudah terbit, teksnya hanya berubah lewat versi baru; dokumen dapat ditarik dengan alasan.")

ACTIONS = (
    Action("innovation.capture", _("Mulai dokumen"), done=_("mulai mendokumentasikan"), subject=IdeaCard, right=RIGHTS["innovation.capture"], function=capture),
    *SAVES,
    Action("innovation.propose", _("Ajukan verifikasi"), done=_("mengajukan dokumen untuk verifikasi"), subject=InnovationVersion, right=RIGHTS["innovation.propose"], function=propose),
    Action("innovation.verify", _("Verifikasi"), done=_("memverifikasi dokumen"), entry=OnDay, subject=InnovationVersion, right=RIGHTS["innovation.verify"], function=verify),
    Action("innovation.send_back", _("Kembalikan dengan catatan"), done=_("mengembalikan dokumen dengan catatan"), entry=Remarks, subject=InnovationVersion, right=RIGHTS["innovation.send_back"], function=send_back),
    Action("innovation.publish", _("Terbitkan"), done=_("menerbitkan dokumen ke menu inovasi"), entry=OnDay, subject=InnovationVersion, right=RIGHTS["innovation.publish"], function=publish, states=("verified",), warning=_PUBLISHED, public=True),
    Action("innovation.discard", _("Hapus konsep"), done=_("menghapus konsep"), entry=Reason, subject=InnovationVersion, right=RIGHTS["innovation.discard"], function=discard),
    Action("innovation.revise", _("Buat versi baru"), done=_("memulai versi baru"), subject=Innovation, right=RIGHTS["innovation.revise"], function=revise, states=("published", "withdrawn")),
    Action("innovation.withdraw", _("Tarik dari menu"), done=_("menarik inovasi dari menu"), entry=Reason, subject=Innovation, right=RIGHTS["innovation.withdraw"], function=withdraw, public=True),
    Action("innovation.republish", _("Terbitkan lagi"), done=_("menerbitkan lagi inovasi"), entry=Reason, subject=Innovation, right=RIGHTS["innovation.republish"], function=republish, public=True),
)  # fmt: skip
