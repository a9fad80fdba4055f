from __future__ import annotations

import json
from datetime import date

import pytest

from lestari.foundation.kernel.access import ANONYMOUS, SYSTEM, Grant
from lestari.foundation.kernel.errors import NotAllowed, Refused, WrongStep
from lestari.foundation.ledger.models import Event
from lestari.foundation.people.actions import (
    ASSIGN,
    CHANGE_PHONE,
    CREATE_ACCOUNT,
    DEACTIVATE,
    END_ASSIGNMENT,
    REACTIVATE,
    RENEW_INVITATION,
    VOID_ASSIGNMENT,
)
from lestari.foundation.people.entries import AccountEntry, EndEntry, PhoneEntry, RoleEntry, VoidEntry
from lestari.foundation.people.invitations import first_administrator_link, invitation_path, invited
from lestari.foundation.people.models import Assignment, User
from lestari.foundation.people.queries import actor_of, people_for
from lestari.foundation.regions.models import Region
from lestari.foundation.workflow.inputs import NoEntry, Reason
from lestari.foundation.workflow.perform import perform


def account(regions, **fields) -> AccountEntry:
    given = {
        "name": "Siti Aminah",
        "username": "siti",
        "phone": "0812-3456-7890",
        "role": "tik",
        "region": regions["18.06"],
    }
    return AccountEntry(**(given | fields))


def token_of(path: str) -> str:
    return path.removeprefix("/undangan/")


def test_account_is_made_with_its_first_role(regions, make_person):
    admin = actor_of(make_person("admin", "administrator"))
    perform(CREATE_ACCOUNT, admin, None, account(regions))
    siti = User.objects.get(username="siti")
    assert (siti.name, siti.phone, siti.region, siti.has_usable_password()) == (
        "Siti Aminah",
        "6281234567890",
        regions["18.06"],
        False,
    )
    grant = Grant("tik", regions["18.06"].pk, "18.06.", date(2026, 8, 11))
    assert actor_of(siti).grants == (grant,)


def test_account_leaves_nothing_personal_in_the_ledger(regions, make_person):
    perform(CREATE_ACCOUNT, SYSTEM, None, account(regions))
    siti = User.objects.get(username="siti")
    changes = {event.subject_kind: event.changes for event in Event.objects.all()}
    assert set(changes["people.User"]) == {"region", "is_active", "invited_at"}
    assert changes["people.Assignment"] == {
        "user": [None, str(siti.pk)],
        "role": [None, "tik"],
        "region": [None, str(regions["18.06"].pk)],
        "since": [None, "2026-08-11"],
    }
    perform(CHANGE_PHONE, actor_of(siti), siti, PhoneEntry(phone="0899 1111 2222"))
    told = json.dumps([event.canonical for event in Event.objects.all()]).lower()
    assert [word for word in ("siti", "aminah", "81234567", "8991111") if word in told] == []


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        (
            {"username": "x"},
            {
                "username": [
                    "Nama pengguna 3 sampai 30 huruf kecil, angka, titik atau garis, dengan huruf di depan."
                ]
            },
        ),
        (
            {"username": "0812345678"},
            {
                "username": [
                    "Nama pengguna 3 sampai 30 huruf kecil, angka, titik atau garis, dengan huruf di depan."
                ]
            },
        ),
        ({"username": "Baru"}, {"username": ["Nama pengguna “baru” sudah dipakai. Pilih yang lain."]}),
        ({"username": "ADMIN"}, {"username": ["Nama pengguna “admin” sudah dipakai. Pilih yang lain."]}),
        ({"phone": "0812"}, {"phone": ["“0812” bukan nomor telepon. Tulis misalnya 0812-3456-7890."]}),
        (
            {"role": "tpid"},
            {"region": ["Peran TPID tidak dipegang di Kabupaten Tanggamus."]},
        ),
        ({"name": "  "}, {"name": ["Tulis nama orangnya."]}),
    ],
)
def test_account_refused_names_the_field(regions, make_person, fields, errors):
    admin = actor_of(make_person("admin", "administrator"))
    with pytest.raises(Refused) as refused:
        perform(CREATE_ACCOUNT, admin, None, account(regions, **fields))
    assert refused.value.errors == errors
    assert (User.objects.count(), Event.objects.count()) == (1, 0)


def test_two_people_may_have_one_phone(regions, make_person):
    perform(CREATE_ACCOUNT, SYSTEM, None, account(regions))
    perform(CREATE_ACCOUNT, SYSTEM, None, account(regions, username="budi", phone="+62 812 3456 7890"))
    assert list(User.objects.values_list("phone", flat=True)) == ["6281234567890"] * 2


