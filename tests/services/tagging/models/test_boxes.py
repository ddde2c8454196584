"""One object gives one box."""

from __future__ import annotations

import numpy as np
import pytest

from services.tagging.models.boxes import around, counterpart, overlaps, strongest


def boxes(
    *corners: tuple[float, float, float, float],
) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.array(corners, np.float32).reshape(-1, 4)


def test_of_boxes_on_one_object_the_strongest_stays() -> None:
    corners = boxes((0, 0, 10, 10), (1, 0, 10, 10), (50, 50, 60, 60))
    scores = np.array([0.6, 0.9, 0.5], np.float32)
    assert list(strongest(corners, scores, np.zeros(3, np.intp))) == [1, 2]


def test_boxes_of_different_classes_do_not_displace_each_other() -> None:
    corners = boxes((0, 0, 10, 10), (0, 0, 10, 10))
    scores = np.array([0.6, 0.9], np.float32)
    assert list(strongest(corners, scores, np.array([0, 1]))) == [1, 0]


def test_no_boxes_are_no_boxes() -> None:
    assert len(strongest(boxes(), np.zeros(0, np.float32), np.zeros(0, np.intp))) == 0


def test_halves_of_one_object_belong_together() -> None:
    left, right = boxes((10, 10, 60, 50), (40, 11, 90, 50))
    shared = np.array([40, 0, 60, 100], np.float32)
    assert counterpart(left, right[None], shared) == 0
    assert list(around(left, right)) == [10, 10, 90, 50]


def test_objects_apart_do_not_belong_together() -> None:
    left, right = boxes((10, 10, 30, 50), (70, 11, 90, 50))
    shared = np.array([40, 0, 60, 100], np.float32)
    assert counterpart(left, right[None], shared) is None
    assert counterpart(left, boxes(), shared) is None


def test_nothing_is_shared_where_looks_do_not_overlap() -> None:
    box = boxes((10, 10, 60, 50))
    shared = np.array([60, 0, 40, 100], np.float32)
    assert counterpart(box[0], box, shared) is None


@pytest.mark.parametrize(
    ("other", "share"), [((0, 0, 10, 10), 1), ((5, 0, 15, 10), 1 / 3), ((20, 20, 30, 30), 0)]
)
def test_overlap_is_the_share_of_the_union(
    other: tuple[float, float, float, float], share: float
) -> None:
    assert overlaps(boxes((0, 0, 10, 10))[0], boxes(other))[0] == pytest.approx(share)
