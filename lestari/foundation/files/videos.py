"""Videos: checked by content, without metadata, never encoded anew, and the picture that stands for one.

All of it is done by ffmpeg, which reads one file of ours in one format and reaches nothing else.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.utils.translation import gettext as _
from PIL import Image

from lestari.foundation.files.sizes import VIDEO_EDGES, VIDEO_PIXELS, VIDEO_SECONDS, length_text
from lestari.foundation.kernel.errors import Refused

#: How long ffmpeg may take for one step, in seconds.
PATIENCE = 60
_MICROSECOND = 1_000_000


@dataclass(frozen=True)
class Form:
    """A kind of file: how ffmpeg calls it when it reads and writes it, and which codecs every browser plays in it."""

    mime: str
    reads: str
    writes: tuple[str, ...]
    codecs: frozenset[str]


_MP4 = Form("video/mp4", "mov", ("-movflags", "+faststart", "-f", "mp4"), frozenset({"h264", "aac"}))
_WEBM = Form("video/webm", "matroska", ("-f", "webm"), frozenset({"vp8", "vp9", "av1", "opus", "vorbis"}))
FORMS = {form.mime: form for form in (_MP4, _WEBM)}
#: Pictures that begin as an MP4 does: HEIC and AVIF.
_PICTURES = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")
#: How many bytes tell what a file is.
START = 12


class NotPlayable(Exception):  # noqa: N818
    """Ffmpeg could not read it, or took too long."""


@dataclass(frozen=True)
class Video:
    """A video as it is kept, and one of its pictures."""

    content: bytes
    mime: str
    seconds: int
    picture: bytes
    width: int
    height: int


def form_of(start: bytes) -> Form | None:
    """Return which kind of video begins with these bytes."""
    if start[4:8] == b"ftyp" and start[8:12] not in _PICTURES:
        return _MP4
    return _WEBM if start.startswith(b"\x1a\x45\xdf\xa3") else None


def cleaned_video(source: Path, form: Form, name: str) -> Video:
    """Return a video without anything but its first picture and sound track, made anew beside `source`.

    Raises Refused for what is none, a broken one, one that not every browser plays, and one that is too long or too large.
    """
    target = source.with_name("kept")
    try:
        codecs, pixels = _about(source, form)
        if strange := sorted(codecs - form.codecs):
            raise Refused(
                _(
                    "Video “%(name)s” memakai format %(codecs)s, yang tidak dapat diputar di semua peramban. "
                    "Simpan sebagai MP4 (H.264 dan AAC), lalu kirim lagi."
                )
                % {"name": name, "codecs": ", ".join(strange)}
            )
        if pixels > VIDEO_PIXELS:
            raise Refused(
                _(
                    "Video “%(name)s” terlalu banyak pikselnya: paling banyak %(wide)s × %(high)s. Kecilkan dahulu, lalu kirim lagi."
                )
                % {"name": name, "wide": VIDEO_EDGES[0], "high": VIDEO_EDGES[1]}
            )
        lasts = _rewritten(source, target, form)
        if lasts > VIDEO_SECONDS * _MICROSECOND:
            raise Refused(
                _(
                    "Video “%(name)s” lamanya %(length)s; paling lama %(most)s. Potong dahulu, lalu kirim lagi."
                )
                % {
                    "name": name,
                    "length": length_text(-(-lasts // _MICROSECOND)),
                    "most": length_text(VIDEO_SECONDS),
                }
            )
        seconds = max(1, round(lasts / _MICROSECOND))
        picture = picture_of(target, form.mime, seconds)
    except NotPlayable:
        raise no_video(name) from None
    width, height = _measured(picture)
    return Video(target.read_bytes(), form.mime, seconds, picture, width, height)


def no_video(name: str) -> Refused:
    """Return what is said of a file that is no video, or a broken one."""
    return Refused(
        _("Berkas “%(name)s” bukan video yang dapat diputar. Kirim video MP4 atau WebM yang utuh.")
        % {"name": name}
    )


def picture_of(place: Path, mime: str, seconds: int) -> bytes:
    """Return a picture of a video as JPEG, from its first third; a short one's first. Raises NotPlayable."""
    for at in (str(min(seconds // 3, 10)), "0"):
        made = ffmpeg("-ss", at, *_reading(place, FORMS[mime]), "-map", "0:v:0", "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "3", "-f", "image2pipe", "-")  # fmt: skip
        if made:
            return made
    raise NotPlayable


def ffmpeg(*arguments: str, given: bytes | None = None) -> bytes:
    """Run ffmpeg with these arguments and return what it writes. Raises NotPlayable, and Refused where there is no ffmpeg."""
    import imageio_ffmpeg  # noqa: PLC0415 - takes a twelfth of a second, for the few processes that see a video

    try:
        done = subprocess.run(  # noqa: S603  a list of our own words: no shell reads it
            [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-v", "error", "-xerror", "-y", *arguments],
            check=True,
            capture_output=True,
            timeout=PATIENCE,
            input=given or b"",
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise NotPlayable from error
    except (OSError, RuntimeError):
        raise Refused(
            _("Video belum dapat diperiksa di peladen ini. Sementara itu, tulis alamat videonya saja.")
        ) from None
    if b"ended prematurely" in done.stderr:  # of a WebM that was cut off ffmpeg says no more
        raise NotPlayable
    return done.stdout


def _reading(place: Path, form: Form) -> tuple[str, ...]:
    """Return how a file is read: as this format alone, from the disk alone, one thread, no giant pictures."""
    most = str(VIDEO_PIXELS)
    return ("-protocol_whitelist", "file", "-max_pixels", most, "-threads", "1", "-f", form.reads, "-i", f"file:{place}")  # fmt: skip


_TRACKS = ("-map", "0:v:0", "-map", "0:a:0?", "-c", "copy")


def _about(place: Path, form: Form) -> tuple[set[str], int]:
    """Return the codecs of a video, and how many pixels a picture of it has."""
    told = ffmpeg(*_reading(place, form), *_TRACKS, "-frames:v", "1", "-frames:a", "1", "-f", "framecrc", "-")
    lines = [line.partition(":") for line in told.decode().splitlines() if line.startswith("#")]
    codecs = {value.strip() for key, _colon, value in lines if key.startswith("#codec_id")}
    sizes = [value.strip().split("x") for key, _colon, value in lines if key.startswith("#dimensions")]
    return codecs, max(int(width) * int(height) for width, height in sizes)


def _rewritten(source: Path, target: Path, form: Form) -> int:
    """Write the tracks into a new file without position, titles, days, chapters; return how long they last, in microseconds."""
    bare = ("-map_metadata", "-1", "-map_metadata:s", "-1", "-map_chapters", "-1", "-fflags", "+bitexact")
    told = ffmpeg("-progress", "pipe:1", *_reading(source, form), *_TRACKS, *bare, *form.writes, str(target))
    times = [line.partition("=")[2] for line in told.decode().splitlines() if line.startswith("out_time_us=")]
    if not times or not times[-1].isdigit():
        raise NotPlayable
    return int(times[-1])


def _measured(picture: bytes) -> tuple[int, int]:
    with Image.open(BytesIO(picture), formats=("JPEG",)) as image:
        return image.width, image.height
