"""`local_tagging`: the engine in the package, for pictures and videos, without any service.

    categorization=local_tagging

Its rows are {"tag", "confidence", "kind"} with "categories", "boxes" (pictures) and "segments"
(videos) where there are some; actions that were found by motion and contact have "evidence".
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import Any, Final

from PIL import Image

from services.media.encoding import on_white
from services.media.pictures import Picture
from services.media.video import SampledFrame, Video
from services.tagging.actions.burst import observe_burst
from services.tagging.actions.film import FrameActions, actions_over_time, with_actions
from services.tagging.engine import Engine, Progress, VideoWatch
from services.tagging.models.detector import SIZE
from services.tagging.models.recognition import recognizer
from services.tagging.tags import Evidence, Sighting, Tag, View
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

    def watch_video(self, video: Video) -> VideoWatch:
        return _Watch(video.duration)

    def tag_picture(self, picture: Picture) -> list[Tag]:
        return self.look_at_picture(picture).tags

    def tag_video(self, video: Video, progress: Progress) -> list[Tag]:
        return self.look_at_video(video, progress).tags

    def data(self, tags: Sequence[Tag]) -> list[dict[str, Any]]:
        return [_row(tag) for tag in tags]


@dataclass(frozen=True, slots=True)
class _Looked:
    """What a frame shows, what is done from it on, and what it looks like."""

    tags: FrameTags
    actions: FrameActions
    view: View


class _Watch:
    """Has workers look at the frames while the next ones are decoded."""

    short_side = SIZE
    bursts = True

    def __init__(self, duration: float) -> None:
        self._duration = duration
        self._workers = ThreadPoolExecutor(WORKERS)
        self._waiting: deque[Future[_Looked]] = deque()
        self._frames: list[_Looked] = []

    def see(self, frame: SampledFrame) -> None:
        self._waiting.append(self._workers.submit(_look, frame))
        if len(self._waiting) > FRAMES_AHEAD:
            self._frames.append(self._waiting.popleft().result())

    def end(self) -> None:
        self._workers.shutdown(wait=False)

    def sighting(self) -> Sighting:
        frames = self._frames + [looking.result() for looking in self._waiting]
        tags = tags_over_time([frame.tags for frame in frames], self._duration)
        actions = actions_over_time(frame.actions for frame in frames)
        views = merged_views(frame.view for frame in frames)
        return Sighting(with_actions(tags, actions), views)


def _look(frame: SampledFrame) -> _Looked:
    recognized = recognizer().recognize(Image.fromarray(frame.pixels))
    observed = observe_burst(
        frame, recognized.objects, lambda image: recognizer().recognize(image).objects
    )
    return _Looked(
        FrameTags(frame.start, frame.end, frame.shot, recognized.tags),
        FrameActions(frame.start, frame.end, frame.shot, observed),
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
    if tag.evidence:
        row["evidence"] = [_evidence(evidence) for evidence in tag.evidence]
    if tag.taught:
        row["taught"] = True
    return row


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        **_rounded({"start": evidence.start, "end": evidence.end}),
        "what": evidence.what,
        "measured": dict(evidence.measured),
        "boxes": [
            {"object": each.object, **_rounded({"time": each.time, **asdict(each.box)})}
            for each in evidence.boxes
        ],
    }


def _rounded(numbers: dict[str, float]) -> dict[str, float]:
    return {name: round(number, 4) for name, number in numbers.items()}
