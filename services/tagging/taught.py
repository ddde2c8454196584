"""Tags that the owner has taught, found in what pictures and videos look like."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from services.tagging.tags import Kind, Sighting, Tag, View
from services.tagging.timeline import FrameTags, tags_over_time

LOWEST_CONFIDENCE: Final = 0.05
"""Taught tags below this are not worth showing to anybody."""


@dataclass(frozen=True, eq=False)
class TaughtTag:
    """A tag and how to see it: an embedding `e` has it with confidence sigmoid(weights · e + bias).

    `weights` has the shape of an embedding.
    """

    name: str
    kind: Kind
    weights: NDArray[np.float32]
    bias: float

    def confidence(self, embedding: NDArray[np.float32]) -> float:
        """How sure it is that what has this embedding has the tag, from 0 to 1."""
        return float(1 / (1 + np.exp(-np.clip(self.weights @ embedding + self.bias, -30, 30))))


TaughtTags = Callable[[], Sequence[TaughtTag]]
"""Gives the tags that are taught at the moment."""


def with_taught_tags(
    sighting: Sighting, taught: Sequence[TaughtTag], duration: float | None
) -> Sighting:
    """The sighting with the taught tags that its views show, surest first.

    `duration` is that of a video in seconds, and nothing for a picture. Of a name that the engine
    knows too, the owner's lesson counts.
    """
    if not taught or not sighting.views:
        return sighting
    found = taught_tags(sighting.views, taught, duration)
    names = {tag.name for tag in taught}
    tags = found + [tag for tag in sighting.tags if tag.name not in names]
    return replace(sighting, tags=sorted(tags, key=lambda tag: -tag.confidence))


def taught_tags(
    views: Sequence[View], taught: Sequence[TaughtTag], duration: float | None
) -> list[Tag]:
    """The taught tags in a picture's views, or over the time of a video of `duration` seconds."""
    if duration is not None:
        frames = [FrameTags(v.start, v.end, v.shot, _in_view(v, taught)) for v in views]
        return tags_over_time(frames, duration)
    best: dict[str, Tag] = {}
    for tag in (tag for view in views for tag in _in_view(view, taught)):
        if tag.name not in best or tag.confidence > best[tag.name].confidence:
            best[tag.name] = tag
    return list(best.values())


def _in_view(view: View, taught: Sequence[TaughtTag]) -> list[Tag]:
    tags = [Tag(tag.name, tag.confidence(view.embedding), tag.kind, taught=True) for tag in taught]
    return [tag for tag in tags if tag.confidence >= LOWEST_CONFIDENCE]
