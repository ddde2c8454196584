"""What a picture shows as a whole: the 1,000 classes of ImageNet, by EfficientNet-Lite2."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from services.tagging.models.looks import Region, ends, is_wide, middle
from services.tagging.models.session import open_session

SIZE: Final = 260
"""Side in pixels of the square that the model looks at."""

TEMPERATURE: Final = 0.72
"""The model was trained on smoothed labels and says less than it knows: on photographs of known
classes its first choice is right far more often than its probability, which dividing its logits by
0.65 mends. Of pictures of what it does not know (a cell, a drawing) it would then be too sure, so
that this stands between, by `make quality` on both."""


class Classifier:
    """EfficientNet-Lite2; usable from many threads."""

    def __init__(self) -> None:
        self._session = open_session("efficientnet_lite2.onnx")

    def probabilities(self, image: Image.Image) -> NDArray[np.float32]:
        """Of the classes, for every look at an RGB image: shape (looks, 1000), rows sum to 1."""
        regions = ends(*image.size) if is_wide(*image.size) else [middle(*image.size)]
        logits = [self._run("logits", image, region) for region in regions]
        return softmax(np.concatenate(logits) / TEMPERATURE)

    def embedding(self, image: Image.Image) -> NDArray[np.float32]:
        """What the middle of an RGB image looks like, shape (1280,): alike for pictures alike."""
        output = self._run("embedding", image, middle(*image.size))
        embedding: NDArray[np.float32] = output[0]
        return embedding

    def _run(self, output: str, image: Image.Image, region: Region) -> NDArray[np.float32]:
        square = image.resize((SIZE, SIZE), Image.Resampling.BICUBIC, region, reducing_gap=1.0)
        result: NDArray[np.float32] = self._session.run(
            [output], {"pixels": np.asarray(square)[None]}
        )[0]
        return result


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities along the last axis."""
    exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
    probabilities: NDArray[np.float32] = exponentials / exponentials.sum(axis=-1, keepdims=True)
    return probabilities
