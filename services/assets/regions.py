"""What an asset's record knows to be on its picture, for gravity to go by."""

from __future__ import annotations

from collections.abc import Sequence

from services.assets.tables import Asset
from services.media.transformations.regions import KnownObject, Region, Regions


def regions_of(asset: Asset) -> Regions:
    """Faces that were found or given, the given rectangle, and things that engines found."""
    return Regions(
        faces=_relative(asset, asset.face_coordinates or asset.faces),
        custom=_relative(asset, asset.custom_coordinates),
        objects=_objects(asset),
    )


def relative_regions(boxes: Sequence[Sequence[int]], width: int, height: int) -> tuple[Region, ...]:
    """Boxes of x, y, width and height in pixels of a picture of that size."""
    return tuple(
        Region(box[0] / width, box[1] / height, box[2] / width, box[3] / height) for box in boxes
    )


def _relative(asset: Asset, boxes: Sequence[Sequence[int]] | None) -> tuple[Region, ...]:
    if not boxes or not asset.width or not asset.height:
        return ()
    return relative_regions(boxes, asset.width, asset.height)


def _objects(asset: Asset) -> tuple[KnownObject, ...]:
    found = [
        (tag["confidence"], KnownObject(tag["name"], Region(**box)))
        for detection in asset.detections
        for tag in detection.tags
        for box in tag.get("boxes") or ()
    ]
    return tuple(known for _, known in sorted(found, key=lambda entry: -entry[0]))
