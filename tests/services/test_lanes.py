"""Nobody waits for a video that takes much longer than their own."""

from __future__ import annotations

import pytest

from services.lanes import LANES, lane_for, place

HOUR = 3600.0
NOW = 1_800_000_000.0


@pytest.mark.parametrize(
    ("duration", "queue"),
    [
        (None, "tagging"),
        (0.5, "tagging"),
        (120.0, "tagging"),
        (121.0, "tagging-medium"),
        (1200.0, "tagging-medium"),
        (2 * HOUR, "tagging-long"),
    ],
)
def test_pictures_clips_and_films_wait_apart(duration: float | None, queue: str) -> None:
    assert lane_for(duration).queue == queue


def test_a_shorter_film_that_came_a_little_later_goes_first() -> None:
    assert place(NOW + 60, 0.5 * HOUR) < place(NOW, 2 * HOUR)


def test_a_long_film_is_not_put_off_for_ever() -> None:
    assert place(NOW, 2 * HOUR) < place(NOW + 7 * HOUR, 0.5 * HOUR)


def test_a_place_fits_the_queue_for_centuries() -> None:
    assert place(NOW + 100 * 365.25 * 24 * HOUR, 6 * HOUR) < 2**31


def test_lanes_are_in_the_order_of_length() -> None:
    longest = [lane.longest for lane in LANES]
    assert longest == sorted(longest)
    assert longest[-1] == float("inf")
