"""Setting up, opening, handing in cards, closing, and the ways back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lestari.domain.bursa.models import Bursa, Card, Invitation, MenuItem
from lestari.domain.bursa.queries import cards_of, menu_of, offerable, offered_in
from lestari.domain.bursa.rights import HANDS_IN, RIGHTS
from lestari.domain.commitments.actions import pledge
from lestari.domain.commitments.checks import PLEDGING
from lestari.domain.commitments.entries import Promise
from lestari.domain.commitments.models import Commitment
from lestari.domain.knowledge.fields import FIELD_WORDS, FIELDS
from lestari.domain.knowledge.models import Innovation
from lestari.domain.knowledge.queries import by_field
from lestari.foundation.kernel import clock
from lestari.foundation.kernel.access import judge
from lestari.foundation.kernel.dates import day_text
from lestari.foundation.kernel.errors import NotAllowed, Refused, WrongStep
from lestari.foundation.ledger.rows import fresh
from lestari.foundation.regions.models import Region
from lestari.foundation.regions.queries import below, villages_below
from lestari.foundation.workflow.act import Act
from lestari.foundation.workflow.action import Action
from lestari.foundation.workflow.inputs import Day, LongText, NoEntry, Pick, Reason, RegionPick, Text, ask

#: So many innovations of each field stand on a menu at first; its host takes off and adds.
MENU = 30
#: Why a bursa takes no card in these states.
TAKES_NO_CARD = {
    "prepared": _("Bursa ini belum dibuka. Kartu diterima sesudah bursa dibuka."),
    "closed": _("Bursa ini sudah ditutup. TPID atau TIK mencatat kartu yang menyusul, dengan alasannya."),
    "cancelled": _("Bursa ini dibatalkan. Catat komitmen di luar bursa."),
}


def _villages(bursa: Any, _actor: Any) -> QuerySet[Region]:
    return villages_below(bursa.region).select_related("parent")


def _offerable(bursa: Any, _actor: Any) -> QuerySet[Innovation]:
    return by_field(offerable(bursa))


def _field_of(innovation: Innovation) -> Any:
    return FIELD_WORDS[innovation.field]


def _district_of(village: Region) -> str:
    assert village.parent is not None
    return village.parent.title


def _invited(bursa: Any, actor: Any) -> QuerySet[Region]:
    """Return the invited villages for which the actor hands in cards: for a village's officer, that village."""
    mine = Q(pk__in=[])
    for path in actor.paths(*[role.key for role in HANDS_IN.roles]):
        mine |= below(path, "path")
    return Region.objects.filter(mine, pk__in=bursa.invitations.values("region")).order_by("path")


def _menu(bursa: Any, _actor: Any) -> QuerySet[Innovation]:
    return by_field(menu_of(bursa).filter(state="published"))


@dataclass(frozen=True, kw_only=True)
class SetUpEntry:
    """A new bursa; all villages of its region are invited, the newest of each field of its regency are on the menu, until changed."""

    region: Region = ask(RegionPick(("district", "regency")), label=_("Kecamatan atau kabupaten"))
    name: str = ask(
        Text(max=160), label=_("Nama bursa"), hint=_("Misalnya Bursa Inovasi Desa Kecamatan Gisting")
    )
    place: str = ask(Text(max=160), label=_("Tempat"))
    held_on: date = ask(Day(future=True), label=_("Tanggal bursa"))
    hours: str = ask(Text(max=40), label=_("Jam"), hint=_("Misalnya 08.00–15.00 WIB"), required=False)


@dataclass(frozen=True, kw_only=True)
class ChangeEntry:
    """Name, place, day, invited villages and menu, while it is prepared."""

    name: str = ask(Text(max=160), label=_("Nama bursa"))
    place: str = ask(Text(max=160), label=_("Tempat"))
    held_on: date = ask(Day(future=True), label=_("Tanggal bursa"))
    hours: str = ask(Text(max=40), label=_("Jam"), required=False)
    villages: Sequence[Region] = ask(
        Pick(_villages, many=True, by=_district_of), label=_("Desa yang diundang")
    )
    menu: Sequence[Innovation] = ask(
        Pick(_offerable, many=True, by=_field_of, search=("title", "code")), label=_("Menu inovasi")
    )


