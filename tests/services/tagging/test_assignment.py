"""Thresholds decide which detected tags become the asset's own."""

from __future__ import annotations

from services.tagging.assignment import assigned_tags
from services.tagging.tags import Tag

LANDSCAPE = Tag("landscape", 0.5475, "scene")
GRASS = Tag("grass", 0.4414, "object")
FIELD = Tag("field", 0.4121, "scene")
SKY = Tag("sky", 0.394, "object")


def test_tags_at_or_above_the_threshold_are_assigned_surest_first() -> None:
    detected = [FIELD, SKY, LANDSCAPE, GRASS]
    assert assigned_tags(detected, 0.4) == [LANDSCAPE, GRASS, FIELD]
    assert assigned_tags(detected, 0.4121) == [LANDSCAPE, GRASS, FIELD]
    assert assigned_tags(detected, 0.0) == [LANDSCAPE, GRASS, FIELD, SKY]
    assert assigned_tags(detected, 1.0) == []


def test_without_a_threshold_nothing_is_assigned() -> None:
    assert assigned_tags([LANDSCAPE], None) == []


def test_a_name_that_several_engines_found_is_assigned_once_with_the_best_confidence() -> None:
    surer = Tag("grass", 0.9, "object")
    assert assigned_tags([GRASS, LANDSCAPE, surer], 0.4) == [surer, LANDSCAPE]


def test_tags_of_equal_confidence_keep_the_order_in_which_they_were_detected() -> None:
    people, person, human = (Tag(name, 0.99, "person") for name in ("people", "person", "human"))
    assert assigned_tags([people, person, human], 0.7) == [people, person, human]


def test_objects_and_actions_may_have_thresholds_of_their_own() -> None:
    running = Tag("running", 0.5, "action")
    chair = Tag("chair", 0.5, "object")
    assert assigned_tags([running, chair], {"action": 0.4, "object": 0.7}) == [running]


def test_a_kind_without_a_threshold_is_not_assigned() -> None:
    assert assigned_tags([LANDSCAPE, GRASS], {"object": 0.4}) == [GRASS]


def test_the_better_of_two_kinds_counts_only_if_its_own_threshold_is_reached() -> None:
    as_object, as_action = Tag("dance", 0.9, "object"), Tag("dance", 0.5, "action")
    assert assigned_tags([as_object, as_action], {"action": 0.4}) == [as_action]
