"""Fit the weights of `services/tagging/models/evidence.py`, and say how well they do elsewhere.

    python -m tools.quality.fit FOLDER [--labels FILE]

On the pictures that packages ship, those of the folder, and changed copies of all. The calibration
error is that of ten-fold cross-validation, in which no picture is in the same fold as its copies.
The labels must name what else is in a picture besides its main subject, or a person whom the
detector rightly finds counts as wrong.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.model_selection import (  # type: ignore[import-untyped]
    GroupKFold,
    cross_val_predict,
)

from services.media.encoding import on_white
from services.media.pictures import Picture
from services.tagging.models.classifier import Classifier
from services.tagging.models.detector import SIZE, Detector
from services.tagging.models.evidence import features
from services.tagging.models.vocabulary import Vocabulary, load_vocabulary
from tools.quality.changes import changed
from tools.quality.labels import Labelled, in_folder, packaged
from tools.quality.reliability import Judged, expected_calibration_error


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit the weights of the detector's evidence.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--labels", type=Path, help="its labels, if not in the folder")
    arguments = parser.parse_args()
    vocabulary = load_vocabulary()
    labels = arguments.labels or arguments.folder / "labels.json"
    files = [*packaged(vocabulary), *in_folder(arguments.folder, labels, vocabulary)]
    inputs, right, groups = _examples([each for each in files if not each.is_video], vocabulary)
    # Barely regularized: eight numbers are fitted on two thousand detections.
    model = LogisticRegression(C=10, max_iter=3000)
    elsewhere = cross_val_predict(
        model, inputs, right, groups=groups, cv=GroupKFold(10), method="predict_proba"
    )[:, 1]
    judged = [Judged(float(c), bool(r)) for c, r in zip(elsewhere, right, strict=True)]
    model.fit(inputs, right)
    print(f"{len(right)} detections, {right.mean():.0%} right")
    print(f"calibration error in cross-validation {expected_calibration_error(judged):.3f}")
    print(f"intercept {model.intercept_[0]:.2f}, weights {model.coef_[0].round(2).tolist()}")


def _examples(
    files: list[Labelled], vocabulary: Vocabulary
) -> tuple[NDArray[np.float32], NDArray[np.bool_], NDArray[np.intp]]:
    """Features of the best detection of every class, whether it is right, and its file."""
    inputs, right, groups = [], [], []
    classifier, detector = Classifier(), Detector()
    for group, file in enumerate(files):
        for image in _images(file):
            detections = detector.detect(image)
            if not detections:
                continue
            rows = features(classifier.classify(image).probabilities, detections, vocabulary)
            categories = [each.category for each in detections]
            for category in dict.fromkeys(categories):
                inputs.append(rows[categories.index(category)])
                right.append(vocabulary.coco_names[category] in file.right)
                groups.append(group)
    return np.array(inputs), np.array(right), np.array(groups)


def _images(file: Labelled) -> Iterator[Image.Image]:
    with file.path.open("rb") as opened:
        image = on_white(Picture(opened).image(SIZE))
    yield image
    yield from changed(image)


if __name__ == "__main__":
    main()
