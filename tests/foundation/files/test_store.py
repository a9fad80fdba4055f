from __future__ import annotations

import hashlib
import random
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from PIL import Image

from lestari.foundation.files.models import Original, Upload
from lestari.foundation.files.store import keep, original_path, sent_by, small_path, sweep
from lestari.foundation.files.videos import START
from lestari.foundation.kernel.access import Actor
from lestari.foundation.kernel.errors import Refused
from tests.foundation.files.conftest import PDF, picture, upload


def refusal(content: bytes, actor: Actor, name: str = "foto.jpg") -> str:
    with pytest.raises(Refused) as refused:
        keep(upload(content, name), actor)
    return str(refused.value)


def opened(original: Original) -> Image.Image:
    return Image.open(BytesIO(original_path(original).read_bytes()))


def is_red(image: Image.Image, x: int, y: int) -> bool:
    red, _green, blue = image.convert("RGB").getpixel((x, y))
    return red > 200 and blue < 60


def test_photo_loses_position_and_every_other_metadata(actor):
    sent = picture()
    assert dict(Image.open(BytesIO(sent)).getexif().get_ifd(0x8825))[1] == "S"
    original = keep(upload(sent), actor)
    kept = original_path(original).read_bytes()
    image = opened(original)
    assert (dict(image.getexif()), "exif" in image.info, "comment" in image.info) == ({}, False, False)
    assert (b"Exif" in kept, b"rahasia" in kept.lower()) == (False, False)


def test_photo_is_kept_by_its_content(actor, folder):
    original = keep(upload(picture(), "Bendungan.jpg"), actor)
    place = folder / "originals" / original.sha256[:2] / f"{original.sha256}.jpg"
    content = place.read_bytes()
    assert hashlib.sha256(content).hexdigest() == original.sha256
    assert (original.kind, original.mime, original.size) == ("photo", "image/jpeg", len(content))
    assert (original.width, original.height, original.name) == (400, 300, "Bendungan.jpg")


def test_photo_taken_sideways_is_turned_upright(actor):
    original = keep(upload(picture(400, 300, turned=6)), actor)
    image = opened(original)
    assert (original.width, original.height, image.size) == (300, 400, (300, 400))
    assert (is_red(image, 150, 50), is_red(image, 150, 350)) == (True, False)


def test_photo_larger_than_needed_is_made_smaller(actor):
    original = keep(upload(picture(4000, 3000)), actor)
    assert (original.width, original.height, opened(original).size) == (1600, 1200, (1600, 1200))


def test_small_versions_keep_within_their_bytes_even_of_a_noisy_photo(actor):
    noise = Image.frombytes("RGB", (1600, 1200), random.Random(7).randbytes(1600 * 1200 * 3))
    held = BytesIO()
    noise.save(held, "JPEG", quality=80)
    original = keep(upload(held.getvalue()), actor)
    small, medium = small_path(original, 320), small_path(original, 800)
    pictures = [Image.open(BytesIO(place.read_bytes())) for place in (small, medium)]
    assert [(image.format, image.size) for image in pictures] == [("WEBP", (320, 240)), ("WEBP", (800, 600))]
    assert small.stat().st_size <= 40_000


def test_small_versions_lost_are_made_again(actor):
    original = keep(upload(picture()), actor)
    place = small_path(original, 320)
    before = place.read_bytes()
    place.unlink()
    assert small_path(original, 320).read_bytes() == before


@pytest.mark.parametrize(("form", "mode"), [("PNG", "RGBA"), ("PNG", "L"), ("PNG", "P"), ("WEBP", "RGB")])
def test_photo_of_another_kind_becomes_a_jpeg(actor, form, mode):
    held = BytesIO()
    Image.new(mode, (50, 40)).save(held, form)
    original = keep(upload(held.getvalue(), "gambar.png"), actor)
    assert (original.mime, original.name, opened(original).format) == ("image/jpeg", "gambar.jpg", "JPEG")


def test_transparent_parts_become_white(actor):
    held = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(held, "PNG")
    assert opened(keep(upload(held.getvalue()), actor)).getpixel((10, 10)) == (255, 255, 255)


