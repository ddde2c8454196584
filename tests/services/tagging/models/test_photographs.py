"""What is no photograph is told from what is one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from services.tagging.models.photographs import drawn, visibility


def opened(file: Path) -> Image.Image:
    with Image.open(file) as image:
        return image.convert("RGB")


def test_a_photograph_is_visible_and_noise_is_not(cat: Path) -> None:
    assert visibility(opened(cat)) == 1
    noise = np.random.default_rng(0).integers(0, 256, (300, 300, 3), np.uint8)
    assert visibility(Image.fromarray(noise)) == 0


def test_photographs_are_not_drawn(cat: Path, coffee: Path) -> None:
    assert drawn(opened(cat)) == 0
    assert drawn(opened(coffee)) == 0


def test_shapes_are_drawn() -> None:
    image = Image.new("RGB", (400, 300), "white")
    ImageDraw.Draw(image).ellipse((50, 50, 250, 250), fill="red")
    assert drawn(image) == 1


def test_what_is_cut_out_on_white_is_a_photograph(cat: Path) -> None:
    product = Image.new("RGB", (800, 800), "white")
    product.paste(opened(cat).resize((451, 300)), (170, 250))
    assert drawn(product) == 0


@pytest.mark.parametrize("size", [(1, 1), (1, 500), (3, 2), (2, 2)])
def test_the_smallest_pictures_can_be_measured(size: tuple[int, int]) -> None:
    assert 0 <= drawn(Image.new("RGB", size)) <= 1
