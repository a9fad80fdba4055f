from __future__ import annotations

import re
from binascii import unhexlify
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from lestari.foundation.people.invitations import invitation_path
from lestari.foundation.people.models import Assignment, User
from lestari.foundation.regions.models import Region
from tests.domain.pages import words
from tests.foundation.people.conftest import KEY
from tests.world import PASSWORD

NEW = "sawah padi di lembah"


def signed_in(client: Client) -> bool:
    return client.get("/akun").status_code == 200


def test_administrator_without_second_step_gets_nowhere_else(make_person, enter):
    client = enter(make_person("admin", "administrator"), factor=False)
    for path in ("/orang", "/akun", "/akun/kata-sandi"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, "/akun/langkah-kedua")
    assert client.get("/akun/langkah-kedua").status_code == 200
    assert client.post("/keluar").status_code == 302


def test_second_step_is_set_up_with_the_code_of_the_application(make_person, enter):
    person = make_person("admin", "administrator")
    client = enter(person, factor=False)
    page = client.get("/akun/langkah-kedua")
    key = client.session["factor_key"]
    assert page.context["qr"].startswith("data:image/svg+xml")
    assert "style" not in page.context["qr"]
    assert client.post("/akun/langkah-kedua", {"code": "abcdef"}).status_code == 422
    assert TOTPDevice.objects.count() == 0
    done = client.post("/akun/langkah-kedua", {"code": f"{totp(unhexlify(key)):06d}"})
    shown = sorted(code.replace(" ", "") for code in done.context["codes"])
    assert shown == sorted(StaticToken.objects.values_list("token", flat=True))
    assert len(done.context["codes"]) == 8
    assert client.get("/orang").status_code == 200


def set_up(client: Client, **proof: str):
    client.get("/akun/langkah-kedua")
    return client.post(
        "/akun/langkah-kedua", {"code": f"{totp(unhexlify(client.session['factor_key'])):06d}"} | proof
    )


def keys() -> list[str]:
    return list(TOTPDevice.objects.values_list("key", flat=True))


def test_second_step_is_replaced_with_the_password(make_person, enter):
    client = enter(make_person("siti", "tik"))
    refused = [set_up(client), set_up(client, present="salah sekali"), set_up(client, present="123456")]
    assert [(answer.status_code, answer.context["form"].errors) for answer in refused] == [
        (422, {"present": ["Isi dahulu bagian ini."]}),
        (422, {"present": ["Kata sandi sekarang tidak cocok."]}),
        (422, {"present": ["Kata sandi sekarang tidak cocok."]}),
    ]
    assert keys() == [KEY]
    wanted = client.session["factor_key"]
    assert len(set_up(client, present=PASSWORD).context["codes"]) == 8
    assert keys() == [wanted] != [KEY]


def test_administrators_replace_the_second_step_with_its_code(make_person, enter):
    client = enter(make_person("admin", "administrator"))
    old = f"{totp(unhexlify(KEY)):06d}"
    wrong_new = client.post("/akun/langkah-kedua", {"code": "abcdef", "present": old})
    assert list(wrong_new.context["form"].errors) == ["code"]  # and the old code is not used up by it
    refused = set_up(client, present=PASSWORD)
    assert list(refused.context["form"].errors) == ["present"]
    assert keys() == [KEY]
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    assert len(set_up(client, present=old).context["codes"]) == 8
    assert keys() != [KEY]


def test_administrator_who_lost_the_phone_replaces_it_with_a_backup_code(make_person, enter):
    admin = make_person("admin", "administrator")
    client = enter(admin)
    StaticDevice.objects.create(user=admin, name="Lestari").token_set.create(token="abcd2345")
    assert len(set_up(client, present="abcd 2345").context["codes"]) == 8


def test_backup_codes_are_made_anew_with_proof(make_person, enter):
    client = enter(make_person("siti", "tik"))
    assert client.post("/akun/langkah-kedua/kode-cadangan").status_code == 422
    assert StaticToken.objects.count() == 0
    assert client.get("/akun/langkah-kedua/kode-cadangan").status_code == 200
    done = client.post("/akun/langkah-kedua/kode-cadangan", {"present": PASSWORD})
    assert (len(done.context["codes"]), StaticToken.objects.count()) == (8, 8)


