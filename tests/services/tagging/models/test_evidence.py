"""What the detector found is weighed against all that both models say."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from services.tagging.models.detector import Detection
from services.tagging.models.evidence import likelihoods, unknown_animal
from services.tagging.models.vocabulary import load_vocabulary
from services.tagging.tags import Box

VOCABULARY = load_vocabulary()
BOX = Box(0.2, 0.2, 0.5, 0.5)
ELSEWHERE = Box(0.8, 0.8, 0.2, 0.2)
PERSIAN_CAT, WOMBAT = 283, 106


def classified(**classes: float) -> NDArray[np.float32]:
    probabilities = np.zeros((1, 1000), np.float32)
    for name, probability in classes.items():
        probabilities[0, {"persian_cat": PERSIAN_CAT, "wombat": WOMBAT}[name]] = probability
    return probabilities


def found(name: str, score: float, box: Box = BOX) -> Detection:
    return Detection(VOCABULARY.coco_names.index(name), score, box)


def likely(probabilities: NDArray[np.float32], *detections: Detection) -> float:
    """Of the first of the detections."""
    return float(likelihoods(probabilities, detections, VOCABULARY)[0])


def test_nothing_found_has_no_likelihoods() -> None:
    assert len(likelihoods(classified(), [], VOCABULARY)) == 0


def test_a_higher_score_is_more_likely() -> None:
    assert likely(classified(), found("person", 0.8)) > likely(classified(), found("person", 0.5))


def test_a_cat_that_the_classifier_sees_too_is_more_likely() -> None:
    cat = found("cat", 0.6)
    assert likely(classified(persian_cat=0.6), cat) > likely(classified(), cat)


def test_a_cat_that_the_classifier_calls_a_wombat_is_unlikely() -> None:
    assert likely(classified(wombat=0.9), found("cat", 0.66)) < 0.3


def test_a_person_needs_no_word_from_the_classifier_which_knows_none() -> None:
    assert likely(classified(), found("person", 0.8)) > 0.8


def test_a_person_beside_an_animal_is_one_but_a_faint_one_is_the_animal() -> None:
    assert likely(classified(wombat=0.9), found("person", 0.8)) > 0.5
    assert likely(classified(wombat=0.9), found("person", 0.55)) < 0.3


def test_of_two_classes_on_one_box_each_is_less_likely_than_alone() -> None:
    giraffe, zebra = found("giraffe", 0.7), found("zebra", 0.6)
    assert likely(classified(), giraffe, zebra) < likely(classified(), giraffe)
    apart = found("zebra", 0.6, ELSEWHERE)
    assert likely(classified(), giraffe, apart) == likely(classified(), giraffe)


def test_weak_scores_are_no_evidence() -> None:
    for name in ("person", "car", "cell phone", "traffic light"):
        assert likely(classified(), found(name, 0.4)) < 0.4


def test_one_of_a_herd_is_likelier_than_one_alone() -> None:
    horse, other = found("horse", 0.6), found("horse", 0.55, ELSEWHERE)
    assert likely(classified(), horse, other) > likely(classified(), horse)


def test_plain_shapes_come_in_numbers_which_says_nothing() -> None:
    clock, other = found("clock", 0.6), found("clock", 0.55, ELSEWHERE)
    assert likely(classified(), clock, other) == likely(classified(), clock)


def test_an_animal_that_the_classifier_cannot_name_is_told() -> None:
    found_both = [found("giraffe", 0.9), found("dog", 0.9, ELSEWHERE)]
    likelihood = np.array([0.8, 0.9], np.float32)
    assert unknown_animal(found_both, likelihood, VOCABULARY) == pytest.approx(0.8)
    assert unknown_animal(found_both[1:], likelihood[1:], VOCABULARY) == 0
    assert unknown_animal([], likelihood[:0], VOCABULARY) == 0
