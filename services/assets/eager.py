"""Derived pictures that are made before anybody asks: `eager` and `responsive_breakpoints`.

Fields of the answers as in Cloudinary's "Upload API reference".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from services.assets.addresses import Addresses
from services.assets.named_transformations import NamedTransformations
from services.assets.renditions import Renditions, original_picture
from services.assets.tables import Asset
from services.media.encoding import PICTURE_FORMATS, PictureFormat, size_of
from services.media.transformations.components import Transformation
from services.media.transformations.errors import TransformationError
from services.media.transformations.geometry import place
from services.media.transformations.output import chosen_format
from services.media.transformations.regions import Regions

MOST_EAGER: Final = 50
"""Eager transformations of one request."""

_FORMAT: Final = re.compile(r"[a-z0-9]{1,5}")


@dataclass(frozen=True)
class EagerItem:
    """One of the transformations that are separated by bars.

    `extension` is what follows the last slash: None where nothing does, and "" where the slash is
    the last character, which asks for an address without an extension.
    """

    transformation: str
    extension: str | None = None


def read_eager(text: str) -> list[EagerItem]:
    """The items of an `eager` option. Raises ValueError."""
    items = [_read_item(part.strip()) for part in text.split("|") if part.strip()]
    if len(items) > MOST_EAGER:
        raise ValueError(f"may have {MOST_EAGER} transformations at most")
    return items


def _read_item(text: str) -> EagerItem:
    transformation, slash, last = text.rpartition("/")
    if slash and not last:
        return EagerItem(transformation, "")
    if slash and _FORMAT.fullmatch(last):
        return EagerItem(transformation, last)
    return EagerItem(text)


@dataclass(frozen=True)
class Eager:
    """Makes derived pictures in advance, and says where they are."""

    renditions: Renditions
    transformations: NamedTransformations
    addresses: Addresses

    def check(
        self, items: Sequence[EagerItem], resource_type: str, width: int | None, height: int | None
    ) -> None:
        """Raise TransformationError where one of the items cannot be made of such a file."""
        for item in items:
            transformation = self.transformations.read(item.transformation)
            if resource_type == "raw" or not width or not height:
                raise TransformationError("eager is for images and videos")
            if item.extension:
                _checked_format(item.extension)
            size = (width, height)
            for component in transformation.components:
                if component.resize:
                    size = place(component.resize, *size, Regions()).result

    def made(self, asset: Asset, item: EagerItem, base_url: str) -> dict[str, Any]:
        """An entry of `eager` in the answer; the picture is there from now on.

        Raises TransformationError, UnreadableMedia, RenditionsBusy.
        """
        transformation, format_ = self._read(asset, item)
        picture = self.renditions.picture(asset, transformation, format_)
        width, height = size_of(picture)
        return {
            "transformation": item.transformation,
            "width": width,
            "height": height,
            "bytes": len(picture),
            "format": format_,
            **self._links(asset, item, format_, base_url),
        }

    def pending(
        self, asset: Asset, item: EagerItem, base_url: str, batch_id: str
    ) -> dict[str, Any]:
        """An entry of `eager` where the picture is made in the background."""
        _, format_ = self._read(asset, item)
        return {
            "status": "processing",
            "batch_id": batch_id,
            "transformation": item.transformation,
            **self._links(asset, item, format_, base_url),
        }

    def _read(self, asset: Asset, item: EagerItem) -> tuple[Transformation, PictureFormat]:
        transformation = self.transformations.read(item.transformation)
        original = original_picture(asset)
        extension = item.extension or ("jpg" if asset.resource_type == "video" else "")
        return transformation, chosen_format(
            transformation.output, extension, original, lambda kind: False
        )

    def _links(
        self, asset: Asset, item: EagerItem, format_: PictureFormat, base_url: str
    ) -> dict[str, str]:
        extension = "" if item.extension == "" and asset.resource_type == "image" else format_
        url = self.addresses.derived(asset, base_url, item.transformation, extension)
        return {"url": url, "secure_url": url}


def _checked_format(name: str) -> PictureFormat:
    format_ = "jpg" if name == "jpeg" else name
    if format_ not in PICTURE_FORMATS:
        raise TransformationError(
            f"{name} is no format that is made here. There are: {', '.join(PICTURE_FORMATS)}. "
            "Videos are not transcoded; of them, pictures are made."
        )
    return format_
