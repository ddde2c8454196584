"""Tags of frames become tags of a video, with segments in seconds."""

from __future__ import annotations

import pytest

from services.tagging.tags import Box, Tag
from services.tagging.timeline import FrameTags, tags_over_time


def dog(confidence: float) -> Tag:
    return Tag("dog", confidence, "object", ("animal",), (Box(0, 0, 1, 1),))


def frames(*tags: list[Tag], shots: list[int] | None = None) -> list[FrameTags]:
    """Frames of a second with these tags."""
    return [FrameTags(i, i + 1, shots[i] if shots else 0, each) for i, each in enumerate(tags)]


def video(*confidences: float, seconds: float = 1, shots: list[int] | None = None) -> list[Tag]:
    """A frame for each confidence of "dog", 0 for none."""
    timeline = [
        FrameTags(
            i * seconds,
            (i + 1) * seconds,
            shots[i] if shots else 0,
            [dog(confidence)] if confidence else [],
        )
        for i, confidence in enumerate(confidences)
    ]
    return tags_over_time(timeline, len(confidences) * seconds)


def bounds(tag: Tag) -> list[tuple[float, float]]:
    return [(segment.start, segment.end) for segment in tag.segments]


def test_frames_that_follow_each_other_are_one_segment() -> None:
    (tag,) = video(0, 0.8, 0.8, 0.8, 0)
    assert bounds(tag) == [(1, 4)]


def test_a_tag_keeps_its_kind_and_categories_but_no_boxes() -> None:
    (tag,) = video(0.8, 0.8)
    assert (tag.name, tag.kind, tag.categories, tag.boxes) == ("dog", "object", ("animal",), ())


def test_a_short_gap_in_a_shot_is_bridged() -> None:
    (tag,) = video(0.8, 0.8, 0, 0.8, 0.8)
    assert bounds(tag) == [(0, 5)]


def test_a_long_gap_parts_segments() -> None:
    (tag,) = video(0.8, 0.8, 0, 0, 0, 0, 0.8, 0.8)
    assert bounds(tag) == [(0, 2), (6, 8)]


def test_a_gap_across_a_cut_is_not_bridged() -> None:
    house = [Tag("house", 0.9, "object")]
    scenes = frames([dog(0.8)], house, [dog(0.8)], shots=[0, 1, 2])
    tags = {tag.name: tag for tag in tags_over_time(scenes, 3)}
    assert bounds(tags["dog"]) == [(0, 1), (2, 3)]


def test_a_frame_that_shows_nothing_is_bridged_even_where_it_looks_like_a_cut() -> None:
    (tag,) = video(0.8, 0.8, 0, 0.8, 0.8, shots=[0, 0, 1, 2, 2])
    assert bounds(tag) == [(0, 5)]


def cockatoo(confidence: float) -> list[Tag]:
    return [Tag("cockatoo", confidence, "object", ("bird", "animal")), bird(confidence)]


def bird(confidence: float) -> Tag:
    return Tag("bird", confidence, "object", ("animal",))


def test_while_a_bird_is_there_between_two_sights_of_a_cockatoo_it_is_that_cockatoo() -> None:
    close = [bird(0.5)]
    scenes = frames(
        cockatoo(0.8), close, close, close, close, cockatoo(0.8), shots=[0] * 4 + [1] * 2
    )
    tags = {tag.name: tag for tag in tags_over_time(scenes, 6)}
    assert bounds(tags["cockatoo"]) == [(0, 6)]


def test_another_bird_between_two_sights_of_a_cockatoo_is_not_it() -> None:
    gull = [bird(0.8), Tag("gull", 0.8, "object", ("bird", "animal"))]
    scenes = frames(cockatoo(0.8), gull, gull, gull, gull, cockatoo(0.8))
    tags = {tag.name: tag for tag in tags_over_time(scenes, 6)}
    assert bounds(tags["cockatoo"]) == [(0, 1), (5, 6)]


def test_what_is_hardly_seen_does_not_become_likely_by_lasting() -> None:
    (tag,) = video(*[0.25] * 30)
    assert tag.confidence < 0.25


def test_a_thing_that_stays_across_a_cut_stays_one_segment() -> None:
    (tag,) = video(0.8, 0.8, 0.8, 0.8, shots=[0, 0, 1, 1])
    assert bounds(tag) == [(0, 4)]


def test_what_is_seen_too_weakly_is_dropped() -> None:
    assert video(0.1, 0.1, 0.1) == []


def test_one_lucky_frame_does_not_make_a_tag_as_sure_as_itself() -> None:
    (lucky,) = video(0.9, *[0.0] * 29)
    assert lucky.confidence < 0.4


def test_confidence_grows_with_duration() -> None:
    confidences = [video(*[0.5] * n, *[0.0] * (30 - n))[0].confidence for n in (1, 3, 10, 30)]
    assert confidences == sorted(confidences)
    assert confidences[0] < 0.6 < confidences[-1] < 1


def test_frames_that_disagree_make_a_segment_less_sure() -> None:
    (agreed,) = video(0.8, 0.8, 0.8)
    (doubted,) = video(0.8, 0.3, 0.8)
    assert doubted.confidence < agreed.confidence


def test_a_second_weak_segment_does_not_make_a_tag_less_sure() -> None:
    (alone,) = video(0.9, 0.9, 0.9, *[0.0] * 7)
    (further,) = video(0.9, 0.9, 0.9, 0, 0, 0, 0, 0, 0.3, 0.3)
    assert further.confidence >= alone.confidence
    assert len(further.segments) == 2


def test_a_still_that_stands_for_the_whole_video_counts_for_all_of_it() -> None:
    (still,) = video(0.8, seconds=10)
    assert still.confidence > 0.8
    assert bounds(still) == [(0, 10)]


def test_a_clip_of_a_blink_still_has_tags() -> None:
    (tag,) = video(0.9, seconds=0.2)
    assert tag.confidence > 0.8


@pytest.mark.parametrize("duration", [0.0, 0.04])
def test_a_video_of_a_single_frame_has_no_impossible_numbers(duration: float) -> None:
    for tag in tags_over_time([FrameTags(0, duration, 0, [dog(0.9)])], duration):
        assert 0 <= tag.confidence <= 1


def test_no_frames_have_no_tags() -> None:
    assert tags_over_time([], 10) == []


def test_the_surest_tag_comes_first() -> None:
    scenes = frames(*[[dog(0.4), Tag("car", 0.9, "object")]] * 5)
    assert [tag.name for tag in tags_over_time(scenes, 5)] == ["car", "dog"]


def test_no_confidence_exceeds_one() -> None:
    (tag,) = video(*[1.0] * 100)
    assert tag.confidence <= 1
    assert all(segment.confidence <= 1 for segment in tag.segments)
