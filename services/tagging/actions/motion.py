"""How the camera moved between two frames, so that what moves can be told from what is passed."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from services.tagging.actions.looks import Shift

HEIGHT: Final = 72
"""Rows of the small copies that are compared: finer ones cost more and tell no more."""

BLOCK: Final = 8

STILL: Final = 6.0
"""Levels (0 to 255) by which most blocks of two frames differ at most when the camera stands still:
in the videos tried, noise and compression came to 4."""

CLEARLY_BETTER: Final = 0.6
"""A shift is believed when it leaves less than this of the difference that there was without it."""

Gray = NDArray[np.float32]


def small_gray(pixels: NDArray[np.uint8]) -> Gray:
    """A gray copy, HEIGHT rows high, of RGB pixels of shape (height, width, 3)."""
    height, width = pixels.shape[:2]
    size = (max(2 * BLOCK, round(width * HEIGHT / height)), HEIGHT)
    small = Image.fromarray(pixels).convert("L").resize(size, Image.Resampling.BOX)
    return np.asarray(small, np.float32)


def camera_shift(before: Gray, after: Gray) -> Shift | None:
    """How far the background moved from one small copy to another of the same shape.

    Phase correlation finds the shift that most of the picture agrees on. None when no shift
    explains the change: a zoom, a turn, a blur, or something large that passes the camera.
    """
    unmoved = _difference(before, after)
    if unmoved <= STILL:
        return Shift(0.0, 0.0)
    right, down = _most_common_shift(before, after)
    moved = _difference(*_overlap(before, after, right, down))
    if moved > max(STILL, CLEARLY_BETTER * unmoved):
        return None
    return Shift(right / HEIGHT, down / HEIGHT)


def _difference(one: Gray, other: Gray) -> float:
    """The median over blocks of their mean difference: what moves in a smaller part of the picture
    does not count."""
    rows, columns = one.shape[0] // BLOCK, one.shape[1] // BLOCK
    if not rows or not columns:
        return float("inf")
    change = (one - other)[: rows * BLOCK, : columns * BLOCK]
    # A camera that adapts to something bright makes all the rest darker.
    change = np.abs(change - np.median(change))
    blocks = change.reshape(rows, BLOCK, columns, BLOCK).mean(axis=(1, 3))
    return float(np.median(blocks))


def _most_common_shift(before: Gray, after: Gray) -> tuple[int, int]:
    """In pixels to the right and down."""
    window = np.outer(np.hanning(before.shape[0]), np.hanning(before.shape[1]))
    one = np.fft.rfft2((before - before.mean()) * window)
    other = np.fft.rfft2((after - after.mean()) * window)
    cross = other * np.conj(one)
    correlation = np.fft.irfft2(cross / np.maximum(np.abs(cross), 1e-9), s=before.shape)
    down, right = np.unravel_index(int(correlation.argmax()), correlation.shape)
    height, width = before.shape
    return _signed(int(right), width), _signed(int(down), height)


def _signed(shift: int, period: int) -> int:
    """The transform is periodic: a shift of nearly all is a small one the other way."""
    return shift - period if shift > period // 2 else shift


def _overlap(before: Gray, after: Gray, right: int, down: int) -> tuple[Gray, Gray]:
    """The part of both that shows the same when the picture moved so far."""
    height, width = before.shape
    return (
        before[max(0, -down) : height - max(0, down), max(0, -right) : width - max(0, right)],
        after[max(0, down) : height - max(0, -down), max(0, right) : width - max(0, -right)],
    )
