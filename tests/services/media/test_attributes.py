"""Light, colour and sharpness are measured as they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from services.media.attributes import (
    MEASURED_SIDE,
    measure_colors,
    measure_light,
    measure_sharpness,
)
from services.media.pictures import Picture

Pixels = NDArray[np.uint8]


def plain(*color: int, width: int = 480, height: int = 420) -> Pixels:
    return np.full((height, width, 3), color, np.uint8)


@pytest.fixture
def pixels(shipped: Callable[[str], Path]) -> Callable[[str], Pixels]:
    def read(name: str) -> Pixels:
        with shipped(name).open("rb") as file:
            return Picture(file).pixels(MEASURED_SIDE)

    return read


def test_light_runs_from_black_to_white() -> None:
    assert measure_light(plain(0, 0, 0)).mean == 0
    assert measure_light(plain(255, 255, 255)).mean == pytest.approx(1)


def test_light_says_what_a_tenth_exceeds() -> None:
    pixels = plain(0, 0, 0)
    pixels[:210] = 255
    light = measure_light(pixels)
    assert (light.darkest, light.brightest) == (0, 1)
    assert light.mean == light.deviation == pytest.approx(0.5)


def test_colors_are_shares_by_name() -> None:
    pixels = plain(220, 20, 20)
    pixels[:, :120] = (20, 20, 220)
    shares = measure_colors(pixels).shares
    assert shares == {"red": pytest.approx(0.75, abs=0.02), "blue": pytest.approx(0.25, abs=0.02)}


def test_gray_has_no_chroma_and_a_spot_of_red_does_not_hide() -> None:
    gray = plain(120, 120, 120)
    assert measure_colors(gray).strongest == 0
    gray[:60, :60] = (220, 20, 20)
    colors = measure_colors(gray)
    assert colors.strongest > 0.7
    assert colors.usual == 0


@pytest.mark.parametrize(
    "name",
    ["skimage/data/coffee.png", "skimage/data/rocket.jpg", "sklearn/datasets/images/flower.jpg"],
)
def test_a_photograph_loses_sharpness_the_more_it_is_blurred(
    pixels: Callable[[str], Pixels], name: str
) -> None:
    image = Image.fromarray(pixels(name))
    measured = [
        measure_sharpness(np.asarray(image.filter(ImageFilter.GaussianBlur(radius))))
        for radius in (0, 1, 2, 4)
    ]
    details = [each.detail for each in measured if each.detail is not None]
    edges = [each.edge for each in measured if each.edge is not None]
    assert len(details) == len(edges) == 4
    assert details == sorted(details, reverse=True)
    assert edges == sorted(edges, reverse=True)


def test_a_step_is_as_sharp_as_can_be() -> None:
    pixels = plain(0, 0, 0)
    pixels[:, 200:] = 255
    assert measure_sharpness(pixels).edge == pytest.approx(1)


def test_contrast_does_not_change_sharpness(pixels: Callable[[str], Pixels]) -> None:
    strong = pixels("skimage/data/coffee.png")
    faint = (strong // 2 + 64).astype(np.uint8)
    assert measure_sharpness(faint).detail == pytest.approx(
        measure_sharpness(strong).detail, rel=0.15
    )


@pytest.mark.parametrize("size", [(1, 1), (5, 400), (400, 5), (31, 31), (480, 420)])
def test_where_nothing_is_there_nothing_is_said_of_sharpness(size: tuple[int, int]) -> None:
    sharpness = measure_sharpness(plain(90, 140, 60, width=size[0], height=size[1]))
    assert sharpness.detail is None
    assert sharpness.edge is None


def test_the_smallest_picture_has_light_and_colors() -> None:
    pixel = plain(220, 20, 20, width=1, height=1)
    assert measure_light(pixel).deviation == 0
    assert measure_colors(pixel).shares == {"red": 1}
