"""Drawings that nobody labelled: shapes, outlines, charts, pages, gradients and scribbles.

Nothing is in them that the models know, so that any tag is wrong but those of text and patterns.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Final

from PIL import Image, ImageDraw, ImageFont

COUNT: Final = 48
SIZES: Final = ((640, 480), (480, 480), (480, 640), (800, 450))
LETTERS: Final = "abcdefghijklmnoprstuvwy"

Color = tuple[int, int, int]


def drawings() -> Iterator[Image.Image]:
    """The same 48 each time."""
    kinds: list[Callable[[random.Random, Image.Image, Color], None]] = [
        _shapes,
        _outlines,
        _chart,
        _page,
        _gradient,
        _scribble,
    ]
    for seed in range(COUNT):
        chance = random.Random(seed)
        ground = _ground(chance)
        image = Image.new("RGB", chance.choice(SIZES), ground)
        kinds[seed % len(kinds)](chance, image, _ink(chance, ground))
        yield image


def _ground(chance: random.Random) -> Color:
    """White, black or any colour."""
    kind = chance.random()
    if kind < 0.3:
        return _any(chance)
    level = chance.randrange(30) if kind < 0.6 else chance.randrange(225, 256)
    return level, level, level


def _ink(chance: random.Random, ground: Color) -> Color:
    if chance.random() < 0.5:
        return _any(chance)
    return (0, 0, 0) if sum(ground) > 380 else (255, 255, 255)


def _any(chance: random.Random) -> Color:
    return chance.randrange(256), chance.randrange(256), chance.randrange(256)


def _shapes(chance: random.Random, image: Image.Image, ink: Color) -> None:
    for _ in range(chance.randrange(1, 8)):
        _shape(chance, image, ink if chance.random() < 0.5 else _any(chance), 0)


def _outlines(chance: random.Random, image: Image.Image, ink: Color) -> None:
    for _ in range(chance.randrange(1, 8)):
        _shape(chance, image, ink, chance.randrange(2, 14))


def _shape(chance: random.Random, image: Image.Image, color: Color, width: int) -> None:
    """A shape, filled if the width of its line is 0."""
    draw = ImageDraw.Draw(image)
    left, top = chance.randrange(image.width * 3 // 4), chance.randrange(image.height * 3 // 4)
    right = left + chance.randrange(image.width // 10, image.width // 2)
    bottom = top + chance.randrange(image.height // 10, image.height // 2)
    fill, outline = (None, color) if width else (color, None)
    kind = chance.randrange(4)
    if kind == 0:
        draw.ellipse((left, top, right, bottom), fill, outline, width)
    elif kind == 1:
        draw.rectangle((left, top, right, bottom), fill, outline, width)
    elif kind == 2:
        corners = [(left, bottom), ((left + right) // 2, top), (right, bottom)]
        draw.polygon(corners, fill, outline, max(1, width))
    else:
        draw.rounded_rectangle((left, top, right, bottom), 20, fill, outline, width)


def _chart(chance: random.Random, image: Image.Image, ink: Color) -> None:
    draw = ImageDraw.Draw(image)
    left, base, count = image.width // 10, image.height * 9 // 10, chance.randrange(4, 14)
    step = image.width * 8 // 10 // count
    draw.line((left, base // 10, left, base, image.width * 9 // 10, base), ink, 3)
    for bar in range(count):
        start = left + bar * step
        height = int(chance.random() * base * 0.85)
        draw.rectangle((start + 3, base - height, start + step - 3, base), ink)


def _page(chance: random.Random, image: Image.Image, ink: Color) -> None:
    draw = ImageDraw.Draw(image)
    size = chance.randrange(14, 70)
    font = ImageFont.load_default(size)
    for y in range(10, image.height - 20, int(size * chance.uniform(1.2, 2))):
        words = ("".join(chance.choices(LETTERS, k=chance.randrange(2, 9))) for _ in range(12))
        draw.text((10, y), " ".join(words), ink, font)


def _gradient(chance: random.Random, image: Image.Image, ink: Color) -> None:
    ramp = chance.choice((Image.linear_gradient, Image.radial_gradient))("L").resize(image.size)
    other = Image.new("RGB", image.size, _any(chance))
    image.paste(Image.composite(Image.new("RGB", image.size, ink), other, ramp))


def _scribble(chance: random.Random, image: Image.Image, ink: Color) -> None:
    draw = ImageDraw.Draw(image)
    points = [
        (chance.randrange(image.width), chance.randrange(image.height))
        for _ in range(chance.randrange(5, 16))
    ]
    draw.line(points, ink, chance.randrange(2, 20), "curve")
    for x, y in points:
        draw.ellipse((x, y, x + 12, y + 12), _any(chance))
