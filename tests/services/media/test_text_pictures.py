"""Text becomes a picture that is just large enough, and says so where it cannot."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from services.media.text_pictures import CannotWrite, TextStyle, text_picture

STYLE = TextStyle(size=40)


def inked(image: Image.Image) -> int:
    return int((np.asarray(image.getchannel("A")) > 0).sum())


def test_text_is_as_large_as_it_needs_to_be() -> None:
    line, lines = text_picture("Hello", STYLE), text_picture("Hello\nWorld!", STYLE)
    assert line.mode == "RGBA"
    assert lines.height == 2 * line.height
    assert lines.width > line.width
    assert text_picture("Hello", replace(STYLE, size=80)).width == pytest.approx(
        2 * line.width, abs=4
    )


def test_nothing_of_slanted_letters_is_cut_off() -> None:
    image = text_picture("fjťW", replace(STYLE, italic=True, weight="bold"))
    alpha = np.asarray(image.getchannel("A"))
    assert alpha[:, -1].max() < 255


@pytest.mark.parametrize("text", ["größe žluť ÀÉÎ", "Привет", "Γειά", "€ “quoted” …"])
def test_the_scripts_of_europe_are_written(text: str) -> None:
    assert inked(text_picture(text, STYLE)) > 100


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("東京", "no character '東'"),
        ("\N{DOG}", "no character"),
        ("a\x07", "no character"),
        ("  \n ", "with something on them"),
        ("x\n" * 101, "from 1 to 100 lines"),
        ("wide " * 900, "16 million"),
    ],
)
def test_what_cannot_be_written_is_refused(text: str, message: str) -> None:
    with pytest.raises(CannotWrite, match=message):
        text_picture(text, replace(STYLE, size=400))


def test_style_shows() -> None:
    plain = text_picture("Hello", STYLE)
    assert inked(text_picture("Hello", replace(STYLE, weight="black"))) > 1.2 * inked(plain)
    for decoration in ("underline", "strikethrough"):
        assert inked(text_picture("Hello", replace(STYLE, decoration=decoration))) > inked(plain)
    colored = text_picture("Hello", replace(STYLE, color=(255, 0, 0, 255), opacity=50))
    alpha = np.asarray(colored)[..., 3]
    assert alpha.max() == 127
    assert (np.asarray(colored)[alpha > 0][:, :3] == (255, 0, 0)).all()
    on_yellow = text_picture("Hello", replace(STYLE, background=(255, 255, 0, 255)))
    assert on_yellow.getpixel((0, 0)) == (255, 255, 0, 255)
    right = text_picture("H\nHello", replace(STYLE, align="right"))
    assert np.asarray(right)[: right.height // 2, : right.width // 2, 3].max() == 0
