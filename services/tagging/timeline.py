"""From the tags of a video's frames to the tags of the video, with the moments at which each
holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log2
from typing import Final

from services.tagging.tags import Segment, Tag

FAINTEST_SIGHTING: Final = 0.2
"""In a frame where a tag has less than this, it is not there."""

LONGEST_GAP: Final = 2.5
"""Seconds within one shot for which a thing may be unseen (turned, hidden, blurred) and still
there."""

BELIEF_TIME: Final = 0.5
"""Seconds in which half of what a frame says is believed; for clips of under ten seconds a
twentieth of the clip."""

AGREEMENT: Final = 0.5
"""How much longer sight adds. Frames that agree on one of a thousand things are surer together than
each alone, as independent looks would be; but they resemble each other, so that it takes twice the
time for each further half of a look."""

MOST_LOOKS: Final = 2.5

LOWEST_CONFIDENCE: Final = 0.1
"""Segments and tags below this are dropped: they were seen too weakly or too briefly."""


@dataclass(frozen=True, slots=True)
class FrameTags:
    """What a frame shows that stands for the video from `start` to `end` (seconds) in a shot."""

    start: float
    end: float
    shot: int
    tags: Sequence[Tag]


def tags_over_time(frames: Iterable[FrameTags], duration: float) -> list[Tag]:
    """The tags of a video of `duration` seconds, surest first, each with its segments in order.

    Frames come in the order of time, their stretches without overlap. A segment's confidence comes
    from its frames' mean over time and grows with its length; a tag's from its best segments in the
    same way. So one lucky frame counts for as long as it lasted, frames that disagree lower what
    the others say, and a further segment never makes a tag less sure.
    """
    timeline = list(frames)
    sightings: defaultdict[str, dict[int, Tag]] = defaultdict(dict)
    for index, frame in enumerate(timeline):
        for tag in frame.tags:
            sightings[tag.name][index] = tag
    belief_time = min(BELIEF_TIME, duration / 20)
    tags = []
    for seen in sightings.values():
        stretches = _stretches(timeline, seen)
        segments = tuple(
            Segment(stretch.start, stretch.end, confidence)
            for stretch in stretches
            if (confidence := _believed([stretch], belief_time)) >= LOWEST_CONFIDENCE
        )
        confidence = _overall(stretches, belief_time)
        if confidence >= LOWEST_CONFIDENCE:
            first = next(iter(seen.values()))
            tags.append(replace(first, confidence=confidence, boxes=(), segments=segments))
    return sorted(tags, key=lambda tag: (-round(tag.confidence, 2), -len(tag.categories)))


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Where a tag is there without a break: seconds, and its confidence summed over them."""

    start: float
    end: float
    weight: float


def _stretches(timeline: Sequence[FrameTags], seen: Mapping[int, Tag]) -> list[_Stretch]:
    return [
        _Stretch(
            timeline[first].start,
            timeline[last].end,
            sum(
                seen[index].confidence * (timeline[index].end - timeline[index].start)
                for index in range(first, last + 1)
                if index in seen
            ),
        )
        for first, last in _runs(timeline, seen)
    ]


def _runs(timeline: Sequence[FrameTags], seen: Mapping[int, Tag]) -> list[tuple[int, int]]:
    """The first and the last frame of every stretch in which the tag is there."""
    runs: list[tuple[int, int]] = []
    for index in (i for i, tag in seen.items() if tag.confidence >= FAINTEST_SIGHTING):
        if runs and _continues(timeline, runs[-1][1], index):
            runs[-1] = runs[-1][0], index
        else:
            runs.append((index, index))
    return runs


def _continues(timeline: Sequence[FrameTags], before: int, after: int) -> bool:
    if after == before + 1:
        return True
    gap = timeline[after].start - timeline[before].end
    return timeline[after].shot == timeline[before].shot and gap <= LONGEST_GAP


def _overall(stretches: Sequence[_Stretch], belief_time: float) -> float:
    """How sure to be of the best stretches together, however many of them are best."""
    best_first = sorted(stretches, key=lambda each: -_believed([each], belief_time))
    return max(
        (_believed(best_first[:count], belief_time) for count in range(1, len(stretches) + 1)),
        default=0.0,
    )


def _believed(stretches: Sequence[_Stretch], belief_time: float) -> float:
    """How sure to be of a tag that is there in these stretches."""
    seconds = sum(stretch.end - stretch.start for stretch in stretches)
    if seconds <= 0:
        return 0.0
    mean = sum(stretch.weight for stretch in stretches) / (seconds + belief_time)
    looks = min(MOST_LOOKS, 1 + AGREEMENT * log2(1 + seconds / 2))
    return float(1 - (1 - mean) ** looks)
