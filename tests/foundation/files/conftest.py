from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from lestari.foundation.files.videos import ffmpeg
from lestari.foundation.kernel.access import Actor, Grant
from lestari.foundation.people.models import Assignment, User

_GPS, _ORIENTATION, _MODEL = 0x8825, 0x0112, 0x0110
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def person(regions) -> User:
    made = User.objects.create(username="siti", name="Siti", region=regions["18.06.20.2001"])
    Assignment.objects.create(
        user=made, role="village_officer", region=regions["18.06.20.2001"], since=date(2026, 1, 1)
    )
    return made


@pytest.fixture
def actor(person: User, regions) -> Actor:
    village = regions["18.06.20.2001"]
    return Actor(
        person.pk, person.name, (Grant("village_officer", village.pk, village.path, date(2026, 1, 1)),)
    )


def picture(
    width: int = 400, height: int = 300, form: str = "JPEG", *, turned: int = 0, mode: str = "RGB"
) -> bytes:
    """A real picture: left half red, right half blue; JPEG with camera model, position and orientation."""
    image = Image.new(mode, (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    held = BytesIO()
    if form == "JPEG":
        exif = Image.Exif()
        exif[_MODEL] = "Kamera Rahasia"
        if turned:
            exif[_ORIENTATION] = turned
        exif.get_ifd(_GPS).update({1: "S", 2: (5.0, 25.0, 12.0), 3: "E", 4: (104.0, 43.0, 30.0)})
        image.save(held, form, quality=95, exif=exif, comment=b"catatan rahasia")
    else:
        image.save(held, form)
    return held.getvalue()


@cache
def video(ending: str = "mp4", seconds: int = 1, *codecs: str, size: str = "64x36", rate: int = 10) -> bytes:
    """A real video with sound, full of things that nobody needs to know."""
    told = (
        "-metadata",
        "title=rahasia",
        "-metadata",
        "location=-05.4254+104.7301/",
        "-metadata",
        "creation_time=2020-02-03T04:05:06",
    )
    tracks = ("-metadata:s:v", "handler_name=rahasia", "-metadata:s:a", "title=rahasia")
    sound = ("-f", "lavfi", "-i", f"sine=sample_rate=16000:duration={seconds}")
    with TemporaryDirectory() as folder:
        place = Path(folder) / f"video.{ending}"
        ffmpeg("-f", "lavfi", "-i", f"testsrc=size={size}:rate={rate}:duration={seconds}", *sound, "-pix_fmt", "yuv420p", *told, *tracks, *codecs, str(place))  # fmt: skip
        return place.read_bytes()


def upload(content: bytes, name: str = "foto.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


@pytest.fixture
def kept_files(folder: Path) -> Callable[[], list[str]]:
    return lambda: sorted(
        str(p.relative_to(folder / "originals")) for p in (folder / "originals").glob("*/*")
    )
