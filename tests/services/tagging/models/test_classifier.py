"""The classifier's numbers are what they say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PIL.ImageOps import mirror

from services.tagging.models.classifier import Classifier
from services.tagging.models.looks import ends, is_wide, middle


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier()


def test_probabilities_sum_to_one_for_every_look(classifier: Classifier, cat: Path) -> None:
    with Image.open(cat) as image:
        probabilities = classifier.classify(image.convert("RGB")).probabilities
    assert probabilities.shape == (2, 1000)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-4)


def test_pictures_alike_have_embeddings_alike(
    classifier: Classifier, cat: Path, coffee: Path
) -> None:
    with Image.open(cat) as image:
        cat_image = image.convert("RGB")
    with Image.open(coffee) as image:
        coffee_image = image.convert("RGB")
    same = classifier.classify(cat_image).embedding
    mirrored = classifier.classify(mirror(cat_image)).embedding
    other = classifier.classify(coffee_image).embedding
    assert same.shape == (1280,)
    assert np.linalg.norm(same) == pytest.approx(1)
    assert same @ mirrored > 0.8 > same @ other


def test_long_pictures_take_two_looks_that_reach_both_ends() -> None:
    assert is_wide(1920, 1080)
    assert is_wide(1080, 1920)
    assert not is_wide(800, 600)
    assert ends(1920, 1080) == [(0, 0, 1080, 1080), (840, 0, 1920, 1080)]
    assert ends(1080, 1920) == [(0, 0, 1080, 1080), (0, 840, 1080, 1920)]


def test_other_pictures_are_looked_at_in_their_middle() -> None:
    assert middle(800, 600) == (100, 0, 700, 600)
