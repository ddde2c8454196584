"""Where faces are in a picture, by the frontal face detector that dlib brings.

It is a sliding window over histograms of oriented gradients (dlib's documentation,
"get_frontal_face_detector"): it takes no model file, and it finds faces that look at the camera,
upright, and at least 80 pixels large.
"""

from __future__ import annotations

import importlib
import threading
from typing import Any, Final, NamedTuple

import numpy as np
from PIL import Image

from services.media.encoding import on_white
from services.media.pictures import Picture

SHORT_SIDE: Final = 960
"""Short side in pixels to which a picture is shrunk: faces are found from a twelfth of it on."""

LEAST_SHORT_SIDE: Final = 480
"""Short side to which smaller ones are enlarged; in more enlarged ones more is taken for a face."""

MOST_PIXELS: Final = 2_000_000
"""Pixels that are searched at most; panoramas shrink to it. They take about a tenth of a second."""

_LEAST_SCORE: Final = 0.2
"""From which on a window counts as a face. Clear faces score 1 and more; at the detector's usual 0
an emblem on a space suit was one."""

_of_this_thread = threading.local()


class Face(NamedTuple):
    """Where a face is, in pixels of the picture, and the detector's score for it, from 0.2 on."""

    left: int
    top: int
    width: int
    height: int
    score: float


def find_faces(picture: Picture) -> list[Face]:
    """The faces of a picture, the surest first. Raises UnreadableMedia."""
    image = _searched(on_white(picture.image(SHORT_SIDE)))
    found, scores, _ = _detector().run(np.asarray(image.convert("L")), 0, _LEAST_SCORE)
    across, down = picture.width / image.width, picture.height / image.height
    faces = []
    for face, score in zip(found, scores, strict=True):
        # A window may reach beyond the edges.
        left, top = max(0, round(face.left() * across)), max(0, round(face.top() * down))
        right = min(picture.width, round(face.right() * across))
        bottom = min(picture.height, round(face.bottom() * down))
        faces.append(Face(left, top, right - left, bottom - top, score))
    return faces


def _searched(image: Image.Image) -> Image.Image:
    """The image at the size at which it is searched."""
    short = min(image.size)
    scale = min(max(LEAST_SHORT_SIDE, min(short, SHORT_SIDE)) / short, _within_pixels(image))
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)


def _within_pixels(image: Image.Image) -> float:
    """The scale at which the image has MOST_PIXELS."""
    return float((MOST_PIXELS / (image.width * image.height)) ** 0.5)


def _detector() -> Any:
    """The detector of this thread: it keeps what it is working on in itself."""
    if not hasattr(_of_this_thread, "detector"):
        # Loaded when a face is first looked for: most servers never do.
        _of_this_thread.detector = importlib.import_module("dlib").get_frontal_face_detector()
    return _of_this_thread.detector
