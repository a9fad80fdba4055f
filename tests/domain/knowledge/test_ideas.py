"""What happens to an idea card: told, identified or not, mended, voided; and who is refused what."""

from __future__ import annotations

from datetime import date

import pytest

from lestari.domain.knowledge.models import IdeaCard
from lestari.domain.knowledge.rights import RIGHTS
from lestari.foundation.duties.models import Duty
from lestari.foundation.files.actions import attached
from lestari.foundation.kernel.access import ANONYMOUS, Actor, judge
from lestari.foundation.kernel.errors import NotAllowed, Refused, WrongStep
from lestari.foundation.ledger.models import Event
from lestari.foundation.workflow.models import Stay
from tests.domain.builders import HANDED_IN, Loop, original
from tests.world import CAMPANG, ELSEWHERE, GISTING, KUTA_DALOM, PRINGSEWU

#: Pulau Panggung: another district of the same regency.
OTHER_DISTRICT = "18.06.04"
#: What a mended card tells.
TOLD = {
    "field": "economy",
    "title": "Kopi bubuk",
    "what_was_done": "Menyangrai bersama",
    "since_year": 2019,
    "result": "40 kg sebulan",
}
pytestmark = pytest.mark.django_db


def test_card_of_own_village_needs_no_paper(loop: Loop) -> None:
    photo = original()
    card = loop.idea(CAMPANG, photos=(photo,))
    assert (card.code, card.state, card.region.code) == ("I-2026-0001", "handed_in", CAMPANG)
    assert [(a.original, a.purpose) for a in attached([card.pk])[card.pk]] == [(photo, "photo")]
    event = Event.objects.get(subject=card.pk)
    assert (event.kind, event.effective_on, event.behalf) == ("idea.hand_in", HANDED_IN, None)


def test_card_on_behalf_says_so_and_keeps_the_paper(loop: Loop) -> None:
    paper = original("paper")
    card = loop.idea(KUTA_DALOM, by=loop.tpid(), papers=(paper,))
    assert Event.objects.get(subject=card.pk).behalf == card.region_id
    assert [(a.original, a.purpose) for a in attached([card.pk])[card.pk]] == [(paper, "paper")]


def test_card_on_behalf_without_paper_is_refused(loop: Loop) -> None:
    with pytest.raises(Refused) as refused:
        loop.idea(KUTA_DALOM, by=loop.tpid())
    assert refused.value.errors == {"papers": ["Anda mencatat atas nama desa. Lampirkan foto kertasnya."]}
    assert IdeaCard.objects.count() == 0


def test_card_of_a_year_to_come_is_refused(loop: Loop) -> None:
    with pytest.raises(Refused) as refused:
        loop.idea(since_year=2025)  # it was handed in in 2024
    assert list(refused.value.errors) == ["since_year"]


def test_card_handed_in_tomorrow_is_refused(loop: Loop) -> None:
    with pytest.raises(Refused) as refused:
        loop.idea(on=date(2026, 8, 12))
    assert list(refused.value.errors) == ["on"]


@pytest.mark.parametrize(
    ("role", "place"), [("village_officer", KUTA_DALOM), ("tpid", OTHER_DISTRICT), ("tik", "")]
)
def test_card_of_another_place_is_refused(loop: Loop, role: str, place: str) -> None:
    with pytest.raises(NotAllowed):
        loop.idea(CAMPANG, by=loop.people(role, place), papers=(original("paper"),))


def test_free_text_never_enters_the_ledger(loop: Loop) -> None:
    card = loop.idea(title="Judul rahasia", what_was_done="Cerita rahasia", contact="Bu Rahasia 0812")
    loop.do("idea.not_accept", loop.tik(), card, reason="Alasan rahasia")
    texts = list(Event.objects.filter(subject=card.pk).values_list("canonical", flat=True))
    assert len(texts) == 2
    assert [text for text in texts if "ahasia" in text] == []


def test_identified_card_waits_for_capturing(loop: Loop) -> None:
    card = loop.idea()
    loop.do("idea.identify", loop.tik(), card)
    assert card.state == "identified"
    assert [(d.role, d.action) for d in Duty.objects.filter(subject=card.pk)] == [
        ("tpid", "innovation.capture")
    ]


def test_not_accepted_card_keeps_the_reason_and_comes_again(loop: Loop) -> None:
    card = loop.idea()
    loop.do("idea.not_accept", loop.tik(), card, reason="Ini masih rencana")
    assert (card.state, card.reason) == ("not_accepted", "Ini masih rencana")
    loop.do("idea.hand_in_again", loop.officer(CAMPANG), card, **TOLD)
    assert (card.state, card.field, card.title, card.since_year) == (
        "handed_in",
        "economy",
        "Kopi bubuk",
        2019,
    )
    states = Stay.objects.filter(record=card.pk).order_by("pk").values_list("state", flat=True)
    assert list(states) == ["handed_in", "not_accepted", "handed_in"]


