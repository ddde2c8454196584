"""Tag, Segment and Box: what every engine returns, whatever service or model made it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["object", "scene", "attribute", "action", "person", "text"]


@dataclass(frozen=True, slots=True)
class Box:
    """Where in the picture: left and top edge, width and height, each from 0 to 1 of its size."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Segment:
    """When in the video: start and end in seconds; `confidence` in this stretch, from 0 to 1."""

    start: float
    end: float
    confidence: float


@dataclass(frozen=True, slots=True)
class EvidenceBox:
    """Where an object was at a moment: `object` names it, `time` in seconds."""

    object: str
    time: float
    box: Box


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an action between `start` and `end` (seconds).

    `what` says it in words, `measured` in numbers, each under a name with its unit; `boxes` are of
    the first and the last frame that showed it.
    """

    start: float
    end: float
    what: str
    measured: Mapping[str, float]
    boxes: tuple[EvidenceBox, ...]


@dataclass(frozen=True, slots=True)
class Tag:
    """One thing that an engine sees.

    `name` is what a person would type, `confidence` runs from 0 to 1, `categories` are the more
    general names above it ("dog": "canine", "pet", "animal"), nearest first. `evidence` is there
    for an action that was found by how things moved and touched, in the order of time;
    `taught` says that the owner taught it.
    """

    name: str
    confidence: float
    kind: Kind
    categories: tuple[str, ...] = ()
    boxes: tuple[Box, ...] = ()
    segments: tuple[Segment, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    taught: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What a picture, or a video from `start` to `end` (seconds) in a shot, looks like.

    `embedding` is of length 1, shape (numbers of the model,): the product of two embeddings is near
    1 for what looks alike and near 0 for what does not.
    """

    embedding: NDArray[np.float32]
    start: float = 0.0
    end: float = 0.0
    shot: int = 0


@dataclass(frozen=True, slots=True)
class Sighting:
    """The tags of a picture or a video, surest first, and its views where an engine has them."""

    tags: list[Tag]
    views: tuple[View, ...] = ()