def test_guessing_the_password_in_an_open_session_is_limited(make_person, enter):
    client = enter(make_person("siti", "tik"))
    tries = [
        client.post("/akun/langkah-kedua/matikan", {"present": f"salah {number}"}).status_code
        for number in range(4)
    ]
    tries += [
        client.post("/akun/kata-sandi", {"present": f"salah {number}", "new": NEW, "again": NEW}).status_code
        for number in range(5)
    ]
    assert tries == [422] * 7 + [429] * 2
    assert client.post("/akun/langkah-kedua/matikan", {"present": PASSWORD}).status_code == 429


def test_second_step_is_turned_off_with_the_password_but_not_by_administrators(make_person, enter):
    person, admin = make_person("siti", "tik"), make_person("admin", "administrator")
    client, boss = enter(person), enter(admin)
    assert client.post("/akun/langkah-kedua/matikan", {"present": "salah"}).status_code == 422
    assert client.post("/akun/langkah-kedua/matikan", {"present": PASSWORD})["Location"] == "/akun"
    boss.post("/akun/langkah-kedua/matikan", {"present": PASSWORD})
    assert [device.user for device in TOTPDevice.objects.all()] == [admin]


def test_password_change_keeps_this_session_and_ends_the_others(make_person, enter):
    person = make_person("siti", "tik")
    here, there = enter(person, factor=False), enter(person, factor=False)
    wrong = here.post("/akun/kata-sandi", {"present": "salah", "new": NEW, "again": "lain"})
    assert wrong.context["form"].errors == {
        "present": ["Kata sandi sekarang tidak cocok."],
        "again": ["Dua kata sandi ini berbeda. Tulis lagi."],
    }
    assert (
        here.post("/akun/kata-sandi", {"present": PASSWORD, "new": NEW, "again": NEW})["Location"] == "/akun"
    )
    assert (signed_in(here), signed_in(there)) == (True, False)
    assert User.objects.get().check_password(NEW)


def test_other_devices_are_signed_out(make_person, enter):
    person = make_person("siti", "tik")
    here, there = enter(person, factor=False), enter(person, factor=False)
    here.post("/akun/keluar-lain")
    assert (signed_in(here), signed_in(there)) == (True, False)


def test_own_phone_is_changed_on_the_page(make_person, enter):
    client = enter(make_person("siti", "tik"), factor=False)
    wrong = client.post("/akun/telepon", {"phone": "12"})
    assert (wrong.status_code, wrong.context["form"].errors) == (
        422,
        {"phone": ["“12” bukan nomor telepon. Tulis misalnya 0812-3456-7890."]},
    )
    assert client.post("/akun/telepon", {"phone": "0813 1111 2222"})["Location"] == "/akun"
    assert User.objects.get().phone == "6281311112222"


@pytest.mark.parametrize(
    "path", ["/tugas", "/akun", "/wilayah/18.06", "/komitmen", "/tiada", "/orang", "/tugas/lain"]
)
def test_pages_of_whoever_is_signed_in_stay_in_no_browser(make_person, enter, path):
    client = enter(make_person("siti", "tik"), factor=False)
    said = {part.strip() for part in client.get(path)["Cache-Control"].split(",")}
    assert said >= {"private", "no-store"}


def test_public_pages_say_nothing_of_caching(regions, client):
    assert "Cache-Control" not in client.get("/wilayah/18.06")


def test_invitation_sets_a_password_once(make_person, client):
    person = make_person("siti", "tik")
    path = invitation_path(person)
    weak = client.post(path, {"new": "12345", "again": "12345"})
    assert (weak.status_code, "new" in weak.context["form"].errors) == (422, True)
    assert client.post(path, {"new": NEW, "again": NEW})["Location"] == "/masuk"
    over = client.post(path, {"new": PASSWORD, "again": PASSWORD})
    assert (over.status_code, client.get(path).status_code) == (410, 410)
    assert User.objects.get().check_password(NEW)


def test_account_made_on_the_page_shows_its_link_once(make_person, enter, regions):
    client = enter(make_person("admin", "administrator"))
    answer = client.post(
        "/orang/baru",
        {"name": "Siti Aminah", "username": "siti", "phone": "", "role": "tik", "region": "18.06"},
    )
    assert answer["Location"] == "/orang/siti"
    first, second = client.get("/orang/siti"), client.get("/orang/siti")
    path = re.fullmatch(r"http://testserver(/undangan/\S+)", first.context["link"])[1]
    assert (Client().get(path).status_code, second.context["link"]) == (200, "")


