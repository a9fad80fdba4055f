"""Idea cards and innovation documents by sheets; each step is done by whoever may, and the sheet goes on from where a card stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from difflib import SequenceMatcher
from typing import Any, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lestari.domain.knowledge.fields import FIELD_WORDS
from lestari.domain.knowledge.ideas import IdeaEntry
from lestari.domain.knowledge.innovations import EDITABLE, OnDay, incomplete
from lestari.domain.knowledge.models import IdeaCard, Innovation, InnovationVersion
from lestari.domain.knowledge.template import NOT_IN_PUBLIC, SECTIONS, Section
from lestari.domain.knowledge.workflow import IDEA_FLOW
from lestari.foundation.kernel import clock
from lestari.foundation.kernel.errors import NotAllowed
from lestari.foundation.ledger.canonical import plain
from lestari.foundation.regions.reading import key_of
from lestari.foundation.sheets.cells import Told
from lestari.foundation.sheets.columns import PLACE, Column, columns_of, place_cells
from lestari.foundation.sheets.entries import entry_of
from lestari.foundation.sheets.kinds import Row, SheetKind
from lestari.foundation.sheets.stage import RowRefused, Stage
from lestari.foundation.workflow.act import Book
from lestari.foundation.workflow.inputs import Choice, Day, Files, NoEntry
from lestari.foundation.workflow.models import Flowing, Stay

F = TypeVar("F", bound=Flowing)
#: Titles that are so much alike tell of the same thing, perhaps.
_ALIKE = 0.85
_FIELD_WORDS = {
    "kewirausahaan dan pengembangan ekonomi lokal": "economy", "ekonomi": "economy", "pel": "economy", "sumber daya manusia": "human_resources",
    "pengembangan sdm": "human_resources", "infrastruktur desa": "infrastructure",
}  # fmt: skip

IDEA_COLUMNS = (
    *PLACE,
    *columns_of(
        IdeaEntry, "field", "title", "what_was_done", "since_year", "result", "contact", "on",
        also={
            "title": ("judul ide", "judul inovasi", "ide", "nama inovasi"), "what_was_done": ("uraian", "kegiatan", "deskripsi"),
            "since_year": ("tahun", "tahun mulai"), "result": ("hasil", "manfaat"), "contact": ("kontak", "hp", "no hp"),
            "on": ("tanggal", "tgl", "tanggal kartu"),
        },
        words={"field": _FIELD_WORDS},
        examples={
            "field": "Infrastruktur", "title": "Pipa air bersih", "what_was_done": "Memasang pipa dari mata air", "since_year": "2016",
            "result": "Air sampai ke 214 rumah", "on": "6 Mei 2018",
        },
    ),
    Column("state", _("Keadaan"), Choice((("handed_in", IDEA_FLOW.word_of("handed_in")), ("identified", IDEA_FLOW.word_of("identified")))), ("status",), {"diterima": "identified", "lolos": "identified"}),
    Column("identified_on", _("Tanggal diterima"), Day(), ("tanggal identifikasi",)),
)  # fmt: skip


def fetch_ideas(stage: Stage, rows: Sequence[Row]) -> None:
    """Ask for the cards of these villages."""
    _know(stage.book, IdeaCard, "region_id", {row.region.pk for row in rows if row.region})


def play_ideas(stage: Stage, rows: Sequence[Row]) -> None:
    """Hand in the cards, and let those be identified that were."""
    for row in rows:
        card = _card(stage, row)
        if row["state"] == "identified" or row["identified_on"]:
            _step(stage, row, "idea.identify", card, ("handed_in",), told=row["identified_on"] or row["on"])


def _card(stage: Stage, row: Row, **given: Any) -> IdeaCard:
    """Return the card of this village with this title: the one that is there, or a new one."""
    cards = [one for one in stage.book.rows(IdeaCard, region_id=row.village.pk) if one.state != "void"]
    title = key_of(given.get("title") or row.text("title"))
    for card in cards:
        if key_of(card.title) == title:
            row.record = card
            return card
    for card in cards:
        if SequenceMatcher(None, key_of(card.title), title).ratio() > _ALIKE:
            words = _now("Mungkin sama dengan “%(title)s” (%(code)s) dari desa ini.")
            row.doubts.append(
                ("title", words % {"title": card.title, "code": card.code or _now("lembar ini")})
            )
    entry = entry_of(row, IdeaEntry, region=row.village, **given)
    made: IdeaCard = stage.do(row, "idea.hand_in", None, entry, row["on"])
    return made


def _step(
    stage: Stage,
    row: Row,
    kind: str,
    subject: Any,
    sources: Sequence[str],
    *,
    told: Told | None,
    entry: Any = None,
) -> bool:
    """Do a step where the record waits for it; what somebody else has to do waits for them. Return False where it does."""
    if subject.state not in sources:
        return True
    came = stage.book.came(subject)
    day = (told or Told(clock.today())).from_day(came)
    on = Told(day, told.about if told else "day")
    try:
        stage.do(row, kind, subject, entry or NoEntry(), on)
    except RowRefused as stopped:
        if not isinstance(stopped.refused, NotAllowed):
            raise
        row.doubts.append(
            ("", _now("Langkah berikutnya menunggu orang lain: %(why)s") % {"why": stopped.refused})
        )
        return False
    return True


def _handed_in(cards: Iterable[UUID]) -> dict[UUID, date]:
    """Return on which day each card was first handed in."""
    stays = Stay.objects.filter(record__in=list(cards), state="handed_in").order_by("-id")
    return dict(stays.values_list("record", "since"))


def exported_ideas(cards: Sequence[IdeaCard]) -> Iterator[Sequence[Any]]:
    """Yield cards as rows of the sheet."""
    days = _handed_in(card.pk for card in cards)
    for card in cards:
        yield (
            *place_cells(card.region), str(FIELD_WORDS[card.field]), card.title, card.what_was_done, card.since_year, card.result,
            card.contact, days.get(card.pk, ""), card.state_word if card.state in {"handed_in", "identified"} else "", "",
        )  # fmt: skip


IDEA_SHEET = SheetKind(
    key="ideas",
    word=_("Kartu Ide"),
    hint=_("Kartu Ide yang masih di kertas atau di Excel"),
    columns=IDEA_COLUMNS,
    first="idea.hand_in",
    also=("idea.identify",),
    play=play_ideas,
    fetch=fetch_ideas,
    group=lambda row: row.region.pk if row.region else row.number,
    undo={"idea.hand_in": "idea.void", "idea.identify": "idea.reconsider"},
    rows=exported_ideas,
)

#: The sections that a sheet can tell: all but that of files.
_TOLD = tuple(section for section in SECTIONS if section.key != "pictures")
_EXAMPLES = {
    "title": "Pipa gravitasi air bersih dari mata air Way Semaka", "field": "Infrastruktur", "topic": "Air bersih", "year_started": "2016",
    "summary": "Air bersih sampai ke 214 rumah tanpa pompa.", "cost": "86.400.000", "men": "120", "women": "94", "minutes_on": "3 Juni 2018",
}  # fmt: skip


def _section_columns() -> Iterator[Column]:
    also = {
        "title": ("judul inovasi",),
        "year_started": ("tahun",),
        "cost": ("biaya", "anggaran"),
        "minutes_on": ("tgl berita acara",),
    }
    for section in _TOLD:
        names = [question.name for question in section.questions if not isinstance(question.kind, Files)]
        needed = {"title", "field", "year_started"}
        optional = [name for name in names if name not in needed]
        yield from columns_of(
            section.entry,
            *names,
            also=also,
            words={"field": _FIELD_WORDS},
            examples=_EXAMPLES,
            optional=optional,
        )


INNOVATION_COLUMNS = (
    *PLACE,
    *_section_columns(),
    Column(
        "on",
        _("Tanggal kartu ide"),
        Day(),
        ("tanggal", "tanggal diserahkan"),
        example="6 Mei 2018",
        needed=True,
    ),
    Column(
        "published_on", _("Tanggal terbit"), Day(), ("terbit", "tanggal publikasi"), example="19 Agustus 2018"
    ),
)


def fetch_innovations(stage: Stage, rows: Sequence[Row]) -> None:
    """Ask for the cards, innovations and documents of these villages."""
    regions = {row.region.pk for row in rows if row.region}
    _know(stage.book, IdeaCard, "region_id", regions)
    innovations = _know(stage.book, Innovation, "region_id", regions)
    _know(stage.book, InnovationVersion, "innovation_id", [one.pk for one in innovations])


def _know(book: Book, model: type[F], attname: str, keys: Collection[UUID]) -> list[F]:
    """Read the records under these keys, locked, and since when each is in its state."""
    ids = model._base_manager.filter(**{f"{attname}__in": keys}).order_by("pk").values_list("pk", flat=True)
    found = book.locked(model, ids)
    book.know(model, attname, keys)
    book.know_came(one.pk for one in found)
    return found


def play_innovations(stage: Stage, rows: Sequence[Row]) -> None:
    """Take each document through card, identification, writing, verification and publishing, as far as it is told and one may."""
    for row in rows:
        _document(stage, row)


def _document(stage: Stage, row: Row) -> None:
    version = _version(stage, row)
    if version is None:
        card = _card(
            stage, row, title=row["title"], what_was_done=row["solution"] or row["summary"], since_year=row["year_started"],
            result=row["result"] or row["summary"],
        )  # fmt: skip
        begun = _step(stage, row, "idea.identify", card, ("handed_in",), told=row["on"]) and _step(
            stage, row, "innovation.capture", card, ("identified",), told=row["on"]
        )
        version = _version(stage, row) if begun else None
    if version is None:
        return
    if version.state in EDITABLE and not _write(stage, row, version):
        return
    told = row["published_on"]
    if told is None:
        return
    if version.state in EDITABLE and (lacks := incomplete(version)):
        row.doubts.append(("", lacks))
        return
    for kind, sources in (("propose", EDITABLE), ("verify", ("proposed",)), ("publish", ("verified",))):
        entry = NoEntry() if kind == "propose" else OnDay(on=told.from_day(stage.book.came(version)))
        if not _step(stage, row, f"innovation.{kind}", version, sources, told=told, entry=entry):
            return


def _version(stage: Stage, row: Row) -> InnovationVersion | None:
    """Return the published version of the village's innovation of this title where it says the same as the row, else the newest."""
    title = key_of(row.text("title"))
    for innovation in stage.book.rows(Innovation, region_id=row.village.pk):
        if innovation.state != "void" and key_of(innovation.title) == title:
            row.record = row.record or innovation
            versions = stage.book.rows(InnovationVersion, innovation_id=innovation.pk)
            same = (one for one in versions if one.state == "published" and not _told_otherwise(row, one))
            return next(same, None) or max(versions, key=lambda one: one.number)
    return None


