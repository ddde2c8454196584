"""Small pictures of images and videos: made when first asked for, kept beside the originals."""

from __future__ import annotations

import io
from typing import BinaryIO, Literal

from services.assets.addresses import Transformation
from services.assets.tables import Asset
from services.media.errors import UnreadableMedia
from services.media.pictures import Picture
from services.media.storyboard import contact_sheet, preview
from services.media.thumbnails import resized
from services.media.video import Video
from services.storage import Storage

PictureFormat = Literal["jpg", "png", "webp"]
LARGEST_PREVIEW = 480
"""Long side in pixels of an animated preview, which is to be small."""

FORMATS: tuple[PictureFormat, ...] = ("jpg", "png", "webp")


class Renditions:
    """The derived pictures of assets."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def picture(
        self, asset: Asset, transformation: Transformation, format_: PictureFormat
    ) -> bytes:
        """A picture of the asset, encoded as `format_`. Raises UnreadableMedia."""
        key = f"{_prefix(asset.storage_key)}/{transformation}.{format_}"
        try:
            with self._storage.open(key) as kept:
                return kept.read()
        except FileNotFoundError:
            made = self._make(asset, transformation, format_)
        self._storage.put(key, made)
        return made

    def delete(self, storage_key: str) -> None:
        """Delete every picture made of the original at `storage_key`."""
        self._storage.delete_all(_prefix(storage_key))

    def _make(self, asset: Asset, transformation: Transformation, format_: PictureFormat) -> bytes:
        width, height = transformation.width, transformation.height
        with self._storage.open(asset.storage_key) as original:
            if transformation.summary:
                return _summary(asset, original, transformation, format_)
            if asset.resource_type == "image":
                picture = Picture(original)
            else:
                picture = Picture(io.BytesIO(_poster(Video(original), transformation)))
            return resized(picture, width, height, transformation.crop, format_)


def _summary(
    asset: Asset, original: BinaryIO, transformation: Transformation, format_: PictureFormat
) -> bytes:
    if asset.resource_type != "video":
        raise UnreadableMedia("only videos have a preview and a contact sheet")
    if transformation.summary == "sprite":
        return contact_sheet(Video(original), format_)
    if format_ != "webp":
        raise UnreadableMedia("a preview is an animated WebP")
    long_side = min(max(transformation.width, transformation.height), LARGEST_PREVIEW)
    return preview(Video(original), transformation.seconds, long_side)


def _poster(video: Video, transformation: Transformation) -> bytes:
    long_side = max(transformation.width, transformation.height)
    if transformation.moment is None:
        return video.poster(long_side)
    return video.poster_at(transformation.moment, long_side)


def _prefix(storage_key: str) -> str:
    return storage_key.replace("originals/", "derived/", 1)
