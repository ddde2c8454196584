"""What a picture shows as a whole: the 1,000 classes of ImageNet, by EfficientNet-Lite2."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from services.tagging.models.embedding import embedding
from services.tagging.models.looks import Region, ends, is_wide, middle
from services.tagging.models.session import open_session

SIZE: Final = 260
"""Side in pixels of the square that the model looks at."""

TEMPERATURE: Final = 0.6
"""The model was trained on smoothed labels and says less than it knows: on photographs of known
classes its first choice is right far more often than its probability, which dividing its logits by
this mends."""

USUAL_SPREAD: Final = 0.9
"""The standard deviation of the logits of a photograph of something that the model knows: 0.55 to
0.9. Of what it does not know (a cell, a drawing, a close-up of nothing) its features are strong and
speak for everything at once: 1 to 1.3. There the temperature grows with the square of the excess,
or one of the thousand would seem sure."""


@dataclass(frozen=True)
class Classified:
    """What the classifier says of one image.

    `probabilities` are those of the classes for every look, shape (looks, 1000), rows sum to 1;
    `embedding` is what the image looks like, shape (1280,), of length 1, alike for images alike.
    """

    probabilities: NDArray[np.float32]
    embedding: NDArray[np.float32]


class Classifier:
    """EfficientNet-Lite2; usable from many threads."""

    def __init__(self) -> None:
        self._session = open_session("efficientnet_lite2.onnx")

    def classify(self, image: Image.Image) -> Classified:
        """What an RGB image shows and looks like, in one or two looks."""
        looks = self._looks(image)
        logits: NDArray[np.float32] = np.concatenate([look[0] for look in looks])
        activations = np.concatenate([look[1] for look in looks])
        return Classified(softmax(logits / temperatures(logits)), embedding(activations))

    def activations(self, image: Image.Image) -> NDArray[np.float32]:
        """The last hidden layer in every look at an RGB image, shape (looks, 1280)."""
        return np.concatenate([look[1] for look in self._looks(image)])

    def _looks(self, image: Image.Image) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
        regions = ends(*image.size) if is_wide(*image.size) else [middle(*image.size)]
        return [self._look(image, region) for region in regions]

    def _look(
        self, image: Image.Image, region: Region
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        square = image.resize((SIZE, SIZE), Image.Resampling.BICUBIC, region, reducing_gap=1.0)
        logits, embedding = self._session.run(
            ["logits", "embedding"], {"pixels": np.asarray(square)[None]}
        )
        return logits, embedding


def temperatures(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """By what to divide the logits of every look, shape (looks, 1): the less the model knows what
    it sees, the more."""
    spread = logits.std(axis=1, keepdims=True)
    result: NDArray[np.float32] = TEMPERATURE * np.maximum(1, spread / USUAL_SPREAD) ** 2
    return result


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities along the last axis."""
    exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
    probabilities: NDArray[np.float32] = exponentials / exponentials.sum(axis=-1, keepdims=True)
    return probabilities
