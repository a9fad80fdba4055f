"""Generated videos: a slow look across two sceneries. The same seed and the same ffmpeg make the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageDraw, ImageFont

from lestari.foundation.files.videos import ffmpeg
from lestari.surface.demo.pictures import scenery

_SIZE = _WIDTH, _HEIGHT = 480, 270
_RATE = 12
#: For how long each scenery is looked at, and how long one fades into the next, in pictures.
_LOOK, _FADE = 42, 12
_LABEL = "Rekaan peragaan"


def stroll(seed: int, field: str) -> bytes:
    """Return an MP4 of seven seconds, 480 × 270 pixels, at most 400 kB, in which it is said that it is invented."""
    pictures = b"".join(frame.tobytes() for frame in _frames(seed, field))
    raw = (
        "-f",
        "rawvideo",
        "-pix_fmt",
        "rgb24",
        "-s",
        f"{_WIDTH}x{_HEIGHT}",
        "-r",
        str(_RATE),
        "-i",
        "pipe:0",
    )
    coded = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "28", "-pix_fmt", "yuv420p", "-threads", "1")
    with TemporaryDirectory() as folder:
        place = Path(folder) / "stroll.mp4"
        ffmpeg(*raw, *coded, "-fflags", "+bitexact", str(place), given=pictures)
        return place.read_bytes()


def _frames(seed: int, field: str) -> Iterator[Image.Image]:
    """Yield the pictures: each scenery from left to right, at last fading into the next."""
    looks = [_look(1000 + 2 * seed + number, field) for number in range(2)]
    for here, there in pairwise([*looks, looks[0]]):
        for step in range(_LOOK):
            left = _LOOK - _FADE
            shown = (
                here[step + _FADE]
                if step < left
                else Image.blend(here[step + _FADE], there[step - left], (step - left) / _FADE)
            )
            yield _labelled(shown)


def _look(seed: int, field: str) -> list[Image.Image]:
    """Return what one sees of a scenery while one turns to the right."""
    with Image.open(io.BytesIO(scenery(seed, field))) as whole:
        wide = whole.resize((_WIDTH * 5 // 4, _HEIGHT * 5 // 4), Image.Resampling.BILINEAR)
    steps = _LOOK + _FADE
    over, top = wide.width - _WIDTH, (wide.height - _HEIGHT) * 2 // 3
    lefts = (over * step // (steps - 1) for step in range(steps))
    return [wide.crop((left, top, left + _WIDTH, top + _HEIGHT)) for left in lefts]


def _labelled(frame: Image.Image) -> Image.Image:
    draw = ImageDraw.Draw(frame)
    draw.rectangle((0, _HEIGHT - 26, 150, _HEIGHT), fill=(30, 40, 36))
    draw.text((10, _HEIGHT - 21), _LABEL, font=_FONT, fill="white")
    return frame


_FONT = ImageFont.load_default(15)
