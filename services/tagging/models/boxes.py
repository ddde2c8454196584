"""Which of many boxes are one object."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

GREATEST_OVERLAP: Final = 0.5
"""Two boxes of one class that share more than this of their union are the same object."""

Corners = NDArray[np.float32]
"""Left, top, right and bottom of boxes, shape (boxes, 4)."""


def strongest(
    corners: Corners, scores: NDArray[np.float32], categories: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Indexes of the boxes to keep, highest score first: of those on the same object only one."""
    kept = []
    left = np.argsort(-scores)
    while len(left):
        best, left = left[0], left[1:]
        kept.append(best)
        is_other = categories[left] != categories[best]
        left = left[is_other | (overlaps(corners[best], corners[left]) <= GREATEST_OVERLAP)]
    return np.array(kept, np.intp)


def counterpart(box: Corners, others: Corners, shared: Corners) -> int | None:
    """Which of the `others`, seen in another part of the picture, is the same object as `box`.

    An object on the border of both parts is cut off in each: what tells is whether the boxes agree
    in the region that the parts share, corners of shape (4,).
    """
    if not len(others):
        return None
    agreement = overlaps(within(box, shared), within(others, shared))
    best = int(agreement.argmax())
    return best if agreement[best] > GREATEST_OVERLAP else None


def around(one: Corners, other: Corners) -> Corners:
    """The smallest box with both in it; corners of shape (4,)."""
    return np.concatenate([np.minimum(one[:2], other[:2]), np.maximum(one[2:], other[2:])])


def within(corners: Corners, region: Corners) -> Corners:
    """What of boxes lies in a region, corners of shape (4,); nothing of some leaves empty boxes."""
    return np.clip(corners, np.tile(region[:2], 2), np.tile(region[2:], 2))


def overlaps(box: Corners, others: Corners) -> NDArray[np.float32]:
    """What share of their union one box, shape (4,), has in common with others, shape (n, 4)."""
    starts, ends = np.maximum(box[:2], others[:, :2]), np.minimum(box[2:], others[:, 2:])
    shared = np.prod(np.clip(ends - starts, 0, None), axis=1)
    union = np.prod(box[2:] - box[:2]) + np.prod(others[:, 2:] - others[:, :2], axis=1) - shared
    shares: NDArray[np.float32] = shared / np.maximum(union, 1e-9)
    return shares
