"""How much of a picture colour-blind people can tell apart: Cloudinary's `accessibility_analysis`.

Shape and ranges as on its page "Accessibility analysis". Measured by showing the picture as people
without working red or green cones see it (Machado, Oliveira and Fernandes, "A physiologically-based
model for simulation of color vision deficiency", 2009, severity 1) and comparing colours by their
distance in CIELAB (CIE76), where about 2.3 is the least that is seen.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Colors = NDArray[np.float64]
"""Of shape (…, 3): levels from 0 to 1, or L*, a*, b*."""

_COMPARED_SIDE: Final = 256
"""Long side in pixels of the copy whose edges are compared."""
_MOST_COLORS: Final = 12
_LEAST_SHARE: Final = 0.01
"""Share of the picture from which a colour counts."""
_DIFFERENT: Final = 15.0
"""Distance from which on two colours are told apart without effort, as parts of a chart are."""
_EDGE: Final = 8.0
"""Distance of neighbouring pixels that is seen as an edge."""

_DEFICIENCIES: Final = (
    np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
)
"""Protanopia and deuteranopia, which nearly all colour-blind people have; of linear RGB."""

_TO_XYZ: Final = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
"""Linear sRGB to CIE XYZ under D65 (IEC 61966-2-1)."""


def accessibility(pixels: NDArray[np.uint8]) -> dict[str, Any]:
    """The analysis of RGB pixels of shape (height, width, 3); every score from 0 to 1."""
    image = Image.fromarray(pixels)
    image.thumbnail((_COMPARED_SIDE, _COMPARED_SIDE), Image.Resampling.BOX)
    edges = _distinct_edges(_linear(np.asarray(image)))
    colors, pair = _distinct_colors(_main_colors(image))
    return {
        "colorblind_accessibility_analysis": {
            "distinct_edges": round(edges, 2),
            "distinct_colors": round(colors, 2),
            "most_indistinct_pair": pair,
        },
        "colorblind_accessibility_score": round((edges + colors) / 2, 2),
    }


def _distinct_edges(linear: Colors) -> float:
    """The share of the edges that are still edges, for whom fewer are."""
    seen = _is_edge(_lab(linear))
    if not seen.any():
        return 1.0
    return min(
        float(_is_edge(_lab(_as_seen(linear, deficiency)))[seen].mean())
        for deficiency in _DEFICIENCIES
    )


def _is_edge(lab: Colors) -> NDArray[np.bool_]:
    """Where a pixel differs from its right or its lower neighbour."""
    across = np.linalg.norm(lab[:-1, 1:] - lab[:-1, :-1], axis=-1)
    down = np.linalg.norm(lab[1:, :-1] - lab[:-1, :-1], axis=-1)
    edges: NDArray[np.bool_] = np.maximum(across, down) >= _EDGE
    return edges


def _distinct_colors(colors: NDArray[np.uint8]) -> tuple[float, list[str]]:
    """The share of the pairs of colours that are still told apart, and the pair that least is."""
    linear = _linear(colors)
    usual = _lab(linear)
    seen = [_lab(_as_seen(linear, deficiency)) for deficiency in _DEFICIENCIES]
    distances = {
        (one, other): min(float(np.linalg.norm(lab[one] - lab[other])) for lab in seen)
        for one, other in combinations(range(len(colors)), 2)
        if np.linalg.norm(usual[one] - usual[other]) >= _DIFFERENT
    }
    if not distances:
        return 1.0, []
    distinct = sum(min(1.0, distance / _DIFFERENT) for distance in distances.values())
    pair = min(distances, key=lambda pair: distances[pair])
    return distinct / len(distances), [f"#{bytes(colors[each]).hex().upper()}" for each in pair]


def _main_colors(image: Image.Image) -> NDArray[np.uint8]:
    """The colours that make up the picture, of shape (colours, 3)."""
    quantized = image.quantize(_MOST_COLORS, Image.Quantize.MEDIANCUT).convert("RGB")
    pixels = np.asarray(quantized).reshape(-1, 3)
    colors, counts = np.unique(pixels, axis=0, return_counts=True)
    return colors[counts >= _LEAST_SHARE * len(pixels)]


def _as_seen(linear: Colors, deficiency: Colors) -> Colors:
    return np.clip(linear @ deficiency.T, 0, 1)


def _linear(pixels: NDArray[np.uint8]) -> Colors:
    """sRGB levels of 0 to 255 as linear light of 0 to 1 (IEC 61966-2-1)."""
    levels = pixels / 255
    return np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)


def _lab(linear: Colors) -> Colors:
    """Linear sRGB as CIELAB under D65 (ISO/CIE 11664-4)."""
    white = _TO_XYZ.sum(axis=1)
    ratios = linear @ _TO_XYZ.T / white
    bent = np.where(ratios > (6 / 29) ** 3, np.cbrt(ratios), ratios / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = bent[..., 0], bent[..., 1], bent[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)
