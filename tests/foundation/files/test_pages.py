from __future__ import annotations

import pytest
from django.test import Client

from lestari.foundation.files.actions import attach, attached
from lestari.foundation.files.models import Attachment
from lestari.foundation.files.sizes import PAPER_BYTES, PHOTO_BYTES, SHEET_BYTES, VIDEO_BYTES
from lestari.foundation.files.store import keep, original_path, small_path
from lestari.foundation.files.uploads import LimitedUploadHandler
from lestari.foundation.kernel.ids import uuid7
from lestari.foundation.people.models import Assignment, User
from lestari.foundation.people.sign_in import BACKEND
from lestari.foundation.workflow import flush
from lestari.foundation.workflow.act import Act
from lestari.foundation.workflow.described import SUBJECTS, Described
from tests.foundation.files.conftest import PDF, picture, upload, video

KIND = "people.Assignment"  # any record with a region serves


class Reader(Client):
    """A browser that reads each file to its end."""

    def get(self, *args, **kwargs):
        answer = super().get(*args, **kwargs)
        answer.body = b"".join(answer) if answer.streaming else answer.content
        return answer


@pytest.fixture
def client_of():
    def make(person: User | None) -> Client:
        client = Reader()
        if person:
            client.force_login(person, BACKEND)
        return client

    return make


@pytest.fixture
def record(person) -> Assignment:
    return Assignment.objects.select_related("region").get(user=person)


@pytest.fixture
def hang(actor, record):
    def hang(content: bytes, purpose: str, name: str = "foto.jpg") -> Attachment:
        act = Act("trial.attach", actor, whence="web")
        [made] = attach(act, record, [keep(upload(content, name), actor)], purpose)
        flush.write(act.book)
        return made

    return hang


@pytest.fixture
def visible(monkeypatch):
    seen: set = set()
    words = Described("C-1", "Catatan", "/catatan")
    monkeypatch.setitem(SUBJECTS, KIND, lambda ids, _actor: dict.fromkeys(set(ids) & seen, words))
    return seen


def test_photo_is_seen_by_whoever_sees_its_record(hang, record, visible, client_of):
    photo = hang(picture(), "photo")
    assert client_of(None).get(photo.url("320")).status_code == 404
    visible.add(record.pk)
    answer = client_of(None).get(photo.url("320"))
    assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        200,
        "image/webp",
        "nosniff",
    )
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"


def test_paper_and_what_is_only_sent_stay_in_no_browser(hang, actor, client_of, person):
    scan, sent = hang(picture(), "paper"), keep(upload(picture(800, 600)), actor)
    addresses = (hang(PDF, "paper", "surat.pdf").url("asli"), scan.url("320"), sent.preview_url)
    answers = [client_of(person).get(address) for address in addresses]
    assert [(a.status_code, a["Cache-Control"]) for a in answers] == [(200, "private, no-store")] * 3


def test_photo_of_a_kind_that_no_room_answers_for_is_seen_by_nobody(hang, client_of, person):
    photo = hang(picture(), "photo")
    assert client_of(person).get(photo.url("320")).status_code == 404


def test_photo_comes_in_its_sizes_and_no_other(hang, record, visible, client_of):
    visible.add(record.pk)
    photo = hang(picture(2000, 1000), "photo")
    client = client_of(None)
    answers = {size: client.get(photo.url(size)) for size in ("320", "800", "1600", "asli", "9999", "abc")}
    assert {size: answer.status_code for size, answer in answers.items()} == {
        "320": 200, "800": 200, "1600": 200, "asli": 200, "9999": 404, "abc": 404,
    }  # fmt: skip
    assert answers["1600"]["Content-Type"] == "image/jpeg"
    assert (photo.small.width, photo.small.height, photo.medium.width, photo.medium.height) == (
        320,
        160,
        800,
        400,
    )


def test_paper_is_for_those_whose_role_reaches_its_region(hang, regions, client_of, person):
    paper = hang(PDF, "paper", "surat.pdf")
    people = {}
    for name, role, code in (
        ("tpid", "tpid", "18.06.20"),
        ("lain", "village_officer", "18.06.20.2002"),
        ("tik", "tik", "18.10"),
    ):
        people[name] = User.objects.create(username=name, name=name, region=regions[code])
        Assignment.objects.create(user=people[name], role=role, region=regions[code], since="2026-01-01")
    address = paper.url("asli")
    statuses = {name: client_of(one).get(address).status_code for name, one in people.items()}
    assert statuses == {"tpid": 200, "lain": 404, "tik": 404}
    assert (client_of(None).get(address).status_code, client_of(person).get(address).status_code) == (
        404,
        200,
    )


