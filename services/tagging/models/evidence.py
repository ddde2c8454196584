"""How likely the objects are there that the detector found, given all that both models say.

The detector's score alone says little: it measures how well a box fits, gives every class its own
number without weighing one against the other, and calls a wombat a cat at 0.66. What tells right
from wrong besides is which other class the same box could be, what the classifier makes of the
picture, how many more there are of its kind, and what kind of thing it is. A logistic regression
on these weighs them. Its weights are those that `python -m tools.quality.fit` prints, rounded: of
210 pictures whose objects were named by eye, and of seven changed copies of each (mirrored, cropped
twice, blurred, dark, small, turned).
docs/engine.md says how well they do on pictures that they were not fitted on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from services.tagging.models.boxes import GREATEST_OVERLAP
from services.tagging.models.detector import Detection
from services.tagging.models.vocabulary import Vocabulary

INTERCEPT: Final = -0.35
SCORE: Final = 9.0
"""Of the detector's score."""

RIVAL: Final = -2.5
"""Of the best score above `FAINT` that another class has for the same box."""

FAINT: Final = 0.3
"""The score that some class or other has for any box."""

SUPPORT: Final = 1.3
"""Of the logarithm of the classifier's probability for the class and all below it."""

LEAST_SUPPORT: Final = 0.01
"""Added to that probability: in a picture of much the classifier names something else."""

UNKNOWN_SUPPORT: Final = 0.05
HARDLY_KNOWN: Final = frozenset({"person", "horse", "sheep", "cow"})
"""The least support of classes of which the classifier knows none (giraffe) or too few to be missed
(of horses only sorrels): its silence says nothing."""

CONTRADICTION: Final = -2.3
"""For an animal or a person, of the classifier's probability for (other) animals: a bird on a post
may look like somebody."""

COMPANY: Final = 0.9
"""Of the summed scores of the class's other boxes, up to `MOST_COMPANY`: where several of a herd
look like horses, horses they are. Not of plain shapes, which come in numbers (coins)."""

MOST_COMPANY: Final = 2.0

VEHICLE: Final = 0.5
"""For a vehicle: the detector finds these more surely than the rest."""

SHAPES: Final = -1.6
PLAIN_SHAPES: Final = frozenset(
    {
        *("traffic light", "stop sign", "parking meter", "frisbee", "sports ball", "kite", "clock"),
        *("surfboard", "baseball glove", "cell phone", "remote control", "computer mouse", "tie"),
        *("bottle", "cup", "vase", "knife", "toothbrush", "hair dryer", "banana", "apple"),
        *("orange", "carrot", "hot dog", "donut", "cake"),
    }
)
"""What the detector sees in anything round (coins are clocks) or long (cars from above are
phones)."""


WEIGHTS: Final = np.array(
    [SCORE, RIVAL, SUPPORT, CONTRADICTION, COMPANY, VEHICLE, SHAPES], np.float32
)


def likelihoods(
    probabilities: NDArray[np.float32], detections: Sequence[Detection], vocabulary: Vocabulary
) -> NDArray[np.float32]:
    """How likely each detection's class is in the picture, shape (detections,), from 0 to 1.

    `probabilities` are the classifier's, shape (looks, classes).
    """
    if not detections:
        return np.zeros(0, np.float32)
    log_odds = INTERCEPT + features(probabilities, detections, vocabulary) @ WEIGHTS
    result: NDArray[np.float32] = 1 / (1 + np.exp(-log_odds))
    return result


def features(
    probabilities: NDArray[np.float32], detections: Sequence[Detection], vocabulary: Vocabulary
) -> NDArray[np.float32]:
    """What speaks for and against each of some detections, shape (detections, weights)."""
    categories = [each.category for each in detections]
    names = [vocabulary.coco_names[category] for category in categories]
    scores = np.array([each.score for each in detections], np.float32)
    supported = (probabilities @ vocabulary.coco_imagenet[:, categories]).max(axis=0)
    unknown = _unknown(categories, vocabulary)
    support = np.where(unknown, np.maximum(supported, UNKNOWN_SUPPORT), supported + LEAST_SUPPORT)
    plain = np.array([name in PLAIN_SHAPES for name in names])
    columns = [
        scores,
        np.clip(_rivals(detections, scores) - FAINT, 0, None),
        np.log(support),
        _other_animals(probabilities, categories, supported, vocabulary),
        np.where(plain, 0, _company(categories, scores)),
        vocabulary.coco_below("vehicle")[categories],
        plain,
    ]
    return np.array(columns, np.float32).T


def unknown_animal(
    detections: Sequence[Detection], likely: NDArray[np.float32], vocabulary: Vocabulary
) -> float:
    """How likely it is that the detector found an animal which the classifier cannot name."""
    if not detections:
        return 0.0
    categories = [each.category for each in detections]
    animals = _unknown(categories, vocabulary) & (vocabulary.coco_below("animal")[categories] > 0)
    return float(np.where(animals, likely, 0).max())


def _unknown(categories: Sequence[int], vocabulary: Vocabulary) -> NDArray[np.bool_]:
    """Of which classes the classifier knows none or too few."""
    names = [vocabulary.coco_names[category] for category in categories]
    hardly = np.array([name in HARDLY_KNOWN for name in names])
    none = ~vocabulary.coco_imagenet[:, categories].any(axis=0)
    unknown: NDArray[np.bool_] = none | hardly
    return unknown


def same_object(detections: Sequence[Detection]) -> NDArray[np.bool_]:
    """Which detections share a box, whatever their classes: shape (detections, detections)."""
    boxes = [each.box for each in detections]
    corners = np.array([(b.x, b.y, b.x + b.width, b.y + b.height) for b in boxes], np.float32)
    sides = np.clip(
        np.minimum(corners[:, None, 2:], corners[:, 2:])
        - np.maximum(corners[:, None, :2], corners[:, :2]),
        0,
        None,
    )
    shared = sides[..., 0] * sides[..., 1]
    areas = np.diagonal(shared)
    same: NDArray[np.bool_] = shared > GREATEST_OVERLAP * (areas[:, None] + areas - shared)
    return same


def _rivals(detections: Sequence[Detection], scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """The best score of another class on the same box, 0 where there is none."""
    categories = np.array([each.category for each in detections])
    rivals = same_object(detections) & (categories[:, None] != categories)
    best: NDArray[np.float32] = np.where(rivals, scores, 0).max(axis=1)
    return best


def _company(categories: Sequence[int], scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """The summed scores of the boxes of each detection's class but the best one."""
    of_class = np.array(categories)[:, None] == np.array(categories)
    sums = np.where(of_class, scores, 0).sum(axis=1) - np.where(of_class, scores, 0).max(axis=1)
    company: NDArray[np.float32] = np.minimum(sums, MOST_COMPANY)
    return company


def _other_animals(
    probabilities: NDArray[np.float32],
    categories: Sequence[int],
    supported: NDArray[np.float32],
    vocabulary: Vocabulary,
) -> NDArray[np.float32]:
    """What the classifier gives animals other than each detection's; 0 for things."""
    animals = (probabilities @ vocabulary.imagenet_below("animal")).max()
    others: NDArray[np.float32] = np.clip(animals - supported, 0, 1)
    beings = vocabulary.coco_below("animal") + vocabulary.coco_below("person")
    return others * beings[categories]
