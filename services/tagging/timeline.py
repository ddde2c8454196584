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
"""Seconds within one shot, or in which nothing at all is seen, for which a thing may be unseen
(turned, hidden, blurred) and still there."""

LONGEST_GUESS: Final = 6.0
"""Seconds for which it may be unseen, cuts or not, while something more general is there all the
time that nothing else explains: when a cockatoo comes too close for more than "bird" to be seen, it
is still that cockatoo."""

BELIEF_TIME: Final = 2.0
"""Seconds in which half of what a frame says is believed, or a tenth of the clip if that is less:
samples are a second apart, so that of a single lucky one a third counts."""

AGREEMENT: Final = 0.5
"""How much longer sight adds. Frames that agree on one of a thousand things are surer together than
each alone, as independent looks would be; but they resemble each other, so that it takes twice the
time for each further half of a look."""

MOST_LOOKS: Final = 2.0

UNDECIDED: Final = 0.3
"""The confidence that speaks neither for nor against: what is less than this frame after frame (a
"monitor" in bare asphalt) becomes less likely with every look, what is more becomes surer. Frames
of the videos by which this was set show what has 0.3 in them about every third time."""

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
    belief_time = min(BELIEF_TIME, duration / 10)
    tags = []
    found: dict[str, list[_Stretch]] = {}
    for name, seen in sorted(sightings.items(), key=lambda each: len(_first(each[1]).categories)):
        stretches = found[name] = _bridged(timeline, seen, found)
        segments = tuple(
            Segment(stretch.start, stretch.end, confidence)
            for stretch in stretches
            if (confidence := _believed([stretch], belief_time)) >= LOWEST_CONFIDENCE
        )
        confidence = _overall(stretches, belief_time)
        if confidence >= LOWEST_CONFIDENCE:
            tags.append(replace(_first(seen), confidence=confidence, boxes=(), segments=segments))
    return sorted(tags, key=lambda tag: (-round(tag.confidence, 2), -len(tag.categories)))


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Where a tag is there: its bounds in seconds, for how many of these it was looked for, and its
    confidence summed over them."""

    start: float
    end: float
    seen: float
    weight: float


def _stretches(timeline: Sequence[FrameTags], seen: Mapping[int, Tag]) -> list[_Stretch]:
    return [
        _Stretch(
            timeline[first].start,
            timeline[last].end,
            timeline[last].end - timeline[first].start,
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


def _bridged(
    timeline: Sequence[FrameTags], seen: Mapping[int, Tag], found: Mapping[str, list[_Stretch]]
) -> list[_Stretch]:
    """The stretches of a tag, joined over gaps that a more general tag's stretch (`found`) spans; a
    gap counts neither for nor against the tag."""
    joined: list[_Stretch] = []
    for stretch in _stretches(timeline, seen):
        before = joined[-1] if joined else None
        if before and _is_spanned(timeline, _first(seen), before.end, stretch.start, found):
            joined[-1] = _Stretch(
                before.start,
                stretch.end,
                before.seen + stretch.seen,
                before.weight + stretch.weight,
            )
        else:
            joined.append(stretch)
    return joined


def _is_spanned(
    timeline: Sequence[FrameTags],
    tag: Tag,
    start: float,
    end: float,
    found: Mapping[str, list[_Stretch]],
) -> bool:
    """Whether something more general is there through a gap, and nothing else that explains it."""
    if end - start > LONGEST_GUESS:
        return False
    between = [frame for frame in timeline if start <= frame.start < end]
    return any(
        any(each.start < start and end < each.end for each in found.get(category, ()))
        and not any(_explains(other, category, tag) for frame in between for other in frame.tags)
        for category in tag.categories
    )


def _explains(other: Tag, category: str, tag: Tag) -> bool:
    """Whether another tag is why the more general one is there: a car makes a vehicle, so that the
    vehicle speaks for no bicycle."""
    return (
        other.confidence >= UNDECIDED
        and category in other.categories
        and other.name not in (tag.name, *tag.categories)
        and tag.name not in other.categories
    )


def _first(seen: Mapping[int, Tag]) -> Tag:
    return next(iter(seen.values()))


def _continues(timeline: Sequence[FrameTags], before: int, after: int) -> bool:
    if after == before + 1:
        return True
    between = timeline[before + 1 : after]
    is_nothing_else = not any(_shows_something(frame) for frame in between)
    gap = timeline[after].start - timeline[before].end
    return gap <= LONGEST_GAP and (timeline[after].shot == timeline[before].shot or is_nothing_else)


def _shows_something(frame: FrameTags) -> bool:
    """Blurred, black or far too close, a frame shows nothing, and speaks of no change."""
    return any(tag.confidence >= FAINTEST_SIGHTING for tag in frame.tags)


def _overall(stretches: Sequence[_Stretch], belief_time: float) -> float:
    """How sure to be of the best stretches together, however many of them are best."""
    best_first = sorted(stretches, key=lambda each: -_believed([each], belief_time))
    return max(
        (_believed(best_first[:count], belief_time) for count in range(1, len(stretches) + 1)),
        default=0.0,
    )


def _believed(stretches: Sequence[_Stretch], belief_time: float) -> float:
    """How sure to be of a tag that is there in these stretches."""
    seconds = sum(stretch.seen for stretch in stretches)
    if seconds <= 0:
        return 0.0
    mean = sum(stretch.weight for stretch in stretches) / (seconds + belief_time)
    looks = min(MOST_LOOKS, 1 + AGREEMENT * log2(1 + seconds / 2))
    return _with_looks(mean, looks)


def _with_looks(confidence: float, looks: float) -> float:
    """What independent looks that all say the same come to, by Bayes' rule."""
    if not 0 < confidence < 1:
        return confidence
    undecided = UNDECIDED / (1 - UNDECIDED)
    odds = float(undecided * (confidence / (1 - confidence) / undecided) ** looks)
    return odds / (1 + odds)
