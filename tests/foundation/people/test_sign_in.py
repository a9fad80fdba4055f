from __future__ import annotations

from binascii import unhexlify

from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from lestari.foundation.kernel import clock
from lestari.foundation.people.models import User
from lestari.foundation.people.sign_in import NameOrPhoneBackend
from tests.foundation.people.conftest import KEY
from tests.world import PASSWORD

NEUTRAL = "Nama pengguna, nomor telepon atau kata sandi tidak cocok."


def sign_in(client: Client, name: str, password: str = PASSWORD, **extra):
    return client.post("/masuk", {"username": name, "password": password}, **extra)


def user_of(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def code_now() -> str:
    return f"{totp(unhexlify(KEY)):06d}"


def test_sign_in_by_user_name_in_any_case(make_person, client):
    person = make_person("siti")
    answer = sign_in(client, " SITI ")
    assert (answer.status_code, answer["Location"], user_of(client)) == (302, "/tugas", str(person.pk))


def test_sign_in_by_phone_of_one_person_alone(make_person, client):
    person = make_person("siti", phone="6281234567890")
    sign_in(client, "0812-3456-7890")
    assert user_of(client) == str(person.pk)


def test_sign_in_by_phone_that_two_share_is_refused_as_a_wrong_password_is(make_person, client):
    make_person("siti", phone="6281234567890")
    make_person("budi", phone="6281234567890")
    answer = sign_in(client, "081234567890")
    assert (answer.status_code, answer.context["form"].non_field_errors(), user_of(client)) == (
        422,
        [NEUTRAL],
        None,
    )
    sign_in(client, "budi")
    assert user_of(client) == str(User.objects.get(username="budi").pk)


def test_sign_in_refused_says_the_same_for_unknown_wrong_and_closed(make_person, client):
    make_person("siti")
    make_person("budi", is_active=False)
    answers = [sign_in(client, "tiada"), sign_in(client, "siti", "salah sekali"), sign_in(client, "budi")]
    assert [(a.status_code, a.context["form"].non_field_errors()) for a in answers] == [(422, [NEUTRAL])] * 3
    assert user_of(client) is None


def test_a_refused_sign_in_says_that_one_is_not_in(make_person, client):
    page = sign_in(client, "tiada").content.decode()
    assert ("Belum masuk" in page, "Belum tersimpan" in page) == (True, False)


def test_sign_in_of_an_unknown_name_hashes_a_password_too(make_person, monkeypatch):
    hashed = []
    monkeypatch.setattr(User, "set_password", lambda _self, password: hashed.append(password))
    assert NameOrPhoneBackend().authenticate(None, username="tiada", password="rahasia") is None
    assert hashed == ["rahasia"]


def test_sign_in_goes_on_to_where_one_wanted_and_nowhere_else(make_person):
    make_person("siti")
    wanted = {"username": "siti", "password": PASSWORD}
    assert Client().post("/masuk", wanted | {"next": "/komitmen/K-1"})["Location"] == "/komitmen/K-1"
    assert Client().post("/masuk", wanted | {"next": "https://jahat.example/"})["Location"] == "/tugas"
    assert Client().post("/masuk", wanted | {"next": "//jahat.example/"})["Location"] == "/tugas"


def test_sign_in_is_limited_by_name_and_place_together(make_person):
    make_person("siti")
    make_person("budi")
    here, there = Client(REMOTE_ADDR="10.0.0.1"), Client(REMOTE_ADDR="10.0.0.2")
    tries = [sign_in(here, "siti", "salah").status_code for _number in range(8)]
    assert tries == [422] * 7 + [429]
    assert sign_in(here, "siti").status_code == 429  # the right password, from the place that guessed
    assert sign_in(here, "budi").status_code == 302  # another name from there
    assert sign_in(there, "siti").status_code == 302  # the owner, from elsewhere: not kept out


def test_sign_in_with_second_step_opens_only_after_the_code(make_person, client):
    person = make_person("siti")
    TOTPDevice.objects.create(user=person, key=KEY, name="Lestari")
    assert sign_in(client, "siti")["Location"] == "/masuk/kode"
    assert user_of(client) is None
    wrong = client.post("/masuk/kode", {"code": "abcdefgh"})
    assert (wrong.status_code, user_of(client)) == (422, None)
    answer = client.post("/masuk/kode", {"code": code_now()})
    assert (answer["Location"], user_of(client)) == ("/tugas", str(person.pk))
    assert client.session["otp_device_id"] == TOTPDevice.objects.get().persistent_id


def test_code_is_good_once(make_person):
    person = make_person("siti")
    TOTPDevice.objects.create(user=person, key=KEY, name="Lestari")
    code = code_now()
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, "siti")
        client.post("/masuk/kode", {"code": code})
    assert [user_of(first), user_of(second)] == [str(person.pk), None]


def test_backup_code_is_good_once(make_person):
    person = make_person("siti")
    TOTPDevice.objects.create(user=person, key=KEY, name="Lestari")
    StaticDevice.objects.create(user=person, name="Lestari").token_set.create(token="abcd2345")
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, "siti")
        client.post("/masuk/kode", {"code": "ABCD 2345"})
    assert [user_of(first), user_of(second)] == [str(person.pk), None]


def test_code_page_without_a_password_before_sends_back(make_person, client):
    answer = client.get("/masuk/kode")
    assert (answer.status_code, answer["Location"]) == (302, "/masuk")


def test_code_too_often_wrong_or_too_late_starts_again(make_person, client, clock):
    person = make_person("siti")
    TOTPDevice.objects.create(user=person, key=KEY, name="Lestari")
    sign_in(client, "siti")
    for _number in range(5):
        client.post("/masuk/kode", {"code": "zzzzzzzz"})
    assert client.post("/masuk/kode", {"code": code_now()})["Location"] == "/masuk"
    assert user_of(client) is None


def test_factor_before_a_reset_does_not_count(make_person, client):
    person = make_person("siti", factor_from=clock.now())
    device = TOTPDevice.objects.create(user=person, key=KEY, name="Lestari")
    TOTPDevice.objects.filter(pk=device.pk).update(created_at="2026-08-01T00:00:00Z")
    assert sign_in(client, "siti")["Location"] == "/tugas"


def test_sign_out_takes_a_post(make_person, enter):
    client = enter(make_person("siti"))
    assert client.get("/keluar").status_code == 405
    answer = client.post("/keluar")
    assert (answer.status_code, answer["Location"], user_of(client)) == (302, "/", None)
