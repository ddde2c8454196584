"""What a moment of a video is made of: a few frames in quick succession, and objects in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.tagging.tags import Box


@dataclass(frozen=True, slots=True)
class SeenObject:
    """An object in a frame: what it is in COCO's words, how likely (0 to 1), and where."""

    thing: str
    likelihood: float
    box: Box


@dataclass(frozen=True, slots=True)
class Shift:
    """By how much a picture has moved to the right and down, in heights of the frame."""

    right: float
    down: float


@dataclass(frozen=True, slots=True)
class Look:
    """One frame of a moment: its time in seconds, what is in it, and how far the background has
    moved since the first frame of the moment; None when that cannot be told."""

    time: float
    objects: Sequence[SeenObject]
    shift: Shift | None


@dataclass(frozen=True, slots=True)
class Moment:
    """Looks in the order of time, a fraction of a second apart, without a cut between them.

    `aspect` is the width of the frames in their heights.
    """

    looks: Sequence[Look]
    aspect: float
