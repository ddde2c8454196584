"""How a picture is laid out: flat areas, few colours and lines of text, as screens and pages have.

Photographs hardly ever have them, so that they tell a page or a screen from a photograph.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from services.media.attributes import luma

COLUMNS: Final = 10
"""Columns in which lines of text are looked for: in a narrow one, a crooked line is straight."""

LEAST_COLUMN: Final = 48
"""Width in pixels of a column, at least."""

MAIN_COLORS: Final = 8

INK: Final = 0.88
"""Ink is darker than this share of its surroundings' mean (Bradley and Roth, "Adaptive
thresholding using the integral image", 2007), so that a shadow over a page does not matter."""

LEAST_INK: Final = 4.0
"""Levels of 0 to 255 by which ink is darker besides, so that noise in the dark is none."""

LINE_HEIGHTS: Final = (4, 30)
"""Pixels that a line of text is high; a heading in a large picture may have a twelfth of it."""

LINES_OF_TEXT: Final = 3
"""Lines from which a column has text."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Shares from 0 to 1."""

    flat: float
    """Of pixels that equal their right and lower neighbours, give or take a level."""
    main_colors: float
    """Of pixels in the eight most frequent colours, of 262,144."""
    text_area: float
    """Of the picture that lines of text cover."""
    text_columns: float
    """Of columns of the picture that have at least three lines of text."""


@dataclass(frozen=True, slots=True)
class _Text:
    area: float
    columns: float


def measure_layout(pixels: NDArray[np.uint8]) -> Layout:
    """The layout of RGB pixels of shape (height, width, 3), their short side some 400 or more."""
    levels = luma(pixels)
    ground = _surroundings(levels)
    # Dark text on light ground, or light on dark, as screens show it at night.
    inks = _ink(levels, ground), _ink(~levels, ~ground)
    text = max(map(_text, inks), key=lambda each: each.area)
    return Layout(_flat(pixels), _main_colors(pixels), text.area, text.columns)


def _flat(pixels: NDArray[np.uint8]) -> float:
    inner = pixels[:-1, :-1]
    if not inner.size:
        return 0.0
    same = _nearly(pixels[1:, :-1], inner) & _nearly(pixels[:-1, 1:], inner)
    return float((same[..., 0] & same[..., 1] & same[..., 2]).mean())


def _nearly(values: NDArray[np.uint8], others: NDArray[np.uint8]) -> NDArray[np.bool_]:
    # In eight bits, -1, 0 and 1 are 255, 0 and 1; one more makes them 0, 1 and 2.
    near: NDArray[np.bool_] = values - others + np.uint8(1) <= 2
    return near


def _main_colors(pixels: NDArray[np.uint8]) -> float:
    coarse = (pixels >> 2).astype(np.uint32)
    codes = coarse[..., 0] << 12 | coarse[..., 1] << 6 | coarse[..., 2]
    counts = np.bincount(codes.ravel(), minlength=MAIN_COLORS)
    return float(np.partition(counts, -MAIN_COLORS)[-MAIN_COLORS:].sum() / codes.size)


def _text(ink: NDArray[np.bool_]) -> _Text:
    width = ink.shape[1]
    columns = max(1, min(COLUMNS, width // LEAST_COLUMN))
    edges = np.linspace(0, width, columns + 1).astype(int)
    covered = 0.0
    with_text = 0
    for left, right in pairwise(edges):
        lines = _lines(ink[:, left:right])
        covered += sum(lines)
        with_text += len(lines) >= LINES_OF_TEXT
    return _Text(float(covered / ink.size), with_text / columns)


def _surroundings(levels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The mean of the square around each pixel."""
    reach = max(6, min(levels.shape) // 30)
    return np.asarray(Image.fromarray(levels).filter(ImageFilter.BoxBlur(reach)))


def _ink(levels: NDArray[np.uint8], ground: NDArray[np.uint8]) -> NDArray[np.bool_]:
    darkest = np.arange(256) * INK - LEAST_INK
    is_ink: NDArray[np.bool_] = levels < np.ceil(darkest.clip(0)).astype(np.uint8)[ground]
    return is_ink


def _lines(ink: NDArray[np.bool_]) -> list[float]:
    """The pixels that each line of text covers in a column."""
    height, width = ink.shape
    rows = np.pad((ink.mean(axis=1) > 0.04).astype(np.int8), 1)
    starts, ends = np.flatnonzero(np.diff(rows) == 1), np.flatnonzero(np.diff(rows) == -1)
    blank_before = starts - np.concatenate(([0], ends[:-1]))
    blank_after = np.concatenate((starts[1:], [height])) - ends
    least, most = LINE_HEIGHTS
    lines = []
    for start, end, before, after in zip(starts, ends, blank_before, blank_after, strict=True):
        is_as_high = least <= end - start <= max(most, height // 12)
        if is_as_high and before >= 2 and after >= 2:
            covered = _covered(ink[start:end])
            if covered:
                lines.append(covered * (end - start) * width)
    return lines


def _covered(band: NDArray[np.bool_]) -> float:
    """The share of a band's width that text covers; 0 when what is there does not look like text.

    Text has strokes close to each other, about one for every two line heights or more, and more
    paper than ink.
    """
    height, width = band.shape
    covered = float(band.any(axis=0).mean())
    strokes = np.percentile((np.diff(band.astype(np.int8), axis=1) == 1).sum(axis=1), 75)
    is_text = (
        covered > 0.25
        and 0.08 <= band.mean() <= 0.6
        and strokes >= 3
        and strokes * height >= 0.5 * width * covered
    )
    return covered if is_text else 0.0
