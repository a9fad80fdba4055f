from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from lestari.foundation.kernel.access import ANONYMOUS, SYSTEM, Actor
from lestari.foundation.kernel.errors import AlreadyUsed, Changed, NotAllowed, NotFound, Refused, WrongStep
from lestari.foundation.kernel.ids import uuid7
from lestari.foundation.ledger.models import Event
from lestari.foundation.workflow import registry
from lestari.foundation.workflow.action import Action, Answer
from lestari.foundation.workflow.models import Receipt, Stay
from lestari.foundation.workflow.perform import check, perform
from tests.clock import Clock
from tests.foundation.trial.actions import (
    BREAK,
    CAMPANG,
    CHANGE,
    JUDGE_HERE,
    KEEP,
    MAKE,
    MAKER_ELSEWHERE,
    MAKER_HERE,
    MEND,
    OTHER_MAKER_HERE,
    PEKON_CAMPANG,
    VOID,
    Amount,
    Dated,
    Making,
    make,
    pledge,
    someone,
)
from tests.foundation.trial.models import Part, Pledge

pytestmark = pytest.mark.django_db


def nothing_written() -> bool:
    return not (
        Event.objects.exists() or Pledge.objects.exists() or Stay.objects.exists() or Receipt.objects.exists()
    )


def test_an_act_writes_row_event_stay_and_receipt() -> None:
    receipt = make(5_000_000)

    made = Pledge.objects.get()
    assert (made.code, made.state, made.amount, made.version, made.created_by) == (
        "T-2026-0001",
        "made",
        5_000_000,
        1,
        MAKER_HERE.user_id,
    )
    event = Event.objects.get()
    assert (event.act, event.kind, event.subject_kind, event.subject) == (
        receipt.act,
        "trial.make",
        "trial.Pledge",
        made.pk,
    )
    assert (event.actor, event.behalf, event.region, event.whence) == (
        MAKER_HERE.user_id,
        None,
        CAMPANG,
        "web",
    )
    assert event.effective_on == date(2026, 8, 11)
    assert event.changes == {
        "state": [None, "made"],
        "state_since": [None, "2026-08-11"],
        "amount": [None, 5_000_000],
        "place": [None, str(CAMPANG)],
    }
    stay = Stay.objects.get()
    assert (stay.record, stay.kind, stay.state, stay.since, stay.until) == (
        made.pk,
        "pledge",
        "made",
        date(2026, 8, 11),
        None,
    )
    kept = Receipt.objects.get()
    assert (kept.act, kept.subject, kept.code, kept.state) == (receipt.act, made.pk, "T-2026-0001", "made")


def test_a_change_keeps_old_and_new_and_raises_the_version() -> None:
    made = pledge(1_000)

    perform(CHANGE, MAKER_HERE, made, Amount(amount=2_000))

    made.refresh_from_db()
    assert (made.amount, made.note, made.version) == (2_000, "diubah", 2)
    assert Event.objects.order_by("serial").last().changes == {"amount": [1_000, 2_000]}  # type: ignore[union-attr]


def test_a_step_gives_one_event_for_each_record_under_one_act() -> None:
    made = pledge()

    receipt = perform(KEEP, JUDGE_HERE, made, Dated())

    events = Event.objects.filter(act=receipt.act).order_by("subject_kind")
    assert [(event.kind, event.subject_kind) for event in events] == [
        ("trial.keep", "trial.Part"),
        ("trial.keep", "trial.Pledge"),
    ]
    assert events[0].changes == {"pledge": [None, str(made.pk)], "share": [None, "12.5"]}
    assert events[1].changes == {"state": ["made", "kept"], "state_since": ["2026-08-11", "2026-08-11"]}


def test_the_day_it_happened_counts_for_the_stays() -> None:
    made = pledge(on=date(2019, 3, 1))

    perform(KEEP, JUDGE_HERE, made, Dated(on=date(2019, 12, 31)))

    stays = Stay.objects.order_by("since").values_list("state", "since", "until")
    assert list(stays) == [("made", date(2019, 3, 1), date(2019, 12, 31)), ("kept", date(2019, 12, 31), None)]


