"""Generated pictures: sceneries in place of photos, and scans of paper cards. The same seed draws the same bytes."""

from __future__ import annotations

import io
import math
import random
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from lestari.surface.demo.kinds.kind import ECONOMY, HUMAN_RESOURCES, INFRASTRUCTURE

Colour = tuple[int, int, int]
Draw = ImageDraw.ImageDraw
_SCALE = 2
_WIDTH, _HEIGHT = 800, 450

#: Sky, then hills from far to near, by field: variants of the day.
_PALETTES: dict[str, tuple[tuple[Colour, ...], ...]] = {
    INFRASTRUCTURE: (
        ((220, 235, 240), (130, 168, 152), (78, 132, 114), (46, 94, 80)),
        ((205, 228, 243), (143, 176, 150), (86, 138, 98), (38, 86, 62)),
        ((243, 232, 214), (168, 178, 150), (102, 140, 108), (56, 92, 70)),
        ((214, 224, 232), (128, 150, 160), (80, 112, 118), (44, 74, 78)),
    ),
    ECONOMY: (
        ((246, 230, 204), (186, 152, 102), (140, 104, 58), (94, 68, 34)),
        ((250, 222, 190), (196, 138, 92), (150, 98, 58), (88, 60, 38)),
        ((232, 238, 214), (168, 172, 100), (124, 134, 66), (76, 90, 42)),
        ((252, 236, 200), (208, 176, 98), (160, 132, 62), (100, 88, 42)),
    ),
    HUMAN_RESOURCES: (
        ((230, 226, 238), (170, 162, 196), (124, 134, 170), (78, 112, 92)),
        ((222, 232, 246), (150, 170, 204), (108, 134, 170), (72, 108, 98)),
        ((248, 228, 226), (200, 166, 176), (150, 128, 156), (92, 98, 116)),
        ((234, 242, 232), (166, 194, 176), (118, 158, 142), (70, 110, 90)),
    ),
}
_ROOFS: tuple[Colour, ...] = ((178, 84, 44), (146, 66, 44), (120, 128, 132), (164, 108, 60))
_WALLS: tuple[Colour, ...] = ((242, 230, 212), (232, 218, 190), (226, 232, 226), (238, 214, 196))


def scenery(seed: int, field: str) -> bytes:
    """Return a JPEG of 800 × 450 pixels, at most 40 kB: hills, and what the field is about."""
    rng = random.Random(f"{seed}:{field}")
    sky, *hills = rng.choice(_PALETTES[field])
    image = Image.new("RGB", (_WIDTH * _SCALE, _HEIGHT * _SCALE), sky)
    draw = ImageDraw.Draw(image)
    _sun(rng, draw, sky)
    for number, colour in enumerate(hills):
        _hill(rng, draw, colour, level=0.5 + 0.17 * number, swing=0.13 - 0.035 * number)
    _FOREGROUNDS[field](rng, draw, hills[-1])
    return _jpeg(image.resize((_WIDTH, _HEIGHT), Image.Resampling.LANCZOS), 82)


def paper_card(seed: int, heading: str, lines: Sequence[tuple[str, str]], word: str = "Pekon") -> bytes:
    """Return a JPEG of a scanned card of 800 pixels' width: printed labels, written answers, signatures, a stamp, a slant."""
    rng = random.Random(f"paper:{seed}")
    shade = rng.randint(236, 248)
    page = Image.new("RGB", (800, 1040), (shade, shade - rng.randint(0, 6), shade - rng.randint(6, 16)))
    draw = ImageDraw.Draw(page)
    draw.rectangle((40, 40, 760, 1000), outline=(70, 70, 70), width=3)
    draw.text((64, 60), heading, font=ImageFont.load_default(34), fill=(40, 40, 40))
    draw.line((64, 112, 736, 112), fill=(70, 70, 70), width=2)
    ink = rng.choice(((32, 48, 120), (28, 28, 34), (20, 60, 140)))
    for row, (label, answer) in enumerate(lines[:9]):
        top = 132 + row * 72
        draw.text((64, top), label, font=ImageFont.load_default(17), fill=(90, 90, 90))
        _written(rng, draw, (76, top + 22), answer, ink)
        draw.line((64, top + 58, 736, top + 58), fill=(170, 170, 170), width=1)
    _signature(rng, draw, (120, 880), ink)
    _signature(rng, draw, (480, 880), ink)
    draw.text((96, 950), f"Kepala {word}", font=ImageFont.load_default(17), fill=(90, 90, 90))
    draw.text((470, 950), "Ketua BPD", font=ImageFont.load_default(17), fill=(90, 90, 90))
    _stamp(rng, page)
    desk = Image.new("RGB", (880, 1120), (96, 84, 72))
    turned = page.convert("RGBA").rotate(
        rng.uniform(-2.2, 2.2), Image.Resampling.BILINEAR, expand=True, fillcolor=(0, 0, 0, 0)
    )
    desk.paste(turned, (rng.randint(20, 40), rng.randint(20, 40)), turned)
    return _jpeg(desk.resize((800, 1018), Image.Resampling.BILINEAR), 68)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    target = io.BytesIO()
    image.save(target, "JPEG", quality=quality, optimize=True)
    return target.getvalue()


