"""Turning a picture, and what surrounds it: background, opacity, round corners, a border."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import numpy as np
from PIL import Image, ImageChops

from services.media.transformations.components import Border, Color, Turn

_QUARTERS: Final = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
_MIRRORS: Final = {
    "hflip": Image.Transpose.FLIP_LEFT_RIGHT,
    "vflip": Image.Transpose.FLIP_TOP_BOTTOM,
}
Corners = tuple[int, int, int, int] | Literal["max"]


def turned(image: Image.Image, turns: Sequence[Turn]) -> Image.Image:
    """The image after every turn; where a slanted one leaves corners bare they are transparent."""
    for turn in turns:
        image = _turned_once(image, turn)
    return image


def _turned_once(image: Image.Image, turn: Turn) -> Image.Image:
    if turn.mirror:
        return image.transpose(_MIRRORS[turn.mirror])
    degrees = turn.degrees % 360
    if degrees % 90 == 0:
        return image.transpose(_QUARTERS[int(degrees)]) if degrees else image
    return image.convert("RGBA").rotate(-degrees, Image.Resampling.BICUBIC, expand=True)


def on_background(image: Image.Image, color: Color) -> Image.Image:
    """The image on a page of that colour, which shows where it is transparent."""
    page = Image.new("RGBA", image.size, color)
    page.alpha_composite(image.convert("RGBA"))
    return page if color[3] < 255 else page.convert("RGB")


def with_opacity(image: Image.Image, percent: int) -> Image.Image:
    """The image, that much opaque."""
    faded = image.convert("RGBA")
    faded.putalpha(faded.getchannel("A").point([value * percent // 100 for value in range(256)]))
    return faded


def with_round_corners(image: Image.Image, corners: Corners) -> Image.Image:
    """The image without what lies outside of its round corners; with `max`, as an ellipse."""
    width, height = image.size
    mask = Image.new("L", image.size, 255)
    for number, (across, down) in enumerate(_radii(corners, width, height)):
        if across < 1 or down < 1:
            continue
        quarter = _quarter(across, down)
        right, bottom = number in (1, 2), number in (2, 3)
        if right:
            quarter = quarter.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        if bottom:
            quarter = quarter.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        mask.paste(quarter, (width - across if right else 0, height - down if bottom else 0))
    rounded = image.convert("RGBA")
    rounded.putalpha(ImageChops.multiply(rounded.getchannel("A"), mask))
    return rounded


def _radii(corners: Corners, width: int, height: int) -> list[tuple[int, int]]:
    """Across and down of each corner, clockwise from the top left."""
    if corners == "max":
        return [(width // 2, height // 2)] * 4
    most = min(width, height) // 2
    return [(min(radius, most),) * 2 for radius in corners]


def _quarter(across: int, down: int) -> Image.Image:
    """The top left quarter of an ellipse, white on black, its edge smooth."""
    x = (across - 0.5 - np.arange(across, dtype=np.float32))[None, :] / across
    y = (down - 0.5 - np.arange(down, dtype=np.float32))[:, None] / down
    inside = (1 - np.sqrt(x * x + y * y)) * min(across, down) + 0.5
    return Image.fromarray((inside.clip(0, 1) * 255).astype(np.uint8))


def with_border(image: Image.Image, border: Border, corners: Corners | None) -> Image.Image:
    """The image in a frame, which follows its round corners."""
    width = border.width
    size = (image.width + 2 * width, image.height + 2 * width)
    frame = Image.new("RGBA", size, border.color)
    if corners is not None:
        outer = corners if corners == "max" else _widened(corners, width)
        frame = with_round_corners(frame, outer)
    frame.alpha_composite(image.convert("RGBA"), (width, width))
    return frame


def _widened(corners: tuple[int, int, int, int], width: int) -> tuple[int, int, int, int]:
    first, second, third, fourth = (radius + width if radius else 0 for radius in corners)
    return (first, second, third, fourth)