def test_account_refused_on_the_page_keeps_what_was_typed(make_person, enter):
    client = enter(make_person("admin", "administrator"))
    typed = {"name": "Siti <b>Aminah</b>", "username": "admin", "phone": "", "role": "tik", "region": "18.06"}
    answer = client.post("/orang/baru", typed)
    assert (answer.status_code, answer.context["form"].errors) == (
        422,
        {"username": ["Nama pengguna “admin” sudah dipakai. Pilih yang lain."]},
    )
    page = answer.content.decode()
    assert ("Siti &lt;b&gt;Aminah&lt;/b&gt;" in page, "<b>Aminah" in page) == (True, False)


@pytest.mark.parametrize("path", ["/orang", "/orang/baru", "/orang/siti", "/orang/siti/assign"])
def test_people_pages_are_for_administrators(make_person, enter, path):
    siti = make_person("siti", "tik")
    assert enter(siti, factor=False).get(path).status_code == 403
    assert Client().get(path).status_code == 302


def test_person_of_another_region_is_not_found(make_person, enter):
    make_person("lain", "tik", "18.10")
    client = enter(make_person("admin", "administrator"))
    answers = [client.get(path).status_code for path in ("/orang/lain", "/orang/lain/assign", "/orang/tiada")]
    assert answers == [404, 404, 404]


def test_role_is_given_on_the_page(make_person, enter, regions):
    siti = make_person("siti", "tik")
    client = enter(make_person("admin", "administrator"))
    answer = client.post("/orang/siti/assign", {"role": "tpid", "place": "18.06.20", "on": "2026-08-01"})
    assert answer["Location"] == "/orang/siti"
    assert sorted(siti.assignments.values_list("role", "region__code")) == [
        ("tik", "18.06"),
        ("tpid", "18.06.20"),
    ]
    assert client.get("/orang/siti/tiada").status_code == 404


def offered(client: Client, username: str) -> list[str]:
    return [button.action.verb for button in client.get(f"/orang/{username}").context["buttons"].others]


def test_a_person_shows_only_what_would_change_something(make_person, enter):
    siti = make_person("siti", "tik")
    client = enter(make_person("admin", "administrator"))
    always = ["assign", "change-phone"]
    assert sorted(offered(client, "siti")) == sorted(
        [*always, "end-assignment", "void-assignment", "renew-invitation", "deactivate"]
    )
    TOTPDevice.objects.create(user=siti, key=KEY, name="Lestari")
    assert "reset-factor" in offered(client, "siti")
    assert sorted(offered(client, "admin")) == sorted([*always, "renew-invitation"])
    User.objects.filter(pk=siti.pk).update(is_active=False)
    assert sorted(offered(client, "siti")) == sorted(
        [*always, "end-assignment", "void-assignment", "reset-factor", "reactivate"]
    )


def test_a_role_given_by_mistake_is_taken_back_on_the_page_and_said_there(make_person, enter):
    siti = make_person("siti", "tik")
    client = enter(make_person("admin", "administrator"))
    form = client.get("/orang/siti/void-assignment")
    assert "Peran ini dianggap tidak pernah diberikan." in words(form)
    (choice,) = siti.assignments.all()
    assert "TIK, Kabupaten Tanggamus, sejak 5 Januari 2026" in words(form)

    refused = client.post("/orang/siti/void-assignment", {"assignment": choice.pk})
    assert (refused.status_code, refused.context["form"].errors.keys()) == (422, {"reason"})
    done = client.post("/orang/siti/void-assignment", {"assignment": choice.pk, "reason": "Salah orang"})

    assert (done.status_code, done["Location"]) == (302, "/orang/siti")
    page = words(client.get("/orang/siti"))
    assert "TIK, Kabupaten Tanggamus, sejak 5 Januari 2026, dibatalkan: Salah orang" in page
    assert "membatalkan peran yang keliru diberikan" in page
    assert "void-assignment" not in offered(client, "siti")
    assert "TIK, Kabupaten" not in words(client.get("/orang"))