def _write(stage: Stage, row: Row, version: InnovationVersion) -> bool:
    """Save the sections that the row tells of otherwise than the draft; False where that is for others to do."""
    return all(_save(stage, row, version, section) for section in _told_otherwise(row, version))


def _told_otherwise(row: Row, version: InnovationVersion) -> list[Section]:
    """Return the sections of which a row tells, whole, something else than a version."""
    found = []
    for section in _TOLD:
        told = {q.name: row[q.name] for q in section.questions if row[q.name] is not None}
        if not told or any(row[q.name] is None for q in section.questions if q.required):
            continue
        content = {
            name: plain(value.day if isinstance(value, Told) else value) for name, value in told.items()
        }
        if any(version.content.get(name) != value for name, value in content.items()):
            found.append(section)
    return found


def _save(stage: Stage, row: Row, version: InnovationVersion, section: Section) -> bool:
    entry = entry_of(row, section.entry)
    return _step(stage, row, f"innovation.save_{section.key}", version, EDITABLE, told=row["on"], entry=entry)


def exported_innovations(
    innovations: Sequence[Innovation], *, in_public: bool = False
) -> Iterator[Sequence[Any]]:
    """Yield innovations with what their published document says; whom to call not in public."""
    ids = [one.pk for one in innovations]
    versions = InnovationVersion.objects.filter(innovation__in=ids, state="published")
    content: dict[UUID, dict[str, Any]] = {one.innovation_id: one.content for one in versions}
    names = [column.name for column in INNOVATION_COLUMNS[len(PLACE) : -2]]
    days = _handed_in(one.idea_id for one in innovations if one.idea_id)
    for one in innovations:
        told = content.get(one.pk, {})
        told = {name: value for name, value in told.items() if not in_public or name not in NOT_IN_PUBLIC}
        cells = [_cell(name, told.get(name)) for name in names]
        yield (
            *place_cells(one.region),
            *cells,
            days.get(one.idea_id, "") if one.idea_id else "",
            one.published_on or "",
        )


def _cell(name: str, value: Any) -> Any:
    if value is None:
        return ""
    if name == "field":
        return str(FIELD_WORDS[value])
    return date.fromisoformat(value) if name == "minutes_on" and value else value


INNOVATION_SHEET = SheetKind(
    key="innovations",
    word=_("Inovasi"),
    hint=_("Dokumen inovasi menurut bagian-bagiannya; langkah yang bukan tugas Anda menunggu orangnya"),
    columns=INNOVATION_COLUMNS,
    first="idea.hand_in",
    also=("innovation.verify",),
    play=play_innovations,
    fetch=fetch_innovations,
    group=lambda row: row.region.pk if row.region else row.number,
    undo={
        "innovation.capture": "innovation.discard",
        "idea.identify": "idea.reconsider",
        "idea.hand_in": "idea.void",
    },
    rows=exported_innovations,
)
