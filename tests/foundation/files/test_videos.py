"""Videos: what is kept of one, what is refused and in which words."""

from __future__ import annotations

import subprocess
from io import BytesIO

import pytest
from PIL import Image

from lestari.foundation.files import videos
from lestari.foundation.files.models import Original, Upload
from lestari.foundation.files.store import keep, original_path, small_path
from tests.foundation.files.conftest import picture, upload, video
from tests.foundation.files.test_store import refusal

BROKEN = "Berkas “pipa.mp4” bukan video yang dapat diputar. Kirim video MP4 atau WebM yang utuh."
VP9 = ("-c:v", "libvpx-vp9", "-cpu-used", "8", "-c:a", "libopus")


@pytest.mark.parametrize(
    ("ending", "codecs", "mime", "name"),
    [
        ("mp4", (), "video/mp4", "pipa.mp4"),
        ("mov", (), "video/mp4", "pipa.mp4"),
        ("webm", VP9, "video/webm", "pipa.webm"),
    ],
)
def test_video_is_kept_by_its_content_without_position_and_titles(actor, folder, ending, codecs, mime, name):
    sent = video(ending, 1, *codecs)
    assert all(word in sent for word in (b"rahasia", b"loci" if ending == "mp4" else b"104.7301"))
    original = keep(upload(sent, "pipa.gif"), actor)
    place = folder / "originals" / original.sha256[:2] / f"{original.sha256}.{name.rpartition('.')[2]}"
    content = place.read_bytes()
    assert (original.kind, original.mime, original.size, original.name) == ("video", mime, len(content), name)
    assert (original.width, original.height, original.seconds) == (64, 36, 1)
    assert original.words == "Video 0:01, 0,1\xa0MB"
    assert [word for word in (b"rahasia", b"104.7301", b"loci", b"2020-02-03") if word in content] == []
    if mime == "video/mp4":  # what a player needs first stands first
        assert content.index(b"moov") < content.index(b"mdat")


def test_pictures_and_sound_are_not_encoded_anew(actor):
    original = keep(upload(video()), actor)
    frames = [
        videos.ffmpeg("-i", "pipe:", "-c", "copy", "-f", "framecrc", "-", given=content)
        for content in (video(), original_path(original).read_bytes())
    ]
    packets = [
        [line.split()[-1] for line in told.splitlines() if not line.startswith(b"#")] for told in frames
    ]
    assert packets[0] == packets[1] != []


def test_same_video_twice_is_kept_once(actor, kept_files):
    for ending, codecs in (("mp4", ()), ("webm", VP9)):
        assert keep(upload(video(ending, 1, *codecs)), actor) == keep(
            upload(video(ending, 1, *codecs)), actor
        )
    assert (Original.objects.count(), Upload.objects.count(), len(kept_files())) == (2, 2, 2)


def test_video_has_small_pictures_that_are_made_again_when_lost(actor):
    original = keep(upload(video(size="1280x720")), actor)
    for edge, size in ((320, (320, 180)), (800, (800, 450))):
        place = small_path(original, edge)
        image = Image.open(BytesIO(place.read_bytes()))
        assert (image.format, image.size) == ("WEBP", size)
        place.unlink()
        assert Image.open(BytesIO(small_path(original, edge).read_bytes())).size == size


def test_phone_held_upright_gives_an_upright_video(actor, tmp_path):
    lying, upright = tmp_path / "lying.mp4", tmp_path / "upright.mp4"
    lying.write_bytes(video())
    videos.ffmpeg("-display_rotation", "90", "-i", str(lying), "-c", "copy", str(upright))
    original = keep(upload(upright.read_bytes()), actor)
    assert (original.width, original.height) == (36, 64)


@pytest.mark.parametrize(
    "content",
    [
        video()[: len(video()) // 2],
        video("webm", 1, *VP9)[: len(video("webm", 1, *VP9)) // 2],
        video()[:40],
        b"\0\0\0\x20ftypisom" + picture(),
        b"\x1a\x45\xdf\xa3" + b"\0" * 500,
        b"\0\0\0\x20ftypisom" + b"#EXTM3U\nfile:///etc/passwd\n",
    ],
    ids=["cut off", "cut off webm", "only its head", "a picture behind", "zeros", "a list of files"],
)
def test_broken_or_hostile_file_is_refused_in_words(actor, kept_files, content):
    assert refusal(content, actor, "pipa.mp4") == BROKEN
    assert (kept_files(), Original.objects.count()) == ([], 0)


def test_half_of_a_video_whose_head_is_whole_is_refused(actor):
    kept = original_path(keep(upload(video(seconds=4)), actor)).read_bytes()
    assert refusal(kept[: len(kept) // 2], actor, "pipa.mp4") == BROKEN


def test_sound_alone_is_no_video(actor, tmp_path):
    place = tmp_path / "suara.mp4"
    videos.ffmpeg("-f", "lavfi", "-i", "sine=duration=1", str(place))
    assert refusal(place.read_bytes(), actor, "pipa.mp4") == BROKEN


def test_picture_under_the_name_of_a_video_is_a_photo(actor):
    original = keep(upload(picture(), "pipa.mp4", "video/mp4"), actor)
    assert (original.kind, original.name) == ("photo", "pipa.jpg")


def test_photo_of_a_newer_phone_is_still_told_to_be_no_photo(actor):
    assert refusal(b"\0\0\0\x18ftypheic" + b"\0" * 50, actor) == (
        "Berkas “foto.jpg” bukan foto yang dapat dibuka. Kirim foto JPEG, PNG atau WebP."
    )


def test_codec_that_not_every_browser_plays_is_refused_with_the_way_out(actor):
    assert refusal(video("mp4", 1, "-c:v", "mpeg4"), actor, "pipa.mp4") == (
        "Video “pipa.mp4” memakai format mpeg4, yang tidak dapat diputar di semua peramban. "
        "Simpan sebagai MP4 (H.264 dan AAC), lalu kirim lagi."
    )


def test_too_long_or_too_large_a_video_is_refused(actor, monkeypatch):
    assert refusal(video("mp4", 605, "-an", "-bf", "0", rate=1), actor, "rapat.mp4") == (
        "Video “rapat.mp4” lamanya 10:05; paling lama 10:00. Potong dahulu, lalu kirim lagi."
    )
    assert keep(upload(video("mp4", 600, "-an", "-bf", "0", rate=1)), actor).words.startswith("Video 10:00, ")
    monkeypatch.setattr(videos, "VIDEO_PIXELS", 64 * 36 - 1)
    assert refusal(video(), actor, "pipa.mp4") == (
        "Video “pipa.mp4” terlalu banyak pikselnya: paling banyak 4096 × 2160. Kecilkan dahulu, lalu kirim lagi."
    )
    monkeypatch.setattr("lestari.foundation.files.store.VIDEO_BYTES", 4_000)
    assert refusal(video(), actor, "pipa.mp4") == (
        "Berkas “pipa.mp4” berukuran 1 MB; paling besar 0 MB. Kecilkan dahulu, lalu kirim lagi."
    )


def test_where_ffmpeg_is_missing_or_takes_too_long_that_is_said(actor, monkeypatch):
    sent = video()
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", "/nowhere/ffmpeg")
    assert refusal(sent, actor, "pipa.mp4") == (
        "Video belum dapat diperiksa di peladen ini. Sementara itu, tulis alamat videonya saja."
    )

    def endless(*_args, **_options):
        raise subprocess.TimeoutExpired("ffmpeg", videos.PATIENCE)

    monkeypatch.setattr(subprocess, "run", endless)
    assert refusal(sent, actor, "pipa.mp4") == BROKEN
