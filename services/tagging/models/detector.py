"""Which objects a picture shows and where: the 80 classes of COCO, by NanoDet-g.

How its outputs become boxes is described with Generalized Focal Loss,
https://arxiv.org/abs/2006.04388.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from services.tagging.models.classifier import softmax
from services.tagging.models.session import open_session
from services.tagging.tags import Box

SIZE: Final = 416
"""Side in pixels of the square that the model looks at; it was trained on pictures squeezed to
it."""

STRIDES: Final = (8, 16, 32)
"""Pixels from one cell to the next at each of the three scales."""

BINS: Final = 11
"""Distances from a cell to a side of the box, 0 to 10 strides, over which the model spreads its
guess."""

LOWEST_SCORE: Final = 0.25
"""Scores below this are noise (there is always a cell or two that reaches 0.2)."""

GREATEST_OVERLAP: Final = 0.5
"""Of two boxes of one class that share more than this of their union, the weaker is the same
object."""


@dataclass(frozen=True, slots=True)
class Detection:
    """An object: its class among COCO's 80, the model's score (0 to 1) and where it is."""

    category: int
    score: float
    box: Box


class Detector:
    """NanoDet-g 416; usable from many threads."""

    def __init__(self) -> None:
        self._session = open_session("nanodet_g_416.onnx")
        self._centers = _cell_centers()
        self._strides = np.repeat(STRIDES, [(SIZE // stride) ** 2 for stride in STRIDES])

    def detect(self, image: Image.Image) -> list[Detection]:
        """The objects in an RGB image, highest score first."""
        square = image.resize((SIZE, SIZE), Image.Resampling.BILINEAR, reducing_gap=2.0)
        scores, distances = self._session.run(
            ["scores", "distances"], {"pixels": np.asarray(square)[None]}
        )
        cells, categories = np.nonzero(scores >= LOWEST_SCORE)
        corners = self._corners(distances, cells)
        found = scores[cells, categories]
        return [
            Detection(int(categories[i]), float(found[i]), _box(corners[i]))
            for i in strongest(corners, found, categories)
        ]

    def _corners(
        self, distances: NDArray[np.float32], cells: NDArray[np.intp]
    ) -> NDArray[np.float32]:
        """Left, top, right and bottom of the boxes of some cells, from 0 to 1; shape (cells, 4)."""
        shares = softmax(distances[cells].reshape(-1, 4, BINS))
        sides = shares @ np.arange(BINS, dtype=np.float32) * self._strides[cells, None]
        centers = self._centers[cells]
        corners = np.hstack([centers - sides[:, :2], centers + sides[:, 2:]])
        clipped: NDArray[np.float32] = np.clip(corners / SIZE, 0, 1)
        return clipped


def strongest(
    corners: NDArray[np.float32], scores: NDArray[np.float32], categories: NDArray[np.intp]
) -> list[int]:
    """Indexes of the boxes to keep, highest score first: of those on the same object only one."""
    areas = np.prod(corners[:, 2:] - corners[:, :2], axis=1)
    kept: list[int] = []
    left = np.argsort(-scores)
    while len(left):
        best, left = left[0], left[1:]
        kept.append(int(best))
        starts = np.maximum(corners[best, :2], corners[left, :2])
        ends = np.minimum(corners[best, 2:], corners[left, 2:])
        shared = np.prod(np.clip(ends - starts, 0, None), axis=1)
        overlap = shared / np.maximum(areas[best] + areas[left] - shared, 1e-9)
        left = left[(overlap <= GREATEST_OVERLAP) | (categories[left] != categories[best])]
    return kept


def _cell_centers() -> NDArray[np.float32]:
    """The middle of every cell, x and y in pixels, finest scale first: shape (3549, 2)."""
    centers = []
    for stride in STRIDES:
        middles = (np.arange(SIZE // stride, dtype=np.float32) + 0.5) * stride
        x, y = np.meshgrid(middles, middles)
        centers.append(np.stack([x.ravel(), y.ravel()], axis=1))
    return np.concatenate(centers)


def _box(corners: NDArray[np.float32]) -> Box:
    left, top, right, bottom = (float(corner) for corner in corners)
    return Box(left, top, right - left, bottom - top)
