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
from services.tagging.models.recognition import Recognized, recognizer
from services.tagging.tags import Sighting, Tag, View
from services.tagging.timeline import FrameTags, tags_over_time
from services.tagging.views import merged_views

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

    def look_at_picture(self, picture: Picture) -> Sighting:
        recognized = recognizer().recognize(on_white(picture.image(SIZE)))
        return Sighting(recognized.tags, (View(recognized.embedding),))

    def look_at_video(self, video: Video, progress: Progress) -> Sighting:
        frames = list(_frames(video, progress))
        tags = tags_over_time([tags for tags, _ in frames], video.duration)
        return Sighting(tags, merged_views(view for _, view in frames))

    def tag_picture(self, picture: Picture) -> list[Tag]:
        return self.look_at_picture(picture).tags

    def tag_video(self, video: Video, progress: Progress) -> list[Tag]:
        return self.look_at_video(video, progress).tags

    def data(self, tags: Sequence[Tag]) -> list[dict[str, Any]]:
        return [_row(tag) for tag in tags]


def _frames(video: Video, progress: Progress) -> Iterator[tuple[FrameTags, View]]:
    """What the frames show, in order, found by workers while more frames are decoded."""
    waiting: deque[tuple[SampledFrame, Future[Recognized]]] = deque()
    with ThreadPoolExecutor(WORKERS) as workers:
        for frame in video.frames(SIZE):
            waiting.append((frame, workers.submit(_look, frame.pixels)))
            if len(waiting) > FRAMES_AHEAD:
                yield _finish(*waiting.popleft(), video.duration, progress)
        while waiting:
            yield _finish(*waiting.popleft(), video.duration, progress)


def _look(pixels: NDArray[np.uint8]) -> Recognized:
    return recognizer().recognize(Image.fromarray(pixels))


def _finish(
    frame: SampledFrame, looking: Future[Recognized], duration: float, progress: Progress
) -> tuple[FrameTags, View]:
    recognized = looking.result()
    progress(min(1.0, frame.end / duration) if duration else 1.0)
    return (
        FrameTags(frame.start, frame.end, frame.shot, recognized.tags),
        View(recognized.embedding, frame.start, frame.end, frame.shot),
    )


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
