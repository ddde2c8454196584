"""Which frames stand for a video: a few for each shot, none that looks like the one before."""

from __future__ import annotations

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

CUT_CHANGE: Final = 24.0
"""Mean change of a colour value (0 to 255) from one moment to the next that may be a cut."""

CUT_RATIO: Final = 2.5
"""A cut changes so many times more than the moments just before; moving cameras always change."""

SHORTEST_SHOT: Final = 0.5
"""Seconds; flashes and flicker do not make shots."""

HASH_SIDE: Final = 16
SAME_LOOK: Final = 5
"""Bits out of HASH_SIDE² by which the difference hashes of frames that look the same may differ."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A decoded frame: its time in seconds, a tiny RGB copy (all of one shape), and its pixels."""

    time: float
    tiny: NDArray[np.uint8]
    pixels: Callable[[], NDArray[np.uint8]]


@dataclass(frozen=True, slots=True)
class SampledFrame:
    """A frame that stands for a stretch of the video.

    `time` is the frame's own; `start` and `end` bound the stretch; all in seconds. `shot` counts
    from 0. `pixels` is RGB of shape (height, width, 3), upright.
    """

    time: float
    start: float
    end: float
    shot: int
    pixels: NDArray[np.uint8]


def sampling_interval(duration: float) -> float:
    """Seconds between samples of one shot: 1 for a short video, more to keep to SAMPLE_BUDGET."""
    return max(1.0, duration / SAMPLE_BUDGET)


def sample(moments: Iterable[Moment], interval: float, duration: float) -> Iterator[SampledFrame]:
    """Choose among moments in order: the first of each shot, then one every `interval` seconds.

    A moment that looks like the frame chosen last, in the same shot, is not chosen, and that frame
    goes on standing for the video. The frames' stretches join without gaps from 0 to `duration`.
    """
    cuts = _CutDetector()
    shot = 0
    looked_at = 0.0
    chosen: tuple[SampledFrame, imagehash.ImageHash] | None = None
    for moment in moments:
        is_cut = cuts.is_cut(moment)
        if chosen is not None and not is_cut and moment.time - looked_at < interval:
            continue
        looked_at = moment.time
        pixels = moment.pixels()
        look = imagehash.dhash(Image.fromarray(pixels), HASH_SIDE)
        start = 0.0
        if chosen is not None:
            frame, frame_look = chosen
            # Always against the chosen frame: from one moment to the next, slow changes never show.
            if not is_cut and look - frame_look <= SAME_LOOK:
                continue
            yield replace(frame, end=moment.time)
            start = moment.time
        shot += is_cut
        chosen = SampledFrame(moment.time, start, start, shot, pixels), look
    if chosen is not None:
        frame, _ = chosen
        yield replace(frame, end=max(duration, frame.time))


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
        if change < max(CUT_CHANGE, CUT_RATIO * usual):
            return False
        if moment.time - self._shot_start < SHORTEST_SHOT:
            return False
        self._shot_start = moment.time
        self._changes.clear()
        return True
