"""An innovation's way: documented section by section, verified by others, published, withdrawn, changed by versions."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from lestari.domain.knowledge.models import Innovation, InnovationVersion
from lestari.domain.knowledge.remarks import remarks_of, unanswered
from lestari.domain.knowledge.template import SECTIONS
from lestari.foundation.duties.models import Duty
from lestari.foundation.files.actions import attached
from lestari.foundation.kernel.access import ANONYMOUS, Actor
from lestari.foundation.kernel.errors import Changed, NotAllowed, Refused, WrongStep
from lestari.foundation.ledger.models import Event
from tests.domain import builders
from tests.domain.builders import PUBLISHED_ON, Loop, original
from tests.world import CAMPANG, ELSEWHERE, KUTA_DALOM, PRINGSEWU

OTHER_DISTRICT = "18.06.04"
REVISED_ON = date(2025, 2, 3)
pytestmark = pytest.mark.django_db


def whole(loop: Loop, code: str = CAMPANG) -> InnovationVersion:
    """A draft in which every required section is written."""
    version = loop.draft(code)
    loop.write(version)
    return version


def proposed(loop: Loop, code: str = CAMPANG) -> InnovationVersion:
    version = whole(loop, code)
    with loop.at(PUBLISHED_ON):
        loop.do("innovation.propose", loop.tpid(), version)
    return version


def verified(loop: Loop) -> InnovationVersion:
    version = proposed(loop)
    loop.do("innovation.verify", loop.tik(), version, on=PUBLISHED_ON)
    return version


def duties(version: InnovationVersion) -> list[tuple[str, str]]:
    return list(Duty.objects.filter(subject=version.pk).values_list("role", "action"))


def with_village(actor: Actor, officer: Actor) -> Actor:
    """Return somebody who holds what both hold."""
    return Actor(actor.user_id, actor.name, (*actor.grants, *officer.grants))


def test_capture_begins_version_one_with_what_the_card_tells(loop: Loop) -> None:
    version = loop.draft()
    innovation = version.innovation
    assert (innovation.code, innovation.state) == ("INV-18.06-0001", "captured")
    assert (version.code, version.number, version.state) == ("DOK-18.06-0001", 1, "draft")
    assert innovation.idea.state == "captured"
    assert version.content == {
        "title": "Pipa air bersih",
        "field": "infrastructure",
        "year_started": 2016,
        "solution": "Memasang pipa dari mata air",
        "result": "Air sampai ke rumah",
        "contact": "Sekretaris pekon",
    }
    assert duties(version) == [("tpid", "innovation.propose")]


def test_capture_takes_the_cards_photos_along(loop: Loop) -> None:
    photo = original()
    card = loop.idea(photos=(photo,))
    loop.do("idea.identify", loop.tik(), card)
    receipt = loop.do("innovation.capture", loop.tpid(), card)

    version = InnovationVersion.objects.get(innovation__idea=card)
    assert (receipt.subject, version.content["photos"]) == (version.pk, [str(photo.pk)])
    assert [one.original for one in attached([version.pk])[version.pk]] == [photo]


def test_codes_are_counted_in_each_regency(loop: Loop) -> None:
    codes = [loop.draft(CAMPANG).innovation.code, loop.draft(KUTA_DALOM).innovation.code]
    card = loop.idea(ELSEWHERE)
    loop.do("idea.identify", loop.people("tik", PRINGSEWU), card)
    loop.do("innovation.capture", loop.people("tpid", "18.10.01"), card)
    codes.append(Innovation.objects.get(idea=card).code)
    assert codes == ["INV-18.06-0001", "INV-18.06-0002", "INV-18.10-0001"]


def test_facilitator_may_document(loop: Loop) -> None:
    card = loop.idea()
    loop.do("idea.identify", loop.tik(), card)
    loop.do("innovation.capture", loop.people("facilitator"), card)
    assert card.state == "captured"


def test_sections_are_saved_one_by_one(loop: Loop) -> None:
    version = loop.draft()
    assert [s.key for s in SECTIONS if s.filled(version.content)] == []
    loop.do("innovation.save_problem", loop.tpid(), version, problem="Air jauh")
    assert [s.key for s in SECTIONS if s.filled(version.content)] == ["problem"]
    assert version.content["solution"] == "Memasang pipa dari mata air"


def test_text_of_a_section_never_enters_the_ledger(loop: Loop) -> None:
    version = loop.draft()
    loop.do("innovation.save_problem", loop.tpid(), version, problem="Cerita rahasia")
    event = Event.objects.get(subject=version.pk, kind="innovation.save_problem")
    assert event.changes == {}
    assert "rahasia" not in event.canonical


@pytest.mark.parametrize("left_out", ["identity", "resources", "minutes"])
def test_propose_without_a_required_section_names_it(loop: Loop, left_out: str) -> None:
    version = loop.draft()
    loop.write(version, without=(left_out,))
    with pytest.raises(Refused) as refused:
        loop.do("innovation.propose", loop.tpid(), version)
    word = next(section.word for section in SECTIONS if section.key == left_out)
    assert refused.value.errors == {"": [f"Belum lengkap: {word}. Isi dahulu, lalu ajukan."]}
    version.refresh_from_db()
    assert version.state == "draft"


def test_propose_of_a_fresh_draft_names_all_required_sections_in_order(loop: Loop) -> None:
    with pytest.raises(Refused) as refused:
        loop.do("innovation.propose", loop.tpid(), loop.draft())
    names = ", ".join(str(section.word) for section in SECTIONS if section.required)
    assert str(refused.value) == f"Belum lengkap: {names}. Isi dahulu, lalu ajukan."


def test_photos_are_no_condition_of_proposing(loop: Loop) -> None:
    version = proposed(loop)
    assert (version.state, duties(version)) == ("proposed", [("tik", "innovation.verify")])


def test_zero_rupiah_is_an_answer(loop: Loop) -> None:
    version = whole(loop)
    free = {**builders.SECTIONS["resources"], "cost": 0}
    loop.do("innovation.save_resources", loop.tpid(), version, **free)
    loop.do("innovation.propose", loop.tpid(), version)
    assert version.state == "proposed"


def test_year_to_come_is_refused(loop: Loop) -> None:
    answers = {**builders.SECTIONS["identity"], "year_started": 2027}
    with pytest.raises(Refused) as refused:
        loop.do("innovation.save_identity", loop.tpid(), loop.draft(), **answers)
    assert list(refused.value.errors) == ["year_started"]


def test_video_that_is_no_address_is_refused(loop: Loop) -> None:
    answers = {**builders.SECTIONS["minutes"], "video": "javascript:alert(1)"}
    with pytest.raises(Refused) as refused:
        loop.do("innovation.save_minutes", loop.tpid(), loop.draft(), **answers)
    assert list(refused.value.errors) == ["video"]


def test_photo_left_out_is_taken_down_and_order_is_kept(loop: Loop) -> None:
    version, one, two, plan = loop.draft(), original(), original(), original("paper")
    loop.do("innovation.save_pictures", loop.tpid(), version, photos=(one, two), attachments=(plan,))
    loop.do(
        "innovation.save_pictures",
        loop.tpid(),
        version,
        photos=(two,),
        captions="Bak air",
        attachments=(plan,),
    )
    hanging = [(a.original, a.purpose) for a in attached([version.pk])[version.pk]]
    assert sorted(hanging, key=lambda pair: pair[1]) == [(plan, "paper"), (two, "photo")]
    assert (version.content["photos"], version.content["captions"]) == ([str(two.pk)], "Bak air")


def test_second_writer_sees_that_the_first_saved(loop: Loop) -> None:
    version = loop.draft()
    loop.do("innovation.save_problem", loop.tpid(), version, problem="Air jauh", seen=1)
    with pytest.raises(Changed):
        loop.do("innovation.save_problem", loop.people("facilitator"), version, problem="Lain", seen=1)
    version.refresh_from_db()
    assert version.content["problem"] == "Air jauh"


@pytest.mark.parametrize(
    ("role", "place"), [("village_officer", CAMPANG), ("tik", ""), ("tpid", OTHER_DISTRICT), ("agency", "")]
)
def test_others_do_not_write(loop: Loop, role: str, place: str) -> None:
    with pytest.raises(NotAllowed):
        loop.do("innovation.save_problem", loop.people(role, place), loop.draft(), problem="x")


def test_proposed_document_is_not_written_on(loop: Loop) -> None:
    with pytest.raises(WrongStep):
        loop.do("innovation.save_problem", loop.tpid(), proposed(loop), problem="x")


def told(version: InnovationVersion) -> list[tuple[int, str, str, date | None]]:
    return [(one.round, one.section, one.text, one.answered) for one in remarks_of(version.remarks)]


def test_remarks_stay_round_by_round_and_say_which_are_answered(loop: Loop) -> None:
    version = proposed(loop)
    loop.do("innovation.send_back", loop.tik(), version, problem="Sebut jaraknya", results="Sebut angkanya")
    assert (version.state, duties(version)) == ("sent_back", [("tpid", "innovation.propose")])
    assert unanswered(version.remarks) == {"problem", "results"}
    loop.clock.forward(days=1)
    loop.do("innovation.save_problem", loop.tpid(), version, problem="Dua kilometer")
    assert unanswered(version.remarks) == {"results"}
    with pytest.raises(Refused, match="Catatan pemeriksa belum dijawab: Hasil dan manfaat"):
        loop.do("innovation.propose", loop.tpid(), version)
    loop.do("innovation.save_results", loop.tpid(), version, **builders.SECTIONS["results"])
    loop.do("innovation.propose", loop.tpid(), version)
    loop.do("innovation.send_back", loop.tik(), version, problem="Sejak kapan?")
    assert unanswered(version.remarks) == {"problem"}
    loop.do("innovation.save_problem", loop.tpid(), version, problem="Dua kilometer, sejak 2010")
    loop.do("innovation.propose", loop.tpid(), version)
    loop.do("innovation.verify", loop.tik(), version, on=date(2026, 8, 12))
    assert told(version) == [
        (1, "problem", "Sebut jaraknya", date(2026, 8, 12)),
        (1, "results", "Sebut angkanya", date(2026, 8, 12)),
        (2, "problem", "Sejak kapan?", date(2026, 8, 12)),
    ]


def test_remarks_never_enter_the_ledger(loop: Loop) -> None:
    version = proposed(loop)
    loop.do("innovation.send_back", loop.tik(), version, problem="Catatan rahasia")
    events = Event.objects.filter(kind="innovation.send_back")
    assert [event.changes for event in events] == [
        {"state": ["proposed", "sent_back"], "state_since": ["2024-08-19", "2026-08-11"]}
    ]
    assert "rahasia" not in "".join(events.values_list("canonical", flat=True))


def test_remarks_of_before_become_the_first_round(loop: Loop) -> None:
    version, untouched = proposed(loop), proposed(loop, KUTA_DALOM)
    with loop.at(date(2024, 8, 26)):
        loop.do("innovation.send_back", loop.tik(), version, problem="Sebut jaraknya")
    InnovationVersion.objects.filter(pk=version.pk).update(remarks={"problem": "Sebut jaraknya"})
    InnovationVersion.objects.filter(pk=untouched.pk).update(remarks={})
    migration = import_module("lestari.domain.knowledge.migrations.0002_remarks")
    migration.by_round(apps, SimpleNamespace(connection=connection))
    for row in (version, untouched):
        row.refresh_from_db()
    assert [(one.round, one.text, one.on) for one in remarks_of(version.remarks)] == [
        (1, "Sebut jaraknya", date(2024, 8, 26))
    ]
    assert untouched.remarks == []
    migration.by_section(apps, SimpleNamespace(connection=connection))
    version.refresh_from_db()
    assert version.remarks == {"problem": "Sebut jaraknya"}


def test_send_back_without_a_remark_is_refused(loop: Loop) -> None:
    with pytest.raises(Refused, match="paling sedikit satu bagian"):
        loop.do("innovation.send_back", loop.tik(), proposed(loop))


def test_verified_document_can_still_be_sent_back(loop: Loop) -> None:
    version = verified(loop)
    loop.do("innovation.send_back", loop.tik(), version, minutes="Nomor berita acara keliru")
    assert version.state == "sent_back"


def test_verify_and_send_back_are_not_for_people_of_the_village(loop: Loop) -> None:
    actor = with_village(loop.tik(), loop.officer(CAMPANG))
    version = proposed(loop)
    with pytest.raises(NotAllowed, match="Anda bertugas di desa ini"):
        loop.do("innovation.verify", actor, version, on=PUBLISHED_ON)
    with pytest.raises(NotAllowed, match="Anda bertugas di desa ini"):
        loop.do("innovation.send_back", actor, version, problem="x")
    version.refresh_from_db()
    assert version.state == "proposed"


def test_who_wrote_one_section_does_not_verify(loop: Loop) -> None:
    helper = loop.people("tpid")
    writer = with_village(loop.tik(), Actor(None, "", helper.grants))  # a TIK who helps the TPID write
    version = whole(loop)
    loop.do("innovation.save_problem", writer, version, problem="Air jauh sekali")
    loop.do("innovation.propose", loop.tpid(), version)
    with pytest.raises(NotAllowed, match="pekerjaan Anda sendiri"):
        loop.do("innovation.verify", writer, version, on=PUBLISHED_ON)


@pytest.mark.parametrize(
    ("role", "place"), [("tpid", ""), ("facilitator", ""), ("province", ""), ("tik", PRINGSEWU)]
)
def test_only_the_regencys_tik_verifies(loop: Loop, role: str, place: str) -> None:
    with pytest.raises(NotAllowed):
        loop.do("innovation.verify", loop.people(role, place), proposed(loop), on=PUBLISHED_ON)


def test_draft_is_neither_verified_nor_published(loop: Loop) -> None:
    version = whole(loop)
    for kind in ("innovation.verify", "innovation.publish"):
        with pytest.raises(WrongStep):
            loop.do(kind, loop.tik(), version, on=PUBLISHED_ON)


def test_proposed_document_is_not_published(loop: Loop) -> None:
    with pytest.raises(WrongStep):
        loop.do("innovation.publish", loop.tik(), proposed(loop), on=PUBLISHED_ON)


@pytest.mark.parametrize(("role", "place"), [("tpid", ""), ("agency", ""), ("tik", PRINGSEWU)])
def test_only_the_regencys_tik_publishes(loop: Loop, role: str, place: str) -> None:
    with pytest.raises(NotAllowed):
        loop.do("innovation.publish", loop.people(role, place), verified(loop), on=PUBLISHED_ON)


def test_published_innovation_shows_what_its_version_says(loop: Loop) -> None:
    innovation = loop.publish(whole(loop))
    assert (innovation.state, innovation.published_on) == ("published", PUBLISHED_ON)
    assert (innovation.title, innovation.summary, innovation.cost, innovation.year_started) == (
        "Pipa gravitasi air bersih dari mata air Way Semaka",
        "Air bersih sampai ke 214 rumah tanpa pompa.",
        86_400_000,
        2016,
    )


def test_withdrawn_innovation_keeps_the_reason_and_comes_back(loop: Loop) -> None:
    innovation = loop.innovation()
    loop.do("innovation.withdraw", loop.tik(), innovation, reason="Mata air mengering")
    assert (innovation.state, innovation.reason) == ("withdrawn", "Mata air mengering")
    with pytest.raises(WrongStep):
        loop.do("innovation.withdraw", loop.tik(), innovation, reason="x")
    loop.do("innovation.republish", loop.tik(), innovation, reason="Mengalir lagi")
    assert (innovation.state, innovation.reason) == ("published", "Mengalir lagi")
    assert innovation.published_on == PUBLISHED_ON


@pytest.mark.parametrize(("role", "place"), [("tpid", ""), ("village_officer", CAMPANG), ("tik", PRINGSEWU)])
def test_only_the_regencys_tik_withdraws(loop: Loop, role: str, place: str) -> None:
    with pytest.raises(NotAllowed):
        loop.do("innovation.withdraw", loop.people(role, place), loop.innovation(), reason="x")


def test_published_text_changes_by_a_new_version_that_supersedes(loop: Loop) -> None:
    version, photo, video = whole(loop), original(), original("video")
    loop.do("innovation.save_pictures", loop.tpid(), version, photos=(photo,), videos=(video,))
    innovation = loop.publish(version)
    with loop.at(REVISED_ON):
        loop.do("innovation.revise", loop.tpid(), innovation)
    second = innovation.versions.get(number=2)
    assert (second.state, second.content) == ("draft", version.content)
    assert [a.original for a in attached([second.pk])[second.pk]] == [photo, video]
    loop.write(second, title="Pipa gravitasi, kini 300 rumah")
    assert (
        Innovation.objects.get(pk=innovation.pk).title == "Pipa gravitasi air bersih dari mata air Way Semaka"
    )
    changed = loop.publish(second, REVISED_ON)
    states = dict(innovation.versions.values_list("number", "state"))
    assert states == {1: "superseded", 2: "published"}
    assert (changed.title, changed.state, changed.published_on) == (
        "Pipa gravitasi, kini 300 rumah",
        "published",
        PUBLISHED_ON,
    )


def test_a_new_version_brings_a_withdrawn_innovation_back(loop: Loop) -> None:
    innovation = loop.innovation()
    loop.do("innovation.withdraw", loop.tik(), innovation, reason="Mata air mengering")
    loop.do("innovation.revise", loop.tpid(), innovation)
    loop.write(innovation.versions.get(number=2), title="Pipa dari mata air baru")

    changed = loop.publish(innovation.versions.get(number=2), date(2026, 8, 11))

    assert (changed.state, changed.title, changed.published_on) == (
        "published",
        "Pipa dari mata air baru",
        PUBLISHED_ON,
    )


def test_published_version_is_not_written_on(loop: Loop) -> None:
    innovation = loop.innovation()
    with pytest.raises(WrongStep):
        loop.do("innovation.save_problem", loop.tpid(), innovation.versions.get(), problem="x")


def test_one_version_is_at_work_at_a_time(loop: Loop) -> None:
    innovation = loop.innovation()
    loop.do("innovation.revise", loop.tpid(), innovation)
    with pytest.raises(Refused, match="Versi baru sedang dikerjakan"):
        loop.do("innovation.revise", loop.people("facilitator"), innovation)


def test_discarded_new_version_leaves_the_published_one(loop: Loop) -> None:
    innovation = loop.innovation()
    loop.do("innovation.revise", loop.tpid(), innovation)
    second = innovation.versions.get(number=2)
    loop.do("innovation.save_problem", loop.tpid(), second, problem="Naskah yang dibuang")
    loop.do("innovation.discard", loop.tpid(), second, reason="Tidak jadi")
    innovation.refresh_from_db()
    assert (innovation.state, second.state) == ("published", "discarded")
    loop.do("innovation.revise", loop.tpid(), innovation)
    third = innovation.versions.get(number=3)
    assert third.content["problem"] == builders.SECTIONS["problem"]["problem"]  # from the one in force


def test_discarded_first_draft_gives_the_idea_back(loop: Loop) -> None:
    version = loop.draft()
    loop.do("innovation.discard", loop.tpid(), version, reason="Salah kartu")
    innovation = Innovation.objects.select_related("idea").get(pk=version.innovation_id)
    assert (innovation.state, innovation.idea.state) == ("void", "identified")
    loop.do("innovation.capture", loop.tpid(), innovation.idea)
    assert [row.code for row in Innovation.objects.order_by("code")] == ["INV-18.06-0001", "INV-18.06-0002"]


def test_proposed_document_is_not_discarded(loop: Loop) -> None:
    with pytest.raises(WrongStep):
        loop.do("innovation.discard", loop.tpid(), proposed(loop), reason="x")


def test_draft_is_not_revised(loop: Loop) -> None:
    with pytest.raises(WrongStep):
        loop.do("innovation.revise", loop.tpid(), loop.draft().innovation)


def test_publishing_before_the_verification_is_refused(loop: Loop) -> None:
    with pytest.raises(Refused) as refused:
        loop.do("innovation.publish", loop.tik(), verified(loop), on=date(2024, 8, 18))
    assert list(refused.value.errors) == ["on"]


def test_what_is_published_is_public_and_the_rest_is_of_the_area(loop: Loop) -> None:
    public, draft = loop.innovation(), loop.draft(KUTA_DALOM)
    withdrawn = loop.innovation(KUTA_DALOM)
    loop.do("innovation.withdraw", loop.tik(), withdrawn, reason="x")
    here = {public, draft.innovation, withdrawn}
    assert set(Innovation.objects.visible_to(ANONYMOUS)) == {public}
    assert set(Innovation.objects.visible_to(loop.people("tik", PRINGSEWU))) == {public}
    assert set(Innovation.objects.visible_to(loop.tpid())) == here
    assert set(InnovationVersion.objects.visible_to(ANONYMOUS)) == set(public.versions.all())
    assert set(InnovationVersion.objects.visible_to(loop.officer(CAMPANG))) == set(public.versions.all())
    assert InnovationVersion.objects.visible_to(loop.tpid()).count() == 3