def test_a_step_dated_before_the_state_that_it_leaves_is_refused_on_its_field() -> None:
    made = pledge(on=date(2019, 3, 1))

    with pytest.raises(Refused) as caught:
        perform(KEEP, JUDGE_HERE, made, Dated(on=date(2019, 2, 28)))

    assert set(caught.value.errors) == {"on"}


def test_a_day_that_has_not_come_is_refused_on_its_field() -> None:
    with pytest.raises(Refused) as caught:
        make(on=date(2026, 8, 12))

    assert caught.value.errors == {"on": ["Tanggal ini belum tiba. Tulis tanggal kejadiannya."]}
    assert nothing_written()


@pytest.mark.parametrize(
    ("actor", "sentence"),
    [
        (MAKER_ELSEWHERE, "Wilayah ini di luar wilayah tugas Anda."),
        (JUDGE_HERE, "Peran Anda tidak melakukan langkah ini."),
        (ANONYMOUS, "Peran Anda tidak melakukan langkah ini."),
        (SYSTEM, "Peran Anda tidak melakukan langkah ini."),
    ],
)
def test_who_has_no_right_is_refused_and_nothing_is_written(actor: Actor, sentence: str) -> None:
    with pytest.raises(NotAllowed) as caught:
        perform(MAKE, actor, None, Making(region=PEKON_CAMPANG, amount=1))

    assert (str(caught.value), caught.value.status) == (sentence, 403)
    assert nothing_written()


def test_a_role_that_ended_gives_no_right(clock: Clock) -> None:
    ended = replace(MAKER_HERE, grants=(replace(MAKER_HERE.grants[0], until=date(2026, 8, 11)),))

    with pytest.raises(NotAllowed):
        perform(MAKE, ended, None, Making(region=PEKON_CAMPANG, amount=1))

    clock.set(date(2026, 8, 10))
    perform(MAKE, ended, None, Making(region=PEKON_CAMPANG, amount=1))


def test_nobody_judges_their_own_work() -> None:
    both = someone(1, "judge", "18.06.")
    made = pledge()

    verdict = check(KEEP, both, made)

    assert (verdict.allowed, verdict.because) == (
        False,
        "Ini pekerjaan Anda sendiri; orang lain yang memeriksa.",
    )
    with pytest.raises(NotAllowed):
        perform(KEEP, both, made, Dated())


def test_a_step_that_the_flow_does_not_have_is_refused_with_both_states() -> None:
    made = pledge()

    verdict = check(MEND, MAKER_HERE, made)
    with pytest.raises(WrongStep) as caught:
        perform(MEND, MAKER_HERE, made, Dated())

    assert verdict.because == str(caught.value) == "Sekarang “Dibuat”. Langkah ini dari keadaan “Dilanggar”."
    assert Event.objects.count() == 1


def test_an_action_that_moves_nothing_is_bound_to_its_states() -> None:
    made = pledge()
    perform(BREAK, MAKER_HERE, made, Dated())

    with pytest.raises(WrongStep):
        perform(CHANGE, MAKER_HERE, made, Amount(amount=1))


def test_the_second_of_two_people_is_told_and_loses_nothing() -> None:
    made = pledge()
    seen = made.version
    perform(CHANGE, MAKER_HERE, made, Amount(amount=2), seen=seen)

    with pytest.raises(Changed) as caught:
        perform(CHANGE, OTHER_MAKER_HERE, made, Amount(amount=3), seen=seen)

    assert (
        str(caught.value)
        == "Catatan ini sudah berubah sesudah Anda membukanya. Isian Anda tetap; periksa lagi."
    )
    assert Pledge.objects.get().amount == 2


def test_a_record_that_is_gone_is_not_found() -> None:
    ghost = Pledge(pk=uuid7(), amount=1, place=CAMPANG, path="18.06.01.2001.", state="made")

    with pytest.raises(NotFound, match="Catatan ini tidak ada lagi"):
        perform(VOID, MAKER_HERE, ghost, Dated())


def test_the_same_act_again_answers_with_the_first_receipt() -> None:
    act = uuid7()

    first, again = make(7, act_id=act), make(7, act_id=act)

    assert (again.act, again.subject, again.code) == (first.act, first.subject, "T-2026-0001")
    assert (Pledge.objects.count(), Event.objects.count()) == (1, 1)