@pytest.mark.parametrize(
    ("role", "code"), [("tik", "18.06"), ("agency", "18.06"), ("administrator", "18.10")]
)
def test_account_is_made_by_administrators_of_the_region_alone(regions, make_person, role, code):
    actor = actor_of(make_person("orang", role, code))
    with pytest.raises(NotAllowed):
        perform(CREATE_ACCOUNT, actor, None, account(regions))
    with pytest.raises(NotAllowed):
        perform(CREATE_ACCOUNT, ANONYMOUS, None, account(regions))
    assert User.objects.count() == 1


def test_role_above_the_administrator_is_not_given(regions, make_person):
    admin = actor_of(make_person("admin", "administrator"))
    siti = make_person("siti", "tik")
    for role, code in (("administrator", "18"), ("tik", "18.10"), ("administrator", "ID")):
        with pytest.raises(NotAllowed):
            perform(ASSIGN, admin, siti, RoleEntry(role=role, place=regions[code], on=date(2026, 8, 1)))
    assert Assignment.objects.filter(user=siti).count() == 1


def test_role_is_given_from_a_day_and_counts_from_then_on(regions, make_person, clock):
    admin = actor_of(make_person("admin", "administrator"))
    siti = make_person("siti", "tik")
    perform(ASSIGN, admin, siti, RoleEntry(role="tpid", place=regions["18.06.20"], on=date(2026, 8, 1)))
    assert [(g.role, g.path) for g in actor_of(siti).grants] == [("tik", "18.06."), ("tpid", "18.06.20.")]
    clock.set(date(2026, 7, 31))
    assert [g.role for g in actor_of(siti).grants] == ["tik"]


def test_role_held_already_is_not_given_again(regions, make_person):
    admin = actor_of(make_person("admin", "administrator"))
    siti = make_person("siti", "tik")
    with pytest.raises(Refused) as refused:
        perform(ASSIGN, admin, siti, RoleEntry(role="tik", place=regions["18.06"], on=date(2025, 1, 1)))
    assert refused.value.errors == {"role": ["Orang ini sudah memegang peran itu di Kabupaten Tanggamus."]}


def test_role_ends_on_its_day_with_a_reason(regions, make_person):
    admin = actor_of(make_person("admin", "administrator"))
    siti = make_person("siti", "tik")
    held = Assignment.objects.get(user=siti)
    perform(
        END_ASSIGNMENT, admin, siti, EndEntry(assignment=held, on=date(2026, 8, 11), reason="SK berakhir")
    )
    held.refresh_from_db()
    assert (held.until, held.end_reason, actor_of(siti).grants) == (date(2026, 8, 11), "SK berakhir", ())
    event = Event.objects.get(subject=held.pk)
    assert (event.kind, event.changes) == ("people.end_assignment", {"until": [None, "2026-08-11"]})


def test_role_does_not_end_before_it_began_nor_twice_nor_ones_own(regions, make_person):
    boss = make_person("admin", "administrator")
    siti = make_person("siti", "tik")
    held = Assignment.objects.get(user=siti)
    with pytest.raises(Refused) as refused:
        perform(
            END_ASSIGNMENT, actor_of(boss), siti, EndEntry(assignment=held, on=date(2025, 1, 1), reason="x")
        )
    assert refused.value.errors == {"on": ["Peran ini baru dimulai sesudah tanggal itu."]}
    own = Assignment.objects.get(user=boss)
    with pytest.raises(NotAllowed):
        perform(
            END_ASSIGNMENT, actor_of(boss), boss, EndEntry(assignment=own, on=date(2026, 8, 1), reason="x")
        )
    perform(END_ASSIGNMENT, actor_of(boss), siti, EndEntry(assignment=held, on=date(2026, 8, 1), reason="x"))
    held.refresh_from_db()
    with pytest.raises(Refused):
        perform(
            END_ASSIGNMENT, actor_of(boss), siti, EndEntry(assignment=held, on=date(2026, 8, 2), reason="x")
        )


