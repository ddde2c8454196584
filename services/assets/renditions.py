"""Derived pictures of images and videos: made when first asked for, kept beside the originals."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import BinaryIO, Final

from PIL import Image

from services.assets.derived import DerivedStore, transformation_hash
from services.assets.regions import regions_of, relative_regions
from services.assets.tables import Asset
from services.media.animations import (
    ANIMATION_FORMATS,
    AnimationFormat,
    Frame,
    animated,
    changed_frames,
)
from services.media.encoding import PictureFormat
from services.media.faces import find_faces
from services.media.pictures import Picture
from services.media.storyboard import contact_sheet, preview
from services.media.transformations.components import Moment, Transformation
from services.media.transformations.errors import TransformationError
from services.media.transformations.geometry import place
from services.media.transformations.output import OriginalPicture, file_of, quality_of
from services.media.transformations.regions import Regions
from services.media.transformations.rendering import (
    Decoded,
    Source,
    follows_faces,
    follows_regions,
    render,
)
from services.media.video import Video
from services.storage import Storage

LARGEST_PREVIEW: Final = 480
"""Long side in pixels of an animated preview, which is to be small."""

_WAIT_SECONDS: Final = 30.0
"""How long a request waits for others that are at work."""

_MOST_WAITING: Final = 40
"""Requests that wait, so that others than those for pictures find a thread."""

_BUSY: Final = "Too many pictures are being made. Try again soon."


class RenditionsBusy(Exception):
    """So many pictures are being made that this one was given up; another try will do."""


class Renditions:
    """The derived pictures of assets, as many made at once as there are processors."""

    def __init__(self, storage: Storage, derived: DerivedStore) -> None:
        self._storage = storage
        self.derived = derived
        at_once = os.cpu_count() or 1
        self._at_work = threading.BoundedSemaphore(at_once)
        self._in_line = threading.BoundedSemaphore(at_once + _MOST_WAITING)

    def picture(
        self, asset: Asset, transformation: Transformation, format_: PictureFormat
    ) -> bytes:
        """What the transformation makes of the asset, kept for the next time.

        Raises TransformationError, UnreadableMedia, RenditionsBusy.
        """
        key = _key(asset, transformation, format_)
        with suppress(FileNotFoundError):
            return self._kept(key)
        with self._turn():
            # Others that wanted the same may have been at work before.
            with suppress(FileNotFoundError):
                return self._kept(key)
            made = self._make(asset, transformation, format_)
        self._storage.put(key, made)
        for unwanted in self.derived.record(asset, str(transformation), format_, key, len(made)):
            self._storage.delete(unwanted)
        return made

    def make(self, asset: Asset, transformation: Transformation, format_: PictureFormat) -> bytes:
        """The same, not kept."""
        with self._turn():
            return self._make(asset, transformation, format_)

    def _make(self, asset: Asset, transformation: Transformation, format_: PictureFormat) -> bytes:
        with self._storage.open(asset.storage_key) as original:
            if transformation.preview or transformation.output.sprite:
                return _at_a_glance(asset, original, transformation, format_)
            source = _source(asset, original, transformation)
            regions = _regions(asset, source, transformation)
            if format_ in ANIMATION_FORMATS and isinstance(source, Picture) and source.is_animation:
                return _animation(source, transformation, regions, format_)
            image = render(source, transformation.components, regions)
            return file_of(image, transformation.output, format_)

    def is_kept(self, asset: Asset, transformation: Transformation, format_: PictureFormat) -> bool:
        """Whether the picture has been made before."""
        try:
            self._storage.open(_key(asset, transformation, format_)).close()
        except FileNotFoundError:
            return False
        return True

    def forget(self, ids: list[str]) -> int:
        """Delete derived files by their IDs; how many there were."""
        found = self.derived.forget(ids)
        for row in found:
            self._storage.delete(row.storage_key)
        return len(found)

    def delete(self, storage_key: str) -> None:
        """Delete every picture made of the original at `storage_key`."""
        self._storage.delete_all(_prefix(storage_key))

    def _kept(self, key: str) -> bytes:
        with self._storage.open(key) as kept:
            return kept.read()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._in_line.acquire(blocking=False):
            raise RenditionsBusy(_BUSY)
        try:
            if not self._at_work.acquire(timeout=_WAIT_SECONDS):
                raise RenditionsBusy(_BUSY)
            try:
                yield
            finally:
                self._at_work.release()
        finally:
            self._in_line.release()


@dataclass
class _Still:
    """A frame of a video."""

    video: Video
    width: int
    height: int
    moment: Moment | None

    def image(self, short_side: int) -> Image.Image:
        if self.moment is None or self.moment.auto:
            return self.video.poster(short_side)
        return self.video.poster_at(self.moment.of(self.video.duration), short_side)


def _source(asset: Asset, original: BinaryIO, transformation: Transformation) -> Source:
    if asset.resource_type == "image":
        picture = Picture(original)
        return Decoded(picture.page(transformation.page)) if transformation.page else picture
    return _Still(Video(original), asset.width or 1, asset.height or 1, transformation.moment)


def _animation(
    picture: Picture, transformation: Transformation, regions: Regions, format_: AnimationFormat
) -> bytes:
    """Every frame transformed."""
    delay = transformation.output.delay
    frames = changed_frames(
        (Frame(image, delay or milliseconds) for image, milliseconds in picture.frames()),
        lambda image: render(Decoded(image), transformation.components, regions),
        picture.frame_count(),
    )
    return animated(frames, format_, quality_of(transformation.output, format_))


def _at_a_glance(
    asset: Asset, original: BinaryIO, transformation: Transformation, format_: PictureFormat
) -> bytes:
    """The sheet of a video's shots, or its animated preview."""
    if asset.resource_type != "video":
        raise TransformationError("Only videos have a preview and a contact sheet")
    if transformation.preview is None:
        return contact_sheet(Video(original), format_)
    if format_ != "webp":
        raise TransformationError("A preview is an animated WebP; ask for .webp")
    width, height = asset.width or 1, asset.height or 1
    for component in transformation.components:
        if component.resize:
            width, height = place(component.resize, width, height, Regions()).result
    long_side = min(max(width, height), LARGEST_PREVIEW)
    return preview(Video(original), transformation.preview.seconds, long_side)


def original_picture(asset: Asset) -> OriginalPicture:
    """What a format has to do justice to of the asset, or of a video's poster."""
    if asset.resource_type != "image":
        return OriginalPicture("jpg")
    animated_format = asset.format in {"gif", "webp", "png", "avif"}
    return OriginalPicture(
        asset.format,
        alpha=bool(asset.media.get("has_alpha")),
        animated=animated_format and (asset.media.get("pages") or 1) > 1,
    )


def _regions(asset: Asset, source: Source, transformation: Transformation) -> Regions:
    """What is known to be on the picture; its faces are looked for when they are first needed."""
    regions = regions_of(asset)
    unknown = asset.faces is None and not regions.faces
    if unknown and isinstance(source, Picture) and follows_faces(transformation.components):
        boxes = [face[:4] for face in find_faces(source)]
        faces = relative_regions(boxes, source.width, source.height)
        return replace(regions, faces=faces)
    return regions


def _key(asset: Asset, transformation: Transformation, format_: PictureFormat) -> str:
    text = str(transformation)
    if follows_regions(transformation.components):
        # What is known of the picture may change, and another part of it is shown then.
        text = f"{text} {regions_of(asset)}"
    return f"{_prefix(asset.storage_key)}/{transformation_hash(text)}.{format_}"


def _prefix(storage_key: str) -> str:
    return storage_key.replace("originals/", "derived/", 1)
