"""From the actions of a video's moments to those of the video."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import prod, sqrt
from typing import Final

from services.tagging.actions.rules import Observed
from services.tagging.tags import Evidence, Segment, Tag

LONGEST_CLAIM: Final = 3.0
"""Seconds after a moment for which what was done in it is taken to go on, unless another moment
says so: a picture that hardly changes may stand for minutes."""

LONGEST_PAUSE: Final = 4.0
"""Seconds within a shot for which an action may go unseen and still be the same one."""

BELIEF: Final = 0.65
"""What a single moment is believed, and a single segment of the whole: each further one adds this
share of itself to what is still in doubt, so that agreement counts and a lucky moment does not."""

LOWEST_CONFIDENCE: Final = 0.1
"""Actions below this are not told."""

MOST_EVIDENCE: Final = 5
"""Moments that are told as evidence of one action: the surest, in the order of time."""

CATEGORIES: Final = {
    "traffic": (),
    "walking": ("exercise",),
    "running": ("exercise", "sport"),
    "drinking": (),
    "eating": (),
    "talking on the phone": (),
    "motorcycling": (),
}
"""What stands above an action; above all that are not named here, "sport"."""


@dataclass(frozen=True, slots=True)
class FrameActions:
    """What is done where a frame stands for the video from `start` to `end` (seconds) in a shot.

    `observed` is None for a frame whose moment was not looked at.
    """

    start: float
    end: float
    shot: int
    observed: Sequence[Observed] | None


def actions_over_time(frames: Iterable[FrameActions]) -> list[Tag]:
    """The actions of a video, surest first, with their segments and evidence.

    A segment is as sure as its moments together; looked-at moments in it that do not show the
    action take away from that.
    """
    timeline = _joined(frames)
    tags = []
    for action in {each.action: None for frame in timeline for each in frame.observed or ()}:
        seen = [_surest(action, frame) for frame in timeline]
        segments = tuple(
            _segment(timeline[first : last + 1], seen[first : last + 1])
            for first, last in _runs(timeline, seen)
        )
        confidence = max(
            *(segment.confidence for segment in segments),
            _together(segment.confidence for segment in segments),
        )
        if confidence >= LOWEST_CONFIDENCE:
            categories = CATEGORIES.get(action, ("sport",))
            evidence = _told([each for each in seen if each is not None])
            tags.append(
                Tag(action, confidence, "action", categories, segments=segments, evidence=evidence)
            )
    return sorted(tags, key=lambda tag: -tag.confidence)


def with_actions(tags: Sequence[Tag], actions: Sequence[Tag]) -> list[Tag]:
    """Both in one list, surest first; an action that both name is as sure as the surer says."""
    found = {action.name: action for action in actions}
    joined = []
    for tag in tags:
        action = found.pop(tag.name, None)
        if action is None:
            joined.append(tag)
        elif action.confidence >= tag.confidence:
            joined.append(replace(action, categories=tag.categories))
        else:
            joined.append(replace(tag, evidence=action.evidence))
    return sorted([*joined, *found.values()], key=lambda tag: -round(tag.confidence, 2))


def _joined(frames: Iterable[FrameActions]) -> list[FrameActions]:
    """Frames whose moment was not looked at belong to the one before them in their shot."""
    joined: list[FrameActions] = []
    for frame in frames:
        if frame.observed is None and joined and joined[-1].shot == frame.shot:
            joined[-1] = replace(joined[-1], end=frame.end)
        else:
            joined.append(frame)
    return joined


def _surest(action: str, frame: FrameActions) -> Observed | None:
    """The best sight of an action in a frame's moment."""
    found = [each for each in frame.observed or () if each.action == action]
    return max(found, key=lambda each: each.confidence, default=None)


def _runs(
    timeline: Sequence[FrameActions], seen: Sequence[Observed | None]
) -> list[tuple[int, int]]:
    """The first and the last frame of every segment."""
    runs: list[tuple[int, int]] = []
    for index, observed in enumerate(seen):
        if observed is None:
            continue
        if runs:
            first, last = runs[-1]
            pause = timeline[index].start - _claimed_end(timeline[last])
            if pause <= LONGEST_PAUSE and timeline[index].shot == timeline[last].shot:
                runs[-1] = first, index
                continue
        runs.append((index, index))
    return runs


def _segment(frames: Sequence[FrameActions], seen: Sequence[Observed | None]) -> Segment:
    moments = [each.confidence for each in seen if each is not None]
    looked_at = sum(frame.observed is not None for frame in frames)
    confidence = _together(moments) * sqrt(len(moments) / looked_at)
    return Segment(frames[0].start, _claimed_end(frames[-1]), confidence)


def _together(confidences: Iterable[float]) -> float:
    """What several sights come to that are only partly independent."""
    return 1 - prod(1 - BELIEF * confidence for confidence in confidences)


def _claimed_end(frame: FrameActions) -> float:
    return min(frame.end, frame.start + LONGEST_CLAIM)


def _told(observed: Sequence[Observed]) -> tuple[Evidence, ...]:
    surest = sorted(observed, key=lambda each: -each.confidence)[:MOST_EVIDENCE]
    return tuple(sorted((each.evidence for each in surest), key=lambda each: each.start))
