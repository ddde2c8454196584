"""What a picture shows as a whole: the 1,000 classes of ImageNet, by EfficientNet-Lite2."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from services.tagging.models.session import open_session

SIZE: Final = 260
"""Side in pixels of the square that the model looks at."""

TEMPERATURE: Final = 0.8
"""The model was trained on smoothed labels and says less than it knows: on photographs of known
classes its first choice is right far more often than its probability. Dividing its logits by this
mends the larger part."""

WIDE: Final = 1.5
"""Pictures with longer sides than this, relative to the short one, are looked at in two squares."""


class Classifier:
    """EfficientNet-Lite2; usable from many threads."""

    def __init__(self) -> None:
        self._session = open_session("efficientnet_lite2.onnx")

    def probabilities(self, image: Image.Image) -> NDArray[np.float32]:
        """Of the classes, for every look at an RGB image: shape (looks, 1000), rows sum to 1."""
        looks = [self._run("logits", image, box) for box in squares(image.width, image.height)]
        return softmax(np.concatenate(looks) / TEMPERATURE)

    def embedding(self, image: Image.Image) -> NDArray[np.float32]:
        """What the middle of an RGB image looks like, shape (1280,): alike for pictures alike."""
        side = min(image.size)
        left, top = (image.width - side) // 2, (image.height - side) // 2
        output = self._run("embedding", image, (left, top, left + side, top + side))
        embedding: NDArray[np.float32] = output[0]
        return embedding

    def _run(
        self, output: str, image: Image.Image, box: tuple[int, int, int, int]
    ) -> NDArray[np.float32]:
        square = image.resize((SIZE, SIZE), Image.Resampling.BICUBIC, box, reducing_gap=2.0)
        result: NDArray[np.float32] = self._session.run(
            [output], {"pixels": np.asarray(square)[None]}
        )[0]
        return result


def squares(width: int, height: int) -> list[tuple[int, int, int, int]]:
    """Where to look in a picture: its middle square or, when it is long, one at either end.

    Boxes are (left, top, right, bottom) in pixels.
    """
    side = min(width, height)
    across, down = width - side, height - side
    if max(width, height) <= WIDE * side:
        return [(across // 2, down // 2, across // 2 + side, down // 2 + side)]
    return [(0, 0, side, side), (across, down, across + side, down + side)]


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities along the last axis."""
    exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
    probabilities: NDArray[np.float32] = exponentials / exponentials.sum(axis=-1, keepdims=True)
    return probabilities
