"""What colour-blind people can tell apart."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from services.media.accessibility import accessibility


def halves(*colors: str) -> NDArray[np.uint8]:
    """Stripes of the colours, side by side."""
    image = Image.new("RGB", (300, 300))
    width = 300 // len(colors)
    for place, color in enumerate(colors):
        image.paste(color, (place * width, 0, (place + 1) * width, 300))
    return np.asarray(image)


@pytest.mark.parametrize("colors", [("#C83C28", "#6E731E"), ("#4CA64C", "#B5894A")])
def test_red_beside_green_cannot_be_told_apart(colors: tuple[str, str]) -> None:
    found = accessibility(halves(*colors))
    details = found["colorblind_accessibility_analysis"]
    assert set(details["most_indistinct_pair"]) == set(colors)
    assert details["distinct_colors"] < 0.7
    assert found["colorblind_accessibility_score"] < 0.75


@pytest.mark.parametrize("colors", [("#0000C8", "#FAFA1E"), ("#000000", "#FFFFFF")])
def test_blue_beside_yellow_and_black_beside_white_can(colors: tuple[str, str]) -> None:
    found = accessibility(halves(*colors))
    assert found == {
        "colorblind_accessibility_analysis": {
            "distinct_edges": 1.0,
            "distinct_colors": 1.0,
            "most_indistinct_pair": found["colorblind_accessibility_analysis"][
                "most_indistinct_pair"
            ],
        },
        "colorblind_accessibility_score": 1.0,
    }


def test_the_score_falls_as_red_and_green_come_nearer_in_light() -> None:
    greens = ["#F0FFF0", "#5FC05F", "#6E731E"]
    scores = [
        accessibility(halves("#C83C28", green))["colorblind_accessibility_score"]
        for green in greens
    ]
    assert all(brighter >= darker for brighter, darker in pairwise(scores))


def test_a_picture_of_one_colour_hides_nothing() -> None:
    details = accessibility(halves("red"))["colorblind_accessibility_analysis"]
    assert details == {"distinct_edges": 1.0, "distinct_colors": 1.0, "most_indistinct_pair": []}


def test_the_smallest_picture_is_analysed_too() -> None:
    assert accessibility(np.zeros((1, 1, 3), np.uint8))["colorblind_accessibility_score"] == 1.0
