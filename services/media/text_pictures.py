"""A line or more of text as a picture.

The font is Roboto, which the package `font-roboto` brings (Apache-2.0): Latin, Greek and Cyrillic.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from importlib.resources import as_file, files
from typing import Final, Literal

from PIL import Image, ImageDraw, ImageFont

from services.media.transformations.components import Color
from services.media.transformations.finishing import with_opacity

FONT: Final = "Roboto"
Weight = Literal["thin", "light", "normal", "medium", "bold", "black"]
MOST_PIXELS: Final = 16_000_000
MOST_LINES: Final = 100
_NO_SUCH_CHARACTER: Final = "\uffff"


class CannotWrite(ValueError):
    """The text cannot be written; the message says why."""


@dataclass(frozen=True)
class TextStyle:
    """How text looks. `size` is in pixels, `opacity` in per cent."""

    size: int = 12
    weight: Weight = "normal"
    italic: bool = False
    color: Color = (0, 0, 0, 255)
    background: Color | None = None
    align: Literal["left", "center", "right"] = "left"
    decoration: Literal["none", "underline", "strikethrough"] = "none"
    opacity: int = 100


def text_picture(text: str, style: TextStyle) -> Image.Image:
    """The text in RGBA, as large as it needs to be. Raises CannotWrite."""
    lines = text.splitlines()
    if not text.strip() or len(lines) > MOST_LINES:
        raise CannotWrite(f"The text must have from 1 to {MOST_LINES} lines with something on them")
    font = _font(style)
    _check_characters(text, font)
    ascent, descent = font.getmetrics()
    height = ascent + descent
    spans = [_span(font, line) for line in lines]
    widths = [right - left for left, right in spans]
    size = (max(widths), height * len(lines))
    if size[0] * size[1] > MOST_PIXELS:
        raise CannotWrite("The picture of the text would have more than 16 million pixels")
    image = Image.new("RGBA", size, style.background or (*style.color[:3], 0))
    draw = ImageDraw.Draw(image)
    for number, (line, span, width) in enumerate(zip(lines, spans, widths, strict=True)):
        left = _left(style.align, size[0] - width)
        draw.text((left - span[0], number * height), line, fill=style.color, font=font)
        _decorate(draw, (left, number * height, width), ascent, style)
    return image if style.opacity == 100 else with_opacity(image, style.opacity)


def _font(style: TextStyle) -> ImageFont.FreeTypeFont:
    name = "" if style.weight == "normal" else style.weight.title()
    face = name + ("Italic" if style.italic else "") or "Regular"
    with as_file(files("font_roboto") / "files" / f"{FONT}-{face}.ttf") as path:
        # The basic layout is there whatever Pillow was built with.
        return ImageFont.truetype(path, style.size, layout_engine=ImageFont.Layout.BASIC)


def _span(font: ImageFont.FreeTypeFont, line: str) -> tuple[int, int]:
    """From where to where the line reaches; slanted letters reach beyond where they stand."""
    left, _, right, _ = font.getbbox(line)
    left, right = math.floor(min(0.0, left)), math.ceil(max(right, font.getlength(line)))
    return left, max(right, left + 1)


def _left(align: str, room: int) -> int:
    return {"left": 0, "center": room // 2, "right": room}[align]


def _decorate(
    draw: ImageDraw.ImageDraw, line: tuple[int, int, int], ascent: int, style: TextStyle
) -> None:
    if style.decoration == "none":
        return
    left, top, width = line
    thick = max(1, style.size // 14)
    down = top + (ascent + thick if style.decoration == "underline" else round(0.68 * ascent))
    draw.rectangle((left, down, left + width - 1, down + thick - 1), fill=style.color)


def _check_characters(text: str, font: ImageFont.FreeTypeFont) -> None:
    """Raise CannotWrite where the font would show an empty box."""
    missing = bytes(font.getmask(_NO_SUCH_CHARACTER))
    for character in dict.fromkeys(text):
        if not character.isspace() and bytes(font.getmask(character)) == missing:
            raise CannotWrite(f"The font has no character {character!r}")