@dataclass(frozen=True, kw_only=True)
class CardEntry(Promise):
    """A card from the menu of an open bursa."""

    village: Region = ask(Pick(_invited), label=_("Desa"))
    innovation: Innovation = ask(
        Pick(_menu, by=_field_of, search=("title", "code")), label=_("Inovasi yang ditiru")
    )


@dataclass(frozen=True, kw_only=True)
class AddendumEntry(CardEntry):
    """A card after closing, with the reason and the day on which it was signed."""

    reason: str = ask(LongText(max=1000), label=_("Mengapa kartu ini menyusul"))
    on: date = ask(Day(), label=_("Tanggal kartu"))


@dataclass(frozen=True, kw_only=True)
class CloseEntry:
    """The closing: what the read-aloud recap could not say."""

    notes: str = ask(LongText(max=2000), label=_("Catatan berita acara"), required=False)


def set_up(act: Act, _subject: None, entry: SetUpEntry) -> Bursa:
    """Prepare a bursa: empty of cards, with all villages of its region and the newest of what its regency has published."""
    bursa = act.add(
        Bursa(
            region=entry.region, name=entry.name, place=entry.place, held_on=entry.held_on, hours=entry.hours
        ),
        state="prepared",
    )
    for village in villages_below(entry.region):
        act.add(fresh(Invitation, bursa=bursa, region=village))
    for innovation in _first_menu(entry.region):
        act.add(fresh(MenuItem, bursa=bursa, innovation=innovation))
    return bursa


def first_menu_size(region: Region) -> tuple[int, int]:
    """Return how many innovations stand on a new menu there, and of how many that its regency has published."""
    counted = offered_in(region).order_by().values_list("field").annotate(Count("pk"))
    published = [number for _field, number in counted]
    return sum(min(number, MENU) for number in published), sum(published)


def _first_menu(region: Region) -> Iterable[Innovation]:
    """Return of each field the newest that the regency has published: from hundreds nobody chooses in a hall."""
    newest = offered_in(region).order_by("-published_on", "code")
    for field, _word in FIELDS:
        yield from newest.filter(field=field).select_related("region")[:MENU]


def change(act: Act, bursa: Bursa, entry: ChangeEntry) -> None:
    """Change what is prepared: name, place, day, invited villages, menu."""
    act.set(bursa, name=entry.name, place=entry.place, held_on=entry.held_on, hours=entry.hours)
    _replace(
        act,
        bursa.invitations.select_related("region"),
        "region_id",
        entry.villages,
        lambda v: Invitation(bursa=bursa, region=v),
    )
    _replace(
        act,
        bursa.menu.select_related("bursa__region"),
        "innovation_id",
        entry.menu,
        lambda i: MenuItem(bursa=bursa, innovation=i),
    )


def open_(act: Act, bursa: Bursa, _entry: NoEntry) -> None:
    """Open it: villages and menu are fixed from here. Raises Refused before its day, and without villages or menu."""
    if bursa.held_on > clock.today():
        raise Refused(
            _now("Bursa ini baru pada %(day)s. Bukalah pada hari itu.") % {"day": day_text(bursa.held_on)}
        )
    if not bursa.invitations.exists() or not bursa.menu.exists():
        raise Refused(_now("Undang desa dan isi menu dahulu."))
    act.move(bursa, "open")


def hand_in_card(act: Act, bursa: Bursa, entry: CardEntry) -> Commitment:
    """Take a village's card: the promise on it. Raises `WrongStep` unless the bursa is open, Refused: not invited, not on the menu."""
    if bursa.state in TAKES_NO_CARD:
        raise WrongStep(str(TAKES_NO_CARD[bursa.state]))
    return _card(act, bursa, entry, "")


def addendum(act: Act, bursa: Bursa, entry: AddendumEntry) -> Commitment:
    """Take a card after closing, with the reason for it: the promise on it. Raises Refused: not invited, not on the menu, before the bursa."""
    if entry.on < bursa.held_on:
        raise Refused(
            _now("Bursa ini pada %(day)s. Tulis tanggal itu atau sesudahnya.")
            % {"day": day_text(bursa.held_on)},
            field="on",
        )
    return _card(act, bursa, entry, entry.reason)