def test_the_same_act_on_a_record_is_answered_after_the_record_moved_on() -> None:
    made, act = pledge(), uuid7()
    perform(BREAK, MAKER_HERE, made, Dated(), act_id=act, seen=1)
    made.refresh_from_db()
    perform(MEND, MAKER_HERE, made, Dated())

    again = perform(BREAK, MAKER_HERE, made, Dated(), act_id=act, seen=1)

    assert again.state == "broken"
    made.refresh_from_db()
    assert made.state == "made"


@pytest.mark.parametrize(
    "second",
    [
        lambda act: make(8, act_id=act),
        lambda act: perform(MAKE, OTHER_MAKER_HERE, None, Making(region=PEKON_CAMPANG, amount=7), act_id=act),
        lambda act: perform(CHANGE, MAKER_HERE, Pledge.objects.get(), Amount(amount=7), act_id=act),
    ],
)
def test_an_act_id_used_for_something_else_is_refused(second: Any) -> None:
    act = uuid7()
    make(7, act_id=act)

    with pytest.raises(AlreadyUsed):
        second(act)

    assert (Pledge.objects.count(), Event.objects.count()) == (1, 1)


def test_an_act_from_outside_of_the_village_is_on_its_behalf() -> None:
    perform(MAKE, OTHER_MAKER_HERE, None, Making(region=PEKON_CAMPANG, amount=1))

    assert Event.objects.get().behalf == CAMPANG


def test_what_is_not_the_village_s_own_to_do_is_on_nobody_s_behalf() -> None:
    made = pledge()

    receipt = perform(KEEP, JUDGE_HERE, made, Dated())

    assert set(Event.objects.filter(act=receipt.act).values_list("behalf", flat=True)) == {None}


def test_codes_go_on_within_a_year_and_begin_anew_with_it(clock: Clock) -> None:
    make()
    make()
    clock.set(date(2027, 1, 2))
    make()

    assert list(Pledge.objects.order_by("code").values_list("code", flat=True)) == [
        "T-2026-0001",
        "T-2026-0002",
        "T-2027-0001",
    ]


def test_a_higher_rooms_answer_is_part_of_the_same_act(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(act: Any, subject: Pledge, _entry: Any) -> None:
        for part in Part.objects.filter(pledge=subject):
            act.set(part, share="0.00")

    monkeypatch.setitem(
        registry.AFTER, "trial.break", [Answer(kind="trial.answer", done="menyusul", function=answer)]
    )
    made = pledge()
    perform(KEEP, JUDGE_HERE, made, Dated())

    receipt = perform(BREAK, MAKER_HERE, made, Dated())

    kinds = Event.objects.filter(act=receipt.act).values_list("kind", "subject_kind")
    assert sorted(kinds) == [("trial.answer", "trial.Part"), ("trial.break", "trial.Pledge")]
    assert Part.objects.get().share == 0


def test_an_answer_that_refuses_undoes_the_whole_act(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_act: Any, _subject: Pledge, _entry: Any) -> None:
        raise Refused("Baris ini tidak cukup.", field="amount")

    monkeypatch.setitem(
        registry.AFTER, "trial.break", [Answer(kind="trial.answer", done="menyusul", function=refuse)]
    )
    made = pledge()

    with pytest.raises(Refused, match="Baris ini tidak cukup"):
        perform(BREAK, MAKER_HERE, made, Dated())

    made.refresh_from_db()
    assert (made.state, Event.objects.count(), Receipt.objects.count()) == ("made", 1, 1)


def test_a_function_that_breaks_half_way_leaves_nothing() -> None:
    def break_down(act: Any, _subject: None, entry: Making) -> Pledge:
        act.add(Pledge(amount=entry.amount, place=CAMPANG, path="18."), state="made")
        raise ZeroDivisionError

    broken = Action(
        "trial.make",
        "Buat",
        done="membuat",
        entry=Making,
        subject=None,
        right=MAKE.right,
        function=break_down,
    )

    with pytest.raises(ZeroDivisionError):
        perform(broken, MAKER_HERE, None, Making(region=PEKON_CAMPANG, amount=1))

    assert nothing_written()


def test_an_act_id_is_the_clients_own() -> None:
    act = UUID("01990000-0000-7000-8000-000000000001")

    assert make(act_id=act).act == act
    assert Event.objects.get().act == act