def test_role_given_by_mistake_never_counted_and_may_be_given_again(regions, make_person, clock):
    admin = actor_of(make_person("admin", "administrator"))
    siti = make_person("siti", "tik")
    right = RoleEntry(role="tpid", place=regions["18.06.20"], on=date(2026, 8, 3))
    perform(ASSIGN, admin, siti, right)
    given = siti.assignments.get(role="tpid")

    perform(VOID_ASSIGNMENT, admin, siti, VoidEntry(assignment=given, reason="Salah orang"))

    given.refresh_from_db()
    assert (given.since, given.until, given.end_reason) == (date(2026, 8, 3), date(2026, 8, 3), "Salah orang")
    event = Event.objects.get(subject=given.pk, kind="people.void_assignment")
    assert event.changes == {"until": [None, "2026-08-03"]}
    clock.set(date(2026, 8, 3))
    assert [grant.role for grant in actor_of(siti).grants] == ["tik"]
    perform(ASSIGN, admin, siti, right)
    assert [grant.role for grant in actor_of(siti).grants] == ["tik", "tpid"]


def test_role_that_ended_or_is_still_to_come_may_be_voided_once(regions, make_person):
    admin = actor_of(make_person("admin", "administrator"))
    siti = make_person("siti", "tik")
    ended, coming = (
        Assignment.objects.create(
            user=siti, role="tpid", region=regions["18.06.20"], since=since, until=until
        )
        for since, until in ((date(2025, 1, 1), date(2025, 7, 1)), (date(2026, 12, 1), None))
    )
    for held in (ended, coming):
        perform(VOID_ASSIGNMENT, admin, siti, VoidEntry(assignment=held, reason="Salah orang"))
        held.refresh_from_db()
        assert held.voided
        with pytest.raises(Refused) as refused:
            perform(VOID_ASSIGNMENT, admin, siti, VoidEntry(assignment=held, reason="Lagi"))
        assert refused.value.errors == {"assignment": ["Peran ini sudah dibatalkan."]}


def test_role_is_voided_by_whoever_may_give_it_and_never_ones_own(regions, make_person):
    boss, siti = make_person("admin", "administrator"), make_person("siti", "tik", "18.10")
    own = VoidEntry(assignment=boss.assignments.get(), reason="x")
    outside = VoidEntry(assignment=siti.assignments.get(), reason="x")
    with pytest.raises(NotAllowed, match="Peran Anda sendiri diakhiri oleh administrator lain"):
        perform(VOID_ASSIGNMENT, actor_of(boss), boss, own)
    with pytest.raises(NotAllowed, match="Kabupaten Pringsewu di luar wilayah Anda sebagai administrator"):
        perform(VOID_ASSIGNMENT, actor_of(boss), siti, outside)
    with pytest.raises(NotAllowed):
        perform(VOID_ASSIGNMENT, actor_of(siti), siti, outside)
    with pytest.raises(Refused):  # of somebody else
        perform(VOID_ASSIGNMENT, actor_of(boss), siti, own)
    assert not Assignment.objects.exclude(until=None).exists()


def test_account_of_somebody_with_a_role_above_is_not_taken_over(regions, make_person):
    admin = actor_of(make_person("admin", "administrator"))
    siti = make_person("siti", "tik")
    Assignment.objects.create(user=siti, role="administrator", region=regions["18"], since=date(2026, 1, 1))
    for action, entry in (
        (RENEW_INVITATION, NoEntry()),
        (DEACTIVATE, Reason(reason="x")),
        (CHANGE_PHONE, PhoneEntry(phone="081111111111")),
    ):
        with pytest.raises(NotAllowed) as refused:
            perform(action, admin, siti, entry)
        assert (
            str(refused.value)
            == "Orang ini juga bertugas di Provinsi Lampung; administrator di sana yang melakukannya."
        )


def test_account_closed_loses_every_right_and_comes_back(regions, make_person):
    admin = actor_of(make_person("admin", "administrator"))
    siti = make_person("siti", "tik")
    perform(DEACTIVATE, admin, siti, Reason(reason="Pindah tugas"))
    siti.refresh_from_db()
    assert (siti.is_active, siti.closing_reason, actor_of(siti)) == (False, "Pindah tugas", ANONYMOUS)
    with pytest.raises(WrongStep):
        perform(DEACTIVATE, admin, siti, Reason(reason="Lagi"))
    perform(REACTIVATE, admin, siti, NoEntry())
    siti.refresh_from_db()
    assert (siti.is_active, siti.closing_reason, [g.role for g in actor_of(siti).grants]) == (
        True,
        "",
        ["tik"],
    )


