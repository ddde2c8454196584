"""Changing a picture before it is stored: an upload's options `transformation` and `format`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from services.assets.named_transformations import NamedTransformations
from services.media.animations import ANIMATION_FORMATS, animated, changed_frames
from services.media.encoding import PictureFormat
from services.media.pictures import Picture
from services.media.probe import MediaInfo
from services.media.transformations.components import Transformation
from services.media.transformations.output import (
    OriginalPicture,
    chosen_format,
    file_of,
    quality_of,
)
from services.media.transformations.regions import Regions
from services.media.transformations.rendering import Decoded, render
from services.options.upload import UploadOptions
from services.options.values import usual_format
from services.uploads.errors import UploadError
from services.uploads.staging import StagedFile


@dataclass(frozen=True)
class Incoming:
    """Makes of an arriving picture what is to be kept in its place."""

    transformations: NamedTransformations

    def has_to_change(self, info: MediaInfo, options: UploadOptions) -> bool:
        """Whether the options ask for another file than the one that came."""
        asked = usual_format(options.format) if options.format else info.format
        return bool(options.transformation) or asked != info.format

    @contextmanager
    def changed(
        self, staged: StagedFile, info: MediaInfo, options: UploadOptions
    ) -> Iterator[StagedFile]:
        """The file that is to be stored in the place of `staged`.

        It is upright, in sRGB, without metadata, and gone when the block ends. Raises
        UploadError, TransformationError, UnreadableMedia.
        """
        if info.picture is None:
            raise UploadError(
                "transformation and format change pictures before they are stored, and this is "
                f"{'a video' if info.resource_type == 'video' else 'a raw file'}. Videos are not "
                "transcoded here."
            )
        transformation = self.transformations.read(options.transformation or "")
        original = OriginalPicture(info.format, info.has_alpha, info.picture.is_animation)
        extension = options.format or ""
        format_ = chosen_format(transformation.output, extension, original, lambda kind: False)
        content = _made(info.picture, transformation, format_)
        path = staged.path.with_name(f"{staged.path.name}.changed")
        try:
            path.write_bytes(content)
            etag = hashlib.md5(content, usedforsecurity=False).hexdigest()
            yield replace(staged, path=path, bytes=len(content), etag=etag)
        finally:
            path.unlink(missing_ok=True)


def _made(picture: Picture, transformation: Transformation, format_: PictureFormat) -> bytes:
    components, output = transformation.components, transformation.output
    if format_ in ANIMATION_FORMATS and picture.is_animation and not transformation.page:
        frames = changed_frames(
            picture.frames(),
            lambda image: render(Decoded(image), components, Regions()),
            picture.frame_count(),
        )
        return animated(frames, format_, quality_of(output, format_))
    source = Decoded(picture.page(transformation.page)) if transformation.page else picture
    return file_of(render(source, components, Regions()), output, format_)
