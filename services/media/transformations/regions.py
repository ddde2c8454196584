"""What is known to be on a picture, and where: what gravity goes by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from services.media.transformations.components import Gravity


class Region(NamedTuple):
    """A rectangle of the picture, in shares of its width and height from 0 to 1."""

    x: float
    y: float
    width: float
    height: float


class KnownObject(NamedTuple):
    """A thing on the picture."""

    name: str
    region: Region


@dataclass(frozen=True, slots=True)
class Regions:
    """What is known of a picture; `objects` are those that were found, surest first."""

    faces: tuple[Region, ...] = ()
    custom: tuple[Region, ...] = ()
    objects: tuple[KnownObject, ...] = ()

    def focus(self, gravity: Gravity) -> Region | None:
        """The rectangle that the gravity means; None where nothing of the kind is known."""
        if gravity.kind == "face":
            found = _largest(self.faces)
        elif gravity.kind == "faces":
            found = _around(self.faces)
        elif gravity.kind == "custom":
            found = _around(self.custom)
        elif gravity.kind == "auto":
            found = self._interesting(gravity.name)
        else:
            return None
        if found is None and gravity.then == "faces":
            found = _around(self.faces)
        if found is None and gravity.then == "auto":
            found = self._interesting("")
        return found

    def within(self, box: tuple[float, float, float, float]) -> Regions:
        """What is seen through a part of the picture: its left, top, right, bottom, in shares."""
        return Regions(
            faces=_seen(self.faces, box),
            custom=_seen(self.custom, box),
            objects=tuple(
                KnownObject(name, seen)
                for name, region in self.objects
                if (seen := _through(region, box))
            ),
        )

    def _interesting(self, name: str) -> Region | None:
        if name:
            wanted = name.replace("_", " ")
            return _around(region for found, region in self.objects if found == wanted)
        return (
            _around(self.custom)
            or _around(self.faces)
            or _around(region for _, region in self.objects[:1])
        )


def _largest(regions: Iterable[Region]) -> Region | None:
    return max(regions, key=lambda region: region.width * region.height, default=None)


def _around(regions: Iterable[Region]) -> Region | None:
    """The smallest rectangle that holds them all."""
    all_ = list(regions)
    if not all_:
        return None
    left, top = min(region.x for region in all_), min(region.y for region in all_)
    right = max(region.x + region.width for region in all_)
    bottom = max(region.y + region.height for region in all_)
    return Region(left, top, right - left, bottom - top)


def _seen(regions: Iterable[Region], box: tuple[float, float, float, float]) -> tuple[Region, ...]:
    return tuple(seen for region in regions if (seen := _through(region, box)))


def _through(region: Region, box: tuple[float, float, float, float]) -> Region | None:
    """The part of the region that lies in the box, in shares of the box."""
    left, top, right, bottom = box
    across, down = right - left, bottom - top
    x1, x2 = max(region.x, left), min(region.x + region.width, right)
    y1, y2 = max(region.y, top), min(region.y + region.height, bottom)
    if x2 <= x1 or y2 <= y1:
        return None
    return Region((x1 - left) / across, (y1 - top) / down, (x2 - x1) / across, (y2 - y1) / down)
