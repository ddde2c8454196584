"""A tag is learnt from a handful of examples, and what is said of it is honest."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from services.learning.training import (
    FEWEST_EXAMPLES,
    Examples,
    Lesson,
    TooFewExamples,
    judged,
    learn,
)
from services.tagging.models.embedding import LENGTH, background

NUMBERS = np.random.default_rng(5)
SUBJECT = NUMBERS.standard_normal(LENGTH).astype(np.float32)


def of_the_subject(count: int, strength: float = 1.0) -> NDArray[np.float32]:
    """Embeddings that have something in common, as pictures of one thing have."""
    vectors = strength * SUBJECT + NUMBERS.standard_normal((count, LENGTH)).astype(np.float32)
    unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def examples(positive: NDArray[np.float32], negative: NDArray[np.float32]) -> Examples:
    count = len(positive) + len(negative)
    return Examples(
        np.concatenate([positive, negative]),
        np.arange(count) < len(positive),
        np.arange(count),
    )


NONE = np.empty((0, LENGTH), np.float32)


def confidence(lesson: Lesson, embeddings: NDArray[np.float32]) -> NDArray[np.float32]:
    certain: NDArray[np.float32] = 1 / (1 + np.exp(-(embeddings @ lesson.weights + lesson.bias)))
    return certain


def test_five_examples_teach_what_they_have_in_common() -> None:
    lesson = learn(examples(of_the_subject(5), NONE), background())
    assert np.all(confidence(lesson, of_the_subject(20)) > 0.5)
    assert np.all(confidence(lesson, background()) < 0.5)
    assert np.all(lesson.held_out > 0.5)


def test_counterexamples_tell_apart_what_is_nearly_the_same() -> None:
    other = NUMBERS.standard_normal(LENGTH).astype(np.float32)
    alike = of_the_subject(12) + 0.02 * other
    lesson = learn(examples(of_the_subject(8), alike[:8]), background())
    assert confidence(lesson, of_the_subject(8)).mean() > confidence(lesson, alike[8:]).mean()


def test_examples_with_nothing_in_common_are_said_to_teach_nothing() -> None:
    lesson = learn(examples(of_the_subject(10, strength=0), NONE), background())
    found, _ = judged(list(lesson.held_out), [True] * 10)
    assert found <= 2


def test_fewer_than_five_examples_teach_nothing() -> None:
    with pytest.raises(TooFewExamples, match="5 different examples are needed, and there are 4"):
        learn(examples(of_the_subject(4), NONE), background())


def test_the_same_picture_five_times_is_one_example() -> None:
    same = np.repeat(of_the_subject(1), FEWEST_EXAMPLES, axis=0)
    with pytest.raises(TooFewExamples, match="there is 1"):
        learn(examples(same, NONE), background())


def test_the_frames_of_one_video_are_one_example() -> None:
    several = examples(of_the_subject(6), NONE)
    with pytest.raises(TooFewExamples):
        learn(
            Examples(several.embeddings, several.positive, np.array([0, 0, 0, 1, 2, 3])),
            background(),
        )


def test_learning_twice_gives_the_same() -> None:
    shown = examples(of_the_subject(6), of_the_subject(2, strength=0))
    one, other = learn(shown, background()), learn(shown, background())
    np.testing.assert_array_equal(one.weights, other.weights)
    assert one.bias == other.bias
