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

from services.tagging.models.boxes import Corners, around, counterpart, strongest
from services.tagging.models.classifier import softmax
from services.tagging.models.looks import Region, ends, is_wide
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

COCO: Final = (
    *("person", "bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat"),
    *("traffic light", "fire hydrant", "stop sign", "parking meter", "bench", "bird", "cat", "dog"),
    *("horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe", "backpack", "umbrella"),
    *("handbag", "tie", "suitcase", "frisbee", "skis", "snowboard", "sports ball", "kite"),
    *("baseball bat", "baseball glove", "skateboard", "surfboard", "tennis racket", "bottle"),
    *("wine glass", "cup", "fork", "knife", "spoon", "bowl", "banana", "apple", "sandwich"),
    *("orange", "broccoli", "carrot", "hot dog", "pizza", "donut", "cake", "chair", "couch"),
    *("potted plant", "bed", "dining table", "toilet", "tv", "laptop", "mouse", "remote"),
    *("keyboard", "cell phone", "microwave", "oven", "toaster", "sink", "refrigerator", "book"),
    *("clock", "vase", "scissors", "teddy bear", "hair drier", "toothbrush"),
)
"""The classes by the dataset's own names, which rules can go by: people may rename the tags."""

LOWEST_SCORE: Final = 0.35
"""Scores below this are noise: some cell or other has 0.3 in most pictures."""


@dataclass(frozen=True, slots=True)
class Detection:
    """An object: its class among COCO's 80, the model's score (0 to 1) and where it is."""

    category: int
    score: float
    box: Box


@dataclass(frozen=True, slots=True)
class _Found:
    """A detection whose corners, shape (4,), are in pixels of the image."""

    category: int
    score: float
    corners: Corners


class Detector:
    """NanoDet-g 416; usable from many threads."""

    def __init__(self) -> None:
        self._session = open_session("nanodet_g_416.onnx")
        self._centers = _cell_centers()
        self._strides = np.repeat(STRIDES, [(SIZE // stride) ** 2 for stride in STRIDES])

    def detect(self, image: Image.Image) -> list[Detection]:
        """The objects in an RGB image, highest score first."""
        size = image.size
        if not is_wide(*size):
            found = self._look(image, (0, 0, *size))
        else:
            first, second = ends(*size)
            shared = np.array([*second[:2], *first[2:]], np.float32)
            found = _joined(self._look(image, first), self._look(image, second), shared)
        found.sort(key=lambda each: -each.score)
        return [Detection(each.category, each.score, _box(each.corners, size)) for each in found]

    def _look(self, image: Image.Image, region: Region) -> list[_Found]:
        square = image.resize((SIZE, SIZE), Image.Resampling.BILINEAR, region, reducing_gap=2.0)
        scores, distances = self._session.run(
            ["scores", "distances"], {"pixels": np.asarray(square)[None]}
        )
        cells, categories = np.divmod(np.flatnonzero(scores >= LOWEST_SCORE), scores.shape[1])
        corners = self._corners(distances, cells)
        found = scores[cells, categories]
        left, top, right, bottom = region
        scale = np.tile(np.array([right - left, bottom - top], np.float32) / SIZE, 2)
        origin = np.array([left, top, left, top], np.float32)
        return [
            _Found(int(categories[i]), float(found[i]), corners[i] * scale + origin)
            for i in strongest(corners, found, categories)
        ]

    def _corners(
        self, distances: NDArray[np.float32], cells: NDArray[np.intp]
    ) -> NDArray[np.float32]:
        """Left, top, right and bottom of the boxes of some cells in the square, shape (cells,
        4)."""
        shares = softmax(distances[cells].reshape(-1, 4, BINS))
        sides = shares @ np.arange(BINS, dtype=np.float32) * self._strides[cells, None]
        centers = self._centers[cells]
        corners = np.hstack([centers - sides[:, :2], centers + sides[:, 2:]])
        clipped: NDArray[np.float32] = np.clip(corners, 0, SIZE)
        return clipped


def _joined(one: list[_Found], other: list[_Found], shared: Corners) -> list[_Found]:
    """What two looks found, objects that both saw a part of only once; `shared` is where both
    look."""
    joined = list(one)
    for found in other:
        candidates = [i for i, each in enumerate(joined) if each.category == found.category]
        corners = np.array([joined[i].corners for i in candidates])
        same = counterpart(found.corners, corners, shared)
        if same is None:
            joined.append(found)
        else:
            seen = joined[candidates[same]]
            joined[candidates[same]] = _Found(
                seen.category, max(seen.score, found.score), around(seen.corners, found.corners)
            )
    return joined


def _cell_centers() -> NDArray[np.float32]:
    """The middle of every cell, x and y in pixels, finest scale first: shape (3549, 2)."""
    centers = []
    for stride in STRIDES:
        middles = (np.arange(SIZE // stride, dtype=np.float32) + 0.5) * stride
        x, y = np.meshgrid(middles, middles)
        centers.append(np.stack([x.ravel(), y.ravel()], axis=1))
    return np.concatenate(centers)


def _box(corners: Corners, size: tuple[int, int]) -> Box:
    left, top, right, bottom = (float(corner) for corner in corners / np.tile(size, 2))
    return Box(left, top, right - left, bottom - top)
