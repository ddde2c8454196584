"""What can be measured in a picture's pixels, whatever it shows: light, colour and sharpness."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from services.media.colors import dominant_colors, predominant

MEASURED_SIDE: Final = 416
"""Short side in pixels at which sharpness means the same for every picture (see `Sharpness`)."""

COLOR_SIDE: Final = 128
"""Long side in pixels of the copy whose colours are measured; it averages the noise away."""

TILE: Final = 32
"""Side in pixels of the tiles whose sharpness is measured one by one."""

LEAST_TILE_CONTRAST: Final = 6.0
"""Standard deviation (levels of 0 to 255) below which a tile shows nothing to be sharp."""

EDGE_REACH: Final = 9
"""Pixels along which an edge's whole height is looked for."""

LEAST_EDGE: Final = 40
"""Height (levels of 0 to 255) from which an edge counts."""


@dataclass(frozen=True, slots=True)
class Light:
    """How light and dark are spread, as luma (ITU-R BT.601) from 0 (black) to 1 (white)."""

    mean: float
    darkest: float
    """A tenth of the picture is darker; of `brightest`, a tenth is brighter."""
    brightest: float
    deviation: float


@dataclass(frozen=True, slots=True)
class Colors:
    """Which colours there are, and how strong."""

    shares: Mapping[str, float]
    """Share of the picture from 0 to 1, by the names of `predominant`'s "cloudinary"."""
    strongest: float
    """Chroma (largest less smallest of R, G and B, from 0 to 1) that 1 in 200 places exceeds."""
    usual: float
    """The median chroma."""


@dataclass(frozen=True, slots=True)
class Sharpness:
    """How sharp the sharpest parts are; 0 is smooth. None where nothing can tell.

    A photograph with a sharp subject before a soft background is sharp, so that the sharpest parts
    are what is measured.
    """

    detail: float | None
    """Deviation of the Laplacian against that of the picture itself, in the sharpest twentieth of
    the tiles. The variance of the Laplacian is Pech-Pacheco et al.'s measure of focus (ICPR 2000);
    dividing makes it the same for faint and strong contrast."""
    edge: float | None
    """The steepest step between two pixels against the height of the whole edge, from 0 to 1, in
    the sharpest fifth of the edges: one over the edge's width, which is Marziliano et al.'s
    measure of blur (ICIP 2002)."""


def measure_light(pixels: NDArray[np.uint8]) -> Light:
    """The light in RGB pixels of shape (height, width, 3)."""
    levels = luma(pixels)
    amounts = np.bincount(levels.ravel(), minlength=256) / levels.size
    darkest, brightest = np.searchsorted(amounts.cumsum(), (0.1, 0.9))
    scale = np.arange(256) / 255
    mean = float((amounts * scale).sum())
    deviation = float(np.sqrt((amounts * (scale - mean) ** 2).sum()))
    return Light(mean, float(scale[darkest]), float(scale[brightest]), deviation)


def measure_colors(pixels: NDArray[np.uint8]) -> Colors:
    """The colours in RGB pixels of shape (height, width, 3)."""
    image = Image.fromarray(pixels)
    image.thumbnail((COLOR_SIDE, COLOR_SIDE), Image.Resampling.BOX)
    small = np.asarray(image)
    red, green, blue = small[..., 0], small[..., 1], small[..., 2]
    largest = np.maximum(np.maximum(red, green), blue)
    chroma = (largest - np.minimum(np.minimum(red, green), blue)) / 255
    usual, strongest = np.percentile(chroma, (50, 99.5))
    named = predominant(dominant_colors(small))["cloudinary"]
    shares = {name: percentage / 100 for name, percentage in named}
    return Colors(shares, float(strongest), float(usual))


def measure_sharpness(pixels: NDArray[np.uint8]) -> Sharpness:
    """The sharpness in RGB pixels of shape (height, width, 3), their short side MEASURED_SIDE.

    It is that of the picture as people see it on a screen: larger pixels than that are judged by
    their reduced copy, smaller pictures as they are.
    """
    levels = luma(pixels)
    return Sharpness(_detail(levels), _edge(levels))


def luma(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Luma from 0 to 255, of shape (height, width)."""
    return np.asarray(Image.fromarray(pixels).convert("L"))


def _detail(luminance: NDArray[np.uint8]) -> float | None:
    if min(luminance.shape) < TILE:
        return None
    levels = luminance.astype(np.float32)
    laplacian = np.zeros_like(levels)
    laplacian[1:-1, 1:-1] = (
        4 * levels[1:-1, 1:-1]
        - levels[:-2, 1:-1]
        - levels[2:, 1:-1]
        - levels[1:-1, :-2]
        - levels[1:-1, 2:]
    )
    contrast = _tiles(levels).std(axis=1)
    shows_something = contrast >= LEAST_TILE_CONTRAST
    if not shows_something.any():
        return None
    changes = _tiles(laplacian).std(axis=1)[shows_something]
    return float(np.percentile(changes / contrast[shows_something], 95))


def _tiles(levels: NDArray[np.float32]) -> NDArray[np.float32]:
    """The values of each whole tile, of shape (tiles, TILE * TILE)."""
    down, across = levels.shape[0] // TILE, levels.shape[1] // TILE
    whole = levels[: down * TILE, : across * TILE].reshape(down, TILE, across, TILE)
    return whole.swapaxes(1, 2).reshape(down * across, TILE * TILE)


def _edge(levels: NDArray[np.uint8]) -> float | None:
    rows_and_columns = (levels, np.ascontiguousarray(levels.T))
    found = [_steepness(each) for each in rows_and_columns if each.shape[1] > EDGE_REACH]
    steepness = np.concatenate(found) if found else np.empty(0)
    return float(np.percentile(steepness, 80)) if steepness.size else None


def _steepness(levels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Of every edge along the rows, its steepest step against its height."""
    before, after = levels[:, :-1], levels[:, 1:]
    steps = np.maximum(before, after) - np.minimum(before, after)
    steepest = _largest(steps, EDGE_REACH - 1)
    height = _largest(levels, EDGE_REACH) - ~_largest(~levels, EDGE_REACH)
    # Where the steepest step lies in the middle, so that every edge is seen once.
    is_edge = (height >= LEAST_EDGE) & (steps[:, 4:-3] == steepest)
    found: NDArray[np.float64] = steepest[is_edge] / height[is_edge]
    return found


def _largest(values: NDArray[np.uint8], reach: int) -> NDArray[np.uint8]:
    """The largest of every `reach` values along the rows."""
    largest = values
    width = 1
    while width < reach:
        shift = min(width, reach - width)
        largest = np.maximum(largest[:, :-shift], largest[:, shift:])
        width += shift
    return largest
