"""The camera's motion between two frames is found, or said not to be known."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from services.tagging.actions.looks import Shift
from services.tagging.actions.motion import HEIGHT, camera_shift, small_gray

Pixels = NDArray[np.uint8]


@pytest.fixture(scope="module")
def landscape() -> Pixels:
    """Large and small patches, 480 by 1,280 pixels."""
    random = np.random.default_rng(1)
    coarse = np.kron(random.integers(0, 120, (12, 32)), np.ones((40, 40), int))
    fine = np.kron(random.integers(0, 120, (48, 128)), np.ones((10, 10), int))
    levels = (coarse + fine).astype(np.uint8)
    return np.stack([levels] * 3, axis=-1)


def shift_between(before: Pixels, after: Pixels) -> Shift | None:
    return camera_shift(small_gray(before), small_gray(after))


def window(landscape: Pixels, left: int, top: int = 40) -> Pixels:
    return landscape[top : top + 400, left : left + 700]


def test_a_camera_that_stands_still_has_not_moved(landscape: Pixels) -> None:
    noise = np.random.default_rng(2).integers(-6, 7, (400, 700, 1))
    noisy = np.clip(window(landscape, 0) + noise, 0, 255).astype(np.uint8)
    assert shift_between(window(landscape, 0), noisy) == Shift(0.0, 0.0)


def test_a_camera_that_adapts_to_the_light_has_not_moved(landscape: Pixels) -> None:
    before = window(landscape, 0)
    assert shift_between(before, before - before.min() + np.uint8(10)) == Shift(0.0, 0.0)


def test_something_that_moves_is_not_the_camera(landscape: Pixels) -> None:
    before, after = window(landscape, 0).copy(), window(landscape, 0).copy()
    before[100:350, 50:250] = 250
    after[100:350, 200:400] = 250
    assert shift_between(before, after) == Shift(0.0, 0.0)


@pytest.mark.parametrize(("right", "down"), [(80, 0), (-120, 0), (0, 40), (60, -30)])
def test_a_turn_of_the_camera_moves_the_picture(landscape: Pixels, right: int, down: int) -> None:
    shift = shift_between(window(landscape, 300), window(landscape, 300 - right, 40 - down))
    assert shift
    assert shift.right == pytest.approx(right / 400, abs=1 / HEIGHT)
    assert shift.down == pytest.approx(down / 400, abs=1 / HEIGHT)


def test_of_another_picture_nobody_knows(landscape: Pixels) -> None:
    other = np.random.default_rng(3).permutation(landscape.reshape(-1, 3)).reshape(landscape.shape)
    mirrored = window(landscape, 0)[::-1, ::-1]
    assert shift_between(window(landscape, 0), mirrored) is None
    assert shift_between(window(landscape, 0), window(other, 0)) is None


def test_a_strip_is_too_narrow_to_tell() -> None:
    strip = np.zeros((400, 8, 3), np.uint8)
    assert shift_between(strip, strip) == Shift(0.0, 0.0)
