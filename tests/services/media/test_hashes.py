"""Pictures that look alike have hashes that are alike."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from services.media.hashes import perceptual_hash
from services.media.pictures import Picture

Encode = Callable[..., io.BytesIO]


def bits_apart(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


def test_a_hash_is_sixteen_hexadecimal_digits(photo: Image.Image) -> None:
    assert re.fullmatch("[0-9a-f]{16}", perceptual_hash(np.asarray(photo)))


def test_versions_of_a_picture_are_near_and_others_far(
    photo: Image.Image, encode: Encode, shipped: Callable[[str], Path]
) -> None:
    original = perceptual_hash(Picture(encode(photo, "PNG")))
    smaller = perceptual_hash(Picture(encode(photo.resize((320, 213)), "JPEG", quality=40)))
    with shipped("skimage/data/coffee.png").open("rb") as file:
        other = perceptual_hash(Picture(file))
    assert bits_apart(original, smaller) <= 4
    assert bits_apart(original, other) > 16
