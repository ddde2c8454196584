"""The colours of a picture, and what people call them."""

from __future__ import annotations

import colorsys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor

MOST_COLORS: Final = 32
"""So many colours Cloudinary's histogram has at most."""

SAMPLE_SIDE: Final = 128
"""Long side in pixels of the copy that is counted; more of them change no percentage that shows."""

_HUES: Final = (
    (14, "red"),
    (42, "orange"),
    (70, "yellow"),
    (160, "green"),
    (190, "teal"),
    (255, "blue"),
    (310, "purple"),
    (345, "pink"),
    (361, "red"),
)
"""Where each hue ends, in degrees."""

_GOOGLE_NAMES: Final = {"olive": "yellow", "lime": "green", "cyan": "teal", "lightblue": "blue"}
"""The colours of the richer palette that Google's twelve do not have, as one of the twelve."""


def dominant_colors(pixels: NDArray[np.uint8]) -> list[tuple[str, float]]:
    """The main colours of RGB pixels of shape (height, width, 3), at most MOST_COLORS of them.

    Pairs of "#RRGGBB" and the percentage of the picture, the largest first.
    """
    image = Image.fromarray(pixels)
    image.thumbnail((SAMPLE_SIDE, SAMPLE_SIDE), Image.Resampling.BOX)
    quantized = image.quantize(MOST_COLORS, Image.Quantize.MEDIANCUT).convert("RGB")
    colors, counts = np.unique(np.asarray(quantized).reshape(-1, 3), axis=0, return_counts=True)
    names = ("#" + color.tobytes().hex().upper() for color in colors)
    return _percentages(dict(zip(names, counts.tolist(), strict=True)))


def predominant(colors: Sequence[tuple[str, float]]) -> dict[str, list[tuple[str, float]]]:
    """The names of the colours with their percentages, the largest first, in two palettes.

    `colors` is what `dominant_colors` gives. "google" has the twelve names of Google's image search
    (ImgDominantColor of its Custom Search API), "cloudinary" also lime, olive, cyan and lightblue.
    """
    rich: defaultdict[str, float] = defaultdict(float)
    google: defaultdict[str, float] = defaultdict(float)
    for color, percentage in colors:
        name = _name(*ImageColor.getrgb(color)[:3])
        rich[name] += percentage
        google[_GOOGLE_NAMES.get(name, name)] += percentage
    return {"google": _percentages(google), "cloudinary": _percentages(rich)}


def _percentages(amounts: Mapping[str, float]) -> list[tuple[str, float]]:
    total = sum(amounts.values())
    shares = [(name, round(100 * amount / total, 1)) for name, amount in amounts.items()]
    return sorted((pair for pair in shares if pair[1] > 0), key=lambda pair: -pair[1])


def _name(red: int, green: int, blue: int) -> str:
    """What a colour is called in the richer palette."""
    hue, lightness, _ = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
    chroma = (max(red, green, blue) - min(red, green, blue)) / 255
    if lightness < 0.1 or (chroma < 0.12 and lightness < 0.2):
        return "black"
    if chroma < 0.12:
        return "white" if lightness > 0.88 else "gray"
    name = next(name for end, name in _HUES if hue * 360 < end)
    return _shade(name, hue * 360, lightness, chroma)


def _shade(name: str, hue: float, lightness: float, chroma: float) -> str:
    """The name that a dark, a light or a dull shade of a hue (in degrees) has of its own."""
    dark, light, dull = lightness < 0.42, lightness > 0.65, chroma < 0.45
    shades = {
        "red": "pink" if light else "red",
        "orange": "brown" if dark or dull else "orange",
        "yellow": "olive" if dark else "yellow",
        "green": "lime" if hue < 125 and lightness >= 0.48 else "green",
        "teal": "teal" if dark else "cyan",
        "blue": "lightblue" if light else "blue",
    }
    return shades.get(name, name)
