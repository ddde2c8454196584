"""Where faces are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from services.media.faces import find_faces
from services.media.pictures import Picture

FACE = (174, 74, 100, 100)
"""Of the astronaut's portrait: left, top, width, height, a few pixels more or less."""


@pytest.fixture
def portrait(astronaut: Path) -> Image.Image:
    return Image.open(astronaut).convert("RGB")


def faces_of(image: Image.Image, file: Path) -> list[tuple[int, ...]]:
    image.save(file, exif=image.getexif())
    with file.open("rb") as opened:
        return [face[:4] for face in find_faces(Picture(opened))]


@pytest.mark.parametrize("scale", [0.5, 1.0, 4.0])
def test_a_face_is_found_whatever_the_size_of_the_picture(
    portrait: Image.Image, tmp_path: Path, scale: float
) -> None:
    side = round(512 * scale)
    [found] = faces_of(portrait.resize((side, side)), tmp_path / "portrait.png")
    assert found == pytest.approx([round(edge * scale) for edge in FACE], abs=14 * scale)


def test_a_face_is_where_the_upright_picture_has_it(portrait: Image.Image, tmp_path: Path) -> None:
    lying = portrait.transpose(Image.Transpose.ROTATE_90)
    lying.getexif()[0x0112] = 6
    [found] = faces_of(lying, tmp_path / "lying.jpg")
    assert found == pytest.approx(FACE, abs=14)


def test_a_face_at_the_edge_has_a_box_inside_the_picture(
    portrait: Image.Image, tmp_path: Path
) -> None:
    cut = portrait.crop((190, 60, 512, 400))
    for left, top, width, height in faces_of(cut, tmp_path / "cut.png"):
        assert left >= 0
        assert top >= 0
        assert left + width <= cut.width
        assert top + height <= cut.height


def test_pictures_without_faces_have_none(cat: Path, tmp_path: Path) -> None:
    with cat.open("rb") as file:
        assert find_faces(Picture(file)) == []
    assert faces_of(Image.new("RGB", (1, 1)), tmp_path / "dot.png") == []
    assert faces_of(Image.new("RGB", (9000, 3)), tmp_path / "line.png") == []
    noise = np.random.default_rng(0).integers(0, 255, (200, 200, 3), np.uint8)
    assert faces_of(Image.fromarray(noise), tmp_path / "noise.png") == []
