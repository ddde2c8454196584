"""Which frames stand for a video: a few for each shot, none that looks like the one before."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import imagehash
import numpy as np
from numpy.typing import NDArray
from PIL import Image

SAMPLE_BUDGET: Final = 300
"""About how many frames are sampled of a video that is not short, however long it is."""

CUT_CHANGE: Final = 14.0
CUT_RATIO: Final = 1.5
"""A cut changes the values (0 to 255) of the tiny copy on average by more than CUT_CHANGE plus
CUT_RATIO times the usual change, which a moving camera has all along."""

SHORTEST_SHOT: Final = 0.5
"""Seconds; flashes and flicker do not make shots."""

SAME_LOOK: Final = 5
"""Bits of 64 by which the difference hashes of frames that look the same may differ: in a video of
an empty road the camera's noise flipped up to 5, the next car 10 and more."""

SAME_DETAIL: Final = 24
"""The most that a block of the picture may change between such frames (values 0 to 255). Hashes are
blind to small things: the tip of a car at the edge flipped 3 bits, but changed its block by 67."""


BURST_FRAMES: Final = 3
BURST_SPACING: Final = 0.24
"""Frames of a burst, behind the frame that it belongs to, and seconds from one to the next: over
three quarters of a second a walk can be told from standing, and a box still finds its own again."""

BURST_GAP: Final = 0.5
"""Seconds without a frame after which a burst is over: what moves could not be followed."""

MOST_BURSTS: Final = 40
"""About how many bursts a video has that is not short; each costs as much as three frames."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A decoded frame: its time in seconds, a tiny RGB copy (all of one shape), and its pixels.

    One of which only the motion since the moment before is wanted `follows` it, and is not chosen.
    """

    time: float
    tiny: NDArray[np.uint8]
    pixels: Callable[[], NDArray[np.uint8]]
    follows: bool = False


@dataclass(frozen=True, slots=True)
class FollowingFrame:
    """A frame shortly after a sampled one: its time in seconds, and its pixels in the same form."""

    time: float
    pixels: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class SampledFrame:
    """A frame that stands for a stretch of the video.

    `time` is the frame's own; `start` and `end` bound the stretch; all in seconds. `shot` counts
    from 0. `pixels` is RGB of shape (height, width, 3), upright. `burst` has a few frames that come
    right after it in the same shot, where it begins a burst.
    """

    time: float
    start: float
    end: float
    shot: int
    pixels: NDArray[np.uint8]
    burst: tuple[FollowingFrame, ...] = ()


def sampling_interval(duration: float, budget: int = SAMPLE_BUDGET) -> float:
    """Seconds between samples of one shot: 1 for a short video, more to keep to the budget."""
    return max(1.0, duration / budget)


def burst_interval(duration: float) -> float:
    """Seconds between bursts: 1 for a short video, more to keep to MOST_BURSTS."""
    return max(1.0, duration / MOST_BURSTS)


def sample(
    moments: Iterable[Moment], interval: float, duration: float, burst_every: float = math.inf
) -> Iterator[SampledFrame]:
    """Choose among moments in order: the first of each shot, then one every `interval` seconds.

    A moment that looks like the frame chosen last, in the same shot, is not chosen, and that frame
    goes on standing for the video. The frames' stretches join without gaps from 0 to `duration`.
    The first frame chosen after every `burst_every` seconds begins a burst.
    """
    cuts = _CutDetector()
    shot = 0
    looked_at = 0.0
    burst = _Burst(burst_every)
    chosen: tuple[SampledFrame, _Look] | None = None
    for moment in moments:
        is_cut = not moment.follows and cuts.is_cut(moment)
        if chosen is not None and not is_cut:
            burst.follow(moment)
            if moment.follows or moment.time - looked_at < interval:
                continue
        looked_at = moment.time
        pixels = moment.pixels()
        look = _Look(pixels)
        start = 0.0
        if chosen is not None:
            frame, frame_look = chosen
            # Always against the chosen frame: from one moment to the next, slow changes never show.
            if not is_cut and look.is_same(frame_look):
                continue
            yield replace(frame, end=moment.time, burst=burst.taken())
            start = moment.time
        shot += is_cut
        chosen = SampledFrame(moment.time, start, start, shot, pixels), look
        burst.begin(moment.time, is_first_of_shot=is_cut)
    if chosen is not None:
        frame, _ = chosen
        yield replace(frame, end=max(duration, frame.time), burst=burst.taken())


class _Burst:
    """Collects the frames that follow a chosen one, where a burst is due."""

    def __init__(self, every: float) -> None:
        self._every = every
        self._begun = -math.inf
        self._is_wanted = False
        self._last: float | None = None
        self._frames: list[FollowingFrame] = []

    def begin(self, time: float, *, is_first_of_shot: bool) -> None:
        """A frame is chosen; a new shot may have its burst in half the time."""
        wait = self._every / 2 if is_first_of_shot else self._every
        self._is_wanted = self._every < math.inf and time - self._begun >= wait
        self._last = time if self._is_wanted else None
        self._begun = time if self._is_wanted else self._begun

    def follow(self, moment: Moment) -> None:
        """A moment comes in the same shot."""
        if self._last is None:
            return
        since = moment.time - self._last
        if since > BURST_GAP or len(self._frames) == BURST_FRAMES:
            self._last = None
        elif since >= BURST_SPACING:
            self._frames.append(FollowingFrame(moment.time, moment.pixels()))
            self._last = moment.time

    def taken(self) -> tuple[FollowingFrame, ...]:
        """The burst of the chosen frame, which is over."""
        frames, self._frames = tuple(self._frames), []
        if self._is_wanted and not frames:
            # A cut came at once: the next frame may have what this one could not.
            self._begun = -math.inf
        return frames


class _Look:
    """What of a frame is compared to tell whether another looks the same."""

    def __init__(self, pixels: NDArray[np.uint8]) -> None:
        image = Image.fromarray(pixels)
        self._hash = imagehash.dhash(image)
        self._blocks = np.asarray(image.resize((32, 32), Image.Resampling.BOX), np.int16)

    def is_same(self, other: _Look) -> bool:
        if self._hash - other._hash > SAME_LOOK:
            return False
        return bool(np.abs(self._blocks - other._blocks).max() <= SAME_DETAIL)


class _CutDetector:
    """Tells cuts from motion: by how much the picture changes, against its changes just before."""

    def __init__(self) -> None:
        self._previous: Moment | None = None
        self._changes: deque[float] = deque(maxlen=8)
        self._shot_start = 0.0

    def is_cut(self, moment: Moment) -> bool:
        previous, self._previous = self._previous, moment
        if previous is None:
            return False
        change = float(np.abs(moment.tiny.astype(np.int16) - previous.tiny).mean())
        if moment.time - previous.time > 1.0:
            # Moments far apart have no usual change.
            self._changes.clear()
        usual = sum(self._changes) / len(self._changes) if self._changes else 0.0
        self._changes.append(change)
        is_change = change >= CUT_CHANGE + CUT_RATIO * usual
        if not is_change or moment.time - self._shot_start < SHORTEST_SHOT:
            return False
        self._shot_start = moment.time
        self._changes.clear()
        return True
