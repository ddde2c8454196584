"""Reliability says whether confidences mean what they say."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from tools.quality.reliability import Judged, bins, diagram, expected_calibration_error


def judged(confidence: float, right: int, wrong: int) -> list[Judged]:
    return [Judged(confidence, True)] * right + [Judged(confidence, False)] * wrong


def test_tags_at_seven_tenths_of_which_seven_in_ten_are_right_have_no_error() -> None:
    assert expected_calibration_error(judged(0.7, 7, 3)) == pytest.approx(0)


def test_too_sure_and_not_sure_enough_are_errors_that_do_not_cancel() -> None:
    tags = [*judged(0.8, 6, 4), *judged(0.4, 6, 4)]
    assert expected_calibration_error(tags) == pytest.approx(0.2)


def test_tags_that_nobody_is_shown_do_not_count() -> None:
    assert bins(judged(0.05, 0, 100)) == []
    assert expected_calibration_error([]) == 0


def test_certainty_is_in_the_last_bin() -> None:
    (last,) = bins(judged(1.0, 1, 0))
    assert (last.lowest, last.highest, last.count) == (0.9, 1.0, 1)


def test_the_diagram_is_an_svg_with_a_bar_for_every_bin() -> None:
    drawn = ElementTree.fromstring(diagram([*judged(0.3, 1, 1), *judged(0.9, 1, 0)]))
    bars = [each for each in drawn.iter() if each.get("width") == "26"]
    assert len(bars) == 2