def _sun(rng: random.Random, draw: Draw, sky: Colour) -> None:
    x, y, radius = rng.randint(120, 1480), rng.randint(90, 240), rng.randint(36, 70)
    light = tuple(min(255, part + 12) for part in sky)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=light)


def _hill(rng: random.Random, draw: Draw, colour: Colour, *, level: float, swing: float) -> None:
    waves = [(rng.uniform(1.2, 3.6), rng.uniform(0, 6.3), rng.uniform(0.4, 1.0)) for _ in range(2)]
    points = [(0.0, float(_HEIGHT * _SCALE))]
    for step in range(81):
        share = step / 80
        rise = sum(weight * math.sin(pace * share * 3.1 + start) for pace, start, weight in waves)
        points.append((share * _WIDTH * _SCALE, (level - swing * rise) * _HEIGHT * _SCALE))
    points.append((float(_WIDTH * _SCALE), float(_HEIGHT * _SCALE)))
    draw.polygon(points, fill=colour)


def _house(rng: random.Random, draw: Draw, at: tuple[int, int], width: int) -> None:
    x, y = at
    height = int(width * 0.42)
    draw.rectangle((x, y - height, x + width, y), fill=rng.choice(_WALLS))
    roof = [
        (x - width * 0.08, y - height),
        (x + width / 2, y - height * 1.75),
        (x + width * 1.08, y - height),
    ]
    draw.polygon(roof, fill=rng.choice(_ROOFS))
    draw.rectangle((x + width * 0.42, y - height * 0.62, x + width * 0.58, y), fill=(94, 126, 140))
    for left in (0.1, 0.7):
        window = (x + width * left, y - height * 0.72, x + width * (left + 0.2), y - height * 0.34)
        draw.rectangle(window, fill=(158, 194, 206))