def close(act: Act, bursa: Bursa, entry: CloseEntry) -> None:
    """Close it; the recap stands on its page."""
    act.set(bursa, notes=entry.notes, reason="")
    act.move(bursa, "closed")


def reopen(act: Act, bursa: Bursa, entry: Reason) -> None:
    """Closed too early."""
    act.set(bursa, reason=entry.reason)
    act.move(bursa, "open")


def cancel(act: Act, bursa: Bursa, entry: Reason) -> None:
    """It will not be held. Raises Refused once cards were handed in."""
    if cards_of(bursa):
        raise Refused(_now("Bursa ini sudah menerima kartu. Tutup bursa, atau batalkan kartunya dahulu."))
    act.set(bursa, reason=entry.reason)
    act.move(bursa, "cancelled")


def _card(act: Act, bursa: Bursa, entry: CardEntry, reason: str) -> Commitment:
    village = entry.village
    verdict = judge(HANDS_IN, act.actor, village.scope())
    if not verdict.allowed:
        raise NotAllowed(verdict.because, who=verdict.who)
    _check_offered(act, bursa, entry)
    commitment = pledge(act, entry, region=village, innovation=entry.innovation)
    act.add(fresh(Card, bursa=bursa, commitment=commitment, addendum_reason=reason))
    return commitment


def _check_offered(act: Act, bursa: Bursa, entry: CardEntry) -> None:
    if not act.rows(Invitation, bursa_id=bursa.pk, region_id=entry.village.pk):
        raise Refused(
            _now("Desa ini tidak diundang ke bursa ini. Pilih desa yang diundang."), field="village"
        )
    if not act.rows(MenuItem, bursa_id=bursa.pk, innovation_id=entry.innovation.pk):
        raise Refused(_now("Inovasi ini tidak ada di menu bursa ini. Pilih dari menu."), field="innovation")


def _replace(act: Act, rows: Iterable[Any], attname: str, wanted: Sequence[Any], make: Any) -> None:
    there = {getattr(row, attname): row for row in rows}
    for key, row in there.items():
        if key not in {item.pk for item in wanted}:
            act.remove(row)
    for item in wanted:
        if item.pk not in there:
            act.add(make(item))


def _action(verb: str, words: Any, done: Any, function: Any, **more: Any) -> Action:
    kind = f"bursa.{verb}"
    more.setdefault("subject", Bursa)
    return Action(kind, words, done=done, right=RIGHTS[kind], function=function, **more)


_OPENED = _("Sejak dibuka, desa yang diundang dan menunya tidak berubah lagi.")
_CLOSED = _(
    "Sesudah ditutup, hanya TIK yang dapat membukanya kembali; kartu yang menyusul dicatat tersendiri, dengan alasannya."
)

ACTIONS = (
    _action("set_up", _("Siapkan bursa"), _("menyiapkan bursa"), set_up, entry=SetUpEntry, subject=None, public=True),
    _action("change", _("Ubah bursa"), _("mengubah nama, tempat, undangan atau menu"), change, entry=ChangeEntry, states=("prepared",)),
    _action("open", _("Buka bursa"), _("membuka bursa"), open_, warning=_OPENED, public=True),
    _action("hand_in_card", _("Isi kartu komitmen"), _("menyerahkan kartu komitmen"), hand_in_card, entry=CardEntry, slug="kartu", checks=PLEDGING),
    _action("close", _("Tutup bursa"), _("menutup bursa"), close, entry=CloseEntry, warning=_CLOSED, public=True),
    _action("addendum", _("Tambah kartu susulan"), _("menyerahkan kartu susulan"), addendum, entry=AddendumEntry, states=("closed",), slug="susulan", checks=PLEDGING),
    _action("reopen", _("Buka kembali"), _("membuka kembali bursa"), reopen, entry=Reason),
    _action("cancel", _("Batalkan bursa"), _("membatalkan bursa"), cancel, entry=Reason),
)  # fmt: skip