def test_paper_is_served_as_what_it_is(hang, client_of, person):
    answer = client_of(person).get(hang(PDF, "paper", "surat <b>.pdf").url("asli"))
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "application/pdf",
        'attachment; filename="surat b.pdf"',
    )
    assert answer.body == PDF


def test_scan_as_a_photo_keeps_to_the_papers_rule(hang, record, visible, client_of, person):
    visible.add(record.pk)
    scan = hang(picture(), "paper")
    assert (
        client_of(None).get(scan.url("320")).status_code,
        client_of(person).get(scan.url("320")).status_code,
    ) == (404, 200)


def test_preview_is_for_whoever_sent_it(actor, client_of, person, regions):
    original = keep(upload(picture()), actor)
    other = User.objects.create(username="lain", name="Lain", region=regions["18"])
    answers = [client_of(one).get(original.preview_url).status_code for one in (person, other, None)]
    assert answers == [200, 404, 302]


def test_attached_twice_hangs_once(actor, record):
    original = keep(upload(picture()), actor)
    act = Act("trial.attach", actor, whence="web")
    attach(act, record, [original, original], "photo")
    attach(act, record, [original], "photo")
    flush.write(act.book)
    again = Act("trial.attach", actor, whence="web")
    assert attach(again, record, [original], "photo") == []
    assert [a.original for a in attached([record.pk])[record.pk]] == [original]


def test_attached_leaves_papers_out_for_who_may_not_see_them(hang, actor, record, django_assert_num_queries):
    photo, paper = hang(picture(), "photo"), hang(PDF, "paper")
    stranger = type(actor)(uuid7(), "Lain")
    with django_assert_num_queries(1):
        assert attached([record.pk], stranger) == {record.pk: [photo]}
    assert attached([record.pk], actor) == {record.pk: [photo, paper]}


def test_upload_handler_stops_writing_at_the_limit_and_goes_on_counting():
    handler = LimitedUploadHandler()
    handler.new_file("file", "kebun.jpg", "image/jpeg", None)
    piece = b"x" * 1_000_000
    most = max(PHOTO_BYTES, PAPER_BYTES, SHEET_BYTES, VIDEO_BYTES)
    pieces = most // len(piece) + 10
    for number in range(pieces):
        handler.receive_data_chunk(piece, number * len(piece))
    sent = handler.file_complete(pieces * len(piece))
    sent.file.seek(0, 2)
    assert (sent.size, sent.file.tell()) == (pieces * len(piece), most + len(piece))
    sent.close()


@pytest.fixture
def seen_video(hang, record, visible) -> Attachment:
    visible.add(record.pk)
    return hang(video(), "video", "pipa.mp4")


def test_video_is_seen_by_whoever_sees_its_record(seen_video, visible, client_of):
    client = client_of(None)
    whole, small = client.get(seen_video.full_url), client.get(seen_video.url("320"))
    assert (whole.status_code, whole["Content-Type"], whole["X-Content-Type-Options"]) == (
        200,
        "video/mp4",
        "nosniff",
    )
    assert (whole["Accept-Ranges"], whole["Cache-Control"]) == (
        "bytes",
        "private, max-age=31536000, immutable",
    )
    assert whole.body == original_path(seen_video.original).read_bytes()
    assert (small.status_code, small["Content-Type"]) == (200, "image/webp")
    visible.clear()
    assert [client.get(seen_video.url(size)).status_code for size in ("asli", "320")] == [404, 404]


def test_video_comes_in_the_pieces_that_a_player_asks_for(seen_video, client_of):
    client, size = client_of(None), seen_video.original.size
    content = original_path(seen_video.original).read_bytes()
    said = {
        asked: client.get(seen_video.full_url, headers={"range": asked, "accept-encoding": "gzip"})
        for asked in ("bytes=0-1", "bytes=100-299", "bytes=200-", "bytes=-50", f"bytes={size}-", "lines=1-2")
    }
    assert {asked: (one.status_code, one.get("Content-Range"), one.body) for asked, one in said.items()} == {
        "bytes=0-1": (206, f"bytes 0-1/{size}", content[:2]),
        "bytes=100-299": (206, f"bytes 100-299/{size}", content[100:300]),
        "bytes=200-": (206, f"bytes 200-{size - 1}/{size}", content[200:]),
        "bytes=-50": (206, f"bytes {size - 50}-{size - 1}/{size}", content[-50:]),
        f"bytes={size}-": (416, f"bytes */{size}", b""),
        "lines=1-2": (200, None, content),
    }
    assert said["bytes=100-299"]["Content-Length"] == "200"


def test_video_lost_on_the_disk_is_not_found(seen_video, client_of):
    original_path(seen_video.original).unlink()
    small_path(seen_video.original, 320).unlink()
    client = client_of(None)
    assert [client.get(seen_video.url(size)).status_code for size in ("asli", "320")] == [404, 404]
