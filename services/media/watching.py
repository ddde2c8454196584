"""Several who look at one video's frames, while it is decoded once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from PIL import Image

from services.media.sampling import SampledFrame
from services.media.video import Video


class Watcher(Protocol):
    """Somebody who is shown the frames that stand for a video, one after the other."""

    @property
    def short_side(self) -> int:
        """Pixels that the short side of the frames is to have."""

    @property
    def bursts(self) -> bool:
        """Whether frames are to have the bursts that follow them."""

    def see(self, frame: SampledFrame) -> None:
        """Look at the next frame."""

    def end(self) -> None:
        """Know that no more frames come, whether all of them came or not."""


def show(video: Video, watchers: Sequence[Watcher], progress: Callable[[float], None]) -> None:
    """Show every watcher all frames, in the size that it wants. Raises UnreadableMedia.

    `progress` is told the share of the video that has been shown, from 0 to 1.
    """
    if not watchers:
        return
    largest = max(watcher.short_side for watcher in watchers)
    bursts = any(watcher.bursts for watcher in watchers)
    try:
        for frame in video.frames(largest, bursts=bursts):
            for watcher in watchers:
                watcher.see(_as_wanted(frame, watcher))
            progress(min(1.0, frame.end / video.duration) if video.duration else 1.0)
    finally:
        for watcher in watchers:
            watcher.end()


def _as_wanted(frame: SampledFrame, watcher: Watcher) -> SampledFrame:
    height, width = frame.pixels.shape[:2]
    scale = watcher.short_side / min(height, width)
    if not watcher.bursts:
        frame = replace(frame, burst=())
    if scale >= 1 or watcher.bursts:
        return frame
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = Image.fromarray(frame.pixels).resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
    return replace(frame, pixels=np.asarray(small))
