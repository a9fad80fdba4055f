"""What the API reads out, and what it says when it cannot: one shape, in Indonesian."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lestari.domain.commitments.models import Commitment
from lestari.foundation.people.sign_in import BACKEND
from tests.clock import Clock
from tests.domain.builders import Loop, row
from tests.world import KUTA_DALOM, People


@pytest.fixture
def loop(people: People, clock: Clock) -> Loop:
    return Loop(people, clock)


@pytest.fixture
def promise(loop: Loop) -> Commitment:
    """A promise of Kuta Dalom that 86.400.000 of Dana Desa pay for."""
    made = loop.planned(loop.innovation(), loop.plan_line())
    loop.fund(made, loop.budget(row(100_000_000))[0], 86_400_000)
    return made


def read(client: Client, path: str) -> tuple[int, Any]:
    response = client.get(f"/api/v1/{path}")
    return response.status_code, response.json()


def test_the_achievements_are_those_of_the_command(promise: Commitment, client: Client) -> None:
    status, told = read(client, "achievements?region=18.06&until=2026-08-11")

    assert status == 200
    assert (told["region"], told["until"]) == ("18.06", "2026-08-11")
    assert told["figures"] == {"innovations": 1, "commitments_dana_desa": 86_400_000, "ideas": 1}
    assert told["parts"] == {"commitments_dana_desa": {"5": 86_400_000, "6.2": 0}}
    assert [step["count"] for step in told["funnel"]["steps"]] == [1, 1, 1, 0, 0, 0]
    assert told["funnel"]["dropped"] == {"count": 0, "cost": 0}


def test_each_figure_and_each_step_has_its_list(loop: Loop, promise: Commitment, client: Client) -> None:
    told = {
        key: read(client, f"achievements/{key}?region=18")[1] for key in ("commitments_dana_desa", "ideas")
    }
    step = read(client, "funnel/budgeted?region=18")[1]

    (line,) = told["commitments_dana_desa"]["rows"]
    assert (line["code"], line["amount"], line["account"]) == (promise.code, 86_400_000, "5.3")
    assert [told[key]["value"] for key in told] == [86_400_000, 1]
    assert (step["count"], [one["code"] for one in step["rows"]]) == (1, [promise.code])
    assert read(client, "funnel/budgeted?region=18&page=2")[1]["rows"] == []
    assert {bar["state"]: bar["count"] for bar in read(client, "funnel?region=18")[1]} == {
        "pledged": 1,
        "planned": 1,
        "budgeted": 1,
        "in_progress": 0,
        "realised": 0,
        "verified": 0,
        "dropped": 0,
    }


UNKNOWN = "Bagian ini tidak dikenal di sini. Periksa ejaannya."
DAY = "Tanggal tidak terbaca. Tulis misalnya 2019-12-31."


@pytest.mark.parametrize(
    "operation", ["achievements", "achievements/innovations", "funnel", "funnel/planned"]
)
@pytest.mark.parametrize(
    ("asked", "errors"),
    [
        ("until=abc", {"until": [DAY]}),
        ("until=2026-02-30", {"until": [DAY]}),
        ("until=", {"until": [DAY]}),
        ("until=2026-08-12", {"until": ["Tanggal ini belum tiba. Tulis hari ini atau hari sebelumnya."]}),
        ("wilayah=18.06", {"wilayah": [UNKNOWN]}),
        ("region=18.06&sampai=2020-01-01&tahun=2020", {"sampai": [UNKNOWN], "tahun": [UNKNOWN]}),
        ("region=", {"region": ["Ini bukan kode wilayah. Tulis misalnya 18.06."]}),
        ("region=18%E2%80%8B", {"region": ["Ini bukan kode wilayah. Tulis misalnya 18.06."]}),
        ("region=" + "1" * 300, {"region": ["Ini bukan kode wilayah. Tulis misalnya 18.06."]}),
        ("region=18.99", {"region": ["Tidak ada wilayah dengan kode 18.99."]}),
    ],
)
def test_what_cannot_be_read_is_said_at_its_name(
    loop: Loop, client: Client, operation: str, asked: str, errors: dict[str, list[str]]
) -> None:
    status, told = read(client, f"{operation}?{asked}")

    assert (status, set(told), set(told["errors"])) == (422, {"errors"}, set(errors))
    for name, (sentence,) in errors.items():
        assert told["errors"][name][0].startswith(sentence)


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("0", "Tulis bilangan bulat mulai dari 1."),
        ("-1", "Tulis bilangan bulat mulai dari 1."),
        ("satu", "Tulis bilangan bulat, misalnya 1."),
        ("9" * 30, "Angka ini terlalu besar."),
    ],
)
def test_a_page_is_a_number(loop: Loop, client: Client, page: str, sentence: str) -> None:
    answers = [read(client, f"{path}?page={page}") for path in ("achievements/ideas", "funnel/dropped")]

    assert answers == [(422, {"errors": {"page": [sentence]}})] * 2


@pytest.mark.parametrize(
    "path", ["achievements/apa", "funnel/void", "apa", "achievements/", "idea/hand-in/apa"]
)
def test_what_is_not_there_is_said(loop: Loop, client: Client, path: str) -> None:
    status, told = read(client, path)

    assert (status, list(told), list(told["errors"])) == (404, ["errors"], [""])
    assert told["errors"][""][0].startswith("Tidak ada ")


def test_a_wrong_method_is_said(loop: Loop, client: Client) -> None:
    answers = [client.get("/api/v1/idea/hand-in"), client.post("/api/v1/achievements", {})]

    assert [(one.status_code, one["Allow"], one.json()) for one in answers] == [
        (405, "POST", {"errors": {"": ["Alamat ini dipanggil dengan POST."]}}),
        (405, "GET", {"errors": {"": ["Alamat ini dipanggil dengan GET."]}}),
    ]


def test_an_unknown_address_is_said_to_whoever_sends_to_it(loop: Loop) -> None:
    response = Client(enforce_csrf_checks=True).post("/api/v1/apa", "{}", content_type="application/json")

    assert (response.status_code, list(response.json())) == (404, ["errors"])


def test_without_a_session_one_is_told_to_sign_in(loop: Loop) -> None:
    response = Client(enforce_csrf_checks=True).post(
        "/api/v1/idea/hand-in", "{}", content_type="application/json"
    )

    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")
    (sentence,) = response.json()["errors"][""]
    assert sentence.startswith("Anda belum masuk. Masuk dahulu, atau kirim kunci API")


def test_a_session_without_the_token_of_a_page_is_refused(loop: Loop) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(loop.people.user("village_officer", KUTA_DALOM), BACKEND)

    response = browser.post("/api/v1/idea/hand-in", "{}", content_type="application/json")

    (sentence,) = response.json()["errors"][""]
    assert response.status_code == 403
    assert sentence.startswith("Kiriman ini tidak membawa tanda halaman")


def test_an_administrator_without_second_step_is_told_so(loop: Loop, client: Client) -> None:
    client.force_login(loop.people.user("administrator", "ID"), BACKEND)

    assert read(client, "achievements")[0] == 403


def test_a_body_of_three_megabytes_is_too_big(loop: Loop, client: Client) -> None:
    client.force_login(loop.people.user("village_officer", KUTA_DALOM), BACKEND)

    response = client.post("/api/v1/idea/hand-in", "a" * 3_000_000, content_type="application/json")

    assert response.status_code == 413
    assert response.json()["errors"][""] == [
        "Kiriman ini terlalu besar. Kirim foto dan kertas lewat /api/v1/files."
    ]


@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        ("", "multipart/form-data; boundary=x"),
        ("bukan potongan", "multipart/form-data; boundary=x"),
        ("bukan potongan", "multipart/form-data"),
        ("{}", "application/json"),
    ],
)
def test_a_file_that_did_not_come_is_missed(loop: Loop, client: Client, sent: str, kind: str) -> None:
    client.force_login(loop.people.user("village_officer", KUTA_DALOM), BACKEND)

    response = client.generic("POST", "/api/v1/files", sent, content_type=kind)

    assert (response.status_code, list(response.json())) == (422, ["errors"])


def test_a_file_that_is_no_picture_is_refused_in_words(loop: Loop, client: Client) -> None:
    client.force_login(loop.people.user("village_officer", KUTA_DALOM), BACKEND)
    fake = SimpleUploadedFile("../../foto.jpg", b"MZ\x00 bukan foto", content_type="image/jpeg")

    response = client.post("/api/v1/files", {"file": fake})

    assert response.status_code == 422
    ((sentence,),) = response.json()["errors"].values()
    assert sentence.endswith(".")


def test_the_schema_names_every_operation_and_its_refusals(loop: Loop, client: Client) -> None:
    paths = read(client, "openapi.json")[1]["paths"]

    handed_in = paths["/api/v1/idea/hand-in"]["post"]
    assert {"401", "403", "404", "409", "422"} <= set(handed_in["responses"])
    assert handed_in["requestBody"]["content"]["application/json"]["schema"]["additionalProperties"] is False
    names = [one["name"] for one in paths["/api/v1/achievements/{key}"]["get"]["parameters"]]
    assert names == ["key", "region", "until", "page"]
