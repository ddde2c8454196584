"""An action's confidence grows with the moments that agree on it, and no lucky one is enough."""

from __future__ import annotations

import pytest

from services.tagging.actions.film import FrameActions, actions_over_time, with_actions
from services.tagging.actions.rules import Observed
from services.tagging.tags import Evidence, Tag


def seen(action: str, at: float, confidence: float = 0.8) -> Observed:
    return Observed(action, confidence, Evidence(at, at + 0.7, "It was seen.", {}, ()))


def frames(*actions: str, shot: int = 0, start: float = 0.0) -> list[FrameActions]:
    """A frame a second; an empty name stands for a look that showed nothing."""
    return [
        FrameActions(start + i, start + i + 1, shot, [seen(name, start + i)] if name else [])
        for i, name in enumerate(actions)
    ]


def confidence(timeline: list[FrameActions]) -> float:
    return next((tag.confidence for tag in actions_over_time(timeline)), 0.0)


def test_one_lucky_moment_is_not_believed_as_much_as_it_says() -> None:
    assert confidence(frames("cycling")) < 0.6


def test_moments_that_agree_are_surer_together() -> None:
    growing = [confidence(frames(*["cycling"] * count)) for count in range(1, 5)]
    assert growing == sorted(growing)
    assert growing[-1] > 0.9


def test_moments_in_between_that_do_not_show_it_take_away() -> None:
    agreeing = confidence(frames("cycling", "cycling"))
    assert confidence(frames("cycling", "", "", "cycling")) < agreeing


def test_segments_join_over_a_pause_and_end_at_a_cut() -> None:
    [tag] = actions_over_time(
        frames("cycling", "", "cycling") + frames("cycling", shot=1, start=3.0)
    )
    assert [(each.start, each.end) for each in tag.segments] == [(0, 3), (3, 4)]


def test_a_frame_that_was_not_looked_at_belongs_to_the_one_before() -> None:
    timeline = [*frames("cycling"), FrameActions(1, 2, 0, None)]
    [tag] = actions_over_time(timeline)
    assert [(each.start, each.end) for each in tag.segments] == [(0, 2)]


def test_a_moment_does_not_stand_for_minutes() -> None:
    [tag] = actions_over_time([FrameActions(0, 600, 0, [seen("cycling", 0)])])
    assert tag.segments[0].end == pytest.approx(3)


def test_the_surest_moments_are_told_as_evidence_in_the_order_of_time() -> None:
    [tag] = actions_over_time(frames(*["cycling"] * 9))
    starts = [each.start for each in tag.evidence]
    assert len(starts) == 5
    assert starts == sorted(starts)


def test_what_nobody_does_is_not_told() -> None:
    assert actions_over_time(frames("", "")) == []


def test_what_frames_and_motion_both_name_is_one_tag_with_the_evidence() -> None:
    skiing = Tag("skiing", 0.9, "action", ("sport",))
    [found] = actions_over_time(frames("skiing"))
    person = Tag("person", 0.95, "person")
    tags = with_actions([person, skiing], [found])
    assert [tag.name for tag in tags] == ["person", "skiing"]
    assert tags[1].confidence == 0.9
    assert tags[1].evidence == found.evidence
    weaker = Tag("skiing", 0.2, "action", ("sport",))
    assert with_actions([weaker], [found])[0].confidence == found.confidence
