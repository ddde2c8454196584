"""Changes of a picture's colours and sharpness."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from services.media.transformations.components import Effect, EffectName

_SEPIA: Final = (
    (0.393, 0.769, 0.189, 0.0),
    (0.349, 0.686, 0.168, 0.0),
    (0.272, 0.534, 0.131, 0.0),
)
_BLUR_PER_PIXEL: Final = 20.0
"""Levels of blurring for a radius of one pixel."""

_SMALL_RADIUS: Final = 4.0
"""Pixels of a blur's radius that are enough to blur smoothly."""


def with_effect(image: Image.Image, effect: Effect) -> Image.Image:
    """An RGB or RGBA image, changed; what is transparent stays so."""
    changed = _EFFECTS[effect.name](image.convert("RGB"), effect.level)
    if image.mode == "RGBA":
        changed.putalpha(image.getchannel("A"))
    return changed


def _grayscale(image: Image.Image, _level: float) -> Image.Image:
    return ImageOps.grayscale(image).convert("RGB")


def _blackwhite(image: Image.Image, level: float) -> Image.Image:
    threshold = 2.55 * level
    levels = [255 if value >= threshold else 0 for value in range(256)]
    return ImageOps.grayscale(image).point(levels).convert("RGB")


def _sepia(image: Image.Image, level: float) -> Image.Image:
    matrix = tuple(value for row in _SEPIA for value in row)
    return Image.blend(image, image.convert("RGB", matrix), level / 100)


def _negate(image: Image.Image, _level: float) -> Image.Image:
    return ImageOps.invert(image)


def _blur(image: Image.Image, level: float) -> Image.Image:
    radius = level / _BLUR_PER_PIXEL
    # What is blurred that much is the same when it is blurred in small, and takes no time then.
    factor = max(1, min(round(radius / _SMALL_RADIUS), *image.size))
    blurred = image.reduce(factor).filter(ImageFilter.GaussianBlur(radius / factor))
    return blurred.resize(image.size, Image.Resampling.BICUBIC)


def _pixelate(image: Image.Image, level: float) -> Image.Image:
    block = max(1, min(round(level), *image.size))
    return image.reduce(block).resize(image.size, Image.Resampling.NEAREST)


def _sharpen(image: Image.Image, level: float) -> Image.Image:
    return image.filter(ImageFilter.UnsharpMask(1, round(level), 0))


def _unsharp_mask(image: Image.Image, level: float) -> Image.Image:
    return image.filter(ImageFilter.UnsharpMask(2, round(level), 3))


def _brightness(image: Image.Image, level: float) -> Image.Image:
    return ImageEnhance.Brightness(image).enhance(1 + level / 100)


def _contrast(image: Image.Image, level: float) -> Image.Image:
    return ImageEnhance.Contrast(image).enhance(1 + level / 100)


def _saturation(image: Image.Image, level: float) -> Image.Image:
    return ImageEnhance.Color(image).enhance(1 + level / 100)


def _gamma(image: Image.Image, level: float) -> Image.Image:
    exponent = 1 / (1 + level / 100)
    levels = [round(255 * (value / 255) ** exponent) for value in range(256)]
    return image.point(levels * 3)


_EFFECTS: Final[dict[EffectName, Callable[[Image.Image, float], Image.Image]]] = {
    "grayscale": _grayscale,
    "blackwhite": _blackwhite,
    "sepia": _sepia,
    "negate": _negate,
    "blur": _blur,
    "pixelate": _pixelate,
    "sharpen": _sharpen,
    "unsharp_mask": _unsharp_mask,
    "brightness": _brightness,
    "contrast": _contrast,
    "saturation": _saturation,
    "gamma": _gamma,
}
