"""Colours are counted, and called what people call them."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PIL import Image, ImageColor

from services.media.colors import dominant_colors, predominant


def test_a_picture_of_two_colours_has_these_two() -> None:
    pixels = np.zeros((100, 200, 3), np.uint8)
    pixels[:, :150] = (255, 0, 0)
    assert dominant_colors(pixels) == [("#FF0000", 75.0), ("#000000", 25.0)]


def test_a_photograph_has_at_most_32_colours_the_largest_first(photo: Image.Image) -> None:
    colors = dominant_colors(np.asarray(photo))
    shares = [share for _, share in colors]
    assert 2 < len(colors) <= 32
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(100, abs=2)
    assert all(re.fullmatch("#[0-9A-F]{6}", color) for color, _ in colors)


@pytest.mark.parametrize(
    ("color", "google", "cloudinary"),
    [
        ("red", "red", "red"),
        ("orange", "orange", "orange"),
        ("yellow", "yellow", "yellow"),
        ("green", "green", "green"),
        ("lime", "green", "lime"),
        ("teal", "teal", "teal"),
        ("cyan", "teal", "cyan"),
        ("blue", "blue", "blue"),
        ("lightblue", "blue", "lightblue"),
        ("olive", "yellow", "olive"),
        ("purple", "purple", "purple"),
        ("pink", "pink", "pink"),
        ("white", "white", "white"),
        ("gray", "gray", "gray"),
        ("black", "black", "black"),
        ("saddlebrown", "brown", "brown"),
        ("tan", "brown", "brown"),
        ("navy", "blue", "blue"),
        ("forestgreen", "green", "green"),
    ],
)
def test_colours_have_the_names_that_people_use(color: str, google: str, cloudinary: str) -> None:
    code = "#{:02X}{:02X}{:02X}".format(*ImageColor.getrgb(color)[:3])
    assert predominant([(code, 100.0)]) == {
        "google": [(google, 100.0)],
        "cloudinary": [(cloudinary, 100.0)],
    }


def test_shades_of_one_name_are_summed() -> None:
    names = predominant([("#0000FF", 40.0), ("#FF0000", 35.0), ("#1111EE", 25.0)])
    assert names["google"] == [("blue", 65.0), ("red", 35.0)]
