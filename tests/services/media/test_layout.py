"""Pages and screens are laid out otherwise than photographs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from services.media.layout import measure_layout
from services.media.pictures import Picture

WORDS = "Dear customer, thank you for your order of three boxes of pencils and one ruler. "


def page(
    width: int = 620, height: int = 870, paper: str = "white", ink: str = "black"
) -> Image.Image:
    """A page of text."""
    image = Image.new("RGB", (width, height), paper)
    draw = ImageDraw.Draw(image)
    for index, top in enumerate(range(60, height - 60, 20)):
        text = (WORDS[index * 7 % 40 :] + WORDS * 3)[: (width - 120) // 7]
        draw.text((60, top), text, fill=ink, font_size=14)
    return image


def pixels(image: Image.Image) -> NDArray[np.uint8]:
    return np.asarray(image.convert("RGB"))


def test_text_covers_a_page() -> None:
    layout = measure_layout(pixels(page()))
    assert layout.text_area > 0.15
    assert layout.text_columns >= 0.7
    assert layout.flat > 0.6
    assert layout.main_colors > 0.7


@pytest.mark.parametrize("angle", [-2, 1, 2])
def test_a_page_may_lie_crooked(angle: float) -> None:
    turned = page().rotate(angle, Image.Resampling.BICUBIC, fillcolor="white")
    assert measure_layout(pixels(turned)).text_area > 0.15


def test_a_shadow_over_the_page_hides_no_text() -> None:
    shadow = np.linspace(0.5, 1, 620)[None, :, None]
    shaded = (pixels(page()) * shadow).astype(np.uint8)
    assert measure_layout(shaded).text_area > 0.15


def test_light_text_on_dark_ground_is_text() -> None:
    assert measure_layout(pixels(page(paper="#202020", ink="#e0e0e0"))).text_area > 0.15


@pytest.mark.parametrize(
    "name",
    [
        "skimage/data/brick.png",
        "skimage/data/grass.png",
        "skimage/data/coffee.png",
        "skimage/data/rocket.jpg",
        "skimage/data/chelsea.png",
        "sklearn/datasets/images/china.jpg",
    ],
)
def test_photographs_have_few_lines_of_text_and_few_flat_parts(
    shipped: Callable[[str], Path], name: str
) -> None:
    with shipped(name).open("rb") as file:
        layout = measure_layout(Picture(file).pixels(416))
    assert layout.text_area < 0.12
    assert layout.flat < 0.6


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1), (7, 9)])
def test_the_smallest_pictures_have_a_layout_without_text(size: tuple[int, int]) -> None:
    layout = measure_layout(pixels(Image.new("RGB", size, "red")))
    assert layout.text_area == layout.text_columns == 0
    assert layout.main_colors == 1
