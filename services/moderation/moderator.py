"""From a picture or a video to its score, and from the score to what becomes of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from PIL import Image

from services.media.encoding import on_white
from services.media.pictures import Picture
from services.media.sampling import sampling_interval
from services.media.video import Video
from services.moderation.open_nsfw import SIZE, open_nsfw
from services.moderation.verdict import ModerationThresholds, Status, status_of

MOST_PAGES: Final = 12
"""Frames of an animation that are looked at, evenly spread."""

Progress = Callable[[float], None]
"""Told the share of the work that is done, from 0 to 1."""


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


def moderate_video(
    video: Video, thresholds: ModerationThresholds, progress: Progress
) -> Moderation:
    """Score the frames that stand for the video. Raises UnreadableMedia."""
    model = open_nsfw()
    frames = []
    for frame in video.frames(SIZE):
        score = model.score(Image.fromarray(frame.pixels))
        frames.append(ScoredStretch(frame.start, frame.end, score))
        progress(min(1.0, frame.end / video.duration) if video.duration else 1.0)
    score = max(frame.score for frame in frames)
    interval = sampling_interval(video.duration)
    return Moderation(
        status_of(score, thresholds),
        score,
        interval,
        scores_over_time(frames, interval),
        stretches_from(frames, thresholds.approve),
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
