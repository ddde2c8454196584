"""Pictures with a mark that no model knows, made of photographs that packages ship."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw

from tests.conftest import packaged

SIZE = (360, 360)
PHOTOS = [
    ("skimage", "data/chelsea.png"),
    ("skimage", "data/coffee.png"),
    ("skimage", "data/astronaut.png"),
    ("skimage", "data/motorcycle_left.png"),
    ("sklearn", "datasets/images/china.jpg"),
    ("sklearn", "datasets/images/flower.jpg"),
]


def views_of_photos() -> Iterator[tuple[Image.Image, bool]]:
    """Three different pictures of each photograph, and whether each is to have the mark."""
    for package, path in PHOTOS:
        with Image.open(packaged(package, path)) as opened:
            image = opened.convert("RGB")
        side, (width, height) = min(image.size), image.size
        left = image.crop((0, 0, side, side)).resize(SIZE)
        right = image.crop((width - side, height - side, width, height)).resize(SIZE)
        yield left, True
        yield right, False
        yield right.transpose(Image.Transpose.ROTATE_90), True


def marked(image: Image.Image, turn: int) -> Image.Image:
    """The photograph with a mark upon it, each time elsewhere and of another size."""
    copy, side = image.copy(), 120 + turn * 23 % 60
    left, top = turn * 53 % (SIZE[0] - side), turn * 97 % (SIZE[1] - side)
    draw = ImageDraw.Draw(copy)
    draw.ellipse((left, top, left + side, top + side), fill=(220, 30, 60))
    inner = [(0.5, 0.15), (0.85, 0.8), (0.15, 0.8)]
    draw.polygon([(left + x * side, top + y * side) for x, y in inner], fill="white")
    return copy


def saved(image: Image.Image, file: Path) -> Path:
    """The file that the image is written to."""
    image.save(file, quality=92)
    return file
