"""Widths at which a picture's file is noticeably smaller, found by making the files."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_SAMPLES: Final = 8
"""Widths at which the size of the file is measured before the breakpoints are chosen."""


@dataclass(frozen=True)
class BreakpointLimits:
    """Which breakpoints are wanted: widths in pixels, and a step in bytes."""

    bytes_step: int
    min_width: int
    max_width: int
    max_images: int


def breakpoints(bytes_at: Callable[[int], int], limits: BreakpointLimits) -> list[int]:
    """Widths from the largest to the smallest, whose files are about `bytes_step` apart.

    `bytes_at` measures the file of a width. Where the steps would need more than `max_images`
    files, they are made longer.
    """
    low, high = min(limits.min_width, limits.max_width), limits.max_width
    if low == high or limits.max_images == 1:
        return [high]
    widths = sorted({round(low + (high - low) * n / (_SAMPLES - 1)) for n in range(_SAMPLES)})
    sizes = _rising([bytes_at(width) for width in widths])
    span = sizes[-1] - sizes[0]
    steps = min(limits.max_images - 1, max(1, span // max(1, limits.bytes_step)))
    chosen = [high]
    for number in range(1, steps + 1):
        width = round(_width_of(sizes[-1] - span * number / steps, widths, sizes))
        if width < chosen[-1]:
            chosen.append(width)
    return chosen


def _rising(sizes: list[int]) -> list[int]:
    """`sizes` without dents: a smaller picture's file is sometimes larger by a few bytes."""
    risen: list[int] = []
    for size in sizes:
        risen.append(max(size, risen[-1] + 1) if risen else size)
    return risen


def _width_of(size: float, widths: list[int], sizes: list[int]) -> float:
    """The width whose file has about that size, between the measured ones."""
    right = min(max(1, bisect_left(sizes, size)), len(sizes) - 1)
    low, high = sizes[right - 1], sizes[right]
    share = min(1.0, max(0.0, (size - low) / (high - low)))
    return widths[right - 1] + share * (widths[right] - widths[right - 1])
