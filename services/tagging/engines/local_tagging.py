"""`local_tagging`: the engine in the package, for pictures and videos, without any service.

    categorization=local_tagging

Its rows are {"tag", "confidence", "kind"} with "categories", "boxes" (pictures) and "segments"
(videos) where there are some.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from services.media.pictures import Picture, on_white
from services.media.video import SampledFrame, Video
from services.tagging.engine import Engine, Progress
from services.tagging.models.detector import SIZE
from services.tagging.models.recognition import recognizer
from services.tagging.tags import Tag
from services.tagging.timeline import FrameTags, tags_over_time

WORKERS: Final = 2
"""Threads that look at frames while the next ones are decoded."""

FRAMES_AHEAD: Final = 2 * WORKERS
"""Decoded frames that may wait for a worker, which bounds the memory of a long video."""


class LocalTagging(Engine):
    """EfficientNet-Lite2 and NanoDet-g with the project's vocabulary."""

    name = "local_tagging"
    media = frozenset({"image", "video"})
    remote = False
    model = "efficientnet-lite2+nanodet-g-416 1"

    def tag_picture(self, picture: Picture) -> list[Tag]:
        return recognizer().tags(on_white(picture.image(SIZE)))

    def tag_video(self, video: Video, progress: Progress) -> list[Tag]:
        return tags_over_time(_frame_tags(video, progress), video.duration)

    def data(self, tags: Sequence[Tag]) -> list[dict[str, Any]]:
        return [_row(tag) for tag in tags]


def _frame_tags(video: Video, progress: Progress) -> Iterator[FrameTags]:
    """The tags of the frames, in order, found by workers while more frames are decoded."""
    waiting: deque[tuple[SampledFrame, Future[list[Tag]]]] = deque()
    with ThreadPoolExecutor(WORKERS) as workers:
        for frame in video.frames(SIZE):
            waiting.append((frame, workers.submit(_look, frame.pixels)))
            if len(waiting) > FRAMES_AHEAD:
                yield _finish(*waiting.popleft(), video.duration, progress)
        while waiting:
            yield _finish(*waiting.popleft(), video.duration, progress)


def _look(pixels: NDArray[np.uint8]) -> list[Tag]:
    return recognizer().tags(Image.fromarray(pixels))


def _finish(
    frame: SampledFrame, tags: Future[list[Tag]], duration: float, progress: Progress
) -> FrameTags:
    found = FrameTags(frame.start, frame.end, frame.shot, tags.result())
    progress(min(1.0, frame.end / duration) if duration else 1.0)
    return found


def _row(tag: Tag) -> dict[str, Any]:
    row: dict[str, Any] = {
        "tag": tag.name,
        "confidence": round(tag.confidence, 4),
        "kind": tag.kind,
    }
    if tag.categories:
        row["categories"] = list(tag.categories)
    if tag.boxes:
        row["boxes"] = [_rounded(asdict(box)) for box in tag.boxes]
    if tag.segments:
        row["segments"] = [_rounded(asdict(segment)) for segment in tag.segments]
    return row


def _rounded(numbers: dict[str, float]) -> dict[str, float]:
    return {name: round(number, 4) for name, number in numbers.items()}
