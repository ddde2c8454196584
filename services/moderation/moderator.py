"""From a picture or a video to its score, and from the score to what becomes of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from PIL import Image

from services.media.encoding import on_white
from services.media.pictures import Picture
from services.media.sampling import sampling_interval
from services.media.video import SampledFrame
from services.moderation.open_nsfw import SIZE, open_nsfw
from services.moderation.verdict import ModerationThresholds, Status, status_of

MOST_PAGES: Final = 12
"""Frames of an animation that are looked at, evenly spread."""


@dataclass(frozen=True, slots=True)
class ScoredStretch:
    """From `start` to `end` (seconds) of a video, and the highest score there, from 0 to 1."""

    start: float
    end: float
    score: float


@dataclass(frozen=True, slots=True)
class Moderation:
    """What the model says of a picture or a video.

    `score` is the highest of all its frames, since one indecent moment is enough. Of a video,
    `scores` has one score for every `interval` seconds, and `segments` are the stretches that are
    not below the threshold of approval.
    """

    status: Status
    score: float
    interval: float | None = None
    scores: tuple[float, ...] = ()
    segments: tuple[ScoredStretch, ...] = ()


def moderate_picture(picture: Picture, thresholds: ModerationThresholds) -> Moderation:
    """Score a picture; of an animation, frames from all of it. Raises UnreadableMedia."""
    score = max(open_nsfw().score(on_white(page)) for page in picture.pages_as_images(MOST_PAGES))
    return Moderation(status_of(score, thresholds), score)


class VideoModerator:
    """Scores the frames of a video that it is shown."""

    short_side = SIZE
    bursts = False

    def __init__(self, duration: float, thresholds: ModerationThresholds) -> None:
        self._duration = duration
        self._thresholds = thresholds
        self._model = open_nsfw()
        self._frames: list[ScoredStretch] = []

    def see(self, frame: SampledFrame) -> None:
        """Score the next frame."""
        score = self._model.score(Image.fromarray(frame.pixels))
        self._frames.append(ScoredStretch(frame.start, frame.end, score))

    def end(self) -> None:
        """No more frames come."""

    def moderation(self) -> Moderation:
        """What all frames come to, of which there was at least one."""
        score = max(frame.score for frame in self._frames)
        interval = sampling_interval(self._duration)
        return Moderation(
            status_of(score, self._thresholds),
            score,
            interval,
            scores_over_time(self._frames, interval),
            stretches_from(self._frames, self._thresholds.approve),
        )


def scores_over_time(frames: Sequence[ScoredStretch], interval: float) -> tuple[float, ...]:
    """The highest score in every `interval` seconds from the start; `frames` leave no gaps."""
    slots = max(1, math.ceil(frames[-1].end / interval))
    scores = [0.0] * slots
    for frame in frames:
        first = min(int(frame.start / interval), slots - 1)
        last = max(first, min(math.ceil(frame.end / interval), slots) - 1)
        for slot in range(first, last + 1):
            scores[slot] = max(scores[slot], frame.score)
    return tuple(scores)


def stretches_from(frames: Iterable[ScoredStretch], least: float) -> tuple[ScoredStretch, ...]:
    """Where the score is at least `least`; neighbouring frames are one stretch."""
    stretches: list[ScoredStretch] = []
    for frame in frames:
        if frame.score < least:
            continue
        if stretches and stretches[-1].end == frame.start:
            before = stretches[-1]
            stretches[-1] = replace(before, end=frame.end, score=max(before.score, frame.score))
        else:
            stretches.append(frame)
    return tuple(stretches)