def _tree(rng: random.Random, draw: Draw, at: tuple[int, int], size: int, colour: Colour) -> None:
    x, y = at
    draw.rectangle((x - size // 12, y - size, x + size // 12, y), fill=(96, 74, 54))
    shade = _nudged(rng, colour, 26)
    for _ in range(3):
        dx, dy = rng.randint(-size // 4, size // 4), rng.randint(-size // 5, size // 5)
        radius = rng.randint(size // 4, size // 3)
        draw.ellipse(
            (x + dx - radius, y - size + dy - radius, x + dx + radius, y - size + dy + radius), fill=shade
        )


def _nudged(rng: random.Random, colour: Colour, most: int) -> Colour:
    step = rng.randint(-most, most)
    red, green, blue = (max(0, min(255, part + step)) for part in colour)
    return red, green, blue


def _water_and_works(rng: random.Random, draw: Draw, near: Colour) -> None:
    """Draw a stream or a road that winds towards us, a tank, trees."""
    start = rng.randint(300, 1200)
    road = rng.random() < 0.4
    colour = (206, 200, 188) if road else (226, 240, 244)
    drift, pace = rng.uniform(-260, 260), rng.uniform(5.6, 8.2)
    left, right = [], []
    for step in range(31):
        share = step / 30
        middle = start + drift * share + 70 * math.sin(share * pace)
        half = 8 + 46 * share * share
        left.append((middle - half, 470 + 430 * share))
        right.append((middle + half, 470 + 430 * share))
    draw.polygon(left + right[::-1], fill=colour)
    place = start + (320 if start < 800 else -420)
    draw.rectangle((place, 520, place + 150, 640), fill=(200, 204, 198))
    draw.rectangle((place - 10, 500, place + 160, 528), fill=(140, 142, 138))
    for _ in range(rng.randint(2, 5)):
        _tree(rng, draw, (rng.randint(60, 1540), rng.randint(660, 800)), rng.randint(70, 130), near)


def _gardens(rng: random.Random, draw: Draw, near: Colour) -> None:
    """Draw rows of a garden, a drying house, heaps of cherries or fruit."""
    for row in range(rng.randint(4, 7)):
        y = 690 + row * 34
        for column in range(28):
            x = column * 62 + (row % 2) * 31 + rng.randint(-6, 6)
            draw.ellipse((x, y, x + 34, y + 22), fill=_nudged(rng, near, 18))
    _house(rng, draw, (rng.choice((160, 380, 980, 1120)), rng.randint(640, 700)), rng.randint(230, 320))
    fruit = rng.choice(((150, 44, 34), (196, 122, 30), (110, 132, 44)))
    x = rng.randint(300, 1200)
    for _ in range(rng.randint(9, 18)):
        dx, dy = rng.randint(-90, 90), rng.randint(-24, 24)
        draw.ellipse((x + dx, 800 + dy, x + dx + 44, 844 + dy), fill=_nudged(rng, fruit, 14))


def _houses(rng: random.Random, draw: Draw, near: Colour) -> None:
    """Draw a hall or a school with people before it, and a tree."""
    x = rng.randint(260, 820)
    _house(rng, draw, (x, 760), rng.randint(400, 520))
    if rng.random() < 0.6:
        _house(rng, draw, (x - 240 if x > 500 else x + 620, 730), rng.randint(150, 210))
    _tree(rng, draw, (rng.choice((120, 1440)), 770), rng.randint(130, 190), near)
    for _ in range(rng.randint(4, 9)):
        px, tall = rng.randint(140, 1460), rng.randint(48, 84)
        shirt = rng.choice(((196, 84, 60), (60, 110, 150), (230, 180, 70), (110, 70, 120), (70, 130, 100)))
        draw.rounded_rectangle((px, 800 - tall, px + tall // 2, 830), radius=tall // 5, fill=shirt)
        draw.ellipse((px, 800 - tall - tall // 2, px + tall // 2, 800 - tall), fill=(150, 106, 80))


_FOREGROUNDS = {INFRASTRUCTURE: _water_and_works, ECONOMY: _gardens, HUMAN_RESOURCES: _houses}


def _written(rng: random.Random, draw: Draw, at: tuple[int, int], text: str, ink: Colour) -> None:
    x = float(at[0])
    for letter in text[:52]:
        font = ImageFont.load_default(rng.choice((21, 22, 23)))
        draw.text((x, at[1] + rng.randint(-2, 2)), letter, font=font, fill=ink)
        x += font.getlength(letter) + rng.choice((0, 0, 1))


def _signature(rng: random.Random, draw: Draw, at: tuple[int, int], ink: Colour) -> None:
    x, y = at
    points = [(x + step * 7, y + rng.randint(-26, 26) * math.sin(step / 2.2)) for step in range(22)]
    draw.line(points, fill=ink, width=3, joint="curve")


def _stamp(rng: random.Random, page: Image.Image) -> None:
    layer = Image.new("RGBA", page.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    x, y = rng.randint(200, 260), rng.randint(870, 900)
    purple = (92, 60, 150, 150)
    draw.ellipse((x - 62, y - 62, x + 62, y + 62), outline=purple, width=5)
    draw.ellipse((x - 48, y - 48, x + 48, y + 48), outline=purple, width=2)
    draw.text((x - 36, y - 12), "REKAAN", font=ImageFont.load_default(18), fill=purple)
    page.paste(layer, (0, 0), layer)