def test_pages_of_deeds_say_whom_they_are_about_what_follows_and_lead_back(make_person, enter):
    make_person("siti", "tik", phone="6281234567890")
    client = enter(make_person("admin", "administrator"))
    for verb in (
        "assign",
        "end-assignment",
        "void-assignment",
        "renew-invitation",
        "reset-factor",
        "deactivate",
        "change-phone",
    ):
        page = client.get(f"/orang/siti/{verb}")
        text = page.content.decode()
        assert ("Orang Siti · siti" in text, 'href="/orang/siti"' in text) == (True, True), verb
        assert verb == "assign" or page.context["consequences"], verb
    assert page.context["form"].initial["phone"] == "0812-3456-7890"  # sent as it is, nothing is lost
    assert client.get("/orang/siti").content.decode().count("<h2>Riwayat</h2>") == 1


def test_people_list_takes_as_many_queries_for_many_as_for_few(make_person, enter, django_assert_num_queries):
    client = enter(make_person("admin", "administrator"))
    make_person("siti", "tik")
    client.get("/orang")
    with CaptureQueriesContext(connection) as few:
        client.get("/orang")
    for number in range(15):
        make_person(f"orang{number}", "tpid", "18.06.20")
    with django_assert_num_queries(len(few)):
        assert len(client.get("/orang").context["rows"]) == 17
    assert len(few) <= 12


def test_people_are_found_by_name_and_phone(make_person, enter):
    make_person("siti", "tik", name="Siti Aminah", phone="6281234567890")
    make_person("budi", "tik", name="Budi")
    client = enter(make_person("admin", "administrator"))
    found = [
        [p.username for p, _roles in client.get("/orang", {"q": q}).context["rows"]]
        for q in ("aminah", "0812-3456-7890", "%")
    ]
    assert found == [["siti"], ["siti"], []]


def test_what_another_administrator_does_is_locked_with_the_reason(make_person, enter):
    above = make_person("tinggi", "tik")
    Assignment.objects.create(
        user=above, role="province", region=Region.objects.get(code="18"), since=date(2020, 1, 1)
    )
    client = enter(make_person("admin", "administrator"))
    shown = client.get("/orang/tinggi").context["buttons"]
    assert sorted(one.action.verb for one in shown.others) == ["assign", "end-assignment", "void-assignment"]
    because = "Orang ini juga bertugas di Provinsi Lampung; administrator di sana yang melakukannya."
    assert {one.action.verb: one.because for one in shown.locked} == dict.fromkeys(
        ["renew-invitation", "deactivate", "change-phone"], because
    )


def test_the_look_is_chosen_for_this_device(make_person, enter):
    client = enter(make_person("siti", "tik"))

    def sheets() -> list[str]:
        html = client.get("/akun").content.decode()
        return re.findall(
            r'<meta name="color-scheme" content="([^"]*)"|dark[^"]*\.css" media="([^"]*)"', html
        )

    assert sheets() == [("light dark", ""), ("", "screen and (prefers-color-scheme: dark)")]
    assert client.post("/akun/tampilan", {"tampilan": "dark"})["Location"] == "/akun"
    assert sheets() == [("dark", ""), ("", "screen")]
    client.post("/akun/tampilan", {"tampilan": "light"})
    assert sheets() == [("light", "")]
    client.post("/akun/tampilan", {"tampilan": "<b>"})  # what is none is not kept
    assert sheets() == [("light", "")]


def test_all_that_is_wrong_with_a_new_account_is_told_at_once(make_person, enter):
    client = enter(make_person("admin", "administrator"))
    village = Region.objects.filter(level="village").first()
    typed = {"username": "Budi Ñ!", "phone": "12ab", "role": "tik", "region": village.code}
    refused = client.post("/orang/baru", typed)
    assert refused.status_code == 422
    said = {
        "name": ["Isi dahulu bagian ini."],
        "username": [
            "Nama pengguna 3 sampai 30 huruf kecil, angka, titik atau garis, dengan huruf di depan."
        ],
        "phone": ["“12ab” bukan nomor telepon. Tulis misalnya 0812-3456-7890."],
        "region": [f"Peran TIK tidak dipegang di {village.title}."],
    }
    assert refused.context["form"].errors == said
    taken = client.post("/orang/baru", typed | {"username": "Admin"}).context["form"].errors
    assert taken == said | {"username": ["Nama pengguna “admin” sudah dipakai. Pilih yang lain."]}
