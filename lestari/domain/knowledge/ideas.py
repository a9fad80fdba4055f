"""What happens to an idea card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lestari.domain.knowledge.fields import FIELDS
from lestari.domain.knowledge.models import IdeaCard
from lestari.domain.knowledge.rights import RIGHTS
from lestari.foundation.files.actions import attach, hang
from lestari.foundation.files.models import Original
from lestari.foundation.kernel.errors import Refused
from lestari.foundation.ledger.rows import fresh
from lestari.foundation.regions.models import Region
from lestari.foundation.workflow.act import Act
from lestari.foundation.workflow.action import Action, Check
from lestari.foundation.workflow.inputs import (
    Choice,
    Day,
    LongText,
    NoEntry,
    Papers,
    Photos,
    Reason,
    RegionPick,
    Text,
    Year,
    ask,
)


@dataclass(frozen=True, kw_only=True)
class IdeaText:
    """What a card tells."""

    field: str = ask(Choice(FIELDS), label=_("Bidang"))
    title: str = ask(Text(max=160), label=_("Judul"), hint=_("Apa yang sudah dilakukan dan berhasil"))
    what_was_done: str = ask(LongText(), label=_("Apa yang dilakukan"))
    since_year: int = ask(Year(1990, 2045), label=_("Sejak tahun"))
    result: str = ask(LongText(), label=_("Hasilnya"))
    contact: str = ask(Text(max=160), label=_("Narahubung"), required=False)


@dataclass(frozen=True, kw_only=True)
class IdeaAgain(IdeaText):
    """What a card tells, with its photos; the paper where somebody enters it on the village's behalf."""

    photos: Sequence[Original] = ask(Photos(), label=_("Foto"), required=False)
    papers: Sequence[Original] = ask(Papers(), label=_("Foto kartu di kertas"), required=False)


@dataclass(frozen=True, kw_only=True)
class IdeaEntry(IdeaAgain):
    """A new card: where, and when it was handed in."""

    region: Region = ask(RegionPick(takes_part=True), label=_("Desa"))
    on: date = ask(Day(), label=_("Tanggal diserahkan"))


def check_year(act: Act, _subject: IdeaCard | None, entry: IdeaText) -> None:
    """Raise Refused for a year that has not come: a card tells of what was done."""
    if entry.since_year > act.on.year:
        raise Refused(
            _now("Kartu Ide menceritakan yang sudah dilakukan. Tahun %(year)s belum tiba.")
            % {"year": entry.since_year},
            field="since_year",
        )


_YEAR_HAS_COME = Check(("since_year",), check_year)


def hand_in(act: Act, _subject: None, entry: IdeaEntry) -> IdeaCard:
    """Hand in a village's card."""
    card = act.add(
        fresh(
            IdeaCard,
            region=entry.region,
            field=entry.field,
            title=entry.title,
            what_was_done=entry.what_was_done,
            since_year=entry.since_year,
            result=entry.result,
            contact=entry.contact,
        ),
        state="handed_in",
    )
    attach(act, card, entry.photos, "photo")
    attach(act, card, entry.papers, "paper")
    return card


def identify(act: Act, card: IdeaCard, _entry: NoEntry) -> None:
    """Find that the card tells of a thing done and proven: it may be documented."""
    act.set(card, reason="")
    act.move(card, "identified")


def not_accept(act: Act, card: IdeaCard, entry: Reason) -> None:
    """Give the card back, not accepted yet, with the reason."""
    act.set(card, reason=entry.reason)
    act.move(card, "not_accepted")


def hand_in_again(act: Act, card: IdeaCard, entry: IdeaAgain) -> None:
    """Hand in the mended card again: its photos are those chosen now, its earlier papers stay."""
    act.set(
        card,
        field=entry.field,
        title=entry.title,
        what_was_done=entry.what_was_done,
        since_year=entry.since_year,
        result=entry.result,
        contact=entry.contact,
    )
    hang(act, card, entry.photos, "photo")
    attach(act, card, entry.papers, "paper")
    act.move(card, "handed_in")


def reconsider(act: Act, card: IdeaCard, entry: Reason) -> None:
    """Take the identification back."""
    act.set(card, reason=entry.reason)
    act.move(card, "handed_in")


def void(act: Act, card: IdeaCard, entry: Reason) -> None:
    """Void a card that was entered by mistake."""
    act.set(card, reason=entry.reason)
    act.move(card, "void")


ACTIONS = (
    Action("idea.hand_in", _("Serahkan ide"), done=_("menyerahkan kartu ide"), entry=IdeaEntry, subject=None, right=RIGHTS["idea.hand_in"], function=hand_in, checks=(_YEAR_HAS_COME,)),
    Action("idea.identify", _("Terima sebagai inovasi"), done=_("menerima ide ini untuk didokumentasikan"), subject=IdeaCard, right=RIGHTS["idea.identify"], function=identify),
    Action("idea.not_accept", _("Kembalikan dengan alasan"), done=_("mengembalikan kartu ide dengan alasan"), entry=Reason, subject=IdeaCard, right=RIGHTS["idea.not_accept"], function=not_accept),
    Action("idea.hand_in_again", _("Serahkan lagi"), done=_("menyerahkan lagi kartu ide"), entry=IdeaAgain, subject=IdeaCard, right=RIGHTS["idea.hand_in_again"], function=hand_in_again, checks=(_YEAR_HAS_COME,)),
    Action("idea.reconsider", _("Tinjau ulang"), done=_("menarik identifikasi ide ini"), entry=Reason, subject=IdeaCard, right=RIGHTS["idea.reconsider"], function=reconsider),
    Action("idea.void", _("Batalkan kartu"), done=_("membatalkan kartu yang salah catat"), entry=Reason, subject=IdeaCard, right=RIGHTS["idea.void"], function=void),
)  # fmt: skip
