"""Pictures to transform."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PIL import Image


@dataclass
class Plain:
    """A source that is decoded already."""

    picture: Image.Image

    @property
    def width(self) -> int:
        return self.picture.width

    @property
    def height(self) -> int:
        return self.picture.height

    def image(self, short_side: int) -> Image.Image:
        return self.picture


@pytest.fixture
def quarters() -> Plain:
    """400 by 200 pixels: red, green above; blue, white below."""
    image = Image.new("RGB", (400, 200), "white")
    image.paste("red", (0, 0, 200, 100))
    image.paste("lime", (200, 0, 400, 100))
    image.paste("blue", (0, 100, 200, 200))
    return Plain(image)
