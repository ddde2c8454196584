"""How good a picture is technically, under the names of Cloudinary's `quality_analysis`.

Every score runs from 0 (worst) to 1 (best), as its page "Image quality analysis" has it. What they
are measured by is said here; the numbers are not those of Cloudinary's own measurements.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, JpegImagePlugin

from services.media.attributes import (
    MEASURED_SIDE,
    Light,
    luma,
    measure_colors,
    measure_light,
    measure_sharpness,
)
from services.media.pictures import Picture

MIDDLE: Final = 1024
"""Side in pixels of the part that is looked at as it is in the file, for noise and blocks."""

_TILE: Final = 16
_WORST_NOISE: Final = 12.0
"""Deviation (levels of 0 to 255) of noise that scores 0; fine grain has 1 to 3."""
_WORST_BLOCKS: Final = 1.0
"""By how much the steps at the edges of blocks exceed the others where the score is 0."""
_FULL_RESOLUTION: Final = 1920 * 1080
"""Pixels from which the resolution scores 1."""

_LUMINANCE_SUM: Final = 3688
_CHROMINANCE_SUM: Final = 5505
"""Of the entries of the tables of quality 50 (ITU-T T.81, annex K.1), which libjpeg scales."""

_WEIGHTS: Final[Mapping[str, float]] = {
    "focus": 3.0,
    "noise": 2.0,
    "jpeg_quality": 1.0,
    "blockiness": 1.0,
    "resolution": 1.0,
    "contrast": 1.0,
    "exposure": 1.0,
    "lighting": 1.0,
    "saturation": 0.5,
}
"""How much each weighs in the whole; what cannot be told weighs nothing."""

_SAMPLINGS: Final = {0: 1.0, 1: 0.5, 2: 0.25}
"""The share of the colours' resolution that is left, by Pillow's number: 4:4:4, 4:2:2, 4:2:0."""

_PIXELS: Final = ("focus", "noise", "blockiness", "resolution")
_COLORS: Final = ("contrast", "exposure", "lighting", "saturation")


def quality_scores(picture: Picture) -> dict[str, float]:
    """The scores of a picture by name; what it gives no hold for is left out.

    Raises UnreadableMedia.
    """
    pixels = picture.pixels(MEASURED_SIDE)
    middle = luma(picture.middle(MIDDLE)).astype(np.float32)
    scores = {
        **_jpeg_scores(picture),
        "focus": _focus(pixels),
        "noise": _noise(middle),
        "blockiness": _blockiness(middle),
        "resolution": math.sqrt(min(1.0, picture.width * picture.height / _FULL_RESOLUTION)),
        **_light_scores(measure_light(pixels)),
        "exposure": _exposure(luma(pixels)),
        "saturation": min(1.0, measure_colors(pixels).usual / 0.25),
    }
    known = {name: score for name, score in scores.items() if score is not None}
    return {
        name: round(score, 4)
        for name, score in {
            **known,
            "pixel_score": _mean(known, _PIXELS),
            "color_score": _mean(known, _COLORS),
        }.items()
    }


def quality_score(scores: Mapping[str, float]) -> float:
    """One score for the whole, of what `quality_scores` gives."""
    weights = {name: weight for name, weight in _WEIGHTS.items() if name in scores}
    total = sum(scores[name] * weight for name, weight in weights.items())
    return round(total / sum(weights.values()), 4)


def _mean(scores: Mapping[str, float], names: Sequence[str]) -> float:
    known = [scores[name] for name in names if name in scores]
    return sum(known) / len(known)


def _rising(value: float, worst: float, best: float) -> float:
    return min(1.0, max(0.0, (value - worst) / (best - worst)))


def _focus(pixels: NDArray[np.uint8]) -> float | None:
    """How narrow the sharpest edges are, and how much the finest detail varies."""
    sharpness = measure_sharpness(pixels)
    if sharpness.detail is None or sharpness.edge is None:
        return None
    return max(_rising(sharpness.detail, 0.1, 0.7), _rising(sharpness.edge, 0.15, 0.42))


def _noise(levels: NDArray[np.float32]) -> float | None:
    """Noise where the picture is smoothest: Immerkær's estimate (1996), of the tenth of the tiles
    that has least of it, since detail looks like noise to it."""
    if min(levels.shape) < _TILE + 2:
        return None
    down = levels[:-2] - 2 * levels[1:-1] + levels[2:]
    changes = down[:, :-2] - 2 * down[:, 1:-1] + down[:, 2:]
    rows, columns = changes.shape[0] // _TILE, changes.shape[1] // _TILE
    tiles = np.abs(changes[: rows * _TILE, : columns * _TILE]).reshape(rows, _TILE, columns, _TILE)
    sigma = np.percentile(tiles.mean(axis=(1, 3)), 10) * math.sqrt(math.pi / 2) / 6
    return 1 - min(1.0, float(sigma) / _WORST_NOISE)


def _blockiness(levels: NDArray[np.float32]) -> float | None:
    """How much more the picture steps at every eighth pixel than elsewhere (Wang, Bovik and Evans,
    ICIP 2000, in the plain)."""
    excess = [_excess_at_blocks(each) for each in (levels, levels.T) if each.shape[1] >= 32]
    if not excess:
        return None
    return 1 - min(1.0, max(0.0, *excess) / _WORST_BLOCKS)


def _excess_at_blocks(levels: NDArray[np.float32]) -> float:
    steps = np.abs(np.diff(levels, axis=1)).mean(axis=0)
    at_blocks = np.arange(steps.size) % 8 == 7
    elsewhere = float(steps[~at_blocks].mean())
    return float(steps[at_blocks].mean()) / (elsewhere + 0.5) - 1


def _light_scores(light: Light) -> dict[str, float]:
    return {
        "contrast": min(1.0, (light.brightest - light.darkest) / 0.5),
        "lighting": 1 - min(1.0, max(0.0, abs(light.mean - 0.5) - 0.15) / 0.35),
    }


def _exposure(levels: NDArray[np.uint8]) -> float:
    """How little is so dark or so bright that it shows nothing."""
    clipped = float(((levels <= 3) | (levels >= 252)).mean())
    return 1 - min(1.0, 2 * clipped)


def _jpeg_scores(picture: Picture) -> dict[str, float]:
    """What a JPEG's own tables say of how it was compressed."""
    if picture.format != "jpg":
        return {}
    picture.file.seek(0)
    with Image.open(picture.file, formats=["JPEG"]) as image:
        if not isinstance(image, JpegImagePlugin.JpegImageFile):
            return {}
        tables = list(image.quantization.values())
        sampling = JpegImagePlugin.get_sampling(image)
    scores = {"jpeg_quality": _libjpeg_quality(tables[0], _LUMINANCE_SUM)} if tables else {}
    if len(tables) > 1:
        scores["jpeg_chroma"] = _libjpeg_quality(tables[1], _CHROMINANCE_SUM)
    if sampling in _SAMPLINGS:
        scores["chroma_subsampling"] = _SAMPLINGS[sampling]
    return scores


def _libjpeg_quality(table: Sequence[int], sum_at_50: int) -> float:
    """The quality from 0 to 1 for which libjpeg's `jpeg_quality_scaling` makes the table."""
    scale = 100 * sum(table) / sum_at_50
    quality = (200 - scale) / 2 if scale <= 100 else 5000 / scale
    return min(1.0, max(0.01, quality / 100))
