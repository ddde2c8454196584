"""From a picture to tags: what both models see, as one list in people's words."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock, Semaphore
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from services.tagging.actions.looks import SeenObject
from services.tagging.models.classifier import Classifier
from services.tagging.models.detector import COCO, Detection, Detector
from services.tagging.models.evidence import likelihoods, same_object, unknown_animal
from services.tagging.models.photographs import drawn, visibility
from services.tagging.models.vocabulary import Vocabulary, load_vocabulary
from services.tagging.tags import Box, Tag

LOWEST_CONFIDENCE: Final = 0.05
"""Tags below this are not worth showing to anybody."""

LOWEST_PROBABILITY: Final = 0.02
"""Classes that the classifier thinks less likely than this do not count towards what stands above
them: a picture of nothing it knows gives all 1,000 a little, which would add up to "animal"."""

USUALLY_MORE: Final = 1.7
"""How many times likelier a tag is than both models say, as odds: temperature and evidence are set
so that they say little of what they do not know, and of what they do they then say too little."""

EXPLAINED: Final = 0.5
"""The share by which the classifier's word on animals counts less where there is one that it cannot
name: brown horses are oxen and buffaloes to it."""

DOUBT: Final = 0.75
"""The share by which a tag is less sure in a drawing: models that know photographs see clocks in
circles and envelopes in rectangles."""

SUREST_SUM: Final = 0.95
"""Likelihoods of several classes on one box were each found apart: their sum may exceed one."""


@dataclass(frozen=True)
class Recognized:
    """The tags of an image, surest first, its embedding: shape (1280,), of length 1, and where its
    objects are."""

    tags: list[Tag]
    embedding: NDArray[np.float32]
    objects: list[SeenObject]


class Recognizer:
    """Both models and the vocabulary; usable from many threads.

    Of these only as many as there are cores run the models at a time, the others wait their turn:
    all at once would take longer each, the unlucky ones several times as long.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._cores = Semaphore(os.cpu_count() or 1)
        self._classifier = Classifier()
        self._detector = Detector()

    def tags(self, image: Image.Image) -> list[Tag]:
        """The tags of an RGB image, surest first."""
        return self.recognize(image).tags

    def recognize(self, image: Image.Image) -> Recognized:
        """What an RGB image shows and looks like."""
        visible = visibility(image)
        with self._cores:
            classified = self._classifier.classify(image)
            detections = self._detector.detect(image) if visible else []
        probabilities = classified.probabilities
        tags = (
            fuse(probabilities, detections, self._vocabulary, visible, drawn(image))
            if visible
            else []
        )
        objects = self._objects(classified.probabilities, detections)
        return Recognized(tags, classified.embedding, objects)

    def _objects(
        self, probabilities: NDArray[np.float32], detections: Sequence[Detection]
    ) -> list[SeenObject]:
        likely = likelihoods(probabilities, detections, self._vocabulary)
        return [
            SeenObject(COCO[each.category], float(likelihood), each.box)
            for each, likelihood in zip(detections, likely, strict=True)
        ]


def fuse(
    probabilities: NDArray[np.float32],
    detections: Sequence[Detection],
    vocabulary: Vocabulary,
    visible: float = 1.0,
    drawing: float = 0.0,
) -> list[Tag]:
    """The tags that both models stand for, surest first; of equal ones the most special first.

    `probabilities` are the classifier's, shape (looks, 1000). A tag is as sure as the model that is
    surer of it; what the detector found has already been weighed against what the classifier says.
    All is worth only as much as there is to see (`visible`, from 0 to 1), and what only photographs
    show is doubted in a `drawing` (from 0 to 1).
    """
    # Only the few columns that count: of all 1,000 the product would be large enough for NumPy to
    # wake a second thread, which then waits in a busy loop and takes the core from other uploads.
    counts = (probabilities >= LOWEST_PROBABILITY).any(axis=0)
    likely = np.where(probabilities >= LOWEST_PROBABILITY, probabilities, 0)[:, counts]
    objects = likelihoods(probabilities, detections, vocabulary)
    explained = EXPLAINED * unknown_animal(detections, objects, vocabulary)
    likely = likely * (1 - explained * vocabulary.imagenet_below("animal")[counts])
    seen = np.minimum(likely @ vocabulary.imagenet[counts], 1).max(axis=0)
    located = _located(detections, objects, vocabulary)
    doubt = np.where(vocabulary.of_drawings, 1, 1 - DOUBT * drawing)
    confidences = visible * doubt * np.maximum(_likelier(seen), located)
    order = np.lexsort((vocabulary.depths, confidences.round(2)))[::-1]
    return [
        Tag(
            concept.name,
            float(confidences[i]),
            concept.kind,
            concept.categories,
            _boxes(detections, vocabulary, i),
        )
        for i in order[: np.count_nonzero(confidences >= LOWEST_CONFIDENCE)]
        if (concept := vocabulary.concepts[i])
    ]


def _likelier(confidences: NDArray[np.float32]) -> NDArray[np.float32]:
    """With the odds that these confidences usually turn out to have."""
    result: NDArray[np.float32] = (
        USUALLY_MORE * confidences / (1 + (USUALLY_MORE - 1) * confidences)
    )
    return result


def _located(
    detections: Sequence[Detection], likely: NDArray[np.float32], vocabulary: Vocabulary
) -> NDArray[np.float32]:
    """How sure the detector's objects, each so `likely`, make each concept, shape (concepts,).

    What may be one thing or another (a car or a bus) is surely what stands above both, so that on
    one box the classes' likelihoods add up for general tags.
    """
    located = np.zeros(len(vocabulary.concepts), np.float32)
    if detections:
        categories = np.array([each.category for each in detections])
        stands_for = vocabulary.coco[categories]
        concerned = np.flatnonzero(stands_for.any(axis=0))
        stands_for = stands_for[:, concerned]
        summed = _best_of_classes(likely, categories, same_object(detections)) @ stands_for
        alone = (likely[:, None] * stands_for).max(axis=0)
        located[concerned] = np.maximum(alone, np.minimum(summed.max(axis=0), SUREST_SUM))
    return located


def _best_of_classes(
    likely: NDArray[np.float32], categories: NDArray[np.intp], same: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """For every detection the likelihoods of all on its box, of each class only the best: shape
    (detections, detections)."""
    better = (categories[:, None] == categories) & (likely > likely[:, None])
    beaten = (same[:, None, :] & better).any(axis=2)
    best: NDArray[np.float32] = np.where(same & ~beaten, likely, 0)
    return best


def _boxes(
    detections: Sequence[Detection], vocabulary: Vocabulary, position: np.intp
) -> tuple[Box, ...]:
    """Where a tag's own objects are; general tags have none, to draw every object once."""
    return tuple(d.box for d in detections if vocabulary.coco_positions[d.category] == position)


_loading = Lock()


@cache
def _load() -> Recognizer:
    return Recognizer(load_vocabulary())


def recognizer() -> Recognizer:
    """The one of this process, loaded when it is first asked for."""
    with _loading:
        return _load()