def test_phone_is_changed_by_oneself_or_ones_administrator(regions, make_person):
    siti, budi = make_person("siti", "tik"), make_person("budi", "tik")
    perform(CHANGE_PHONE, actor_of(siti), siti, PhoneEntry(phone="0813 1111 2222"))
    siti.refresh_from_db()
    assert siti.phone == "6281311112222"
    with pytest.raises(NotAllowed):
        perform(CHANGE_PHONE, actor_of(budi), siti, PhoneEntry(phone=""))
    perform(CHANGE_PHONE, actor_of(make_person("admin", "administrator")), siti, PhoneEntry(phone=""))
    siti.refresh_from_db()
    assert siti.phone == ""


def test_invitation_is_good_until_used_or_renewed_or_closed(regions, make_person, clock):
    admin = actor_of(make_person("admin", "administrator"))
    siti = make_person("siti", "tik")
    first = token_of(invitation_path(siti))
    assert invited(first) == siti
    clock.forward(minutes=1)
    perform(RENEW_INVITATION, admin, siti, NoEntry())
    siti.refresh_from_db()
    second = token_of(invitation_path(siti))
    assert (invited(first), invited(second)) == (None, siti)
    siti.set_password("kata sandi yang lain")
    siti.save(update_fields=["password"])
    assert invited(second) is None
    third = token_of(invitation_path(siti))
    perform(DEACTIVATE, admin, siti, Reason(reason="x"))
    assert invited(third) is None


@pytest.mark.parametrize("token", ["", "x", "-", "0" * 32, "0" * 32 + "-abc-def", "zz-cx-1"])
def test_invitation_that_is_none_belongs_to_nobody(db, token):
    assert invited(token) is None


def test_first_administrator_gets_a_link_until_somebody_can_sign_in(regions):
    path = first_administrator_link()
    person = User.objects.get()
    assert invited(token_of(path)) == person
    assert [(g.role, g.path) for g in actor_of(person).grants] == [("administrator", "")]
    again = first_administrator_link()
    person.refresh_from_db()
    assert (User.objects.count(), invited(token_of(again))) == (1, person)
    person.set_password("kebun kopi di lereng")
    person.save(update_fields=["password"])
    assert first_administrator_link() is None


def test_actor_takes_one_query(regions, make_person, django_assert_num_queries):
    siti = make_person("siti", "tik")
    Assignment.objects.create(user=siti, role="tpid", region=regions["18.06.20"], since=date(2026, 1, 1))
    with django_assert_num_queries(1):
        assert len(actor_of(siti).grants) == 2


def test_people_are_seen_by_administrators_of_their_region_or_their_roles(regions, make_person):
    siti = make_person("siti", "tik", "18.06")
    ayu = make_person("ayu", "tik", "18.10")
    Assignment.objects.create(
        user=ayu, role="facilitator", region=regions["18.06.20"], since=date(2026, 1, 1)
    )
    other = make_person("lain", "tik", "18.10")
    admin = make_person("admin", "administrator", "18.06")
    top = make_person("top", "administrator", "18")
    assert set(people_for(actor_of(admin))) == {siti, ayu, admin}
    assert set(people_for(actor_of(top))) == {siti, ayu, other, admin, top}
    assert (list(people_for(actor_of(siti))), list(people_for(ANONYMOUS))) == ([], [])


def test_whose_role_it_is_ends_it_though_the_account_is_kept_elsewhere(make_person):
    person = make_person("luar", "tpid", "18.10")
    here = Assignment.objects.create(
        user=person, role="tpid", region=Region.objects.get(code="18.06.20"), since=date(2020, 1, 1)
    )
    administrator = actor_of(make_person("admin", "administrator"))

    kept = person.assignments.get(region__code="18.10")
    ending = date(2026, 8, 11)

    perform(END_ASSIGNMENT, administrator, person, EndEntry(assignment=here, on=ending, reason="Pindah"))
    with pytest.raises(NotAllowed):
        perform(END_ASSIGNMENT, administrator, person, EndEntry(assignment=kept, on=ending, reason="Pindah"))

    assert dict(person.assignments.values_list("region__code", "until")) == {
        "18.06.20": ending,
        "18.10": None,
    }


def test_the_first_administrator_is_who_holds_the_role_whatever_the_name(make_person):
    other = make_person("administrator", "tpid", "18.06.20")
    path = first_administrator_link()
    assert path is not None
    found = invited(path.rpartition("/")[2])
    assert found is not None
    assert (found.username, found.pk == other.pk) == ("administrator2", False)
    assert (first_administrator_link() or "").startswith(
        f"/undangan/{found.pk.hex}-"
    )  # the same account again
    assert User.objects.filter(username__startswith="administrator").count() == 2