def test_card_not_accepted_is_the_villages_and_the_teams_to_mend_within_a_month(loop: Loop) -> None:
    card = loop.idea()
    loop.do("idea.not_accept", loop.tik(), card, reason="Ini masih rencana")
    duties = Duty.objects.filter(subject=card.pk).order_by("-role")
    assert [(d.role, d.action, d.due) for d in duties] == [
        ("village_officer", "idea.hand_in_again", date(2026, 9, 10)),
        ("tpid", "idea.hand_in_again", date(2026, 9, 10)),
    ]


def test_card_handed_in_again_has_the_photos_chosen_now_and_keeps_its_papers(loop: Loop) -> None:
    old, kept, new, paper, second = original(), original(), original(), original("paper"), original("paper")
    card = loop.idea(KUTA_DALOM, by=loop.tpid(), photos=(old, kept), papers=(paper,))
    loop.do("idea.not_accept", loop.tik(), card, reason="Fotonya dari desa lain")
    mended = {**TOLD, "photos": (kept, new)}
    with pytest.raises(Refused) as refused:
        loop.do("idea.hand_in_again", loop.tpid(), card, **mended)
    assert refused.value.errors == {"papers": ["Anda mencatat atas nama desa. Lampirkan foto kertasnya."]}
    loop.do("idea.hand_in_again", loop.tpid(), card, **mended, papers=(second,))
    hanging = {(a.original, a.purpose) for a in attached([card.pk])[card.pk]}
    assert hanging == {(kept, "photo"), (new, "photo"), (paper, "paper"), (second, "paper")}


def test_accepting_after_a_refusal_forgets_the_reason(loop: Loop) -> None:
    card = loop.idea()
    loop.do("idea.identify", loop.tik(), card)
    loop.do("idea.reconsider", loop.tik(), card, reason="Ternyata sama dengan kartu lain")
    assert (card.state, card.reason) == ("handed_in", "Ternyata sama dengan kartu lain")
    loop.do("idea.identify", loop.tik(), card)
    assert (card.state, card.reason) == ("identified", "")


def test_void_card_is_at_its_end(loop: Loop) -> None:
    card = loop.idea()
    loop.do("idea.void", loop.officer(CAMPANG), card, reason="Tercatat dua kali")
    assert card.state == "void"
    assert Duty.objects.filter(subject=card.pk).count() == 0
    for kind in ("idea.identify", "idea.not_accept", "idea.void", "innovation.capture"):
        actor = loop.tpid() if kind == "innovation.capture" else loop.tik()
        answers = {"reason": "x"} if kind in {"idea.not_accept", "idea.void"} else {}
        with pytest.raises(WrongStep):
            loop.do(kind, actor, card, **answers)


def test_captured_card_cannot_be_voided(loop: Loop) -> None:
    card = loop.draft().innovation.idea
    with pytest.raises(WrongStep):
        loop.do("idea.void", loop.tik(), card, reason="x")


def test_card_not_identified_cannot_be_captured(loop: Loop) -> None:
    with pytest.raises(WrongStep):
        loop.do("innovation.capture", loop.tpid(), loop.idea())


@pytest.mark.parametrize(
    ("role", "place"),
    [("tpid", ""), ("village_officer", CAMPANG), ("facilitator", ""), ("agency", ""), ("tik", PRINGSEWU)],
)
def test_only_the_regencys_tik_identifies(loop: Loop, role: str, place: str) -> None:
    card = loop.idea()
    with pytest.raises(NotAllowed):
        loop.do("idea.identify", loop.people(role, place), card)
    assert card.state == "handed_in"


def test_tik_who_serves_the_village_does_not_identify_its_card(loop: Loop) -> None:
    card = loop.idea(CAMPANG)
    actor = _with_village(loop, CAMPANG)
    for kind, answers in (("idea.identify", {}), ("idea.not_accept", {"reason": "x"})):
        with pytest.raises(NotAllowed, match="Anda bertugas di desa ini"):
            loop.do(kind, actor, card, **answers)
    other = loop.idea(KUTA_DALOM)
    loop.do("idea.identify", actor, other)
    assert other.state == "identified"


def test_cards_are_seen_in_the_area_only(loop: Loop) -> None:
    here, there = loop.idea(CAMPANG), loop.idea(ELSEWHERE)
    seen = {
        name: set(IdeaCard.objects.visible_to(actor))
        for name, actor in {
            "public": ANONYMOUS,
            "officer": loop.officer(CAMPANG),
            "neighbour": loop.officer(KUTA_DALOM),
            "tpid": loop.people("tpid", GISTING),
            "other tik": loop.people("tik", PRINGSEWU),
            "province": loop.people("province"),
        }.items()
    }
    assert seen == {
        "public": set(),
        "officer": {here},
        "neighbour": set(),
        "tpid": {here},
        "other tik": {there},
        "province": {here, there},
    }


def test_public_has_no_right_in_the_room(loop: Loop) -> None:
    scope = loop.idea().scope()
    assert [kind for kind, right in RIGHTS.items() if judge(right, ANONYMOUS, scope).allowed] == []


def _with_village(loop: Loop, code: str) -> Actor:
    """Return the TIK who serves as the officer of a village as well."""
    tik, officer = loop.tik(), loop.officer(code)
    return Actor(tik.user_id, tik.name, (*tik.grants, *officer.grants))