def test_same_file_twice_is_kept_once(actor, kept_files):
    first, second = keep(upload(picture(), "a.jpg"), actor), keep(upload(picture(), "b.jpg"), actor)
    assert (first.pk, Original.objects.count(), Upload.objects.count(), len(kept_files())) == (
        second.pk,
        1,
        1,
        1,
    )


def test_same_file_of_two_people_is_kept_once_and_seen_by_both(actor, regions):
    other = Actor(regions["18"].pk, "Budi")
    original = keep(upload(picture()), actor)
    keep(upload(picture()), other)
    assert (sent_by(actor, [original.pk]), sent_by(other, [original.pk])) == ([original], [original])
    assert sent_by(Actor(regions["18.10"].pk, "Lain"), [original.pk]) == []


def test_paper_in_pdf_is_kept_as_it_is(actor):
    original = keep(upload(PDF, "berita acara.pdf", "application/pdf"), actor)
    assert (original.kind, original.mime, original.name) == ("paper", "application/pdf", "berita acara.pdf")
    assert original_path(original).read_bytes() == PDF


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b"GIF89a" + b"0" * 50,
        b"\xff\xd8\xff\xe0 bukan foto",
        b"MZ" * 40,
        picture()[:300],
    ],
    ids=["html", "gif", "no jpeg", "program", "cut off"],
)
def test_picture_that_is_none_is_refused_whatever_its_name(actor, kept_files, content):
    assert refusal(content, actor) == (
        "Berkas “foto.jpg” bukan foto yang dapat dibuka. Kirim foto JPEG, PNG atau WebP."
    )
    assert (kept_files(), Original.objects.count()) == ([], 0)


def test_empty_file_is_refused(actor):
    assert refusal(b"", actor) == "Berkas “foto.jpg” kosong. Pilih lagi berkasnya."


def test_bomb_is_refused_before_it_is_read(actor):
    held = BytesIO()
    Image.new("1", (30_000, 30_000)).save(held, "PNG")
    assert held.tell() < 200_000
    assert refusal(held.getvalue(), actor, "bom.png") == (
        "Foto “bom.png” terlalu banyak pikselnya: paling banyak 64 juta untuk JPEG, 24 juta untuk PNG dan WebP. "
        "Kecilkan dahulu, lalu kirim lagi."
    )
    held = BytesIO()
    Image.new("1", (6_000, 5_000)).save(held, "PNG")
    assert refusal(held.getvalue(), actor, "bom.png").startswith("Foto “bom.png” terlalu banyak pikselnya")


def test_photo_of_50_megabytes_is_refused_without_reading_it(actor, monkeypatch):
    sent = TemporaryUploadedFile("kebun.jpg", "image/jpeg", 50_000_000, None)
    sent.file.write(picture())
    read: list[int] = []
    monkeypatch.setattr(
        sent.file, "read", lambda size=-1: read.append(size) or b"\xff\xd8\xff\xe0\x00"[:size]
    )
    with pytest.raises(Refused) as refused:
        keep(sent, actor)
    assert str(refused.value) == (
        "Berkas “kebun.jpg” berukuran 50 MB; paling besar 12 MB. Kecilkan dahulu, lalu kirim lagi."
    )
    assert read == [START]
    sent.close()


def test_what_was_never_attached_goes_after_a_week(actor, clock, folder):
    original = keep(upload(picture()), actor)
    assert sweep() == 0
    clock.forward(days=8)
    assert (sweep(), Original.objects.count()) == (1, 0)
    assert [p for p in folder.rglob("*") if p.is_file()] == []
    assert original.sha256


def test_what_is_sent_again_is_kept_from_then_on(actor, clock, folder):
    keep(upload(picture()), actor)
    clock.forward(days=8)
    again = keep(upload(picture()), actor)
    assert (sweep(), original_path(again).exists()) == (0, True)
    clock.forward(days=8)
    assert sweep() == 1


def test_what_is_swept_away_while_it_is_sent_again_is_written_anew(actor, monkeypatch):
    original_path(keep(upload(picture()), actor)).unlink()
    present = iter([True])
    exists = Path.exists
    monkeypatch.setattr(Path, "exists", lambda path: next(present, None) or exists(path))
    again = keep(upload(picture()), actor)
    assert original_path(again).read_bytes()[:2] == b"\xff\xd8"
