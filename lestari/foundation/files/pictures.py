"""Pictures: checked by content, turned upright, without metadata, and their small versions."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from lestari.foundation.files.sizes import LONGEST, SMALL
from lestari.foundation.kernel.errors import Refused

FORMATS = ("JPEG", "PNG", "WEBP")
#: The most pixels before a picture is opened: JPEG is shrunk while it is read, the others are read whole.
MOST_PIXELS = {"JPEG": 64_000_000, "MPO": 64_000_000, "PNG": 24_000_000, "WEBP": 24_000_000}
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, ArithmeticError)


def cleaned(source: IO[bytes], name: str) -> tuple[bytes, int, int]:
    """Return a picture as it is kept: JPEG, upright, at most 1600 pixels, nothing but the picture; with width and height.

    Raises Refused for what is no picture, a broken one, or one of too many pixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(source, formats=FORMATS) as image:
                _refuse_bomb(image, name)
                image.draft("RGB", (LONGEST, LONGEST))
                image.load()
                picture = _on_white(ImageOps.exif_transpose(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels(name) from None
    except _BROKEN:
        raise Refused(
            _("Berkas “%(name)s” bukan foto yang dapat dibuka. Kirim foto JPEG, PNG atau WebP.")
            % {"name": name}
        ) from None
    picture.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    held = BytesIO()
    picture.save(held, "JPEG", quality=85, optimize=True, progressive=True)
    return held.getvalue(), picture.width, picture.height


def smaller(source: IO[bytes], edge: int) -> bytes:
    """Return a small version as WebP, within the bytes that this size may take."""
    with Image.open(source, formats=("JPEG",)) as image:
        picture = image.convert("RGB")
    picture.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    for quality in (80, 65, 50, 35, 20):
        held = BytesIO()
        picture.save(held, "WEBP", quality=quality, method=4)
        if held.tell() <= SMALL[edge]:
            break
    return held.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    """Return the bare pixels, transparent ones on white: a new picture, so that no metadata comes along."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        coloured = image.convert("RGBA")
        ground = Image.new("RGB", image.size, "white")
        ground.paste(coloured, mask=coloured.getchannel("A"))
        return ground
    bare = Image.new("RGB", image.size)
    bare.paste(image.convert("RGB"))
    return bare


def _refuse_bomb(image: Image.Image, name: str) -> None:
    if image.width * image.height > MOST_PIXELS[image.format or ""]:
        raise _too_many_pixels(name)


def _too_many_pixels(name: str) -> Refused:
    return Refused(
        _(
            "Foto “%(name)s” terlalu banyak pikselnya: paling banyak %(jpeg)s juta untuk JPEG, %(other)s juta untuk PNG dan WebP. "
            "Kecilkan dahulu, lalu kirim lagi."
        )
        % {"name": name, "jpeg": MOST_PIXELS["JPEG"] // 10**6, "other": MOST_PIXELS["PNG"] // 10**6}
    )
