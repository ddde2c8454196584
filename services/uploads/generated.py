"""Pictures that are made here and stored: of text (`text`), and of other pictures (`multi`).

Parameters as in Cloudinary's "Upload API reference".
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

import requests
from pydantic import BeforeValidator, Field

from services.assets.access import StoredType
from services.assets.catalogue import Catalogue, Stored
from services.assets.moderations import is_withheld
from services.assets.named_transformations import NamedTransformations
from services.assets.regions import regions_of
from services.media.animations import (
    ANIMATION_FORMATS,
    AnimationFormat,
    Frame,
    animated,
    changed_frames,
)
from services.media.encoding import encoded
from services.media.errors import UnreadableMedia
from services.media.pictures import Picture
from services.media.probe import Limits, probe
from services.media.text_pictures import FONT, CannotWrite, TextStyle, Weight, text_picture
from services.media.transformations import values
from services.media.transformations.components import Color, Transformation
from services.media.transformations.errors import TransformationError
from services.media.transformations.output import quality_of
from services.media.transformations.regions import Regions
from services.media.transformations.rendering import render
from services.options.upload import UploadOptions
from services.options.values import PublicId
from services.storage import Storage
from services.uploads.errors import UploadError
from services.uploads.intake import Intake
from services.uploads.methods import MethodRequest, read_method
from services.uploads.source import open_source
from services.uploads.staging import Staging

MOST_PICTURES: Final = 100
"""Pictures of one animation."""
_USUAL_DELAY: Final = 500
"""Milliseconds for which an animation shows a picture."""


def _color(value: Any) -> Any:
    return values.color(value.replace("#", "rgb:")) if isinstance(value, str) else value


_Color = Annotated[Color, BeforeValidator(_color)]


class TextRequest(MethodRequest):
    """`text`."""

    text: Annotated[str, Field(min_length=1, max_length=5_000)]
    public_id: PublicId | None = None
    font_family: Literal["Roboto", "sans-serif"] = FONT
    font_size: Annotated[int, Field(ge=1, le=500)] = 12
    font_color: _Color = (0, 0, 0, 255)
    font_weight: Weight = "normal"
    font_style: Literal["normal", "italic"] = "normal"
    text_align: Literal["left", "center", "right"] = "left"
    text_decoration: Literal["none", "underline", "strikethrough"] = "none"
    background: _Color | None = None
    opacity: Annotated[int, Field(ge=0, le=100)] = 100
    font_antialiasing: str | None = None
    font_hinting: str | None = None
    """Both taken and without effect: letters are drawn smooth, and not fitted to pixels."""

    @property
    def style(self) -> TextStyle:
        """How the text is to look."""
        return TextStyle(
            size=self.font_size,
            weight=self.font_weight,
            italic=self.font_style == "italic",
            color=self.font_color,
            background=self.background,
            align=self.text_align,
            decoration=self.text_decoration,
            opacity=self.opacity,
        )


class MultiRequest(MethodRequest):
    """`multi`."""

    tag: Annotated[str, Field(max_length=255)] | None = None
    urls: Annotated[list[str], Field(max_length=MOST_PICTURES)] | None = None
    public_id: PublicId | None = None
    transformation: Annotated[str, Field(max_length=2_000)] = ""
    format: str = ""
    mode: Literal["download"] | None = None


def read_multi_request(fields: Mapping[str, Any]) -> MultiRequest:
    """What the fields of a request ask for. Raises UploadError.

    `async` changes nothing: an animation is there when the answer comes.
    """
    asked = {name: value for name, value in fields.items() if name != "async"}
    return read_method(asked, MultiRequest)


@dataclass(frozen=True)
class Animation:
    """An animation as a file, and what it is called."""

    name: str
    format: AnimationFormat
    content: bytes


@dataclass(frozen=True)
class Generating:
    """Makes pictures and stores them."""

    catalogue: Catalogue
    storage: Storage
    transformations: NamedTransformations
    staging: Staging
    intake: Intake
    outbound: requests.Session
    size_limit: int

    def text(self, asked: TextRequest) -> Stored:
        """The picture of a text; the same text in the same style has one. Raises UploadError."""
        try:
            picture = encoded(text_picture(asked.text, asked.style), "png")
        except CannotWrite as error:
            raise UploadError(str(error)) from None
        public_id = asked.public_id or f"text_{_hash(f'{asked.text} {asked.style}')}"
        return self._store(picture, f"{public_id}.png", "text", public_id)

    def animation(self, asked: MultiRequest) -> Animation:
        """The pictures that have the tag, or are at the addresses, one after the other.

        Raises UploadError.
        """
        if bool(asked.tag) == bool(asked.urls):
            raise UploadError("Name either a tag or urls")
        try:
            transformation = self.transformations.read(asked.transformation)
            format_ = _animation_format(asked.format or transformation.output.format or "gif")
            frames = self._frames(asked, transformation)
        except (TransformationError, UnreadableMedia) as error:
            raise UploadError(str(error)) from None
        if not frames:
            raise UploadError(f"There is no picture with the tag {asked.tag!r}")
        name = asked.public_id or asked.tag or f"multi_{_hash(','.join(asked.urls or []))}"
        quality = quality_of(transformation.output, format_)
        return Animation(name, format_, animated(frames, format_, quality))

    def store(self, animation: Animation) -> Stored:
        """The animation as an asset, in the place of an earlier one. Raises UploadError."""
        filename = f"{animation.name}.{animation.format}"
        return self._store(animation.content, filename, "multi", animation.name)

    def _store(self, content: bytes, filename: str, kind: str, public_id: str) -> Stored:
        options = UploadOptions.model_validate({"public_id": public_id, "overwrite": True})
        # Kinds of assets that only the server makes are no values of the option.
        options = options.model_copy(update={"type": kind})
        with self.staging.receive([content], filename, self.size_limit) as staged:
            return self.intake.store(staged, "image", options)

    def _frames(self, asked: MultiRequest, transformation: Transformation) -> list[Frame]:
        delay = transformation.output.delay or _USUAL_DELAY
        pictures = (
            self._tagged(asked.tag, asked.type) if asked.tag else self._fetched(asked.urls or [])
        )
        rendered = (
            Frame(render(picture, transformation.components, regions), delay)
            for picture, regions in pictures
        )
        return changed_frames(rendered, lambda image: image)

    def _tagged(self, tag: str, kind: StoredType) -> Iterator[tuple[Picture, Regions]]:
        found = self.catalogue.with_tag("image", tag, MOST_PICTURES)
        for asset in sorted(found, key=lambda asset: asset.public_id):
            if asset.delivery_type == kind and not is_withheld(asset):
                with self.storage.open(asset.storage_key) as file:
                    yield Picture(file), regions_of(asset)

    def _fetched(self, urls: Sequence[str]) -> Iterator[tuple[Picture, Regions]]:
        for url in urls:
            with ExitStack() as stack:
                source = stack.enter_context(open_source(url, self.outbound, self.size_limit))
                staged = stack.enter_context(
                    self.staging.receive(source.chunks, source.filename, self.size_limit)
                )
                file = stack.enter_context(staged.path.open("rb"))
                info = probe(file, staged.filename, "image", Limits())
                if info.picture is not None:
                    yield info.picture, Regions()


def _animation_format(name: str) -> AnimationFormat:
    for format_ in ANIMATION_FORMATS:
        if format_ == name:
            return format_
    raise TransformationError(
        f"{name} is no format of animations that are made here. There are: "
        f"{', '.join(ANIMATION_FORMATS)}"
    )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:20]
