"""Changed copies of pictures, which are harder and which no model was prepared with."""

from __future__ import annotations

import random
from collections.abc import Iterator

from PIL import Image, ImageEnhance, ImageFilter


def changed(image: Image.Image) -> Iterator[Image.Image]:
    """Seven copies: mirrored, cropped twice at random, blurred, dark, small, and turned by 12°."""
    width, height = image.size
    yield image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    chance = random.Random(width * height)
    for _ in range(2):
        yield _cropped(image, chance)
    yield image.filter(ImageFilter.GaussianBlur(min(width, height) / 150))
    yield ImageEnhance.Brightness(image).enhance(0.35)
    yield _small(image)
    yield image.rotate(12, resample=Image.Resampling.BICUBIC)


def _cropped(image: Image.Image, chance: random.Random) -> Image.Image:
    share = chance.uniform(0.55, 0.8)
    left = chance.uniform(0, 1 - share) * image.width
    top = chance.uniform(0, 1 - share) * image.height
    right, bottom = left + share * image.width, top + share * image.height
    return image.crop((int(left), int(top), int(right), int(bottom)))


def _small(image: Image.Image) -> Image.Image:
    """The picture at six tenths of its size on a blurred one of itself."""
    around = image.filter(ImageFilter.GaussianBlur(min(image.size) / 8))
    small = image.resize((int(image.width * 0.6), int(image.height * 0.6)))
    around.paste(small, (int(image.width * 0.3), int(image.height * 0.3)))
    return around
