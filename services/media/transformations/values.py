"""The values of a transformation's parameters, from their text. All raise ValueError."""

from __future__ import annotations

import re
from typing import Final, cast

from PIL import ImageColor

from services.media.encoding import PICTURE_FORMATS
from services.media.transformations.components import (
    Border,
    Color,
    Effect,
    EffectName,
    Gravity,
    Length,
    Moment,
    Preview,
    Turn,
)

LONGEST_SIDE: Final = 10_000
"""Pixels of a side that may be asked for."""

_NUMBER: Final = re.compile(r"-?(?:\d{1,6}(?:\.\d{0,4})?|\.\d{1,4})")
_SHARE: Final = re.compile(r"[01]?\.\d{1,4}")
_RATIO: Final = re.compile(r"(\d{1,5}(?:\.\d{1,4})?):(\d{1,5}(?:\.\d{1,4})?)")
_HEX: Final = re.compile(r"rgb:([0-9a-fA-F]{3}|[0-9a-fA-F]{4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
_COLOR_NAME: Final = re.compile(r"[a-z]{3,30}")
_BORDER: Final = re.compile(r"(\d{1,3})px_solid_(.+)")

_COMPASS: Final = {
    "north_west": (0.0, 0.0),
    "north": (0.5, 0.0),
    "north_east": (1.0, 0.0),
    "west": (0.0, 0.5),
    "center": (0.5, 0.5),
    "east": (1.0, 0.5),
    "south_west": (0.0, 1.0),
    "south": (0.5, 1.0),
    "south_east": (1.0, 1.0),
}

_GRAVITIES: Final = {
    "xy_center": Gravity("xy_center"),
    "face": Gravity("face"),
    "face:center": Gravity("face"),
    "face:auto": Gravity("face", then="auto"),
    "faces": Gravity("faces"),
    "faces:center": Gravity("faces"),
    "faces:auto": Gravity("faces", then="auto"),
    "custom": Gravity("custom"),
    "custom:face": Gravity("custom", then="faces"),
    "custom:faces": Gravity("custom", then="faces"),
    "auto": Gravity("auto"),
    "auto:subject": Gravity("auto"),
    "auto:classic": Gravity("auto"),
    "auto:face": Gravity("faces", then="auto"),
    "auto:faces": Gravity("faces", then="auto"),
}
_AUTO: Final = re.compile(r"auto:([a-z0-9_]{1,50})")

_PREVIEW: Final = re.compile(r"preview(?::duration_(\d{1,2}(?:\.\d)?))?")

_LEVELS: Final[dict[str, tuple[float, float, float] | None]] = {
    "grayscale": None,
    "negate": None,
    "blackwhite": (0, 100, 50),
    "sepia": (1, 100, 80),
    "blur": (1, 2000, 100),
    "pixelate": (1, 200, 5),
    "sharpen": (1, 2000, 100),
    "unsharp_mask": (1, 2000, 100),
    "brightness": (-99, 100, 80),
    "contrast": (-100, 100, 0),
    "saturation": (-100, 100, 80),
    "gamma": (-50, 150, 0),
}
"""Least, greatest and usual level of the effects that have one."""


def number(text: str, least: float, greatest: float) -> float:
    """A decimal number in that range."""
    if not _NUMBER.fullmatch(text) or not least <= float(text) <= greatest:
        raise ValueError(f"must be a number from {least:g} to {greatest:g}")
    return float(text)


def whole(text: str, least: int, greatest: int) -> int:
    """A whole number in that range."""
    if not re.fullmatch(r"-?\d{1,6}", text) or not least <= int(text) <= greatest:
        raise ValueError(f"must be a whole number from {least:,} to {greatest:,}")
    return int(text)


def side(text: str) -> Length:
    """A width or height: pixels, or a share of the side such as 0.5 or 1.0."""
    if "." in text:
        if not _NUMBER.fullmatch(text) or not 0 < float(text) <= 10:
            raise ValueError("must be pixels, or a share such as 0.5")
        return Length(float(text), relative=True)
    if text == "auto":
        raise ValueError("auto is not supported here; name the pixels")
    return Length(whole(text, 1, LONGEST_SIDE))


def offset(text: str) -> Length:
    """A distance: pixels, or a share of the side."""
    if _SHARE.fullmatch(text.removeprefix("-")):
        return Length(float(text), relative=True)
    return Length(whole(text, -LONGEST_SIDE, LONGEST_SIDE))


def aspect_ratio(text: str) -> float:
    """Width by height: 16:9 or 1.78."""
    if match := _RATIO.fullmatch(text):
        across, down = float(match[1]), float(match[2])
        ratio = across / down if down else 0.0
    else:
        ratio = number(text, 0, 1000)
    if not 0.01 <= ratio <= 100:
        raise ValueError("must be a ratio from 1:100 to 100:1, such as 16:9 or 1.78")
    return ratio


def gravity(text: str) -> Gravity:
    """A point of the compass, a point of the picture, or what is known to be on it."""
    if text in _COMPASS:
        return Gravity("compass", _COMPASS[text])
    if text in _GRAVITIES:
        return _GRAVITIES[text]
    if match := _AUTO.fullmatch(text):
        return Gravity("auto", name=match[1])
    raise ValueError(f"must be {', '.join([*_COMPASS, *_GRAVITIES])} or auto:<object>")


def color(text: str) -> Color:
    """A colour's English name, or rgb: and its hexadecimal digits."""
    if text == "transparent":
        return (255, 255, 255, 0)
    match = _HEX.fullmatch(text)
    if match is None and not _COLOR_NAME.fullmatch(text):
        raise ValueError("must be a colour such as red or rgb:ff8800")
    try:
        found = ImageColor.getcolor(f"#{match[1]}" if match else text, "RGBA")
    except ValueError:
        raise ValueError("is not the name of a colour; write it as rgb:ff8800") from None
    return cast(Color, found)


def turns(text: str) -> tuple[Turn, ...]:
    """Degrees clockwise, hflip and vflip, joined by dots."""
    parts = [text] if _NUMBER.fullmatch(text) else text.split(".")
    if len(parts) > 4:
        raise ValueError("must be degrees, hflip or vflip, joined by dots, four at most")
    return tuple(_turn(part) for part in parts)


def _turn(text: str) -> Turn:
    if text == "hflip":
        return Turn(mirror="hflip")
    if text == "vflip":
        return Turn(mirror="vflip")
    if not _NUMBER.fullmatch(text):
        raise ValueError("must be degrees, hflip or vflip, joined by dots")
    return Turn(degrees=number(text, -360, 360))


def effect(text: str) -> Effect | Preview:
    """An effect's name, and after a colon its level."""
    if match := _PREVIEW.fullmatch(text):
        return Preview(number(match[1], 0.1, 99)) if match[1] else Preview()
    name, colon, level = text.partition(":")
    if name not in _LEVELS:
        raise ValueError(f"there is no effect {name[:50]!r}. There are: {', '.join(_LEVELS)}")
    limits = _LEVELS[name]
    if limits is None:
        if colon:
            raise ValueError(f"{name} has no level")
        return Effect(cast(EffectName, name), 0.0)
    least, greatest, usual = limits
    return Effect(cast(EffectName, name), number(level, least, greatest) if colon else usual)


def corners(text: str) -> tuple[int, int, int, int] | str:
    """`max`, or one to four radii in pixels, shared out as CSS does."""
    if text == "max":
        return "max"
    radii = [whole(part, 0, LONGEST_SIDE) for part in text.split(":")]
    if len(radii) > 4:
        raise ValueError("must be max, or one to four radii")
    top_left = radii[0]
    top_right = radii[1] if len(radii) > 1 else top_left
    bottom_right = radii[2] if len(radii) > 2 else top_left
    bottom_left = radii[3] if len(radii) > 3 else top_right
    return (top_left, top_right, bottom_right, bottom_left)


def border(text: str) -> Border:
    """`4px_solid_black`."""
    match = _BORDER.fullmatch(text)
    if match is None or int(match[1]) > 200:
        raise ValueError("must be such as 4px_solid_black, of 200 pixels at most")
    return Border(int(match[1]), color(match[2]))


def moment(text: str) -> Moment:
    """Seconds, per cent such as 35p, or auto."""
    if text == "auto":
        return Moment(auto=True)
    if text.endswith(("p", "%")):
        return Moment(share=number(text[:-1], 0, 100) / 100)
    return Moment(seconds=number(text, 0, 999_999))


def output_format(text: str) -> str:
    """A format, or auto."""
    name = "jpg" if text == "jpeg" else text
    if name != "auto" and name not in PICTURE_FORMATS:
        raise ValueError(f"must be auto, {', '.join(PICTURE_FORMATS)}")
    return name
