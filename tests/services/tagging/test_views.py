"""A video's views are one for each stretch that looks the same."""

from __future__ import annotations

import numpy as np

from services.tagging.tags import View
from services.tagging.views import merged_views

RIGHT, UP = np.array([1.0, 0.0], np.float32), np.array([0.0, 1.0], np.float32)


def test_frames_that_look_the_same_are_one_view() -> None:
    views = [View(RIGHT, 0, 1, 0), View(RIGHT, 1, 2, 0), View(UP, 2, 3, 0), View(RIGHT, 3, 4, 0)]
    merged = merged_views(views)
    assert [(view.start, view.end) for view in merged] == [(0, 2), (2, 3), (3, 4)]


def test_a_cut_begins_a_new_view() -> None:
    merged = merged_views([View(RIGHT, 0, 1, 0), View(RIGHT, 1, 2, 1)])
    assert [view.shot for view in merged] == [0, 1]


def test_nothing_seen_is_no_view() -> None:
    assert merged_views([]) == ()
